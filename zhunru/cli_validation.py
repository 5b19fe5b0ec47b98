"""命令行：校验一家医院，或一省的医院。 The command line: validate a hospital, or a province."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import err, explains
from zhunru.cli_records import Pseudonymise
from zhunru.engine_names import Backend, Engine
from zhunru.reports.section_names import SectionName

if TYPE_CHECKING:
    from datetime import date

    from zhunru.inputs import Reading
    from zhunru.population import Summary
    from zhunru.report import Report

app = typer.Typer()
out = Console()

MappingFile = Annotated[
    Path | None, typer.Option(help="已审的手术名称对照表，见 match。 Reviewed operation names.")
]
AcceptAbove = Annotated[
    float | None,
    typer.Option(
        min=0, max=100, help="手术名称不经确认即采用的最低分。 Accept matches from a score."
    ),
]


@app.command()
@explains
def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="文件夹、zip、CSV、XLSX、Parquet 或 RDF。 A folder, zip, tables or RDF."
        ),
    ],
    *,
    as_of: AsOf = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            help="报告文件，可多次：.html .xlsx .csv .json .sarif .ttl。 Report files, by ending."
        ),
    ] = None,
    group_by: Annotated[
        SectionName | None,
        typer.Option(help="终端只按这一类显示。 Show this section only, in the terminal."),
    ] = None,
    engine: Annotated[
        Engine | None,
        typer.Option(help="引擎，默认表格按列、RDF 用 SHACL。 The engine."),
    ] = None,
    mapping: MappingFile = None,
    accept_above: AcceptAbove = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有读不出的就停下。 Stop at anything unreadable.")
    ] = False,
    pseudonymise: Pseudonymise = False,
) -> None:
    """校验医院数据，逐项给出判定。 Validate a hospital's data, with a verdict per requirement.

    例 Example: zhunru validate data/example --as-of 2026-01-01 --report report.html
    """
    from zhunru.inputs import Reading
    from zhunru.matching.mapping import read_mapping
    from zhunru.reports.formats import check_target, write_report
    from zhunru.reports.terminal import render

    day, files = as_of_day(as_of), report or []
    for file in files:
        check_target(file, paths)
    reading = Reading(
        strict, pseudonymise, read_mapping(mapping) if mapping else {}, accept_above, engine
    )
    result = validated(paths, day, reading)
    for file in files:
        # 用化名时不还回医院自己的工作簿：里面是真名。 With pseudonyms, no workbook of real names.
        write_report(file, result, () if pseudonymise else paths)
    render(result, out, group_by)
    for file in files:
        out.print(f"报告已写入 Report written: {escape(str(file))}", soft_wrap=True)
    if not result.all_met or result.set_aside:
        raise typer.Exit(1)


def validated(paths: list[Path], as_of: date, reading: Reading | None = None) -> Report:
    """Validate with a progress bar.

    Args:
        paths: As `validate_paths` takes them.
        as_of: The day as of which evidence is counted.
        reading: How tables are read and checked; as usual unless given.

    Returns:
        The report.

    Raises:
        InputError: With every problem of the input.
    """
    from rich.progress import Progress

    from zhunru.inputs import validate_paths

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("正在校验 Validating", total=None)

        def advance(total: int, done: int) -> None:
            progress.update(task, total=total, advance=done)

        return validate_paths(paths, as_of, advance, reading)


@app.command()
@explains
def population(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Parquet 表的文件夹，表名列名用英文。 A folder of Parquet tables, in English."
        ),
    ],
    *,
    verdicts: Annotated[
        Path, typer.Option(help="判定写到哪个新文件夹。 A new folder to write to.")
    ],
    as_of: AsOf = None,
    mapping: MappingFile = None,
    accept_above: AcceptAbove = None,
    backend: Annotated[Backend, typer.Option(help="在哪里算。 Where to compute.")] = Backend.DUCKDB,
    memory: Annotated[
        str, typer.Option(help="内存上限，超出则落盘。 Memory to use before spilling to disk.")
    ] = "4GB",
    master: Annotated[
        str, typer.Option(help="Spark 集群的地址。 The URL of the Spark cluster.")
    ] = "local[*]",
) -> None:
    """校验许多医院的 Parquet 表，判定也写成 Parquet。 Validate many hospitals, from Parquet.

    例 Example: zhunru population province --verdicts verdicts --as-of 2026-01-01
    """
    from zhunru.backends import connect
    from zhunru.matching.mapping import read_mapping
    from zhunru.population import Hospitals, validate_population
    from zhunru.population.operation_names import with_operation_names

    day, choices = as_of_day(as_of), read_mapping(mapping) if mapping else {}
    with (
        connect(backend, memory, master) as connection,
        err.status("正在校验 Validating") as status,
    ):
        given = Hospitals.from_parquet(folder, connection)
        named = with_operation_names(given, choices, accept_above, day)
        summary = validate_population(named, day, verdicts, connection, status.update)
    _print_summary(summary)
    for combination, count in summary.uncovered.items():
        technique, grade, role = combination
        err.print(
            f"没有规定管到，已搁置 set aside, no rule covers: {technique}、{grade or '—'}、{role}"
            f"（{count:,} 行 rows）",
            soft_wrap=True,
            style="yellow",
        )
    out.print(f"判定已写入 Verdicts written: {escape(str(verdicts))}", soft_wrap=True)
    if not summary.all_met:
        raise typer.Exit(1)


def _print_summary(summary: Summary) -> None:
    from rich.table import Table

    from zhunru.namespaces import local_path
    from zhunru.reading import criteria
    from zhunru.verdicts import Verdict

    labels = {local_path(one.iri): one.label.zh for one in criteria().values()}
    shown = [one for one in Verdict if any(verdict is one for _, verdict in summary.counts)]
    table = Table(title="校验结果 Results", title_justify="left")
    table.add_column("标准 Criterion", overflow="fold")
    for verdict in shown:
        table.add_column(f"{verdict.value} {verdict.en}", justify="right")
    for path in dict.fromkeys(path for path, _ in summary.counts):
        numbers = (summary.counts.get((path, verdict), 0) for verdict in shown)
        table.add_row(labels[path], *(f"{number:,}" for number in numbers))
    out.print(table)

"""命令行：手术名称与本机构目录。 The command line: operation names and the hospital's catalogue."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import err, explains
from zhunru.errors import UserError

if TYPE_CHECKING:
    from zhunru.matching import Candidate, ProcedureChoice

app = typer.Typer()
out = Console()


class CatalogueFormat(StrEnum):
    """Formats of the findings."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_Mapping = Annotated[
    Path | None, typer.Option(help="已审的对照表（CSV、XLSX）。 A mapping that people reviewed.")
]
_AcceptAbove = Annotated[
    float | None,
    typer.Option(min=0, max=100, help="不经确认即采用的最低分，默认不采用。 Accept from a score."),
]


@app.command()
@explains
def match(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="有手术名称的表：CSV、XLSX、Parquet。 Tables."),
    ] = None,
    *,
    column: Annotated[
        str | None, typer.Option(help="手术名称所在列，默认自动认。 The column of the names.")
    ] = None,
    technique: Annotated[
        str | None, typer.Option("--technique", "-t", help="只找一项技术。 One technique only.")
    ] = None,
    mapping: _Mapping = None,
    accept_above: _AcceptAbove = None,
    as_of: AsOf = None,
    limit: Annotated[
        int, typer.Option(min=1, max=20, help="每个名称几个候选。 Candidates for a name.")
    ] = 3,
    target: Annotated[
        Path | None, typer.Option("--out", help="把对照表写到文件，供人审。 Write the mapping.")
    ] = None,
    evaluate: Annotated[
        Path | None, typer.Option(help="有答案的名称：只量准确率与召回率。 Measure the quality.")
    ] = None,
) -> None:
    """把手术名称对到目录条目，由人确认。 Match operation names to catalogue entries.

    例 Example: zhunru match 病例.csv --out mapping.csv
    """
    from zhunru.matching.formats import render
    from zhunru.matching.listed_names import propose, read_names
    from zhunru.matching.mapping import read_mapping
    from zhunru.matching.settling import settle

    if evaluate is not None:
        _evaluate(evaluate, accept_above)
        return
    if not paths:
        raise UserError("请给出有手术名称的表。 Give a table of operation names.")
    day = as_of_day(as_of)
    known = read_mapping(mapping) if mapping else {}
    names = read_names(paths, column)
    notation = _technique(technique)
    proposed = propose(list(names.values()), technique=notation, day=day, limit=limit)
    if target is not None:
        _write(target, proposed, known)
        return
    asked = [one.asked(notation) for one in names.values()]
    taken = settle(asked, known, accept_above, day=day)
    render(proposed, known, {one.name: entry for one, entry in taken.items()}, out)


def _technique(text: str | None) -> str | None:
    from zhunru.inputs import vocabulary

    if text is None:
        return None
    notation = vocabulary().resolve("technique", text)
    if notation is None:
        known = "、".join(vocabulary().allowed("technique"))
        raise UserError(f"没有技术“{text}”，有：{known}。 There is no technique {text!r}.")
    return notation


def _write(
    target: Path,
    proposed: dict[str, tuple[Candidate, ...]],
    known: dict[str, ProcedureChoice],
) -> None:
    from zhunru.files import write_text
    from zhunru.matching.mapping import mapping_text

    write_text(target, mapping_text(proposed, known))
    out.print(
        f"对照表已写入 Mapping written: {escape(str(target))}\n"
        "把“状态”改为“确认”或“否”后，用 --mapping 交回。"
        " Change 状态 to 确认 or 否 and hand it back with --mapping.",
        soft_wrap=True,
    )


def _evaluate(path: Path, accept_above: float | None) -> None:
    from zhunru.matching.candidates import SUGGESTED_SCORE
    from zhunru.matching.formats import render_quality
    from zhunru.matching.quality import measure, read_labelled

    threshold = SUGGESTED_SCORE if accept_above is None else accept_above
    labelled = read_labelled(path)
    uses = dict.fromkeys(one.use for one in labelled)
    measured = {use: measure([o for o in labelled if o.use == use], threshold) for use in uses}
    render_quality(measured, threshold, out)


@app.command()
@explains
def catalogue(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="有“本机构目录”表的文件夹或文件。 Tables."),
    ],
    *,
    mapping: _Mapping = None,
    accept_above: _AcceptAbove = None,
    as_of: AsOf = None,
    answer_format: Annotated[
        CatalogueFormat, typer.Option("--format", "-f", help="输出格式。 Output format.")
    ] = CatalogueFormat.TABLE,
) -> None:
    """比较本机构手术目录与参考目录的级别。 Compare the hospital's catalogue with the reference.

    例 Example: zhunru catalogue 本机构目录.csv 机构.csv --mapping mapping.csv
    """
    from zhunru.inputs import vocabulary
    from zhunru.intake import read_records
    from zhunru.matching.mapping import mapping_beside, read_mapping
    from zhunru.own_catalogue import FindingKind, compare_catalogue
    from zhunru.own_catalogue.formats import FORMATS, render

    records = read_records(paths, vocabulary())
    beside, used = mapping_beside(records.name_mappings)
    known = beside | (read_mapping(mapping) if mapping else {})
    for problem in (*records.set_aside, *used):
        err.print(escape(str(problem)), soft_wrap=True)
    day = as_of_day(as_of)
    rows = records["own_catalogue"]
    if not rows:
        raise UserError("没有“本机构目录”表。 There is no table of the hospital's own catalogue.")
    found = compare_catalogue(rows, known, day, accept_above)
    if answer_format is CatalogueFormat.TABLE:
        render(found, out)
    else:
        sys.stdout.write(FORMATS[answer_format.value](found))
    if any(one.kind is FindingKind.LOWER for one in found):
        raise typer.Exit(1)

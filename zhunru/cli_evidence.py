"""命令行：由记录取证据，写成宽表。 The command line: evidence from records, as a wide table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import explains

out = Console()


@explains
def evidence(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="文件夹、zip、CSV、XLSX、Parquet 或 RDF。 A folder, zip, tables or RDF."
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option(help="写到 .csv、.xlsx 或 .parquet。 The file to write, by ending.")
    ],
    as_of: AsOf = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="已审的手术名称对照表，见 match。 Reviewed operation names."),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            min=0, max=100, help="手术名称不经确认即采用的最低分。 Accept matches from a score."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有读不出的就停下。 Stop at anything unreadable.")
    ] = False,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="姓名与编号一律换成化名。 Replace names and numbers."),
    ] = False,
) -> None:
    """把记录算成证据，每人每项标准一行，可再交 validate。 Write evidence as a wide table.

    例 Example: zhunru evidence data/example --as-of 2026-01-01 --output evidence.xlsx
    """
    from zhunru.cli_validation import validated
    from zhunru.files import write_bytes
    from zhunru.inputs import Reading
    from zhunru.matching.mapping import read_mapping
    from zhunru.wide_evidence import wide_evidence

    suffix, day = _suffix(output, paths), as_of_day(as_of)
    chosen = read_mapping(mapping) if mapping else {}
    report = validated(paths, day, Reading(strict, pseudonymise, chosen, accept_above))
    write_bytes(output, wide_evidence((one.dossier for one in report.results), suffix))
    for problem in report.set_aside:
        out.print(escape(str(problem)), soft_wrap=True)
    out.print(f"证据已写入 Evidence written: {escape(str(output))}", soft_wrap=True)
    if report.set_aside:
        raise typer.Exit(1)


def _suffix(output: Path, paths: list[Path]) -> str:
    """Return the ending of the file to write, if it may be written."""
    from zhunru.errors import UserError
    from zhunru.wide_evidence import FORMATS

    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        endings = "、".join(FORMATS)
        raise UserError(
            f"“{output}”的后缀应为 {endings}。 The ending of {str(output)!r} must be one of these."
        )
    if any(path.resolve() == output.resolve() for path in paths):
        raise UserError(
            f"“{output}”就是要读的文件，请另给一个。 {str(output)!r} is read: name another file."
        )
    return suffix

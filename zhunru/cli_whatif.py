"""命令行：如果门槛变了。 The command line: what if a threshold moved."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import explains
from zhunru.cli_records import Pseudonymise, read_tables
from zhunru.whatif.dimension import Dimension

if TYPE_CHECKING:
    from zhunru.whatif.effects import WhatIf
    from zhunru.whatif.settings import Setting

out = Console()


class WhatIfFormat(StrEnum):
    """Formats of the tally."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@explains
def whatif(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="DATA", help="表格文件夹、CSV、XLSX 或 RDF。 Tables or RDF."),
    ],
    *,
    settings: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="REQUIREMENT=VALUE",
            help="条件=新值，可多次；条件用路径、IRI 或名称，新值为数、职称、年限或 off。"
            " A requirement by path, IRI or label, and its new value.",
        ),
    ],
    as_of: AsOf = None,
    by: Annotated[
        Dimension, typer.Option(help="按专科、医院等级或地区汇总。 By what to tally.")
    ] = Dimension.SPECIALTY,
    tally_format: Annotated[
        WhatIfFormat, typer.Option("--format", "-f", help="输出格式。 Output format.")
    ] = WhatIfFormat.TABLE,
    chart: Annotated[
        Path | None, typer.Option(help="图：.svg 或 .html。 A chart, by ending.")
    ] = None,
    pseudonymise: Pseudonymise = False,
) -> None:
    """如果门槛变了，谁得谁失。 Who gains and who loses if a threshold moves.

    例 Example: zhunru whatif data/example --as-of 2026-01-01
    --set nasal-endoscopy-2019/operator-grade4/independent-grade3-cases=299
    """
    from zhunru.files import write_text
    from zhunru.reading import criteria
    from zhunru.whatif.chart import chart_for, check_ending
    from zhunru.whatif.formats import FORMATS, render
    from zhunru.whatif.settings import parse_settings

    if chart:
        check_ending(chart)
    parsed = parse_settings(settings, criteria())
    found = _found(paths, parsed, as_of_day(as_of), pseudonymise=pseudonymise)
    if tally_format is WhatIfFormat.TABLE:
        render(found, by, out)
    else:
        sys.stdout.write(FORMATS[tally_format.value](found, by))
    if chart:
        write_text(chart, chart_for(chart, found, by))
        if tally_format is WhatIfFormat.TABLE:
            out.print(f"图已写入 Chart written: {escape(str(chart))}", soft_wrap=True)


def _found(
    paths: list[Path], settings: tuple[Setting, ...], as_of: date, *, pseudonymise: bool
) -> WhatIf:
    from zhunru.inputs import Reading
    from zhunru.rdf_evidence import FORMATS
    from zhunru.whatif.effects import whatif as of_records
    from zhunru.whatif.effects import whatif_dossiers

    if all(path.suffix.lower() in FORMATS for path in paths):
        dossiers = Reading(pseudonymise=pseudonymise).dossiers(paths)
        return whatif_dossiers(dossiers, settings, as_of)
    return of_records(read_tables(paths, as_of, pseudonymise=pseudonymise), settings, as_of)

"""命令行：一名医师够哪些技术与级别。 The command line: what a physician is eligible for."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import explains
from zhunru.cli_records import Pseudonymise, read_tables, read_without_names

out = Console()


class EligibleFormat(StrEnum):
    """Formats of the answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@explains
def eligible(
    physician: Annotated[str, typer.Argument(help="工号。 The staff number.")],
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="DATA", help="表格文件夹、CSV 或 XLSX。 Tables of a hospital."),
    ],
    *,
    as_of: AsOf = None,
    technique: Annotated[
        str | None, typer.Option("--technique", "-t", help="只看一项技术。 One technique only.")
    ] = None,
    grade: Annotated[
        str | None, typer.Option("--grade", "-g", help="级别，如 4 或四级。 A grade.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="不限专科，全部技术。 Every technique, any specialty.")
    ] = False,
    answer_format: Annotated[
        EligibleFormat, typer.Option("--format", "-f", help="输出格式。 Output format.")
    ] = EligibleFormat.TABLE,
    pseudonymise: Pseudonymise = False,
) -> None:
    """一名医师符合、接近哪些技术与级别，还差什么。 What a physician is eligible for, and why not.

    例 Example: zhunru eligible D004 data/example --as-of 2026-01-01
    """
    from zhunru.eligible import Scope, Standing, eligibility
    from zhunru.eligible_formats import FORMATS, render

    scope = Scope.named(technique, grade, everything=everything)
    day = as_of_day(as_of)
    if pseudonymise:
        records, about = read_without_names(paths, day, physician)
    else:
        records, about = read_tables(paths, day), physician
    found = eligibility(records, about, day, scope)
    if answer_format is EligibleFormat.TABLE:
        render(found, out)
    else:
        sys.stdout.write(FORMATS[answer_format.value](found))
    if any(one.standing is not Standing.MEETS for one in found):
        raise typer.Exit(1)

"""命令行：比较技术，比较版本。 The command line: comparing techniques and comparing editions."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from zhunru.cli_errors import explains

if TYPE_CHECKING:
    from zhunru.ask import Answer

app = typer.Typer()
out = Console()


class TableFormat(StrEnum):
    """Formats of a table."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_Format = Annotated[TableFormat, typer.Option("--format", "-f", help="输出格式。 Output format.")]


@app.command()
@explains
def compare(
    measure: Annotated[
        str,
        typer.Argument(help="指标、职称或须具备之物。 A measure, a title or a thing to be had."),
    ],
    role: Annotated[
        list[str] | None, typer.Option("--role", "-r", help="承担者，可多次。 A bearer.")
    ] = None,
    grade: Annotated[
        str | None, typer.Option("--grade", "-g", help="级别，如 4 或四级。 A grade.")
    ] = None,
    technique: Annotated[
        list[str] | None, typer.Option("--technique", "-t", help="技术，可多次。 A technique.")
    ] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="改用的版本，all 为全部；默认现行。 Editions, or all; those in force."),
    ] = None,
    table_format: _Format = TableFormat.TABLE,
) -> None:
    """比较各项技术的同一指标，从严到宽。 Compare one measure across techniques, strictest first.

    例 Example: zhunru compare 诊疗操作例数 --role 独立术者 --grade 四级
    """
    from zhunru.comparing.comparison import compare as compare_measure
    from zhunru.comparing.table import render, to_answer

    found = compare_measure(measure, role or (), grade, technique or (), edition or ())
    if table_format is TableFormat.TABLE:
        render(found, out)
    else:
        _write(to_answer(found), table_format)


@app.command()
@explains
def diff(
    old: Annotated[
        str, typer.Argument(help="旧版，或一项技术。 The older edition, or a technique.")
    ],
    new: Annotated[
        str | None, typer.Argument(help="新版；只写技术时可省。 The newer; not with a technique.")
    ] = None,
    table_format: _Format = TableFormat.TABLE,
) -> None:
    """比较两版规范：条目与条件。 Compare two editions: entries and conditions.

    例 Example: zhunru diff comprehensive-intervention-2012 comprehensive-intervention-2019
    """
    from zhunru.editions.diff import diff as diff_editions
    from zhunru.editions.table import render, to_answer

    found = diff_editions(old, new)
    if table_format is TableFormat.TABLE:
        render(found, out)
    else:
        _write(to_answer(found), table_format)


def _write(answer: Answer, table_format: TableFormat) -> None:
    from zhunru.answer_formats import FORMATS

    sys.stdout.write(FORMATS[table_format.value](answer))

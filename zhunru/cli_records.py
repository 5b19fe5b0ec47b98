"""命令行读表：读不出的行说出来，其余照算。

Reading tables for a command: rows that cannot be read are told, the rest counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.markup import escape

from zhunru.cli_errors import err

if TYPE_CHECKING:
    from datetime import date

    from zhunru.records import Records

_MOST_SHOWN: Final = 5


def read_tables(paths: list[Path], as_of: date) -> Records:
    """Read a hospital's tables, and tell on standard error which rows were set aside.

    Args:
        paths: A folder of tables, tables, or a workbook.
        as_of: The day as of which operation names are looked up.

    Returns:
        The tables.

    Raises:
        InputError: If nothing can be read.
    """
    from zhunru.inputs import Reading

    records = Reading().records(paths, as_of)
    aside = records.set_aside
    if aside:
        err.print(f"[yellow]搁置 {len(aside)} 行，未计入 {len(aside)} rows were set aside[/]")
        for problem in aside[:_MOST_SHOWN]:
            err.print(escape(str(problem)), soft_wrap=True)
    return records

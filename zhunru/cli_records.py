"""命令行读表：读不出的行说出来，其余照算。

Reading tables for a command: rows that cannot be read are told, the rest counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape

from zhunru.cli_errors import err

if TYPE_CHECKING:
    from datetime import date

    from zhunru.records import Records

#: The option of commands whose output must name nobody.
Pseudonymise = Annotated[
    bool,
    typer.Option("--pseudonymise", help="姓名与编号一律换成化名。 Replace names and numbers."),
]

_MOST_SHOWN: Final = 5


def read_tables(paths: list[Path], as_of: date, *, pseudonymise: bool = False) -> Records:
    """Read a hospital's tables, and tell on standard error which rows were set aside.

    Args:
        paths: A folder of tables, tables, or a workbook.
        as_of: The day as of which operation names are looked up.
        pseudonymise: Whether names and numbers of people are replaced.

    Returns:
        The tables.

    Raises:
        InputError: If nothing can be read.
    """
    from zhunru.inputs import Reading

    records = Reading(pseudonymise=pseudonymise).records(paths, as_of)
    _tell(records)
    return records


def read_without_names(paths: list[Path], as_of: date, staff: str) -> tuple[Records, str]:
    """Read a hospital's tables with pseudonyms, and tell what was set aside without names.

    Args:
        paths: A folder of tables, tables, or a workbook.
        as_of: The day as of which operation names are looked up.
        staff: The number of a person.

    Returns:
        The tables, and the pseudonym of the person.

    Raises:
        InputError: If nothing can be read; no value is quoted.
        UserError: If there is no such person; the number is not quoted.
    """
    from zhunru.inputs import Reading
    from zhunru.pseudonyms import pseudonym_of, pseudonymised, quoting_nobody

    with quoting_nobody():
        plain = Reading().records(paths, as_of)
    records = pseudonymised(plain)
    _tell(records)
    return records, pseudonym_of(staff, plain)


def _tell(records: Records) -> None:
    aside = records.set_aside
    if aside:
        err.print(f"[yellow]搁置 {len(aside)} 行，未计入 {len(aside)} rows were set aside[/]")
        for problem in aside[:_MOST_SHOWN]:
            err.print(escape(str(problem)), soft_wrap=True)

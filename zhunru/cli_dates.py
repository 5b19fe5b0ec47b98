"""命令行里的截至日期。 The as-of date of commands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

import typer

from zhunru.errors import UserError

#: The option that commands take.
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="截至日期，默认今天。 As-of date; today."),
]

_FIRST_YEAR: Final = 1950
_LAST_YEAR: Final = 2200


def as_of_day(given: datetime | None) -> date:
    """Return the as-of date.

    Args:
        given: What the user gave; None for today.

    Returns:
        The day.

    Raises:
        UserError: If its year lies too far away to be meant.
    """
    if given is None:
        return date.today()
    if not _FIRST_YEAR <= given.year <= _LAST_YEAR:
        raise UserError(
            f"截至日期应在 {_FIRST_YEAR} 至 {_LAST_YEAR} 年之间。"
            f" The as-of date must lie between {_FIRST_YEAR} and {_LAST_YEAR}."
        )
    return given.date()

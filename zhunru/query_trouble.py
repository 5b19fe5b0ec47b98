"""一次查询为什么没有答案，该怎么办。 Why a query has no answer, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from zhunru.errors import Bilingual
from zhunru.queries import QueryError

_PLACE: Final = re.compile(r"查询第 (\d+) 行第 (\d+) 列")
#: Where the English half of a message begins.
_ENGLISH: Final = re.compile(r"(?:(?<=[。？！）])\s+|\n)(?=[A-Z])")
_HINTS: Final = {
    413: Bilingual("加上 LIMIT 100，或写窄条件再试。", "Add LIMIT 100 or narrow it down."),
    500: Bilingual("再运行一次；仍不行，请简化查询。", "Run it again, or simplify it."),
    503: Bilingual("过一会儿再运行。", "Run it again in a while."),
    504: Bilingual(
        "把时间上限调高，或加 LIMIT、把限得最窄的条件写在前面再试。",
        "Raise the time limit, add LIMIT, or put the narrowest condition first.",
    ),
}


@dataclass(frozen=True)
class Trouble:
    """Why there is no answer.

    Attributes:
        said: The reason.
        hint: What to do; None where the reason says it.
        line: The line of the query where the trouble is, from 1, if known.
        column: The column in that line, from 1, if known.
    """

    said: Bilingual
    hint: Bilingual | None = None
    line: int | None = None
    column: int | None = None


def trouble_of(error: QueryError) -> Trouble:
    """Take an error of a query apart."""
    return Trouble(_halves(str(error)), None, error.line, error.column)


def refused(status: int, text: str) -> Trouble:
    """Read why the endpoint's worker gave no answer.

    Args:
        status: The HTTP status that it gave.
        text: What it said, Chinese first.

    Returns:
        The reason, with what to do where that is not said.
    """
    place = _PLACE.match(text)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return Trouble(_halves(text.strip()), _HINTS.get(status), line, column)


def _halves(text: str) -> Bilingual:
    zh, *rest = _ENGLISH.split(text, maxsplit=1)
    return Bilingual(zh.strip(), (rest[0] if rest else zh).strip())

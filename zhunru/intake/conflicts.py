"""互相矛盾的条件：一行说有、一行说无，等于不知。 Conditions said to be there and not to be there.

Neither row is believed: both are read as unknown, and a remark says so. To have something narrower
is to have the thing, so the one said to be there and the other not contradict each other, too. A
row that cannot be read may say the opposite of the one that can: both are unknown as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhunru.errors import Bilingual, Problem
from zhunru.hierarchy import hierarchy
from zhunru.intake.flaws import Fault, Flaw, Headers, header_of, problem_at
from zhunru.records import Row

CONDITIONS: Final = "conditions"
_THING: Final = ("bearer", "condition")
_QUALIFIERS: Final = ("specialty", "technique", "grade")
_SAID: Final = "present"
_EXPECTED: Final = Bilingual("同一条件只有一种说法", "one statement about a condition")


def without_conflicts(
    rows: Sequence[Row], flaws: Iterable[Flaw], headers: Headers
) -> tuple[list[Row], list[Problem]]:
    """Read rows that contradict each other as unknown.

    Args:
        rows: The rows of the table of conditions.
        flaws: The rows that were set aside, of any table.
        headers: The headers of each file.

    Returns:
        The rows, those in conflict without a statement; and a remark for each condition.
    """
    alike: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[tuple(row.values[name] for name in (*_THING, *_QUALIFIERS))].append(row)
    lost = [_Lost(flaw, headers) for flaw in flaws if flaw.row.table == CONDITIONS]
    doubtful: set[int] = set()
    remarks: list[Problem] = []
    for same in alike.values():
        if remark := _conflict(same, lost, headers):
            doubtful.update(map(id, same))
            remarks.append(remark)
    for denied, narrower in _narrower_pairs(rows):
        doubtful.update(map(id, (denied, narrower)))
        remarks.append(_opposed(denied, narrower, headers))
    unknown = (
        replace(row, values={**row.values, _SAID: None}) if id(row) in doubtful else row
        for row in rows
    )
    return list(unknown), remarks


class _Lost:
    """A row that could not be read, and which of its cells that is due to."""

    def __init__(self, flaw: Flaw, headers: Headers) -> None:
        self.row = flaw.row
        cells = (*_THING, *_QUALIFIERS, _SAID)
        column = flaw.problem.column
        # 单元格多了，哪一格都可能错位。 With cells too many, any of them may be misplaced.
        self._unread = {
            name for name in cells if column is None or header_of(flaw.row, name, headers) == column
        }

    def may_oppose(self, row: Row) -> bool:
        """Tell whether it may say of the same thing the opposite of a row."""
        values, mine = row.values, self.row.values
        same_thing = all(values[name] == mine[name] for name in _THING)
        same = all(values[name] == mine[name] or name in self._unread for name in _QUALIFIERS)
        opposed = _SAID in self._unread or mine[_SAID] not in (None, values[_SAID])
        return same_thing and same and opposed


def _conflict(same: Sequence[Row], lost: Iterable[_Lost], headers: Headers) -> Problem | None:
    said = [row for row in same if row.values[_SAID] is not None]
    if not said:
        return None
    other = next((row for row in said if row.values[_SAID] != said[0].values[_SAID]), None)
    if other is not None:
        return _opposed(other, said[0], headers)
    opposed = next((one.row for one in lost for row in said if one.may_oppose(row)), None)
    if opposed is None:
        return None
    where = _place(opposed)
    finding = Bilingual(
        f"与读不出的{where.zh}说的是同一条件，按不清楚计",
        f"is about the same condition as {where.en}, which cannot be read: it counts as unknown",
    )
    return _remark(said[0], finding, headers)


def _narrower_pairs(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield rows that deny something, each with one that says something narrower is there."""
    there: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.values[_SAID]:
            there[_about(row)].append(row)
    for row in rows:
        if row.values[_SAID] is False and (others := there.get(_about(row))):
            below = hierarchy().below(str(row.values["condition"])) - {row.values["condition"]}
            yield from ((row, one) for one in others if one.values["condition"] in below)


def _about(row: Row) -> tuple[object, ...]:
    return tuple(row.values[name] for name in ("bearer", *_QUALIFIERS))


def _opposed(row: Row, other: Row, headers: Headers) -> Problem:
    where = _place(other)
    finding = Bilingual(
        f"与{where.zh}相反，两行都按不清楚计",
        f"is the opposite of {where.en}; both count as unknown",
    )
    return _remark(row, finding, headers)


def _place(row: Row) -> Bilingual:
    return Bilingual(f"“{row.file}”第 {row.line} 行", f"row {row.line} of “{row.file}”")


def _remark(row: Row, finding: Bilingual, headers: Headers) -> Problem:
    return problem_at(
        row, (_SAID,), headers, Fault("contradictory-conditions", None, finding, _EXPECTED)
    )

"""同一件事说了两遍：重复的行与重叠的时段。 What is told twice: repeated rows, overlapping periods.

Counts are added up, so a repeated export would double them. Equal rows are set aside but for the
first; periods that overlap are only remarked upon, for both may be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from zhunru.errors import Bilingual, Problem
from zhunru.intake.flaws import Fault, Flaw, Headers, problem_at
from zhunru.records import Row

COUNTED: Final = ("cases", "case_log")
"""行数或数量相加的表。 The tables whose rows are added up."""

_SAME_THING: Final = (
    *("bearer", "measure", "technique", "specialty", "grade", "case_role", "case_kind"),
)


def repeated_rows(rows: Sequence[Row], headers: Headers) -> Iterator[Flaw]:
    """给出与前面某行逐格相同的行。 Yield the rows that equal an earlier one in every cell.

    Two equal rows of single cases are one case told twice, and nothing is lost; two equal rows of
    counts may be two counts, so that more may have been done than the first tells.
    """
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        earlier = first.setdefault(tuple(row.values.values()), row)
        if earlier is not row:
            finding = Bilingual(
                f"与“{earlier.file}”第 {earlier.line} 行完全相同，没有计入",
                f"equals row {earlier.line} of “{earlier.file}” and was not counted",
            )
            expected = Bilingual("不重复的行", "rows that occur once")
            fault = Fault("repeated-row", None, finding, expected)
            is_copy = row.table != "cases"
            yield Flaw(row, problem_at(row, (), headers, fault), is_copy)


def overlaps(rows: Sequence[Row], stocks: frozenset[str], headers: Headers) -> Iterator[Problem]:
    """给出“例数”表里时段重叠、会重复计数的行。 Yield rows of counts whose periods overlap.

    Args:
        rows: “例数”表的各行 the rows of the table of case counts.
        stocks: 存量指标的代号；它们不相加 measures that are never added up.
        headers: 各文件的表头 the headers of each file.
    """
    same: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.values["measure"] not in stocks:
            same[tuple(row.values[name] for name in _SAME_THING)].append(row)
    for group in same.values():
        ordered = sorted(group, key=_first_day)
        latest = ordered[0]
        for row in ordered[1:]:
            if _first_day(row) <= _last_day(latest):
                yield _overlap(row, latest, headers)
            latest = max(latest, row, key=_last_day)


def _first_day(row: Row) -> date:
    return row.values["start"] or date.min


def _last_day(row: Row) -> date:
    return row.values["end"] or date.max


def _overlap(row: Row, other: Row, headers: Headers) -> Problem:
    finding = Bilingual(
        f"与“{other.file}”第 {other.line} 行的时段重叠，两行已相加",
        f"overlaps the period of row {other.line} of “{other.file}”; both were added up",
    )
    expected = Bilingual("互不重叠的时段", "periods that do not overlap")
    return problem_at(
        row, ("start", "end"), headers, Fault("overlapping-periods", None, finding, expected)
    )

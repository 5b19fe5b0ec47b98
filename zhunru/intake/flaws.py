"""搁置的行：错在哪一行，为什么。 Rows that are set aside, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zhunru.errors import Bilingual, Problem
from zhunru.records import Row
from zhunru.tables import Table, load_tables

Headers = Mapping[tuple[str, str], Mapping[str, str]]
"""（文件，表）→ 列的英文名 → 文件自己的表头。 Headers by field name, of each file and table."""


class Fault(NamedTuple):
    """错误本身，不论在哪一行。 What is wrong, wherever it is: see `Problem`."""

    kind: str
    value: str | None
    finding: Bilingual
    expected: Bilingual


class Flaw(NamedTuple):
    """搁置的一行与理由。 A row that is set aside, and the reason.

    Attributes:
        row: 这一行，读不出的值为 None the row; what cannot be read is None.
        problem: 理由 the reason.
        is_copy: 另一行说了同样的话，搁置它没有丢失什么
            whether another row says the same, so that nothing is lost.
    """

    row: Row
    problem: Problem
    is_copy: bool = False


def problem_at(row: Row, fields: Iterable[str], headers: Headers, fault: Fault) -> Problem:
    """把错误写成某行某列的问题。 Word a fault as a problem of a row and its columns.

    Args:
        row: 这一行 the row.
        fields: 各列的英文名；空即整行 the fields it is about; none for the whole row.
        headers: 各文件的表头 the headers of each file.
        fault: 错误 what is wrong.
    """
    column = "、".join(header_of(row, field, headers) for field in fields) or None
    return Problem(
        fault.kind, row.file, row.line, column, fault.value, fault.finding, fault.expected
    )


def header_of(row: Row, field: str, headers: Headers) -> str:
    """返回某列在该文件里的表头。 Return how the file calls a field."""
    title = load_tables()[row.table].field(field).title
    return headers.get((row.file, row.table), {}).get(field, title)


def bearers_of_lost_rows(flaws: Iterable[Flaw]) -> frozenset[tuple[str, str]]:
    """返回谁在哪张表里丢了行。 Return who lost a row in which table.

    Returns:
        （表的英文名，工号或机构编号）pairs of a table and a person's or institution's number.
    """
    return frozenset(
        (row.table, str(value))
        for row, _, is_copy in flaws
        if not is_copy
        for field in _bearer_fields(load_tables()[row.table])
        if (value := row.values[field]) is not None
    )


def _bearer_fields(table: Table) -> set[str]:
    """The fields that say whom a row is about: references, and the key of what is referred to."""
    referred = {
        target
        for other in load_tables().values()
        for reference in other.references
        for target in reference.targets
    }
    own = {field for name, field in referred if name == table.name}
    return own | {reference.field for reference in table.references}

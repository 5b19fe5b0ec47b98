"""化名：姓名、工号与病例号换成编号，所有输出里都不再出现。

Pseudonyms: names and numbers of people and cases give way to made-up ones, before anything is
counted or written, so that no output can hold them. Numbers follow the order of first appearance
and are the same in all tables.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from zhunru.errors import Bilingual, Problem
from zhunru.intake.integrity import NO_TARGET
from zhunru.records import Records, Row
from zhunru.tables import load_tables

_PERSON: Final = ("staff", "staff")
"""人的编号所在的表与列。 The table and field of the numbers of people."""
_HIDDEN: Final = "（已隐去）"
_AN_IDENTIFIER: Final = Bilingual("表中已有的编号", "an identifier found in the tables")


def pseudonymised(records: Records) -> Records:
    """把人与病例的标识换成化名。 Replace what identifies people and cases by pseudonyms.

    Args:
        records: 读入的记录 the records as they were read.

    Returns:
        同样的记录，工号、姓名作“人员-0001”，病例号作“病例-0001”；搁置的行与提示里的原值隐去
        the same records with numbers and names as 人员-0001, case numbers as 病例-0001, and without
        the values that were quoted of rows set aside.
    """
    names = _Pseudonyms(records)
    return Records(
        {name: tuple(map(names.row, rows)) for name, rows in records.tables.items()},
        set_aside=tuple(map(names.problem, records.set_aside)),
        remarks=tuple(map(names.problem, records.remarks)),
        incomplete=frozenset(
            (table, names.bearer(one)) for table, one in sorted(records.incomplete)
        ),
    )


class _Pseudonyms:
    """Gives every identifier one pseudonym."""

    def __init__(self, records: Records) -> None:
        self._institutions = {row.values["institution"] for row in records["institutions"]}
        self._given: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()

    def row(self, row: Row) -> Row:
        """Return the row with pseudonyms."""
        table = load_tables()[row.table]
        values = dict(row.values)
        for field in table.fields:
            if field.pseudonym and values[field.name] is not None:
                # 姓名与工号同一个化名。 A name gives way to the pseudonym of the number.
                key = table.primary_key[0] if table.primary_key else field.name
                values[field.name] = self._of(field.pseudonym, str(row.values[key]))
        for reference in table.references:
            value = values[reference.field]
            if value is not None and _PERSON in reference.targets:
                values[reference.field] = self.bearer(value)
        return replace(row, values=values)

    def bearer(self, identifier: str) -> str:
        """Return the pseudonym of a person; an institution keeps its identifier."""
        if identifier in self._institutions:
            return identifier
        table, field = _PERSON
        return self._of(load_tables()[table].field(field).pseudonym, identifier)

    def problem(self, problem: Problem) -> Problem:
        """Return the problem without the words of the file, which may name anyone."""
        value = None if problem.value is None else _HIDDEN
        expected = _AN_IDENTIFIER if problem.kind == NO_TARGET else problem.expected
        return replace(problem, value=value, expected=expected)

    def _of(self, word: str, identifier: str) -> str:
        if (word, identifier) not in self._given:
            self._counts[word] += 1
            self._given[word, identifier] = f"{word}-{self._counts[word]:04}"
        return self._given[word, identifier]

"""化名：姓名、工号与病例号换成编号，所有输出里都不再出现。

Pseudonyms: names and numbers of people and cases give way to made-up ones, before anything is
counted or written, so that no output can hold them. Numbers follow the order of first appearance
and are the same in all tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual, InputError, Problem, UserError
from zhunru.intake.integrity import NO_TARGET
from zhunru.namespaces import ID, local_path
from zhunru.rdf_evidence import RDF_EVIDENCE
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
        set_aside=tuple(map(_unquoted, records.set_aside)),
        remarks=tuple(map(_unquoted, records.remarks)),
        incomplete=frozenset(
            (table, names.bearer(one)) for table, one in sorted(records.incomplete)
        ),
    )


def pseudonym_of(staff: str, records: Records) -> str:
    """返回一名人员的化名。 Return the pseudonym that a person gets.

    Args:
        staff: 工号 the number of the person.
        records: 读入的记录，尚未化名 the records as they were read.

    Raises:
        UserError: 没有这个人，不引其编号 there is no such person; the number is not quoted.
    """
    names = _Pseudonyms(records)
    given = {row.values["staff"]: names.row(row).values["staff"] for row in records["staff"]}
    if staff not in given:
        raise UserError("“人员”表中没有这个工号。 No member of staff has this number.")
    return str(given[staff])


def pseudonymised_dossiers(dossiers: Iterable[Dossier]) -> tuple[Dossier, ...]:
    """把卷宗里的人换成化名，连同卷宗的 IRI。 Replace people in dossiers, and in their IRIs.

    Args:
        dossiers: 卷宗 the dossiers; those of institutions stay as they are.
    """
    known: dict[str, str] = {}
    word = load_tables()[_PERSON[0]].field(_PERSON[1]).pseudonym

    def hidden(one: Dossier) -> Dossier:
        if not one.criterion.role_is_person:
            return one
        name = known.setdefault(one.bearer, f"{word}-{len(known) + 1:04}")
        iri = f"{ID}dossier-of/{local_path(one.criterion.iri)}/{quote(name, safe='')}"
        return replace(one, iri=iri, bearer=name, name=name)

    return tuple(map(hidden, dossiers))


@contextmanager
def quoting_nobody() -> Iterator[None]:
    """其间的输入错误不引表里的话。 Let errors of the input quote nothing of the tables.

    Raises:
        InputError: as it was raised, without the values of cells.
    """
    try:
        yield
    except InputError as error:
        raise InputError([_unquoted(problem) for problem in error.problems]) from None


def _unquoted(problem: Problem) -> Problem:
    """Return the problem without the words of the file, which may name anyone."""
    value = None if problem.value is None else _HIDDEN
    expected = _AN_IDENTIFIER if problem.kind == NO_TARGET else problem.expected
    # RDF 的“列”里有节点的 IRI。 The “column” of RDF evidence names the node.
    column = None if problem.kind == RDF_EVIDENCE else problem.column
    return replace(problem, column=column, value=value, expected=expected)


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

    def _of(self, word: str, identifier: str) -> str:
        if (word, identifier) not in self._given:
            self._counts[word] += 1
            self._given[word, identifier] = f"{word}-{self._counts[word]:04}"
        return self._given[word, identifier]

"""谁按哪项标准校验。 Who is checked against which criterion.

A row of the programmes or credentials table names a bearer, a technique, a grade and a role; the
criteria of the knowledge graph say which of them bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from zhunru.criterion import Criterion, binding
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.hierarchy import Hierarchy
from zhunru.records import Records, Row, Values
from zhunru.requirements import Conformity, Staffing

#: 要求校验的两张表。 The tables whose rows ask for a validation.
ASKING: Final = ("programmes", "credentials")


@dataclass(frozen=True)
class Assignment:
    """A bearer to be checked against a criterion.

    Attributes:
        bearer: The identifier of the person or institution.
        institution: The identifier of the institution where the bearer works, or itself.
        name: The bearer's name for reports.
        row: The identifier of the row that asked for it; None where another criterion did.
        criterion: The criterion.
        file: The file of that row, as in `Row`.
        line: Its line, as in `Row`.
    """

    bearer: str
    institution: str
    name: str
    row: str | None
    criterion: Criterion
    file: str | None = None
    line: int | None = None


class Assigner:
    """Finds the criteria that bind the rows of a hospital's tables.

    Attributes:
        criteria: All criteria, by IRI.
    """

    def __init__(self, criteria: Iterable[Criterion], hierarchy: Hierarchy, as_of: date) -> None:
        """Take the criteria.

        Args:
            criteria: All criteria; those of the editions in force on the day are chosen from.
            hierarchy: What counts for what.
            as_of: The day as of which is validated.
        """
        self.criteria = {criterion.iri: criterion for criterion in criteria}
        self._hierarchy = hierarchy
        self._as_of = as_of
        self._bound: dict[tuple[str, str | None], list[Criterion]] = {}

    def assign(self, records: Records) -> tuple[Assignment, ...]:
        """List who is to be checked against what.

        Args:
            records: The tables.

        Returns:
            An assignment per row and criterion, then those that a criterion implies: a training
            base must itself conform to another criterion, even if no row asks for it.

        Raises:
            InputError: If no criterion fits a row, with the row; if no row asks for anything.
        """
        problems: list[Problem] = []
        found: list[Assignment] = []
        people = {row.values["staff"]: row.values for row in records["staff"]}
        places = {row.values["institution"]: row.values for row in records["institutions"]}
        for row in (row for table in ASKING for row in records[table]):
            criteria = self.criteria_of(row)
            if not criteria:
                problems.append(_no_criterion(row))
            known = places if row.table == "programmes" else people
            found.extend(_assignment(row, criterion, known) for criterion in criteria)
        if problems:
            raise InputError(problems)
        if not found:
            raise InputError([*records.set_aside, _nothing_asked()])
        return (*found, *self.implied(found))

    def criteria_of(self, row: Row) -> list[Criterion]:
        """Choose the criteria that bind a row of the programmes or credentials."""
        values = row.values
        return self.criteria_for(values["technique"], values["grade"], values["role"])

    def criteria_for(self, technique: str, grade: str | None, role: str) -> list[Criterion]:
        """Choose the criteria that bind: of the technique, grade and role, the most specific.

        Args:
            technique: The notation of the technique.
            grade: The notation of the grade; None for work that is not graded.
            role: The notation of the role.

        Returns:
            The criteria; none where no regulation speaks of them.
        """
        bound = self.bound(technique, grade)
        return [one for one in bound if self._same_role(one.role.notation, role)]

    def bound(self, technique: str, grade: str | None) -> list[Criterion]:
        """Choose the criteria that bind for a technique and grade, of every role.

        Args:
            technique: The notation of the technique.
            grade: The notation of the grade; None for work that is not graded.

        Returns:
            The most specific criteria; none where no regulation speaks of them.
        """
        asked = (technique, grade)
        if asked not in self._bound:
            self._bound[asked] = self._find_bound(technique, grade)
        return self._bound[asked]

    def _find_bound(self, technique: str, grade: str | None) -> list[Criterion]:
        # 子技术（冠心病介入）没有自己的标准时，受上位技术的标准约束。
        # A sub-technique without criteria of its own is bound by those of the technique above it.
        for one_technique in self._hierarchy.lineage(technique):
            found = binding(self.criteria.values(), one_technique, grade, self._as_of)
            if found:
                return found
        return []

    def _same_role(self, bound: str, given: str) -> bool:
        """术者 and 独立术者 stand for each other: the grade decides which criterion binds."""
        return bound in self._hierarchy.below(given) or given in self._hierarchy.below(bound)

    def implied(self, asked: Iterable[Assignment]) -> Iterator[Assignment]:
        """Yield the assignments that others imply: whoever must conform to a criterion.

        Args:
            asked: The assignments to start from.

        Yields:
            Those that are not among them, each once.
        """
        queue = list(asked)
        known = {(one.bearer, one.criterion.iri) for one in queue}
        while queue:
            one = queue.pop(0)
            for leaf in one.criterion.leaves():
                if isinstance(leaf, Conformity) and (one.bearer, leaf.meets) not in known:
                    criterion = self.criteria[leaf.meets]
                    implied = Assignment(one.bearer, one.institution, one.name, None, criterion)
                    known.add((one.bearer, leaf.meets))
                    queue.append(implied)
                    yield implied


def _assignment(row: Row, criterion: Criterion, known: Mapping[str, Values]) -> Assignment:
    """Make the assignment of a row; `known` are institutions for programmes, else people."""
    is_programme = row.table == "programmes"
    bearer = row.values["institution" if is_programme else "staff"]
    name = known[bearer]["name"] or bearer
    institution = bearer if is_programme else known[bearer]["institution"] or ""
    number = row.values["programme" if is_programme else "credential"]
    return Assignment(bearer, institution, name, number, criterion, row.file, row.line)


def levels(assignments: Iterable[Assignment]) -> list[list[Assignment]]:
    """Order assignments so that each level needs verdicts of earlier levels only.

    Args:
        assignments: The assignments of a run.

    Returns:
        The levels: people before institutions, and of either those that others must conform to
        before the others.
    """
    given = list(assignments)
    ranks = ranks_of({one.criterion.iri: one.criterion for one in given}.values())
    return [
        [one for one in given if ranks[one.criterion.iri] == rank]
        for rank in sorted(set(ranks.values()))
    ]


def ranks_of(criteria: Iterable[Criterion]) -> dict[str, tuple[bool, int]]:
    """Rank criteria so that each needs verdicts on those of lower rank only.

    Args:
        criteria: The criteria of a run.

    Returns:
        The rank by IRI: people before institutions, as criteria that extend the one asked for count
        too; and of either those that others must conform to before the others.
    """
    by_iri = {one.iri: one for one in criteria}

    @cache
    def depth(criterion: Criterion) -> int:
        needed = [
            by_iri[leaf.meets]
            for leaf in criterion.leaves()
            if isinstance(leaf, Staffing | Conformity) and leaf.meets in by_iri
        ]
        return 1 + max(map(depth, needed), default=0)

    return {iri: (not one.role_is_person, depth(one)) for iri, one in by_iri.items()}


def _no_criterion(row: Row) -> Problem:
    return Problem(
        kind="no-criterion",
        file=row.file,
        row=row.line,
        column=None,
        value=None,
        finding=Bilingual(
            "没有适用于该技术、级别与角色的标准",
            "no criterion covers this technique, grade and role",
        ),
        expected=Bilingual(
            "规范涉及的技术、级别与角色的组合",
            "a technique, grade and role that a regulation speaks of",
        ),
    )


def _nothing_asked() -> Problem:
    return Problem(
        kind="nothing-to-validate",
        file="项目、授权",
        row=None,
        column=None,
        value=None,
        finding=Bilingual("两表都没有数据行", "neither table has a row"),
        expected=Bilingual("至少一个待校验的项目或授权", "a programme or credential to validate"),
    )

"""谁按哪项标准校验。 Who is checked against which criterion, for all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.assignments import Assigner
from zhunru.backends import kept
from zhunru.criterion import Criterion
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.evidence.relations import relation
from zhunru.requirements import Conformity
from zhunru.typed_tables import Tables

_ASKED: Final = ("technique", "grade", "role")

#: Notations of technique, grade (empty for none) and role.
Combination = tuple[str, str, str]


@dataclass(frozen=True)
class Checks:
    """Who is checked.

    Attributes:
        asked: table, number (of the row), bearer, criterion (its number): what the tables ask for.
        dossiers: row (int64), bearer, institution, criterion: each bearer once per criterion, also
            where another criterion implies it.
        lost: (table, bearer) of the credentials that no criterion covers.
        uncovered: How many rows no criterion covers, by their technique, grade and role.
    """

    asked: ir.Table
    dossiers: ir.Table
    lost: ir.Table
    uncovered: Mapping[Combination, int]


def checks_of(tables: Tables, assigner: Assigner, numbers: Mapping[str, int]) -> Checks:
    """Find the criteria for every row of the programmes and credentials.

    Args:
        tables: The tables.
        assigner: Knows which criteria bind.
        numbers: The number of every criterion, by IRI.

    Returns:
        Who is checked against what.

    Raises:
        InputError: If no row asks for anything, or no criterion covers any.
    """
    rows = _rows(tables)
    counts = _counts(rows)
    bound = {one: assigner.criteria_for(one[0], one[1] or None, one[2]) for one in counts}
    uncovered = {one: count for one, count in counts.items() if not bound[one]}
    if len(uncovered) == len(counts):
        raise InputError([_problem(one, count) for one, count in uncovered.items()])
    combinations = relation(
        {**dict.fromkeys(_ASKED, "string"), "criterion": "int32"},
        ((*one, numbers[criterion.iri]) for one, found in bound.items() for criterion in found),
    )
    matched = rows.join(combinations, _same(rows, combinations))
    asked = kept(matched.select("table", "number", "bearer", "institution", "criterion"))
    implied = relation(
        {"criterion": "int32", "meets": "int32"},
        (
            (numbers[criterion.iri], numbers[other])
            for criterion in {one.iri: one for found in bound.values() for one in found}.values()
            for other in _implied(criterion, assigner.criteria)
        ),
    )
    pairs = asked.select("bearer", "institution", "criterion")
    others = pairs.join(implied, "criterion").select("bearer", "institution", criterion="meets")
    dossiers = pairs.union(others).distinct()
    window = ibis.window(order_by=[dossiers.criterion, dossiers.bearer])
    numbered = dossiers.mutate(row=ibis.row_number().over(window).cast("int64"))
    return Checks(asked, kept(numbered), _lost(rows, combinations), uncovered)


def _lost(rows: ir.Table, covered: ir.Table) -> ir.Table:
    """Say whose credentials are set aside, as `zhunru/uncovered.py` does for one hospital."""
    aside = rows.filter(rows.table == "credentials").anti_join(covered, _same(rows, covered))
    return aside.select("table", "bearer").distinct()


def _same(rows: ir.Table, combinations: ir.Table) -> list[ir.BooleanValue]:
    return [
        rows.technique == combinations.technique,
        rows.grade.fill_null("") == combinations.grade,
        rows.role == combinations.role,
    ]


def _rows(tables: Tables) -> ir.Table:
    programmes, credentials, staff = (
        tables[name] for name in ("programmes", "credentials", "staff")
    )
    of_places = programmes.select(
        *_ASKED,
        table=ibis.literal("programmes"),
        number="programme",
        bearer="institution",
        institution="institution",
    )
    places = staff.select(worker="staff", place="institution").distinct()
    people = credentials.left_join(places, credentials.staff == places.worker)
    of_people = people.select(
        *_ASKED,
        table=ibis.literal("credentials"),
        number="credential",
        bearer="staff",
        institution=people.place.fill_null(""),
    )
    return of_places.union(of_people)


def _counts(rows: ir.Table) -> dict[Combination, int]:
    """Count the rows of every combination that occurs; no grade is written as nothing."""
    counted = rows.group_by(*_ASKED).agg(count=rows.count()).to_pyarrow().to_pylist()
    if not counted:
        raise InputError([Problem("nothing-to-validate", _TABLES, None, None, None, *_NOTHING)])
    counts = {(one["technique"], one["grade"] or "", one["role"]): one["count"] for one in counted}
    return dict(sorted(counts.items()))


def _implied(criterion: Criterion, criteria: Mapping[str, Criterion]) -> Iterator[str]:
    """Yield the criteria that a bearer must conform to as well, and what those imply."""
    queue: list[Criterion] = [criterion]
    known: set[str] = set()
    while queue:
        for leaf in queue.pop().leaves():
            if isinstance(leaf, Conformity) and leaf.meets not in known:
                known.add(leaf.meets)
                queue.append(criteria[leaf.meets])
                yield leaf.meets


def _problem(combination: Combination, count: int) -> Problem:
    technique, grade, role = combination
    value = f"{technique}、{grade or '—'}、{role}（{count} 行 rows）"
    column = "技术、级别、角色"
    return Problem("no-criterion", _TABLES, None, column, value, _NO_CRITERION, _A_COMBINATION)


_TABLES: Final = "项目、授权"
_NO_CRITERION: Final = Bilingual("没有适用的标准", "no criterion covers this")
_A_COMBINATION: Final = Bilingual(
    "规范涉及的技术、级别与角色的组合", "a technique, grade and role that a regulation speaks of"
)
_NOTHING: Final = (
    Bilingual("两表都没有数据行", "neither table has a row"),
    Bilingual("至少一个待校验的项目或授权", "a programme or credential to validate"),
)

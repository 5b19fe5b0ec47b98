"""持有：“条件”表的证明，以及人员、机构两表所记。

Possessions: what the table of conditions attests, and what staff and institutions record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.evidence.questions import Attested, Recorded
from zhunru.evidence.relations import flags, relation
from zhunru.hierarchy import Hierarchy
from zhunru.requirements import Concept
from zhunru.typed_tables import Tables

_CELLS: Final = ("condition", "specialty", "technique", "grade")
_IDENTIFIERS: Final = {"staff": "staff", "institutions": "institution"}


def attested(
    conditions: ir.Table,
    asked: ir.Table,
    parts: Mapping[Attested, int],
    hierarchy: Hierarchy,
    lost: ir.Table | None,
) -> ir.Table:
    """Answer from rows of the table of conditions that say just what is asked.

    Having something narrower (an ECG monitor with SpO2) is having the thing asked for; not having
    it says nothing. Records that contradict each other say nothing either.

    Args:
        conditions: The table of conditions.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        hierarchy: What is narrower than what.
        lost: (bearer) of whom conditions were set aside; None for nobody.

    Returns:
        The answers.
    """
    schema = {**{f"of_{cell}": "string" for cell in _CELLS}, "part": "int64", "exact": "boolean"}
    fits = relation(schema, _fitting(parts, hierarchy))
    same = [conditions[cell].fill_null("") == fits[f"of_{cell}"] for cell in _CELLS]
    rows = conditions.join(fits, same).join(asked, ["bearer", "part"])
    present = rows.present.fill_null(False)
    found = rows.group_by("bearer", "part").agg(
        yes=present.any(), no=(rows.exact & ~rows.present.fill_null(True)).any()
    )
    answer = ibis.cases((found.yes != found.no, found.yes))
    return flags(found, answer, lost)


def _fitting(
    parts: Mapping[Attested, int], hierarchy: Hierarchy
) -> Iterable[tuple[str, str, str, str, int, bool]]:
    """List the cells that answer each part, and whether they say just what is asked."""
    for part, number in parts.items():
        asked = part.asked
        cells = [_notations(each) for each in (asked.specialties, asked.techniques, asked.grades)]
        for thing in sorted(hierarchy.below(part.thing)):
            for specialty, technique, grade in product(*cells):
                yield thing, specialty, technique, grade, number, thing == part.thing


def _notations(concepts: Iterable[Concept]) -> list[str]:
    return [one.notation for one in concepts] or [""]


def recorded(
    tables: Tables,
    asked: ir.Table,
    parts: Mapping[Recorded, int],
    hierarchy: Hierarchy,
    lost: Mapping[str, ir.Table | None],
) -> ir.Table:
    """Answer from a column: what it records is what is asked for, or something narrower.

    Args:
        tables: The tables.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        hierarchy: What is narrower than what.
        lost: By table, (bearer) of whom rows were set aside; None for nobody.

    Returns:
        The answers; none where the column is empty.
    """
    columns = dict.fromkeys((one.table, one.column) for one in parts)
    return ibis.union(
        *(
            _from_column(
                tables[table].select(bearer=_IDENTIFIERS[table], value=column),
                asked,
                {p: n for p, n in parts.items() if (p.table, p.column) == (table, column)},
                hierarchy,
                lost[table],
            )
            for table, column in columns
        )
    )


def _from_column(
    column: ir.Table,
    asked: ir.Table,
    parts: Mapping[Recorded, int],
    hierarchy: Hierarchy,
    lost: ir.Table | None,
) -> ir.Table:
    numbers = relation({"part": "int64"}, ((number,) for number in parts.values()))
    rows = column.filter(column.value.notnull()).join(asked, "bearer").join(numbers, "part")
    if rows.value.type().is_boolean():
        return flags(rows, rows.value, lost)
    narrower = relation(
        {"of_part": "int64", "of_value": "string"},
        (
            (number, value)
            for one, number in parts.items()
            for value in sorted(hierarchy.below(one.wanted or ""))
        ),
    )
    rows = rows.left_join(
        narrower, [rows.part == narrower.of_part, rows.value == narrower.of_value]
    )
    return flags(rows, rows.of_part.notnull(), lost)

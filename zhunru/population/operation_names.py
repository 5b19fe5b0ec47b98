"""一省病例里的手术名称。 The operation names in the case log of a province.

What `zhunru/matching/case_log.py` does row by row, here once per name that occurs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.evidence.coverage import entries_relation
from zhunru.evidence.relations import relation
from zhunru.matching.case_log import meant_entries
from zhunru.matching.catalogue import Procedure
from zhunru.matching.mapping import ProcedureChoice
from zhunru.matching.settling import Asked, settle
from zhunru.population.hospitals import Hospitals

_MEANING = dict.fromkeys(("matched", "beside", "its_technique", "its_grade"), "string")


def with_operation_names(
    hospitals: Hospitals,
    mapping: Mapping[str, ProcedureChoice],
    accept_above: float | None,
    as_of: date,
) -> Hospitals:
    """Fill in the technique and grade of cases whose operation is known.

    Args:
        hospitals: What the hospitals handed in.
        mapping: What people decided about operation names.
        accept_above: From which score on the best candidate is accepted without them; None for
            never.
        as_of: The entries are those of the editions in force on this day.

    Returns:
        The same. What a hospital itself wrote is never changed.
    """
    if not mapping and accept_above is None:
        return hospitals
    log = hospitals.tables["case_log"]
    named = log.filter(log.procedure.notnull())
    occurring = named.select("technique", name="procedure").distinct().to_pyarrow().to_pylist()
    asked = sorted((Asked(**one) for one in occurring), key=str)
    found = settle(asked, mapping, accept_above, day=as_of)
    filled = kept(_filled(log, found))
    return replace(
        hospitals,
        tables={**hospitals.tables, "case_log": filled},
        entries=entries_relation(meant_entries(found)),
    )


def _filled(log: ir.Table, found: Mapping[Asked, Procedure]) -> ir.Table:
    """Fill empty cells with what the name means beside the technique that stands there."""
    meaning = relation(
        _MEANING,
        (
            (one.name, one.technique or "", entry.technique.notation, entry.grade.notation)
            for one, entry in found.items()
        ),
    )
    same = [log.procedure == meaning.matched, log.technique.fill_null("") == meaning.beside]
    filled = log.left_join(meaning, same)
    filled = filled.mutate(
        technique=filled.technique.coalesce(filled.its_technique),
        grade=filled.grade.coalesce(filled.its_grade),
    )
    return filled.select(*log.columns)

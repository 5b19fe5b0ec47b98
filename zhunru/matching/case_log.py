"""把对上的手术名称写进病例表。 Write what operation names mean into the case log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from zhunru.errors import Bilingual, Problem
from zhunru.matching.catalogue import Procedure
from zhunru.matching.mapping import ProcedureChoice
from zhunru.matching.settling import Asked, settle
from zhunru.records import Records, Row


def with_matches(
    records: Records,
    mapping: Mapping[str, ProcedureChoice],
    accept_above: float | None,
    as_of: date,
) -> Records:
    """Fill in the technique and grade of cases whose operation is known.

    Args:
        records: The tables.
        mapping: What people decided about operation names.
        accept_above: From which score on the best candidate is accepted without them; None for
            never.
        as_of: The entries are those of the editions in force on this day.

    Returns:
        The tables, with the entries that names mean. What the hospital itself wrote is never
        changed; a remark tells of the names that stay open, whose cases may count but do not count
        for certain.
    """
    named = [row for row in records["case_log"] if row.values["procedure"] is not None]
    if not named:
        return records
    found = settle((_asked(row) for row in named), mapping, accept_above, day=as_of)
    open_cases = [row for row in named if _is_open(row)]
    matched = {
        id(row): replace(
            row,
            values={
                **row.values,
                "technique": row.values["technique"] or entry.technique.notation,
                "grade": row.values["grade"] or entry.grade.notation,
            },
        )
        for row in open_cases
        if (entry := found.get(_asked(row)))
    }
    rows = tuple(matched.get(id(row), row) for row in records["case_log"])
    unknown = {row.values["procedure"] for row in open_cases if id(row) not in matched}
    return replace(
        records,
        tables={**records.tables, "case_log": rows},
        remarks=(*records.remarks, *_remarks(named[0].file, unknown)),
        entries=meant_entries(found),
    )


def meant_entries(found: Mapping[Asked, Procedure]) -> dict[tuple[str, str | None], str]:
    """Relate names to entries, by the technique that their rows have in the end.

    Args:
        found: What names mean, each with the technique that the hospital wrote beside it.

    Returns:
        The IRI of the entry by name and technique. A name beside which the hospital wrote its
        technique goes before one without.
    """
    in_order = sorted(found.items(), key=lambda one: one[0].technique is not None)
    return {
        (asked.name, asked.technique or entry.technique.notation): entry.iri
        for asked, entry in in_order
    }


def _is_open(row: Row) -> bool:
    return row.values["technique"] is None or row.values["grade"] is None


def _asked(row: Row) -> Asked:
    return Asked(row.values["procedure"], row.values["technique"])


def _remarks(file: str, names: set[str]) -> list[Problem]:
    if not names:
        return []
    return [
        Problem(
            kind="unmatched-operations",
            file=file,
            row=None,
            column="手术名称",
            value="、".join(sorted(names)),
            finding=Bilingual(
                f"有 {len(names)} 个名称没有对上目录，其病例不确定地计入",
                f"{len(names)} names match no entry; their cases are not counted for sure",
            ),
            expected=Bilingual(
                "与目录对照并由人确认过的名称（对照表，或应用“校验”页的“手术名称”）",
                "names that people confirmed: in a mapping, or on the page Validate of the app",
            ),
        )
    ]

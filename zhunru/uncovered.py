"""没有规定管到的行：搁置，并说出是哪一列。 Rows that no rule covers: set aside, naming the column.

A programme or credential whose technique, grade and role no criterion speaks of is either a slip of
the pen or beyond the rules; nothing can be said of it, but the other rows do not suffer.
"""

from __future__ import annotations

from dataclasses import replace

from zhunru.assignments import ASKING, Assigner
from zhunru.errors import Bilingual, Problem
from zhunru.intake.flaws import Flaw, bearers_of_lost_rows
from zhunru.records import Records, Row
from zhunru.tables import load_tables
from zhunru.vocabulary import Vocabulary


def without_uncovered(records: Records, assigner: Assigner, vocabulary: Vocabulary) -> Records:
    """Set aside the rows of programmes and credentials that no criterion covers.

    Args:
        records: The tables.
        assigner: Knows which criteria bind.
        vocabulary: The words of the concept columns.

    Returns:
        The tables without those rows; head-counts of their institutions become a least.
    """
    flaws = [
        Flaw(row, _problem(row, assigner, vocabulary))
        for table in ASKING
        for row in records[table]
        if not assigner.criteria_of(row)
    ]
    if not flaws:
        return records
    aside = {id(flaw.row) for flaw in flaws}
    kept = {
        name: tuple(row for row in rows if id(row) not in aside)
        for name, rows in records.tables.items()
    }
    return replace(
        records,
        tables=kept,
        set_aside=(*records.set_aside, *(flaw.problem for flaw in flaws)),
        incomplete=records.incomplete | bearers_of_lost_rows(flaws),
    )


def _problem(row: Row, assigner: Assigner, vocabulary: Vocabulary) -> Problem:
    """Blame the grade if the technique has rules for the role at another, else the role itself."""
    technique, role = row.values["technique"], row.values["role"]
    grades = _grades(vocabulary)
    if fitting := [one for one in grades if assigner.criteria_for(technique, one, role)]:
        finding = Bilingual("该技术的这一角色没有这一级别的标准", "has no criterion for that role")
        words = [_label(vocabulary, "grade", one) if one else "留空" for one in fitting]
        zh, en = "该技术的这一角色有规定的级别", "a grade with rules for that role"
        return _at(row, "grade", finding, Bilingual(f"{zh}：{'、'.join(words)}", en), vocabulary)
    if bound := [one for grade in grades for one in assigner.bound(technique, grade)]:
        finding = Bilingual("该技术没有这一角色的标准", "has no criterion for that technique")
        roles = dict.fromkeys(one.role.label for one in bound)
        expected = Bilingual(
            f"该技术有规定的角色：{'、'.join(label.zh for label in roles)}",
            f"a role with rules: {', '.join(label.en for label in roles)}",
        )
        return _at(row, "role", finding, expected, vocabulary)
    finding = Bilingual("没有规定这项技术的标准", "has no criterion")
    return _at(row, "technique", finding, Bilingual("有规定的技术", "one with rules"), vocabulary)


def _at(
    row: Row, column: str, finding: Bilingual, expected: Bilingual, vocabulary: Vocabulary
) -> Problem:
    field, notation = load_tables()[row.table].field(column), row.values[column]
    value = notation and next(_label(vocabulary, one, notation) for one in field.concepts)
    return Problem("no-criterion", row.file, row.line, field.title, value, finding, expected)


def _grades(vocabulary: Vocabulary) -> list[str | None]:
    labels = vocabulary.allowed("grade")
    return [None, *(vocabulary.resolve("grade", label) for label in labels)]


def _label(vocabulary: Vocabulary, scheme: str, notation: str) -> str:
    """Return the Chinese label of a notation, or the notation itself."""
    labels = vocabulary.allowed(scheme)
    return next((one for one in labels if vocabulary.resolve(scheme, one) == notation), notation)

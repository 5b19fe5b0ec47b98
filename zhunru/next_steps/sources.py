"""缺的资料填在哪张表哪一列。 Which table and columns would supply missing evidence."""

from __future__ import annotations

from functools import cache
from typing import Final

from zhunru.errors import Bilingual
from zhunru.evidence.case_log import MEASURES
from zhunru.evidence.questions import CATALOGUE_COVERAGE
from zhunru.next_steps.running import CLINICAL, SPECIALTY
from zhunru.requirements import (
    Conformity,
    Leaf,
    Possession,
    Staffing,
    Threshold,
    TitleRequirement,
)
from zhunru.tables import load_tables

#: 表与列，皆用英文名。 A table and its columns, by their English names.
Source = tuple[str, tuple[str, ...]]

_CASES: Final[Source] = ("cases", ("measure", "count"))
_CONDITIONS: Final[Source] = ("conditions", ("condition", "present"))

_OF_MEASURE: Final[dict[str, Source]] = {
    CLINICAL: ("staff", ("clinical_since",)),
    SPECIALTY: ("experience", ("specialty", "start", "end")),
    "training-duration": ("trainings", ("start", "end")),
    "overseas-training-duration": ("trainings", ("start", "end")),
    "training-cases": ("trainings", ("participated_cases",)),
    "managed-patients": ("trainings", ("managed_patients",)),
}

_OF_THING: Final[dict[str, Source]] = {
    "systematic-training": ("trainings", ("kind", "start", "end")),
    "training-assessment": ("trainings", ("assessment",)),
    "base-training": ("trainings", ("kind", "filed")),
    "base-assessment": ("trainings", ("assessment",)),
    "overseas-certificate": ("trainings", ("kind", "certificate")),
    "provincial-base-assessment": ("trainings", ("filed", "assessment")),
    "in-house-physician": ("staff", ("in_house",)),
    "current-practice": ("experience", ("specialty", "start", "end")),
}

_OF_KIND: Final[dict[str, Source]] = {
    "hospital-level": ("institutions", ("level",)),
    "practice-scope": ("staff", ("practice_scope",)),
}


def source(leaf: Leaf) -> Source:
    """Say where the evidence of a leaf is filled in.

    Args:
        leaf: The requirement.

    Returns:
        The table and its columns, by English name.

    Raises:
        TypeError: If the leaf is of an unknown kind.
    """
    if isinstance(leaf, TitleRequirement):
        return "titles", ("title", "since") if leaf.held_for else ("title",)
    if isinstance(leaf, Threshold):
        return _OF_MEASURE.get(leaf.measure.notation, _CASES)
    if isinstance(leaf, Possession):
        by_kind = _OF_KIND.get(leaf.thing.kind, _CONDITIONS)
        return _OF_THING.get(leaf.thing.notation, by_kind)
    if isinstance(leaf, Staffing):
        return "credentials", ("staff", "technique", "grade", "role")
    if isinstance(leaf, Conformity):
        return "programmes", ("institution", "technique", "grade", "role")
    raise TypeError(type(leaf))


def source_words(leaf: Leaf) -> Bilingual:
    """Word where the evidence of a leaf is filled in, by the headers that hospitals see.

    Args:
        leaf: The requirement.

    Returns:
        For example “职称”表的“职称”“取得日期”列; for cases the case log, too.
    """
    given = source(leaf)
    words = _headers(*given)
    if given != _CASES or not _is_logged(leaf):
        return words
    log = load_tables()["case_log"]
    return Bilingual(f"{words.zh}，或“{log.title}”表", f"{words.en}, or table {log.name}")


@cache
def _headers(name: str, columns: tuple[str, ...]) -> Bilingual:
    table = load_tables()[name]
    fields = [table.field(column) for column in columns]
    return Bilingual(
        f"“{table.title}”表的{''.join(f'“{field.title}”' for field in fields)}列",
        f"table {table.name}, {', '.join(field.name for field in fields)}",
    )


def _is_logged(leaf: Leaf) -> bool:
    """Tell whether the case log, too, can answer: it counts the measure, or both of a rate."""
    if not isinstance(leaf, Threshold):
        return False
    parts = (leaf.measure.numerator, leaf.measure.denominator)
    asked = [one for one in parts if one is not None] or [leaf.measure]
    return all(one.notation in {*MEASURES, CATALOGUE_COVERAGE} for one in asked)

"""把数字与限定写成短语，供表格使用。 Word figures and what narrows them, for tables.

Whole sentences are worded in `zhunru/wording.py`; these are the cells of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from zhunru.requirements import (
    Bounds,
    Concept,
    Force,
    Label,
    Leaf,
    Possession,
    Qualifiers,
    Staffing,
    Threshold,
    TitleRequirement,
)
from zhunru.wording import number

_A_YEAR: Final = 12
_FORCES: Final = {
    Force.ADVISORY: Label("原则上", "advisory"),
    Force.PERMISSION: Label("可以", "permitted"),
}


def figure(leaf: Leaf) -> Label:
    """Word the figure of a leaf, such as ≥ 1000 例; what must be had where there is none."""
    if isinstance(leaf, TitleRequirement):
        return _title(leaf)
    if isinstance(leaf, Threshold | Staffing):
        limits, unit = _limits(leaf.limits), leaf.unit.label
        return Label(f"{limits} {unit.zh}", f"{limits} {unit.en}")
    return leaf.thing.label if isinstance(leaf, Possession) else leaf.label


def grade_scope(grades: Sequence[Concept]) -> Label:
    """Word for which grades a criterion binds."""
    return joined(grades) if grades else Label("不分级别", "all grades")


def joined(concepts: Iterable[Concept]) -> Label:
    """Name concepts in a row."""
    labels = [concept.label for concept in concepts]
    return Label("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


def dotted(labels: Iterable[Label]) -> Label:
    """Set phrases in a row; a dash for none."""
    given = list(labels)
    return Label(
        " · ".join(one.zh for one in given) or "—", " · ".join(one.en for one in given) or "—"
    )


def qualifiers_of(leaf: Leaf) -> Qualifiers:
    """Return what narrows a leaf; nothing for those that cannot be narrowed."""
    if isinstance(leaf, Threshold | TitleRequirement | Possession):
        return leaf.qualifiers
    return Qualifiers()


def qualifiers_in_words(qualifiers: Qualifiers, named: Sequence[Concept]) -> list[Label]:
    """Word what narrows a figure.

    Args:
        qualifiers: The qualifiers.
        named: Those of its techniques and specialties that have to be named, because they are not
            simply those that the regulation is about.

    Returns:
        A phrase for each; none if nothing narrows it.
    """
    found = [joined(named)] if named else []
    found += [joined(qualifiers.grades)] if qualifiers.grades else []
    found += [one.label for one in (qualifiers.case_role, qualifiers.case_kind) if one]
    if qualifiers.window:
        found.append(Label(f"近 {qualifiers.window.zh}", f"last {qualifiers.window.en}"))
    if qualifiers.per:
        every = qualifiers.per
        zh = "每年" if every.months == _A_YEAR else f"每 {every.zh}"
        found.append(Label(zh, f"every {every.en.removeprefix('1 ')}"))
    if qualifiers.as_of_issue:
        found.append(Label("计至规范印发之日", "as of the day of issue"))
    return found


def force_words(force: Force) -> list[Label]:
    """Word how binding a requirement is; nothing for what is mandatory."""
    return [_FORCES[force]] if force in _FORCES else []


def _title(leaf: TitleRequirement) -> Label:
    title = leaf.title.label
    if leaf.held_for is None:
        return Label(f"{title.zh}及以上", f"{title.en} or above")
    held = leaf.held_for
    return Label(f"{title.zh}及以上，满 {held.zh}", f"{title.en} or above for {held.en}")


def _limits(bounds: Bounds) -> str:
    limits = (
        ("≥", bounds.minimum),
        (">", bounds.exclusive_minimum),
        ("≤", bounds.maximum),
        ("<", bounds.exclusive_maximum),
    )
    return "，".join(f"{sign} {number(value)}" for sign, value in limits if value is not None)

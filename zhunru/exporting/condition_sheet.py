"""准入条件成表，一项叶子条件一行。 The conditions as a table, a leaf a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from zhunru.comparing.figure_words import figure, joined, qualifiers_of
from zhunru.comparing.placement import Placement, placements
from zhunru.criterion import Criterion
from zhunru.csv_text import Cell
from zhunru.exporting.sheet import Sheet
from zhunru.exporting.sheet import joined as in_a_row
from zhunru.namespaces import local_path
from zhunru.requirements import (
    Concept,
    Label,
    Leaf,
    Staffing,
    Threshold,
    TitleRequirement,
)
from zhunru.wording import clause_numbers, number, sentence

_TITLE: Final = Label("准入条件", "Conditions")
_COLUMNS: Final = (
    Label("标准", "criterion"),
    Label("承担者", "bearer"),
    Label("技术", "technique"),
    Label("级别", "grade"),
    Label("要求", "requirement"),
    Label("要求全文", "in words"),
    Label("英文", "in English"),
    Label("地位", "standing"),
    Label("所在的组", "within"),
    Label("数值", "figure"),
    Label("不少于", "minimum"),
    Label("不超过", "maximum"),
    Label("高于", "exclusive minimum"),
    Label("低于", "exclusive maximum"),
    Label("单位", "unit"),
    Label("职称", "title"),
    Label("时间窗", "window"),
    Label("频率", "per"),
    Label("所计技术", "of technique"),
    Label("所计级别", "of grade"),
    Label("约束力", "force"),
    Label("条款", "clause"),
    Label("原文", "quote"),
    Label("规范", "regulation"),
    Label("施行中", "in force"),
    Label("编者注", "note"),
    Label("标准代号", "criterion code"),
    Label("要求代号", "requirement code"),
    Label("证据列", "evidence key"),
    Label("IRI", "of the requirement"),
)


def condition_sheet(criteria: Iterable[Criterion]) -> Sheet:
    """Write every leaf of every criterion as a row.

    Args:
        criteria: The criteria; what they extend has rows of its own, with its own criterion.

    Returns:
        The leaves by criterion, in the order of their clauses.
    """
    rows = tuple(
        tuple(_row(place, place.requirement))
        for criterion in criteria
        for place in placements(criterion)
        if isinstance(place.requirement, Leaf)
    )
    return Sheet("conditions", _TITLE, _COLUMNS, rows)


def _row(place: Placement, leaf: Leaf) -> Iterator[Cell]:
    criterion, words = place.criterion, sentence(leaf)
    yield criterion.label.zh
    yield criterion.role.label.zh
    yield criterion.technique.label.zh
    yield _names(criterion.grades)
    yield leaf.label.zh
    yield words.zh
    yield words.en
    yield place.standing.label.zh
    yield " > ".join(one.label.zh for one in place.path) or None
    yield figure(leaf).zh
    yield from _numbers(leaf)
    yield from _narrowing(leaf)
    yield place.force.zh
    yield clause_numbers(leaf.clauses)
    yield in_a_row(leaf.quotes)
    yield criterion.regulation.label.zh
    yield "否" if criterion.regulation.replaced else "是"
    yield leaf.note
    yield local_path(criterion.iri)
    yield local_path(leaf.iri)
    yield leaf.evidence_key
    yield leaf.iri


def _numbers(leaf: Leaf) -> Iterator[Cell]:
    """Yield the four bounds, the unit and the title; the rank of a title is no figure."""
    title = leaf.title if isinstance(leaf, TitleRequirement | Staffing) else None
    bounds = [None] * 4 if _is_rank(leaf) else list(vars(leaf.bounds).values())
    yield from (_plain(one) for one in bounds)
    if isinstance(leaf, Threshold | Staffing):
        yield leaf.unit.label.zh
    else:
        yield "年" if isinstance(leaf, TitleRequirement) and leaf.held_for else None
    yield title.label.zh if title else None


def _narrowing(leaf: Leaf) -> Iterator[Cell]:
    qualifiers = qualifiers_of(leaf)
    yield str(qualifiers.window) if qualifiers.window else None
    yield str(qualifiers.per) if qualifiers.per else None
    yield _names(qualifiers.techniques)
    yield _names(qualifiers.grades)


def _is_rank(leaf: Leaf) -> bool:
    return isinstance(leaf, TitleRequirement) and leaf.held_for is None


def _plain(value: Decimal | None) -> Cell:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else number(value)


def _names(concepts: tuple[Concept, ...]) -> str | None:
    return joined(concepts).zh or None

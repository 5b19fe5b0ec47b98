"""两版之间的一处变化，并排写出。 A change between two editions, both sides beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from app_parts.language import named, said
from app_parts.requirement_card import says, source
from app_parts.styling import html
from zhunru.editions.conditions import Condition, ConditionChange
from zhunru.editions.entries import Entry, EntryChange
from zhunru.editions.kinds import Kind
from zhunru.requirements import Concept

Change: TypeAlias = EntryChange | ConditionChange

#: 记号：颜色之外的区分。 Signs, so that colour is not the only mark of a kind.
_SIGNS: Final = {
    Kind.MOVED_UP: "↑",
    Kind.MOVED_DOWN: "↓",
    Kind.TIGHTENED: "▲",
    Kind.LOOSENED: "▽",
    Kind.NEW: "＋",
    Kind.DROPPED: "－",
    Kind.UNCHANGED: "＝",
}
_OTHER: Final = "≠"


def kind_text(kind: Concept) -> str:
    """Return the name of a kind of change with its sign."""
    return f"{sign(kind.notation)} {named(kind.label)}"


def sign(notation: str) -> str:
    """Return the sign of a kind of change."""
    return next((text for kind, text in _SIGNS.items() if kind == notation), _OTHER)


def change_html(changes: Iterable[Change], years: tuple[str, str]) -> str:
    """Return changes as HTML, each with its kinds, its name, both sides and the reason.

    Args:
        changes: The changes.
        years: How the older and the newer edition are headed.
    """
    return f'<div class="zr">{"".join(_card(one, years) for one in changes)}</div>'


def name(change: Change) -> str:
    """Name a change."""
    if isinstance(change, ConditionChange):
        return named(change.label)
    if change.curated:
        return named(change.curated.label)
    return "；".join(entry.name for entry in change.after or change.before)


def side_text(side: Sequence[Entry] | Sequence[Condition]) -> str:
    """Word one side of a change; nothing for a side that is not there."""
    return "；".join(
        named(one.words)
        if isinstance(one, Condition)
        else f"{named(one.grade.label)} {one.position} {one.name}"
        for one in side
    )


def _card(change: Change, years: tuple[str, str]) -> str:
    kinds = (
        "".join(
            f'<span class="zr-chip zr-kind {html(one.notation)}">{html(kind_text(one))}</span>'
            for one in change.kinds
        )
        or f'<span class="zr-chip zr-kind">{_OTHER} {said("有别", "different")}</span>'
    )
    sides = "".join(
        f'<div class="zr-side"><p class="zr-year">{html(year)}</p>{_side(side)}</div>'
        for year, side in zip(years, (change.before, change.after), strict=True)
    )
    return (
        f'<div class="zr-card"><p>{kinds}<b>{html(name(change))}</b></p>'
        f'<div class="zr-sides">{sides}</div>{_notes(change)}</div>'
    )


def _side(side: Sequence[Entry] | Sequence[Condition]) -> str:
    if not side:
        return f'<p class="zr-nothing">{said("没有", "nothing")}</p>'
    return "".join(
        _condition(one) if isinstance(one, Condition) else f"<p>{html(side_text([one]))}</p>"
        for one in side
    )


def _condition(condition: Condition) -> str:
    requirement = condition.places[0].requirement
    bearers = "；".join(dict.fromkeys(named(one.label) for one in condition.bearers))
    return (
        f'<div class="zr-condition"><p>{says(requirement)}</p>'
        f'<p class="zr-note">{html(bearers)}</p>{source(requirement)}</div>'
    )


def _notes(change: Change) -> str:
    """Say why the curator judged so, and where figures or grades contradict him."""
    notes = []
    if change.curated:
        reason = said("理由：", "Reason: ") + named(change.curated.reason)
        notes.append(f'<p class="zr-note">{html(reason)}</p>')
    if change.disagreement:
        words = said("不一致：", "Disagreement: ") + named(change.disagreement)
        notes.append(f'<p class="zr-ask">{html(words)}</p>')
    return "".join(notes)

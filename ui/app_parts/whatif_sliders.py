"""滑块与开关：一项条件一组。 Sliders and switches, a set for each requirement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from app_parts.language import named, said
from app_parts.whatif_moves import SLIDER, Moves, settings_of
from zhunru.durations import Period
from zhunru.requirements import Bounds, Concept, Force, TitleRequirement
from zhunru.whatif.movable import Movable, Scale
from zhunru.whatif.settings import OFF, Setting
from zhunru.wording import message, number

_OFF: Final = OFF[0]


def move(offered: Iterable[Movable], moves: Moves) -> None:
    """Show what can be moved, and write what was moved into the moves."""
    given = list(offered)
    for one in given:
        if one.has_figure:
            _figures(one, moves)
    others = [one for one in given if not one.has_figure and one.droppable]
    if others:
        dropped = any(one.path in moves for one in others)
        with st.expander(
            said("没有数字的条件，可以取消", "Without figure: drop"), expanded=dropped
        ):
            for one in others:
                _keep(one, moves, [_OFF] if _drop(one, moves, _whole(one)) else [])


def _figures(one: Movable, moves: Moves) -> None:
    with st.container(border=True):
        st.markdown(f"**{_whole(one)}**{_force(one)}")
        st.caption(f"{said('现为', 'Now')}：{named(message(one.requirement))}")
        off = one.droppable and _drop(one, moves, _dropping(one))
        values: list[str] = []
        if one.scale:
            values += _slide(one, one.scale, moves, off=off)
        if one.titles:
            values += _slide_title(one, moves, off=off)
        if one.periods:
            values += _slide_period(one, moves, off=off)
        _keep(one, moves, [_OFF] if off else values)


def _keep(one: Movable, moves: Moves, values: Sequence[str]) -> None:
    if values:
        moves[one.path] = tuple(values)
    else:
        moves.pop(one.path, None)


def _whole(one: Movable) -> str:
    """Name a requirement after the groups that it stands in."""
    names = [*one.within, one.requirement.label]
    return " › ".join(map(named, names))


def _force(one: Movable) -> str:
    if one.requirement.force is Force.MANDATORY:
        return ""
    return said("（不作为判定依据）", " (does not decide)")


def _dropping(one: Movable) -> str:
    name = named(one.requirement.label)
    return said(f"取消：{name}", f"Drop: {name}")


def _drop(one: Movable, moves: Moves, label: str) -> bool:
    key = _seeded(one, "off", moves.get(one.path) == (_OFF,))
    return st.checkbox(label, key=key)


def _slide(one: Movable, scale: Scale, moves: Moves, *, off: bool) -> list[str]:
    """Move a figure, or a lower and an upper one."""
    kind = int if scale.whole else float
    now = _bounds(one, moves) or scale.present
    most = max(scale.most, *now)
    value = tuple(map(kind, now))
    found: Any = st.slider(
        f"{named(one.requirement.label)}（{named(scale.unit.label)}）",
        min_value=kind(0),
        max_value=kind(most),
        step=kind(scale.step),
        format=f"{'%d' if scale.whole else '%g'} {named(scale.unit.label)}".replace("%%", "%"),
        key=_seeded(one, "figure", value if len(value) > 1 else value[0]),
        disabled=off,
        label_visibility="collapsed",
    )
    chosen = tuple(Decimal(str(part)) for part in (found if len(value) > 1 else (found,)))
    return [] if chosen == scale.present else ["..".join(map(number, chosen))]


def _slide_title(one: Movable, moves: Moves, *, off: bool) -> list[str]:
    present = _title(one.requirement)
    moved = [each.value for each in _settings(one, moves) if isinstance(each.value, Concept)]
    names = {title.notation: named(title.label) for title in one.titles}
    now = next((title for title in one.titles if moved and title.rank == moved[0].rank), present)
    chosen = st.select_slider(
        said("职称", "Title"),
        list(names),
        format_func=lambda notation: names[notation],
        key=_seeded(one, "title", now.notation),
        disabled=off,
    )
    title = next(each for each in one.titles if each.notation == chosen)
    return [] if title.rank == present.rank else [title.label.zh]


def _slide_period(one: Movable, moves: Moves, *, off: bool) -> list[str]:
    present = one.requirement.held_for if isinstance(one.requirement, TitleRequirement) else None
    moved = [each.value for each in _settings(one, moves) if isinstance(each.value, Period)]
    now = moved[0] if moved else present
    periods = {each.months: each for each in one.periods}
    if now is not None:
        periods[now.months] = now
    chosen = st.select_slider(
        said("任职年限", "Held for"),
        sorted(periods),
        format_func=lambda months: said(periods[months].zh, periods[months].en),
        key=_seeded(one, "period", now.months if now else None),
        disabled=off,
    )
    return [] if periods[chosen] == present else [str(periods[chosen])]


def _title(requirement: object) -> Concept:
    if not isinstance(requirement, TitleRequirement):
        raise TypeError(type(requirement))
    return requirement.title


def _bounds(one: Movable, moves: Moves) -> tuple[Decimal, ...]:
    """The figures that were moved to, the lower one first; none where none was."""
    for each in _settings(one, moves):
        if isinstance(each.value, Bounds):
            figures = [figure for figure in vars(each.value).values() if figure is not None]
            return tuple(sorted(figures))
    return ()


def _settings(one: Movable, moves: Moves) -> Sequence[Setting]:
    values = moves.get(one.path)
    return settings_of({one.path: values}) if values else ()


def _seeded(one: Movable, part: str, value: object) -> str:
    key = f"{SLIDER}{one.path}.{part}"
    if key not in st.session_state:
        st.session_state[key] = value
    return key

"""谁须符合什么：选承担者，看其要求。 Choose a bearer and see what it must meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from app_parts.bearers import Bearer, bearer_of, bearers, first_of, grouped
from app_parts.documents import Document, grades_of
from app_parts.language import named, said
from app_parts.requirement_card import cards
from app_parts.url_state import PageUrl
from zhunru.criterion import Criterion

_CHOSEN: Final = "browse.bearer"


def show_bearers(document: Document, grade: str | None, url: PageUrl) -> str | None:
    """Show what binds whom, and return the key of the bearer chosen, or how the URL names it.

    Args:
        document: The document.
        grade: The notation of the grade; None for what binds at every grade.
        url: The URL of the page; its parameter `bearer` is the key of one, or the last part of the
            IRI of a criterion, for the bearer that it binds.
    """
    found = bearers(document.key, grade)
    levels = grades_of(document)
    level = named(levels[grade].label) if grade else said("不分级别", "every grade")
    st.header(said(f"谁须符合什么（{level}）", f"Who must meet what ({level})"), anchor=False)
    if levels and not grade:
        st.caption("这里只列各级别都须符合的。选定级别或点一项手术，另列该级别的要求。")
    url.seed(_CHOSEN, "bearer", found)
    if url.changed and _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = bearer_of(found, url.get("bearer"))
    if st.session_state.get(_CHOSEN) not in found:
        st.session_state[_CHOSEN] = first_of(found)
    for group, members in grouped(found.values()).items():
        _pills(group, {one.key: one for one in members})
    chosen: str | None = st.session_state[_CHOSEN]
    if chosen:
        _show(found[chosen])
    given = url.get("bearer")
    return given if given and bearer_of(found, given) == chosen else chosen


def _pills(group: str, members: Mapping[str, Bearer]) -> None:
    """Show the bearers of a group in a row of their own; one is chosen in all rows together."""
    key = f"browse.bearers.{group}"
    chosen = st.session_state[_CHOSEN]
    wanted = chosen if chosen in members else None
    # 已经是它就不再设：设值会盖掉正在点的一下。 Setting it again would undo a click on its way.
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted

    def choose() -> None:
        # 再点一次已选的不算取消。 A click on the chosen one does not undo the choice.
        st.session_state[_CHOSEN] = st.session_state[key] or st.session_state[_CHOSEN]

    left, right = st.columns([3, 17], vertical_alignment="center", gap="small")
    name = _group_name(group, members)
    left.caption(name)
    right.pills(
        name,
        list(members),
        format_func=lambda one: bearer_name(members[one]),
        key=key,
        on_change=choose,
        wrap=True,
        label_visibility="collapsed",
    )


def _show(bearer: Bearer) -> None:
    """Show everything that binds a bearer: what is particular first, then what it builds on."""
    criterion = bearer.criterion
    total = len(criterion.all_requirements)
    st.markdown(f"**{named(criterion.label)}**")
    number = said(f"共 {total} 项要求", f"{total} requirements")
    st.caption(f"{named(criterion.regulation.label)} · {number}")
    for text in bearer.notes:
        st.caption(said("编者注：", "Curator's note: ") + text)
    extended = len(criterion.closure) > 1
    for one in reversed(criterion.closure):
        if extended:
            own = len(one.requirements)
            st.markdown(f"**{_heading(one, criterion)}**" + said(f"（{own} 项）", f" ({own})"))
        st.html(cards(one.requirements))


def _heading(criterion: Criterion, last: Criterion) -> str:
    grades = said("、", ", ").join(named(one.label) for one in criterion.grades)
    if criterion is last:
        return said(f"{grades}另须符合", f"In addition {grades}".strip())
    return f"{grades or said('须先符合', 'First')}：{named(criterion.label)}"


def _group_name(group: str, members: Mapping[str, Bearer]) -> str:
    """Name a group: people, or a role that the first of its members has."""
    first = next(iter(members.values())).criterion
    return said(group, "People") if first.role_is_person else named(first.role.label)


def bearer_name(bearer: Bearer) -> str:
    """Name a bearer; in English by its criterion where its role does not say enough."""
    criterion = bearer.criterion
    return said(bearer.name, (criterion.role if bearer.goes_by_role else criterion).label.en)

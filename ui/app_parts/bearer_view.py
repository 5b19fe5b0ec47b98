"""谁须符合什么：选承担者，看其要求。 Choose a bearer and see what it must meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from app_parts.bearers import Bearer, bearers, first_of, grouped
from app_parts.documents import Document, grades_of
from app_parts.requirement_card import cards
from app_parts.url_state import PageUrl
from zhunru.criterion import Criterion

_CHOSEN: Final = "browse.bearer"


def show_bearers(document: Document, grade: str | None, url: PageUrl) -> str | None:
    """Show what binds whom, and return the key of the bearer chosen.

    Args:
        document: The document.
        grade: The notation of the grade; None for what binds at every grade.
        url: The URL of the page; its parameter `bearer` is the key of one.
    """
    found = bearers(document.key, grade)
    levels = grades_of(document)
    st.subheader(f"谁须符合什么（{levels[grade].label.zh if grade else '不分级别'}）", anchor=False)
    if levels and not grade:
        st.caption("这里只列各级别都须符合的。选定级别或点一项手术，另列该级别的要求。")
    url.seed(_CHOSEN, "bearer", found)
    if st.session_state.get(_CHOSEN) not in found:
        st.session_state[_CHOSEN] = first_of(found)
    for group, members in grouped(found.values()).items():
        _pills(group, {one.key: one for one in members})
    chosen: str | None = st.session_state[_CHOSEN]
    if chosen:
        _show(found[chosen])
    return chosen


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
    left.caption(group)
    right.pills(
        group,
        list(members),
        format_func=lambda one: members[one].name,
        key=key,
        on_change=choose,
        wrap=True,
        label_visibility="collapsed",
    )


def _show(bearer: Bearer) -> None:
    """Show everything that binds a bearer: what is particular first, then what it builds on."""
    criterion = bearer.criterion
    total = len(criterion.all_requirements)
    st.markdown(f"**{criterion.label.zh}**")
    st.caption(f"{criterion.regulation.label.zh} · 共 {total} 项要求")
    for text in bearer.notes:
        st.caption(f"编者注：{text}")
    extended = len(criterion.closure) > 1
    for one in reversed(criterion.closure):
        if extended:
            st.markdown(f"**{_heading(one, criterion)}**（{len(one.requirements)} 项）")
        st.html(cards(one.requirements))


def _heading(criterion: Criterion, last: Criterion) -> str:
    grades = "、".join(one.label.zh for one in criterion.grades)
    if criterion is last:
        return f"{grades}另须符合"
    return f"{grades or '须先符合'}：{criterion.label.zh}"

"""重叠：少的直接列出，多的折起来。 Overlaps: a few are listed, many are folded."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.catalogue import Procedure
from app_parts.language import named, said
from app_parts.overlap_groups import Pair, groups
from app_parts.pages import BROWSE
from app_parts.styling import plain

#: No more than this many are not folded.
_FEW: Final = 2


def show_overlaps(procedure: Procedure) -> None:
    """Show the overlaps of a procedure by kind; where grades disagree comes first."""
    found = groups(procedure)
    total = sum(len(group.pairs) for group in found)
    if not total:
        return
    differing = sum(group.differing for group in found)
    words = f"**其他规范中有 {total} 项与此重叠的手术**"
    if differing:
        st.warning(f"{words}，其中 {differing} 项**级别不一致**。", icon=":material/warning:")
    else:
        st.info(f"{words}，级别都一致。", icon=":material/join_inner:")
    for group in found:
        disagreeing = f"，{group.differing} 项级别不一致" if group.differing else ""
        heading = f"**{group.kind}** {len(group.pairs)} 项{disagreeing}"
        with st.expander(heading, expanded=total <= _FEW):
            st.caption(group.meaning)
            for pair in group.pairs:
                _show_pair(pair)


def _show_pair(pair: Pair) -> None:
    other = pair.other
    with st.container(gap=None):
        st.page_link(
            BROWSE.path,
            label=f"{said('去看', 'Go to')} {plain(other.name)}"
            f"（{named(other.technique.label)}，{named(other.grade.label)}）",
            icon=":material/arrow_forward:",
            query_params={"procedure": other.key},
        )
        marks = ""
        if not other.document.in_force:
            marks += f":gray-badge[{other.document.year} 年旧版] "
        if pair.differs:
            marks += ":orange-badge[级别不一致] "
        st.caption(f"{marks}{plain(pair.overlap.reason)}")

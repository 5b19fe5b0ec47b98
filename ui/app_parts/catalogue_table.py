"""目录表：点一行即选一项手术。 The table of procedures; a click on a row chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.catalogue import Procedure, procedures
from app_parts.language import named, said
from app_parts.url_state import PageUrl

_CHOSEN: Final = "browse.procedure"
_ROW: Final = 35
_MOST_ROWS: Final = 8


def pick_procedure(listed: Sequence[Procedure], url: PageUrl) -> Procedure | None:
    """Show the procedures and return the one that is chosen, by a click or by the URL.

    Args:
        listed: The procedures that the table shows.
        url: The URL of the page; its parameter `procedure` is the key of one.
    """
    url.seed(_CHOSEN, "procedure", procedures())
    keys = [one.key for one in listed]
    if st.session_state.get(_CHOSEN) not in keys:
        st.session_state.pop(_CHOSEN, None)
    number = said(f"共 {len(listed)} 项", f"{len(listed)} procedures")
    hint = said("，点一行看要求", "; click a row for its requirements")
    st.caption(number + (hint if listed else ""))
    if listed:
        _table(listed, keys)
    else:
        st.info("没有这样的手术。换个词，或放宽技术与级别。", icon=":material/search_off:")
    return procedures().get(st.session_state.get(_CHOSEN, ""))


def _table(listed: Sequence[Procedure], keys: list[str]) -> None:
    # 键里含行的摘要：行变了，旧的选择就不会落到别的行上。
    # The key carries a digest of the rows, else a selection stays on a position as rows change.
    key = "browse.table." + sha256("\n".join(keys).encode()).hexdigest()[:12]
    chosen = st.session_state.get(_CHOSEN)
    rows = [keys.index(chosen)] if chosen else []
    if _selected(key) != rows:
        st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        clicked = _selected(key)
        st.session_state[_CHOSEN] = keys[clicked[0]] if clicked else None

    name, _, _, section = _columns()
    st.dataframe(
        _frame(listed),
        key=key,
        on_select=choose,
        selection_mode="single-row",
        hide_index=True,
        height=_ROW * (min(len(listed), _MOST_ROWS) + 1) + 3,
        alt=said("手术目录", "Procedures"),
        column_config={
            name: st.column_config.TextColumn(width="large"),
            section: st.column_config.TextColumn(width="medium"),
        },
    )


def _selected(key: str) -> list[int]:
    state = st.session_state.get(key)
    return list(state["selection"]["rows"]) if state else []


def _columns() -> tuple[str, str, str, str]:
    """Return the headings of name, grade, technique and section."""
    return (
        said("手术", "Procedure"),
        said("级别", "Grade"),
        said("技术", "Technique"),
        said("所在节", "Section"),
    )


def _frame(listed: Sequence[Procedure]) -> pd.DataFrame:
    name, grade, technique, section = _columns()
    frame = pd.DataFrame(
        {
            name: [one.name for one in listed],
            grade: [named(one.grade.label) for one in listed],
            technique: [named(one.technique.label) for one in listed],
            said("编号", "Number"): [one.position for one in listed],
            said("重叠", "Overlaps"): [said("有", "yes") if one.overlaps else "" for one in listed],
            section: [one.sections[-1] if one.sections else "" for one in listed],
            said("别名", "Other names"): ["；".join(one.other_names) for one in listed],
        }
    )
    # 全空的列、各行都一样的级别与技术，不占地方。
    # Columns without a value, and a grade or technique that is the same in every row, are left out.
    same = [one for one in (grade, technique) if len(frame) > 1 and frame[one].nunique() == 1]
    return frame.loc[:, (frame != "").any()].drop(columns=same)

"""本次打开以来运行过的查询。 The queries run in this session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from app_parts.language import said
from app_parts.query_editor import set_text
from app_parts.query_progress import TOKEN
from app_parts.styling import plain
from zhunru.query_runs import QueryRun, State

_KEY: Final = "query.history"
_MOST: Final = 20
_LONGEST: Final = 60


@dataclass(frozen=True)
class Past:
    """A query that has ended."""

    token: str
    text: str
    time: str
    outcome: str


def remember(run: QueryRun) -> None:
    """Add a run that has ended, once; the oldest are forgotten."""
    past: list[Past] = st.session_state.setdefault(_KEY, [])
    if any(one.token == run.token for one in past):
        return
    now = datetime.now().strftime("%H:%M:%S")
    past.insert(
        0, Past(run.token, run.text, now, f"{_outcome(run)} · {run.seconds:.1f} {said('秒', 's')}")
    )
    del past[_MOST:]


def show_history() -> None:
    """List the past queries; a click loads one, with its answer if that is still kept."""
    past: list[Past] = st.session_state.get(_KEY, [])
    if not past:
        return
    with st.expander(said(f"历史（{len(past)}）", f"History ({len(past)})")):
        for one in past:
            st.button(
                f"{one.time}　{plain(_first_words(one.text))}　{one.outcome}",
                key=f"query.past.{one.token}",
                on_click=_load,
                args=(one,),
                type="tertiary",
                icon=":material/history:",
            )


def _load(past: Past) -> None:
    set_text(past.text)
    st.session_state[TOKEN] = past.token


def _first_words(text: str) -> str:
    told = " ".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    words = " ".join(told.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _outcome(run: QueryRun) -> str:
    if run.state is State.CANCELLED:
        return said("已取消", "cancelled")
    if run.answer is None:
        return said("没有答案", "no answer")
    if run.answer.kind == "ask":
        return said("是", "yes") if run.answer.truth else said("否", "no")
    if run.answer.graph is not None:
        triples = len(run.answer.graph)
        return said(f"{triples} 条三元组", f"{triples} triples")
    rows = len(run.answer.rows)
    return said(f"{rows} 行", f"{rows} rows")

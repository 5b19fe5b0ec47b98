"""查询的答案：表格、一行全文与下载。 The answer to a query: a table, a row in full, downloads."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.query_form import chinese
from app_parts.shown_answer import ShownAnswer
from app_parts.styling import facts
from zhunru.answer_formats import to_csv, to_json, to_turtle
from zhunru.answer_table import NOTHING, column_title
from zhunru.queries import QueryError

_ROW: Final = 35
_MOST_ROWS: Final = 14


def answer_or_explain(run: Callable[[], ShownAnswer], name: str) -> None:
    """Run a query and show its answer, or what is wrong with it.

    Args:
        run: Runs the query.
        name: The name of the downloads, without ending.
    """
    try:
        with st.spinner("正在查询……"):
            shown = run()
    except QueryError as error:
        where = f"，第 {error.line} 行第 {error.column} 列" if error.line else ""
        st.error(f"**查询没有运行{where}**", icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
        return
    _show(shown, name)


def _show(shown: ShownAnswer, name: str) -> None:
    answer = shown.answer
    if answer.kind == "ask":
        st.success("答案：是" if answer.truth else "答案：否", icon=":material/check:")
        _download(lambda: to_json(answer), f"{name}.json", "JSON")
        return
    if shown.frame.empty:
        st.info("没有符合条件的结果。换个条件再试。", icon=":material/search_off:")
        return
    _show_rows(shown, name)
    with st.container(horizontal=True):
        if answer.kind == "select":
            _download(lambda: to_csv(answer), f"{name}.csv", "CSV")
            _download(lambda: to_json(answer), f"{name}.json", "JSON")
        else:
            _download(lambda: to_turtle(answer), f"{name}.ttl", "Turtle")


def _show_rows(shown: ShownAnswer, name: str) -> None:
    """Show the rows, those of a long answer to be narrowed by words; and one of them in full."""
    frame, total = shown.frame, len(shown.frame)
    words = ""
    if total > _MOST_ROWS:
        words = st.text_input(
            "在结果中查找",
            placeholder="只留下含这些词的行，如 腹腔镜 四级",
            key=f"query.words.{name}",
            label_visibility="collapsed",
            icon=":material/search:",
        ).strip()
        frame = shown.with_words(words) if words else frame
    left = f"，留下 {len(frame)} 行（下载的仍是全部）" if words else ""
    st.caption(f"共 {total} 行{left}。点一行，表下列出全文。")
    if frame.empty:
        st.info("没有含这些词的行。", icon=":material/search_off:")
        return
    digest = sha256(f"{name} {frame.index.tolist()} {total}".encode()).hexdigest()[:12]
    event = st.dataframe(
        frame,
        key=f"query.rows.{digest}",
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        height=_ROW * (min(len(frame), _MOST_ROWS) + 1) + 3,
        column_order=shown.order,
        column_config={
            variable: st.column_config.Column(_heading(variable), help=variable)
            for variable in frame.columns
        },
    )
    for row in event["selection"]["rows"]:
        with st.container(border=True):
            facts((_heading(name), _cell(frame.iloc[row][name])) for name in shown.order)


def _heading(variable: str) -> str:
    return chinese(column_title(variable))


def _cell(value: object) -> str | None:
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return None if text in ("", NOTHING) else text


def _download(data: Callable[[], str], file_name: str, form: str) -> None:
    st.download_button(
        f"下载 {form}",
        data=lambda: data().encode("utf-8"),
        file_name=file_name,
        on_click="ignore",
        icon=":material/download:",
    )

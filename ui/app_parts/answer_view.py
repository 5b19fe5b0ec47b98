"""查询的答案：表格与下载。 The answer to a query: a table and downloads."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from rdflib import Literal, URIRef

from app_parts.query_form import chinese
from zhunru.answer_formats import to_csv, to_frame, to_json, to_turtle
from zhunru.answer_table import column_title, readable
from zhunru.ask import Answer, Term, label_of
from zhunru.queries import QueryError


def answer_or_explain(run: Callable[[], Answer], name: str) -> None:
    """Run a query and show its answer, or what is wrong with it.

    Args:
        run: Runs the query.
        name: The name of the downloads, without ending.
    """
    try:
        answer = run()
    except QueryError as error:
        where = f"，第 {error.line} 行第 {error.column} 列" if error.line else ""
        st.error(f"**查询没有运行{where}**", icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
        return
    _show(answer, name)


def _show(answer: Answer, name: str) -> None:
    if answer.kind == "ask":
        st.success("答案：是" if answer.truth else "答案：否", icon=":material/check:")
        _download(lambda: to_json(answer), f"{name}.json", "JSON")
        return
    frame = _readable_frame(answer)
    if frame.empty:
        st.info("没有符合条件的结果。换个条件再试。", icon=":material/search_off:")
        return
    st.caption(f"共 {len(frame)} 行")
    st.dataframe(
        frame,
        hide_index=True,
        column_order=_order(answer),
        column_config={
            variable: st.column_config.Column(chinese(column_title(variable)), help=variable)
            for variable in frame.columns
        },
    )
    with st.container(horizontal=True):
        if answer.kind == "select":
            _download(lambda: to_csv(answer), f"{name}.csv", "CSV")
            _download(lambda: to_json(answer), f"{name}.json", "JSON")
        else:
            _download(lambda: to_turtle(answer), f"{name}.ttl", "Turtle")


def _readable_frame(answer: Answer) -> pd.DataFrame:
    """Return the answer for reading: numbers as numbers, IRIs short and with their labels."""
    frame = to_frame(answer)
    if answer.kind == "graph":
        return frame.map(lambda cell: _iri(URIRef(cell)) if _is_iri(cell) else cell)
    for place, variable in enumerate(answer.columns):
        terms = [row[place] for row in answer.rows]
        named = answer.columns[place + 1 : place + 2] == ("label",)
        if any(not _is_number(term) for term in terms):
            frame[variable] = [
                readable(term) if named or not isinstance(term, URIRef) else _iri(term)
                for term in terms
            ]
    return frame


def _order(answer: Answer) -> list[str] | None:
    """Put IRIs last that have a column of labels of their own: people read the labels."""
    named = [
        name
        for place, name in enumerate(answer.columns)
        if answer.columns[place + 1 : place + 2] == ("label",)
    ]
    return [*(name for name in answer.columns if name not in named), *named] or None


def _iri(iri: URIRef) -> str:
    label = label_of(str(iri))
    return f"{label}（{readable(iri)}）" if label else readable(iri)


def _is_iri(cell: object) -> bool:
    return isinstance(cell, str) and "://" in cell and " " not in cell


def _is_number(term: Term | None) -> bool:
    if term is None:
        return True
    return isinstance(term, Literal) and isinstance(term.toPython(), int | float)


def _download(data: Callable[[], str], file_name: str, form: str) -> None:
    st.download_button(
        f"下载 {form}",
        data=lambda: data().encode("utf-8"),
        file_name=file_name,
        on_click="ignore",
        icon=":material/download:",
    )

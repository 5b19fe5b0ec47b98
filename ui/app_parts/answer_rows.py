"""答案的表格，与点中一行的全文。 The table of an answer, and the row that was clicked in full."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st
from rdflib import URIRef

from app_parts.answer_links import linked
from app_parts.column_heading import heading
from app_parts.iri_links import show_iris
from app_parts.language import said
from app_parts.shown_answer import ShownAnswer
from app_parts.styling import facts
from zhunru.answer_table import NOTHING, columns_and_rows

_ROW: Final = 35
_MOST_ROWS: Final = 14


def show_rows(shown: ShownAnswer, name: str) -> None:
    """Show the rows, those of a long answer to be narrowed by words; and one of them in full.

    Args:
        shown: An answer with rows.
        name: What keeps the widgets of different queries apart.
    """
    frame, total = shown.frame, len(shown.frame)
    words = _words(name) if total > _MOST_ROWS else ""
    frame = shown.with_words(words) if words else frame
    left = (
        said(f"，留下 {len(frame)} 行（下载的仍是全部）", f", {len(frame)} left") if words else ""
    )
    st.caption(
        said(f"共 {total} 行{left}。点一行，表下列出全文。", f"{total} rows{left}. Click one.")
    )
    if frame.empty:
        st.info(said("没有含这些词的行。", "No row has these words."), icon=":material/search_off:")
        return
    digest = sha256(f"{name} {frame.index.tolist()} {total}".encode()).hexdigest()[:12]
    titles = _headings(shown)
    table = linked(shown, frame, titles)
    event = st.dataframe(
        table.frame,
        key=f"query.rows.{digest}",
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        height=_ROW * (min(len(frame), _MOST_ROWS) + 1) + 3,
        placeholder=NOTHING,
        alt=said("答案", "Answer"),
        column_order=table.order,
        column_config={
            variable: table.columns.get(variable, st.column_config.Column(title, help=variable))
            for variable, title in titles.items()
        },
    )
    for place in event["selection"]["rows"]:
        _show_row(shown, frame.iloc[[place]])


def _words(name: str) -> str:
    return st.text_input(
        said("在结果中查找", "Find in the answer"),
        placeholder=said("只留下含这些词的行，如 腹腔镜 四级", "Keep rows with these words"),
        key=f"query.words.{name}",
        label_visibility="collapsed",
        icon=":material/search:",
    ).strip()


def _show_row(shown: ShownAnswer, row: pd.DataFrame) -> None:
    _, terms = columns_and_rows(shown.answer)
    given = terms[int(row.index[0])]
    with st.container(border=True):
        titles = _headings(shown)
        facts((titles[name], _cell(row.iloc[0][name])) for name in shown.order)
        show_iris([term for term in given if isinstance(term, URIRef)])


def _headings(shown: ShownAnswer) -> dict[str, str]:
    triples = shown.answer.kind == "graph"
    return {name: heading(name, of_triples=triples) for name in shown.frame.columns}


def _cell(value: object) -> str | None:
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return None if text in ("", NOTHING) else text

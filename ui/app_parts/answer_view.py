"""查询的答案：表、图、下载。 The answer to a query: table, chart, network, downloads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import streamlit as st

from app_parts.answer_chart import figures_of, show_chart
from app_parts.answer_network_view import show_network
from app_parts.answer_rows import show_rows
from app_parts.language import said
from app_parts.shown_answer import ShownAnswer
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.answer_formats import to_json, to_turtle
from zhunru.answer_network import has_network
from zhunru.answer_sheets import to_sheet_csv, to_xlsx
from zhunru.errors import Bilingual
from zhunru.queries import QueryError
from zhunru.query_trouble import Trouble, trouble_of

#: What goes into the URL.
Told: TypeAlias = dict[str, str | None]
_TABLE, _CHART, _NETWORK = "table", "chart", "network"
_VIEWS: Final = {
    _TABLE: Bilingual("表格", "Table"),
    _CHART: Bilingual("图表", "Chart"),
    _NETWORK: Bilingual("关系图", "Network"),
}


def answer_or_explain(run: Callable[[], ShownAnswer], name: str, url: PageUrl) -> Told:
    """Run a query and show its answer, or what is wrong with it; return that for the URL.

    Args:
        run: Runs the query.
        name: The name of the downloads, without ending.
        url: The URL of the page.
    """
    try:
        with st.spinner(said("正在查询……", "Running…")):
            shown = run()
    except QueryError as error:
        explain(trouble_of(error))
        return {}
    return show_answer(shown, name, url)


def explain(trouble: Trouble) -> None:
    """Say why there is no answer, and what to do."""
    # 有办法可想的是跑了而没做完的。 What has a hint did run, and did not finish.
    title = (
        said("查询没有做完", "The query did not finish")
        if trouble.hint
        else said("查询没有运行", "The query did not run")
    )
    hint = f"\n\n{plain(said(*trouble.hint))}" if trouble.hint else ""
    reason = plain(said(*trouble.said))
    st.error(f"**{title}**\n\n{reason}{hint}", icon=":material/error:")


def show_answer(shown: ShownAnswer, name: str, url: PageUrl) -> Told:
    """Show an answer, and return what was chosen about the view, for the URL.

    Args:
        shown: The answer.
        name: The name of the downloads, without ending.
        url: The URL of the page.
    """
    answer = shown.answer
    if answer.kind == "ask":
        words = said("答案：是", "Answer: yes") if answer.truth else said("答案：否", "Answer: no")
        st.success(words, icon=":material/check:" if answer.truth else ":material/close:")
        _download(lambda: to_json(answer).encode(), f"{name}.json", "JSON")
        return {}
    if shown.frame.empty:
        st.info(
            said("没有符合条件的结果。换个条件再试。", "Nothing meets these conditions."),
            icon=":material/search_off:",
        )
        return {}
    view = _choose_view(shown, name, url)
    told: Told = {"view": view if view != _TABLE else None}
    if view == _CHART:
        told |= show_chart(shown, name, url)
    elif view == _NETWORK:
        show_network(answer)
    show_rows(shown, name)
    _downloads(shown, name)
    return told


def _choose_view(shown: ShownAnswer, name: str, url: PageUrl) -> str:
    views = [_TABLE]
    if figures_of(shown):
        views.append(_CHART)
    if has_network(shown.answer):
        views.append(_NETWORK)
    if len(views) == 1:
        return _TABLE
    key = f"query.view.{name}"
    url.seed(key, "view", views)
    if st.session_state.get(key) not in views:
        st.session_state[key] = _TABLE
    chosen = st.segmented_control(
        said("看法", "View"),
        views,
        format_func=lambda one: said(*_VIEWS[one]),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    return str(chosen)


def _downloads(shown: ShownAnswer, name: str) -> None:
    answer = shown.answer
    with st.container(horizontal=True):
        _download(lambda: to_sheet_csv(answer).encode(), f"{name}.csv", "CSV")
        _download(lambda: to_xlsx(answer), f"{name}.xlsx", "XLSX")
        if answer.kind == "select":
            _download(lambda: to_json(answer).encode(), f"{name}.json", "JSON")
        else:
            _download(lambda: to_turtle(answer).encode(), f"{name}.ttl", "Turtle")


def _download(data: Callable[[], bytes], file_name: str, form: str) -> None:
    st.download_button(
        said(f"下载 {form}", f"Download {form}"),
        data=data,
        file_name=file_name,
        on_click="ignore",
        icon=":material/download:",
    )

"""把查询交给别人：链接与代码。 Hand a query on: as a link, as code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from app_parts.language import ENGLISH, PARAMETER, language, said
from zhunru.queries import QueryError
from zhunru.query_links import packed
from zhunru.snippet_languages import Language

_CODE: Final = {Language.PYTHON: "python", Language.R: "r", Language.CURL: "bash"}
_NAMES: Final = {Language.PYTHON: "Python", Language.R: "R", Language.CURL: "curl"}


def show_sharing(parameters: Mapping[str, str | None], snippet: Callable[[Language], str]) -> None:
    """Show the link to what the page shows, and the query as programs, each to be copied.

    Args:
        parameters: The parameters of the link.
        snippet: Writes the query in a language; may raise QueryError where it is not complete.
    """
    with st.expander(said("链接与代码", "Link and code"), icon=":material/share:"):
        if parameters.get("q", ""):
            st.caption(said("打开这个链接，就运行同一个查询：", "The link runs the same query:"))
        else:
            st.caption(said("打开这个链接，就是同一个答案：", "The link opens the same answer:"))
        st.code(link_to(parameters), language=None, wrap_lines=True)
        for tab, one in zip(st.tabs(list(_NAMES.values())), _NAMES, strict=True):
            with tab:
                try:
                    st.code(snippet(one), language=_CODE[one], wrap_lines=True)
                except QueryError:
                    st.caption(said("条件填对以后，这里显示代码。", "Fill in the form first."))


def link_to(parameters: Mapping[str, str | None]) -> str:
    """Return the address of this page with parameters, in the language chosen."""
    given = {name: value for name, value in parameters.items() if value is not None}
    if language() == ENGLISH:
        given[PARAMETER] = ENGLISH
    return f"{st.context.url or ''}?{urlencode(given)}"


def text_parameter(text: str) -> str | None:
    """Return a query for the URL, or say that it is too long for it."""
    link = packed(text)
    if link is None:
        st.caption(
            said(
                "查询太长，放不进网址：链接和重新载入都找不回它，请另存一份。",
                "The query is too long for the URL: keep a copy of your own.",
            )
        )
    return link

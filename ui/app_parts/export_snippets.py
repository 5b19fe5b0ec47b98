"""端点在哪里，程序怎样来问。 Where the endpoint is, and how programs ask."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import CHINESE, language, said
from app_parts.query_words import chinese
from app_parts.url_state import PageUrl
from zhunru.queries import saved_queries
from zhunru.remote import endpoint_from_environment
from zhunru.snippet_languages import Language
from zhunru.snippets import LOCAL_ENDPOINT, snippet

_QUERY: Final = "export.query"
_LANGUAGE: Final = "export.language"
_NAMES: Final = {Language.PYTHON: "Python", Language.R: "R", Language.CURL: "curl"}
_HIGHLIGHTED: Final = {Language.PYTHON: "python", Language.R: "r", Language.CURL: "bash"}


def show_endpoint() -> None:
    """Tell where programs can ask, and how to start the endpoint."""
    endpoint = endpoint_from_environment()
    if endpoint:
        st.write("本界面的问题由这个端点回答，别的程序也可以问它：")
        st.code(endpoint.url, language=None)
        return
    st.write("在本机启动端点，别的程序就可以用标准的 SPARQL 1.1 协议提问：")
    st.code("zhunru serve", language="bash")
    st.write("启动以后的地址：")
    st.code(LOCAL_ENDPOINT, language=None)
    st.caption("端点只读，默认只在本机应答；给别的机器用，须另设口令，见文档“SPARQL 端点”。")


def show_snippets(url: PageUrl) -> dict[str, str | None]:
    """Show a saved query as a program; `query` and `code` in the URL.

    Returns:
        What goes into the URL.
    """
    queries = saved_queries()
    url.seed(_QUERY, "query", queries)
    url.seed(_LANGUAGE, "code", set(Language))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    name = left.selectbox(
        said("问题", "Question"),
        list(queries),
        format_func=lambda one: _summary(queries[one].summary),
        key=_QUERY,
    )
    if st.session_state.get(_LANGUAGE) is None:
        st.session_state[_LANGUAGE] = Language.PYTHON
    code = right.segmented_control(
        said("写成", "As"),
        list(Language),
        format_func=lambda one: _NAMES[one],
        key=_LANGUAGE,
        required=True,
    )
    written = Language(code or Language.PYTHON)
    text = snippet(queries[name], written, endpoint_from_environment())
    st.code(text, language=_HIGHLIGHTED[written], wrap_lines=True)
    st.caption("条件取默认值；要换条件，请到“查询”页填好，再复制为代码。")
    with st.expander("不经端点，直接在 Python 里用"):
        st.code(_DIRECTLY.format(query=name), language="python", wrap_lines=True)
    return {"query": name, "code": written.value}


_DIRECTLY: Final = """import zhunru

graph = zhunru.load()                    # rdflib.Graph
print(zhunru.ask("{query}").to_pandas())
"""


def _summary(text: str) -> str:
    return chinese(text) if language() == CHINESE else text.split(" · ")[-1]

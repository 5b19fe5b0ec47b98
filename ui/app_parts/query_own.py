"""自己写 SPARQL：编辑、运行、看答案。 SPARQL of one's own: write, run, read the answer."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from app_parts.answer_view import Told, explain, show_answer
from app_parts.language import said
from app_parts.query_editor import HINT, TEXT, set_text, sparql_editor
from app_parts.query_history import remember, show_history
from app_parts.query_progress import TOKEN, current, runs, show_progress, start
from app_parts.query_sharing import show_sharing, text_parameter
from app_parts.shown_answer import shown_answer
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.errors import UserError
from zhunru.query_links import packed, unpacked
from zhunru.query_runs import MOST_SECONDS, QueryRun, State
from zhunru.query_trouble import Trouble
from zhunru.remote import endpoint_from_environment
from zhunru.snippets import text_snippet

OWN: Final = "own"
#: What keeps widgets apart from those of saved queries, and names downloads.
NAME: Final = "sparql"
_SECONDS: Final = "query.seconds"
_LIMITS: Final = ("10", "30", "60", str(MOST_SECONDS))
_USUAL: Final = "30"
_FIRST_TEXT: Final = """# 词汇前缀不必声明。 Prefixes need not be declared.
SELECT ?procedure ?label ?grade WHERE {
  ?procedure a zr:Procedure ; skos:prefLabel ?label ; zr:grade ?grade .
  FILTER(LANG(?label) = "zh")
}
ORDER BY ?label
"""


def own_query(url: PageUrl) -> Told:
    """Show the editor and what came of the query last run; return what goes into the URL."""
    runs().warm_up()
    _follow(url)
    run = current()
    with st.container(key="query-own"):
        saved = _FIRST_TEXT if run is None else run.text
        asked = sparql_editor(saved, _trouble(run))
        st.caption(said(*HINT))
        seconds, clicked = _controls(url)
    if asked or clicked:
        start(st.session_state[TEXT], float(seconds))
        # 重新画一遍，好在编辑框里标出错处。 Once more, so that errors are marked in the editor.
        st.rerun()
    told = _invitation() if run is None else _outcome(run, url)
    show_history()
    limit = seconds if seconds != _USUAL else None
    if run is None:
        return {"mode": OWN, "limit": limit}
    return {"mode": OWN, "q": packed(run.text), "run": run.token, "limit": limit, **told}


def edit(text: str) -> None:
    """Take a text into the editor and run it."""
    set_text(text)
    start(text, float(_USUAL))


def _follow(url: PageUrl) -> None:
    """Take text and run from the URL where it changed, and run what is no longer known."""
    link, token = url.get("q"), url.get("run")
    if url.changed and link is not None:
        try:
            text = unpacked(link)
        except UserError as error:
            st.error(plain(said(*str(error).split("。 ", 1))), icon=":material/link_off:")
        else:
            known = runs().find(token) if token else None
            if text != st.session_state.get(TEXT):
                set_text(text)
            if known is None or known.text != text:
                start(text, float(_USUAL))
            else:
                st.session_state[TOKEN] = known.token
    elif url.changed and token is not None and (known := runs().find(token)):
        set_text(known.text)
        st.session_state[TOKEN] = token
    st.session_state.setdefault(TEXT, _FIRST_TEXT)
    # 答案也许还没有，先记下怎样看它。 How to view an answer that may not yet be there.
    for parameter in ("view", "x", "y"):
        url.seed(f"query.{parameter}.{NAME}", parameter)


def _controls(url: PageUrl) -> tuple[str, bool]:
    url.seed(_SECONDS, "limit", _LIMITS)
    if st.session_state.get(_SECONDS) not in _LIMITS:
        st.session_state[_SECONDS] = _USUAL
    with st.container(horizontal=True, vertical_alignment="bottom"):
        clicked = st.button(
            said("运行", "Run"), type="primary", key="query.run", icon=":material/play_arrow:"
        )
        seconds = st.selectbox(
            said("时间上限", "Time limit"),
            _LIMITS,
            format_func=lambda one: said(f"{one} 秒", f"{one} s"),
            key=_SECONDS,
            width=140,
        )
    return seconds, clicked


def _trouble(run: QueryRun | None) -> Trouble | None:
    return run.trouble if run is not None and run.text == st.session_state[TEXT] else None


def _invitation() -> Told:
    st.caption(
        said(
            "写好后点“运行”。只回答查询，不改动数据，也不访问别的服务器。",
            "Queries only read the graph and ask no other server.",
        )
    )
    return {}


def _outcome(run: QueryRun, url: PageUrl) -> Told:
    """Show how a run stands, or what came of it."""
    if run.state is State.RUNNING:
        show_progress(run.token)
        return {}
    remember(run)
    if run.text != st.session_state[TEXT]:
        st.caption(said("以下是改动之前那次运行的结果。", "What follows is from before the edit."))
    if run.state is State.CANCELLED:
        st.info(said("查询已取消。", "The query was cancelled."), icon=":material/cancel:")
        return {}
    if run.trouble is not None:
        explain(run.trouble)
        return {}
    assert run.answer is not None
    st.caption(said(f"用时 {run.seconds:.2f} 秒。", f"Took {run.seconds:.2f} s."))
    told = show_answer(shown_answer(run), NAME, url)
    parameters = {"mode": OWN, "q": text_parameter(run.text), **told}
    show_sharing(
        parameters,
        partial(text_snippet, run.text, run.answer.kind, endpoint=endpoint_from_environment()),
    )
    return told

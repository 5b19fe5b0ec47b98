"""查询：现成的问题，或自己写 SPARQL。 Saved questions, or SPARQL of one's own."""

from functools import partial

import streamlit as st

from app_parts.answer_view import Told, answer_or_explain
from app_parts.language import said
from app_parts.query_form import choose_query, fill_in
from app_parts.query_own import OWN, edit, own_query
from app_parts.query_sharing import show_sharing
from app_parts.shown_answer import saved_answer
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.errors import Bilingual
from zhunru.queries import QueryError, SavedQuery
from zhunru.remote import endpoint_from_environment
from zhunru.snippets import snippet

SAVED = "saved"
MODES = {
    SAVED: Bilingual("现成的问题", "Saved questions"),
    OWN: Bilingual("自己写 SPARQL", "SPARQL of your own"),
}
MODE, LAST = "query.mode", "query.mode.last"

url = PageUrl("query")


def choose_mode() -> str:
    """Let the user choose; who comes back without a link finds what was left."""
    last = st.session_state.get(LAST, SAVED)
    url.seed(MODE, "mode", MODES)
    if st.session_state.get(MODE) not in MODES:
        st.session_state[MODE] = SAVED if url.get("query") else last
    mode = st.segmented_control(
        said("方式", "Way"),
        list(MODES),
        format_func=lambda one: said(*MODES[one]),
        key=MODE,
        required=True,
        label_visibility="collapsed",
    )
    st.session_state[LAST] = mode
    return str(mode)


def saved_question() -> Told:
    """Show a saved query as a form with its answer, and return what goes into the URL."""
    query = choose_query(url)
    values = fill_in(query, url)
    view = answer_or_explain(
        lambda: saved_answer(query.name, tuple(values.items())), query.name, url
    )
    _text_of(query, values)
    defaults = {one.name: one.default for one in query.parameters}
    changed = {name: str(value) for name, value in values.items() if value != defaults[name]}
    told = {"query": query.name, **changed, **view}
    code = partial(snippet, query, values=values, endpoint=endpoint_from_environment())
    show_sharing(told, code)
    return told


def _text_of(query: SavedQuery, values: dict[str, str | int]) -> None:
    with st.expander(said("查询文本（SPARQL）", "The query (SPARQL)")):
        try:
            bound = _without_header(query.bind(values))
        except QueryError:
            st.caption(said("条件填对以后，这里显示查询文本。", "Fill in the form first."))
            return
        st.button(
            said("在编辑框里改", "Edit it"),
            on_click=_edit,
            args=(bound,),
            icon=":material/edit:",
        )
        st.code(bound, language="sparql", line_numbers=True)


def _without_header(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip()


def _edit(text: str) -> None:
    st.session_state[MODE] = OWN
    edit(text)


st.title(said("查询", "Query"), anchor=False)
st.write(
    said(
        "挑一个问题，改一改条件，答案马上就变。网址随之变化，收藏或转发后打开就是同一个答案。",
        "Choose a question and change its conditions; the URL leads back to the same answer.",
    )
)
endpoint = endpoint_from_environment()
if endpoint:
    st.caption(said(f"由端点 {plain(endpoint.url)} 回答。", f"Answered by {plain(endpoint.url)}."))
url.keep(own_query(url) if choose_mode() == OWN else saved_question(), empty=True)

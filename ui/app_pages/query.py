"""查询：现成的问题，或自己写 SPARQL。 Saved questions, or SPARQL of one's own."""

import streamlit as st

from app_parts.answer_view import answer_or_explain
from app_parts.query_form import choose_query, fill_in
from app_parts.shown_answer import own_answer, saved_answer
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.queries import QueryError, SavedQuery
from zhunru.remote import endpoint_from_environment

SAVED, OWN = "saved", "own"
MODES = {SAVED: "现成的问题", OWN: "自己写 SPARQL"}
MODE, TEXT = "query.mode", "query.text"
FIRST_TEXT = """# 词汇前缀不必声明。 Prefixes need not be declared.
SELECT ?procedure ?label ?grade WHERE {
  ?procedure a zr:Procedure ; skos:prefLabel ?label ; zr:grade ?grade .
  FILTER(LANG(?label) = "zh")
}
ORDER BY ?label
"""

url = PageUrl("query")


def saved_question() -> dict[str, str | None]:
    """Show a saved query as a form with its answer, and return what goes into the URL."""
    query = choose_query(url)
    values = fill_in(query, url)
    answer_or_explain(lambda: saved_answer(query.name, tuple(values.items())), query.name)
    _text_of(query, values)
    defaults = {one.name: one.default for one in query.parameters}
    changed = {name: str(value) for name, value in values.items() if value != defaults[name]}
    return {"query": query.name, **changed}


def own_text() -> dict[str, str | None]:
    """Show the editor and the answer to what was last run."""
    st.session_state.setdefault(TEXT, FIRST_TEXT)
    with st.form("query.own", border=False):
        text = st.text_area("SPARQL", height=260, key=TEXT, persist_state="session")
        asked = st.form_submit_button("运行", type="primary", icon=":material/play_arrow:")
    if asked:
        st.session_state["query.asked"] = text
    last = st.session_state.get("query.asked")
    if last is not None:
        answer_or_explain(lambda: own_answer(last), "sparql")
    else:
        st.caption("写好后点“运行”。只回答查询，不改动数据，也不访问别的服务器。")
    return {"mode": OWN}


def _text_of(query: SavedQuery, values: dict[str, str | int]) -> None:
    with st.expander("查询文本（SPARQL）"):
        try:
            bound = _without_header(query.bind(values))
        except QueryError:
            st.caption("条件填对以后，这里显示查询文本。")
            return
        st.button("在编辑框里改", on_click=_edit, args=(bound,), icon=":material/edit:")
        st.code(bound, language="sparql", line_numbers=True)


def _without_header(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip()


def _edit(text: str) -> None:
    st.session_state[MODE] = OWN
    st.session_state[TEXT] = text
    st.session_state["query.asked"] = text


st.title("查询", anchor=False)
st.write("挑一个问题，改一改条件，答案马上就变。网址随之变化，收藏或转发后打开就是同一个答案。")
endpoint = endpoint_from_environment()
if endpoint:
    st.caption(f"由端点 {plain(endpoint.url)} 回答。")
url.seed(MODE, "mode", MODES)
if st.session_state.get(MODE) not in MODES:
    st.session_state[MODE] = SAVED
mode = st.segmented_control(
    "方式",
    list(MODES),
    format_func=lambda one: MODES[one],
    key=MODE,
    required=True,
    label_visibility="collapsed",
)
url.keep(own_text() if mode == OWN else saved_question())

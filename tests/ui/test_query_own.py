"""自己写 SPARQL，不经浏览器。 SPARQL of one's own on the query page, without a browser."""

import json

import pytest
from page_words import texts
from query_pages import ended, run, write

from app_parts import query_progress
from app_parts.query_progress import TOKEN, runs
from zhunru.ask import Answer
from zhunru.query_links import LONGEST_PACKED, packed
from zhunru.query_runs import QueryRuns, State
from zhunru.remote import Endpoint
from zhunru.serving.settings import Limits

#: Three patterns without a common variable: more solutions than anybody can count.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = "SELECT * { ?s ?p ?o }"
ASK = "ASK { ?p a zr:Procedure }"


@pytest.mark.parametrize(
    "text",
    ["SELECT ?x WHERE {", "", "DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x> {} }"],
)
def test_a_query_that_cannot_run_is_explained(open_page, text):
    app = run(open_page("query", mode="own"), text)
    assert "查询没有运行" in app.error[0].value
    assert packed(text) in app.query_params["q"]


def test_an_error_names_line_and_column_and_is_marked_there(open_page):
    app = run(open_page("query", mode="own"), "SELECT ?x\nWHERE {")
    assert "第 2 行第 8 列" in app.error[0].value
    assert mark(app)["line"] == 2 and mark(app)["column"] == 8
    write(app, "SELECT ?x\nWHERE { }")
    app.run()
    assert mark(app) is None, "the text has changed since"


def mark(app):
    (editor,) = [one for one in app.get("bidi_component") if "sparql" in one.proto.component_name]
    return json.loads(editor.proto.json)["error"]


def test_ask_and_construct_have_answers(open_page):
    app = run(open_page("query", mode="own"), ASK)
    assert app.success[0].value == "答案：是"
    run(app, "CONSTRUCT { ?p a zr:Procedure } WHERE { ?p a zr:Procedure } LIMIT 3")
    assert len(app.dataframe[0].value) == 3


def test_no_rows_are_no_error(open_page):
    app = run(open_page("query", mode="own"), "SELECT ?x { ?x a zr:Procedure FILTER(false) }")
    assert "没有符合条件的结果" in app.info[0].value


def test_too_large_an_answer_says_what_to_do(open_page):
    app = run(open_page("query", mode="own"), ALL)
    assert "答案超过上限" in app.error[0].value and "LIMIT 100" in app.error[0].value


def test_an_endless_query_can_be_cancelled_while_the_page_stays_usable(open_page):
    app = open_page("query", mode="own")
    write(app, ENDLESS)
    app.button(key="query.run").click().run()
    going = runs().find(app.session_state[TOKEN])
    assert going.state is State.RUNNING
    app.selectbox(key="query.seconds").set_value("60").run()
    assert going.state is State.RUNNING and not app.exception
    app.button(key="query.cancel").click().run()
    ended(app)
    assert going.state is State.CANCELLED
    assert "查询已取消" in app.info[0].value


def test_a_second_query_takes_the_place_of_the_first(open_page):
    app = open_page("query", mode="own")
    write(app, ENDLESS)
    app.button(key="query.run").click().run()
    first = runs().find(app.session_state[TOKEN])
    run(app, ASK)
    assert first.state is State.CANCELLED
    assert app.success


def test_at_the_time_limit_the_page_says_what_to_do(open_page, monkeypatch):
    brief = QueryRuns(limits=Limits(seconds=1.5, workers=1, heavy=1))
    monkeypatch.setattr(query_progress, "_runs", lambda endpoint: brief)
    try:
        app = run(open_page("query", mode="own"), ENDLESS)
        assert "超过 1.5 秒" in app.error[0].value.replace("\\", "")
        assert "时间上限" in app.error[0].value
    finally:
        brief.close()


# 网址 The URL


def test_a_reload_finds_text_and_answer(open_page):
    app = run(open_page("query", mode="own"), ASK)
    token = app.session_state[TOKEN]
    again = open_page("query", mode="own", q=packed(ASK), run=token)
    assert again.session_state["query.text"] == ASK
    assert again.session_state[TOKEN] == token
    assert again.success


def test_a_link_without_a_known_run_asks_anew(open_page):
    app = ended(open_page("query", mode="own", q=packed(ASK), run="gone"))
    assert app.session_state["query.text"] == ASK
    assert app.success


def test_a_damaged_link_is_explained(open_page):
    app = open_page("query", mode="own", q=packed(ASK)[:-4])
    assert "不完整" in app.error[0].value
    assert "SELECT" in app.session_state["query.text"]


def test_a_text_too_long_for_a_link_says_so(open_page):
    noise = " ".join(f"{number * number:x}" for number in range(90_000))
    text = f"{ASK} # {noise[:60_000]}"
    assert packed(text) is None and len(text) > LONGEST_PACKED
    app = run(open_page("query", mode="own"), text)
    assert "q" not in app.query_params
    assert "太长" in texts(app.caption)


def test_who_comes_back_to_the_page_finds_the_text(open_page):
    app = run(open_page("query", mode="own"), ASK)
    app.switch_page("app_pages/browse.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/query.py").run()
    assert app.session_state["query.text"] == ASK
    assert app.success


# 历史 History


def test_history_loads_what_was_run(open_page):
    app = run(open_page("query", mode="own"), ASK)
    run(app, "SELECT ?x { ?x a zr:Title } LIMIT 2")
    past = [one for one in app.button if (one.key or "").startswith("query.past.")]
    assert "2 行" in past[0].label and "是" in past[1].label
    past[1].click().run()
    assert app.session_state["query.text"] == ASK
    assert app.success


# 答案的看法 Views of answers

GRADES = """SELECT ?grade ?label (COUNT(?p) AS ?number) {
  ?p a zr:Procedure ; zr:grade ?grade . ?grade skos:prefLabel ?label FILTER(LANG(?label) = "zh")
} GROUP BY ?grade ?label ORDER BY ?label"""


def test_figures_make_a_chart_with_words_for_it(open_page):
    app = run(open_page("query", mode="own", view="chart"), GRADES)
    assert app.selectbox(key="query.x.sparql").value == "label"
    assert app.selectbox(key="query.y.sparql").value == "number"
    (chart,) = app.get("vega_lite_chart")
    assert "条形图" in chart.proto.alt
    assert len(app.dataframe) == 1, "the same figures stand in the table"
    app.selectbox(key="query.x.sparql").set_value("grade").run()
    assert "grade" in app.query_params["x"]


def test_relations_make_a_network(open_page):
    text = "CONSTRUCT { ?p zr:grade ?g } WHERE { ?p a zr:Procedure ; zr:grade ?g } LIMIT 300"
    app = run(open_page("query", mode="own", view="network"), text)
    assert "没有画出" in texts(app.caption)
    assert len(app.dataframe[0].value) == 300


def test_without_figures_and_relations_there_is_only_the_table(open_page):
    app = run(open_page("query", mode="own"), "SELECT ?l { ?t a zr:Title ; skos:prefLabel ?l }")
    assert not [one for one in app.button_group if one.key == "query.view.sparql"]


def test_a_long_answer_can_be_narrowed_by_words(open_page):
    text = "SELECT ?p ?label WHERE { ?p a zr:Procedure ; skos:prefLabel ?label } ORDER BY ?p"
    app = run(open_page("query", mode="own"), text)
    whole = app.dataframe[0].value
    word = whole["label"].iloc[0]
    app.text_input(key="query.words.sparql").set_value(word).run()
    assert not app.exception
    kept = app.dataframe[0].value
    assert 0 < len(kept) < len(whole)
    assert all(word in " ".join(map(str, row)) for row in kept.to_numpy())
    assert f"留下 {len(kept)} 行" in texts(app.caption)
    app.text_input(key="query.words.sparql").set_value("没有这样的词").run()
    assert not app.dataframe
    assert "没有含这些词的行" in app.info[0].value


# 别处的端点 An endpoint elsewhere


def test_with_an_endpoint_it_answers(open_page, monkeypatch):
    from zhunru import query_runs

    endpoint = Endpoint("http://127.0.0.1:1/query")
    for name, value in endpoint.variables.items():
        monkeypatch.setenv(name, value)
    asked = []

    def answer(given, text):
        asked.append((given.url, given.timeout, text))
        return Answer("ask", truth=False)

    monkeypatch.setattr(query_runs, "ask_endpoint", answer)
    app = run(open_page("query", mode="own"), ASK)
    assert app.success[0].value == "答案：否"
    assert asked == [(endpoint.url, 30.0, ASK)]
    assert any(endpoint.url in one.value for one in app.code)

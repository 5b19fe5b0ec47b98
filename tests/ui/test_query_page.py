"""查询页，不经浏览器。 The query page, opened without a browser."""

import pytest
from page_words import texts

from app_parts.query_form import chinese
from zhunru.answer_formats import to_frame
from zhunru.ask import ask_saved
from zhunru.queries import saved_queries
from zhunru.query_themes import theme_name, themes


@pytest.mark.parametrize("name", saved_queries())
def test_every_saved_query_has_a_form_and_an_answer(open_page, name):
    app = open_page("query", query=name)
    shown = app.dataframe[0].value
    assert len(shown) == len(to_frame(ask_saved(name)))
    keys = {widget.key for widget in (*app.selectbox, *app.number_input, *app.text_input)}
    parameters = saved_queries()[name].parameters
    assert {f"query.{name}.{parameter.name}" for parameter in parameters} <= keys


def test_parameters_come_from_the_url_and_go_into_it(open_page):
    name, parameter = next(
        (one.name, parameter)
        for one in saved_queries().values()
        for parameter in one.parameters
        if parameter.choices and parameter.default == ""
    )
    value = parameter.choices[-1].value
    app = open_page("query", query=name, **{parameter.name: value})
    widget = app.selectbox(key=f"query.{name}.{parameter.name}")
    assert widget.value == value
    assert app.query_params[parameter.name] == value
    widget.set_value("").run()
    assert parameter.name not in app.query_params


def test_an_answer_without_rows_says_so(open_page):
    name, parameter = next(
        (one.name, parameter.name)
        for one in saved_queries().values()
        for parameter in one.parameters
        if not parameter.choices and parameter.kind == "string" and one.name != "overlaps"
    )
    app = open_page("query", query=name, **{parameter: "没有这一项"})
    assert "没有符合条件的结果" in app.info[0].value


@pytest.mark.parametrize(
    "text",
    ["SELECT ?x WHERE {", "", "DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x> {} }"],
)
def test_a_query_that_cannot_run_is_explained(open_page, text):
    app = open_page("query", mode="own")
    app.text_area(key="query.text").set_value(text)
    app.button[0].click().run()
    assert not app.exception
    assert "查询没有运行" in app.error[0].value


def test_an_error_names_line_and_column(open_page):
    app = open_page("query", mode="own")
    app.text_area(key="query.text").set_value("SELECT ?x\nWHERE {")
    app.button[0].click().run()
    assert "第 2 行第 8 列" in app.error[0].value


def test_ask_and_construct_have_answers(open_page):
    app = open_page("query", mode="own")
    app.text_area(key="query.text").set_value("ASK { ?p a zr:Procedure }")
    app.button[0].click().run()
    assert app.success[0].value == "答案：是"
    app.text_area(key="query.text").set_value(
        "CONSTRUCT { ?p a zr:Procedure } WHERE { ?p a zr:Procedure } LIMIT 3"
    )
    app.button[0].click().run()
    assert len(app.dataframe[0].value) == 3


def test_a_saved_query_can_be_taken_into_the_editor(open_page):
    name = next(iter(saved_queries()))
    app = open_page("query", query=name)
    rows = len(app.dataframe[0].value)
    next(one for one in app.button if one.label == "在编辑框里改").click().run()
    assert not app.exception
    assert "SELECT" in app.text_area(key="query.text").value
    assert len(app.dataframe[0].value) == rows


# 主题 Themes


def test_every_saved_query_is_in_one_theme_with_a_chinese_name():
    names = [one.name for given in themes().values() for one in given]
    assert sorted(names) == sorted(saved_queries())
    assert all(theme_name(theme).zh != theme for theme in themes())


@pytest.mark.parametrize("theme", themes())
def test_a_theme_offers_its_queries_only(open_page, theme):
    app = open_page("query")
    app.button_group(key="query.theme").set_value(theme).run()
    assert not app.exception
    expected = [chinese(one.summary) for one in themes()[theme]]
    assert app.selectbox(key="query.name").options == expected
    assert app.query_params["query"] == themes()[theme][0].name


def test_a_link_by_name_opens_the_theme_of_the_query(open_page):
    for given in themes().values():
        query = given[-1]
        app = open_page("query", query=query.name)
        assert app.button_group(key="query.theme").value == query.theme
        assert app.selectbox(key="query.name").value == query.name
        assert app.query_params["query"] == query.name


def test_a_link_to_no_query_opens_the_first(open_page):
    app = open_page("query", query="no-such-query")
    assert app.query_params["query"] == next(iter(themes().values()))[0].name


# 长的答案 Long answers


def test_a_long_answer_can_be_narrowed_by_words(open_page):
    app = open_page("query", mode="own")
    text = "SELECT ?p ?label WHERE { ?p a zr:Procedure ; skos:prefLabel ?label } ORDER BY ?p"
    app.text_area(key="query.text").set_value(text)
    app.button[0].click().run()
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

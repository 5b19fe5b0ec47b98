"""查询页，不经浏览器。 The query page, opened without a browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from query_pages import ended

from app_parts.query_words import HAN, chinese, english
from zhunru.answer_formats import to_frame
from zhunru.ask import ask_saved
from zhunru.queries import saved_queries
from zhunru.query_themes import theme_name, themes
from zhunru.snippet_languages import Language
from zhunru.snippets import snippet


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


def test_a_saved_query_can_be_taken_into_the_editor(open_page):
    name = next(iter(saved_queries()))
    app = open_page("query", query=name)
    rows = len(app.dataframe[0].value)
    next(one for one in app.button if one.label == "在编辑框里改").click().run()
    ended(app)
    assert "SELECT" in app.session_state["query.text"]
    assert len(app.dataframe[0].value) == rows


def test_a_saved_query_is_shared_as_link_and_code(open_page):
    query = saved_queries()["overlaps"]
    app = open_page("query", query=query.name, keyword="胆囊")
    link, *codes = [one.value for one in app.code][1:]
    assert parse_qs(urlsplit(link).query) == {"query": [query.name], "keyword": ["胆囊"]}
    written = [snippet(query, one, values={"keyword": "胆囊"}) for one in Language]
    assert codes == [one.strip() for one in written]


def test_in_english_names_are_english(open_page):
    query = next(one for one in saved_queries().values() if one.parameters)
    app = open_page("query", query=query.name, lang="en")
    assert app.title[0].value == "Query"
    assert english(query.summary) in app.selectbox(key="query.name").options
    assert not HAN.search(" ".join(app.button_group(key="query.theme").options))


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


def test_what_is_missing_is_a_dash_and_no_english_word(open_page):
    app = open_page("query", query="binding-rules-of-procedure")
    table = app.dataframe[0]
    assert table.value["figure"].isna().any()
    assert table.proto.placeholder == "—"


def test_a_field_that_was_emptied_stays_empty_in_the_link(open_page):
    app = open_page("query", query="overlaps")
    field = next(one for one in app.text_input if one.key == "query.overlaps.keyword")
    field.set_value("").run()
    rows = len(app.dataframe[0].value)
    assert "keyword" in app.query_params
    again = open_page("query", query="overlaps", keyword="")
    assert len(again.dataframe[0].value) == rows
    assert "keyword=&" in again.code[1].value or again.code[1].value.endswith("keyword=")


def test_a_number_that_is_none_gives_way_to_the_usual_one(open_page):
    app = open_page("query", query="procedures-by-title", years="abc")
    assert app.number_input(key="query.procedures-by-title.years").value == 3

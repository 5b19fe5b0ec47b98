"""保存的查询：头部、参数与代入。 Saved queries: headers, parameters, binding."""

from functools import cache

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal
from rdflib.plugins.sparql import prepareQuery

from zhunru.answer_table import column_title
from zhunru.ask import ask_saved
from zhunru.column_titles import COLUMN_TITLES
from zhunru.queries import (
    CONCEPT_PARAMETERS,
    Choice,
    Parameter,
    QueryError,
    SavedQuery,
    concept_choices,
    read_query,
    saved_queries,
    saved_query,
)

NAMES = list(saved_queries())
REQUIRED = {
    "procedures-by-title",
    "overlaps",
    "operator-conditions",
    "decision-makers",
    "training-requirements",
    "waivers",
    "institution-volumes",
    "case-volumes",
    "training-bases",
    "technique-summary",
    "curation-notes",
    "requirements-of-clause",
}
HOSTILE = [
    '"',
    '" ) } SERVICE <http://127.0.0.1/> {',
    "'''\"\"\"",
    "\\",
    '\\"',
    "a\nb",
    "a\r\nb\tc",
    "?_years_integer",
    "# 注释 \n } #",
    "{}<>|^`$1\\1\\g<0>",
    "甲状腺\u2028\u0085",
    "",
]


def echo(kind="string", token="?_value"):
    return SavedQuery(
        "echo",
        "",
        "",
        "",
        (),
        (Parameter("value", None, kind),),
        f"# {token}\nSELECT ?x WHERE {{ BIND({token} AS ?x) }}",
    )


def test_the_required_queries_are_there():
    assert set(NAMES) >= REQUIRED


@pytest.mark.parametrize("name", NAMES)
def test_header_tells_what_the_query_answers(name):
    query = saved_query(name)
    assert query.name == name
    chinese, _, english = query.summary.partition(" · ")
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
    assert english.isascii()
    assert len(query.description) > len(query.summary)
    assert query.tags
    assert all(parameter.default is not None for parameter in query.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_text_is_portable_sparql_with_and_without_values(name):
    query = saved_query(name)
    prepareQuery(query.text)
    prepareQuery(query.bind())
    assert "?_" not in query.bind().split("PREFIX", 1)[1]
    assert "EXISTS" not in query.text
    assert "ORDER BY" in query.text


#: Answers whose rows are counts, pairs or passages rather than one thing with a name.
UNNAMED = {
    "grade4-deciders",
    "not-encoded",
    "overlap-candidates",
    "overlap-counts",
    "strictest-and-mildest",
}


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_about_named_things_and_each_once(name):
    answer = ask_saved(name)
    assert len(set(answer.rows)) == len(answer.rows)
    things = [str(row[0]).startswith("https://w3id.org/zhunru/id/") for row in answer.rows]
    assert all(things) or not any(things)
    assert name in UNNAMED or answer.columns[1] == "label"


@cache
def answered(name):
    return ask_saved(name).columns


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_chinese_heading(name):
    for column in answered(name):
        assert column_title(column) != column, column


def test_no_heading_is_left_over():
    used = {column for name in NAMES for column in answered(name)}
    used |= {column[:-2] for column in used if column.endswith(("_a", "_b"))}
    assert COLUMN_TITLES.keys() <= used


@pytest.mark.parametrize("kind", CONCEPT_PARAMETERS.values())
def test_no_name_means_two_concepts(kind):
    seen = {}
    for choice in concept_choices(kind):
        assert choice.label
        for name in choice.names:
            assert seen.setdefault(name, choice.value) == choice.value


def test_choices_follow_the_rank():
    titles = [choice.value for choice in concept_choices("Title")]
    physicians = ["resident", "attending", "associate-chief", "chief"]
    assert [title for title in titles if title in physicians] == physicians
    assert [choice.label for choice in concept_choices("Grade")][-1] == "四级手术"


@pytest.mark.parametrize(
    "values",
    [
        {"grade": "4", "title": "associate-chief"},
        {"grade": 4, "title": "Associate Chief Physician"},
        {"grade": "四级手术", "title": "副主任医师", "role": "独立术者", "years": "3"},
    ],
)
def test_notations_and_labels_mean_the_same(values):
    query = saved_query("procedures-by-title")
    assert query.bind(values) == query.bind()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_string_comes_out_as_it_went_in(text):
    bound = echo().bind({"value": text})
    (row,) = pyoxigraph.Store().query(bound)
    assert row["x"].value == text
    ((term,),) = Graph().query(bound)
    assert term == Literal(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_no_string_breaks_out_of_its_literal(text):
    try:
        bound = echo().bind({"value": text})
    except QueryError:
        assert "\\u" in text.lower()
        return
    (row,) = pyoxigraph.Store().query(bound)
    assert row["x"].value == text
    ((term,),) = Graph().query(bound)
    assert str(term) == text


@pytest.mark.parametrize("text", ["\\u0022", "\\U00000022", "\ud800", "\0"])
def test_text_that_parsers_would_read_differently_is_refused(text):
    with pytest.raises(QueryError, match="参数 value"):
        echo().bind({"value": text})


@pytest.mark.parametrize("value", ["x", "1.5", "", "3 }", "９", True, "1" * 19])
def test_an_integer_takes_whole_numbers_only(value):
    with pytest.raises(QueryError, match="参数 value"):
        echo("integer", "?_value_integer").bind({"value": value})


@pytest.mark.parametrize(("value", "written"), [(3, "3"), ("03", "3"), ("-2", "-2"), ("+2", "2")])
def test_an_integer_is_typed(value, written):
    bound = echo("integer", "?_value_integer").bind({"value": value})
    assert f'"{written}"^^<http://www.w3.org/2001/XMLSchema#integer>' in bound


@pytest.mark.parametrize("value", ["", "no-scheme", "http://a/> {}", "http://a/ b", 'http://a/"'])
def test_an_iri_cannot_break_out(value):
    with pytest.raises(QueryError, match="IRI"):
        echo("iri", "?_value_iri").bind({"value": value})


def test_an_iri_is_bracketed():
    bound = echo("iri", "?_value_iri").bind({"value": "https://example.org/甲#乙"})
    assert "BIND(<https://example.org/甲#乙> AS ?x)" in bound


def test_an_unknown_parameter_is_answered_with_the_known_ones_and_the_nearest():
    with pytest.raises(QueryError) as caught:
        saved_query("procedures-by-title").bind({"titel": "chief"})
    message = str(caught.value)
    assert "没有参数“titel”" in message
    assert "grade、title、years、role" in message
    assert "是不是“title”？" in message
    assert "Did you mean 'title'?" in message


def test_a_query_without_parameters_says_so():
    with pytest.raises(QueryError, match="它没有参数"):
        saved_query("documents").bind({"grade": "4"})


def test_a_missing_parameter_is_named():
    with pytest.raises(QueryError, match="缺少参数 value"):
        echo().bind()


def test_a_value_outside_the_choices_is_answered_with_them():
    with pytest.raises(QueryError) as caught:
        saved_query("procedures-by-title").bind({"title": "副主任"})
    assert all(choice.value in str(caught.value) for choice in concept_choices("Title"))
    assert "是不是“副主任医师”" in str(caught.value)
    with pytest.raises(QueryError, match="same、all"):
        saved_query("overlaps").bind({"match": "exact"})


def test_an_unknown_query_is_answered_with_the_nearest():
    with pytest.raises(QueryError, match="是不是“overlaps”") as caught:
        saved_query("overlap")
    assert "Did you mean 'overlaps'?" in str(caught.value)


def test_the_catalogue_cannot_be_changed_by_its_readers():
    saved_queries().clear()
    assert saved_queries()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * {}", "summary"),
        ("#+ summary: a: b\n#+ description: c\nSELECT * {}", "YAML"),
        ("#+ summary: a\n#+ description: b\n#+ defaults:\n#+   - c: 1\nSELECT * {}", "没有参数 c"),
        (
            "#+ summary: a\n#+ description: b\n#+ enumerate:\n#+   - c\nSELECT * {FILTER(?_c)}",
            "没有列出取值",
        ),
        ("#+ summary: a\n#+ description: b\nSELECT * {FILTER(?_c = ?_c_iri)}", "两种类型"),
    ],
)
def test_a_malformed_header_is_refused(tmp_path, text, reason):
    path = tmp_path / "bad.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=reason):
        read_query(path)


def test_a_header_is_read(tmp_path):
    path = tmp_path / "good.rq"
    path.write_text(
        "#+ summary: 甲 · A\n#+ description: |\n#+   乙\n#+   丙\n#+ tags:\n#+   - 丁\n"
        "#+ defaults:\n#+   - name: x\n#+ enumerate:\n#+   - name:\n#+     - x\n#+     - y\n"
        "SELECT * { ?s ?p ?o FILTER(?o = ?_name || ?s = ?_other_iri) }",
        encoding="utf-8",
    )
    query = read_query(path)
    assert (query.summary, query.description, query.tags) == ("甲 · A", "乙\n丙", ("丁",))
    choices = (Choice("x", "x", frozenset("x")), Choice("y", "y", frozenset("y")))
    assert query.parameters == (
        Parameter("name", "x", "string", choices),
        Parameter("other", None, "iri"),
    )

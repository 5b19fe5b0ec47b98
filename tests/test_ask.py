"""提问与答案的写法。 Asking, and writing answers down."""

import csv
import io
import json
import socket

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rich.console import Console

from zhunru.answer_formats import FORMATS, to_csv, to_frame, to_json, to_turtle
from zhunru.answer_table import column_title, readable, short_iri, to_table
from zhunru.ask import Answer, ask, ask_saved, checked, label_of
from zhunru.namespaces import ZR
from zhunru.queries import QueryError

GRADE4 = URIRef("https://w3id.org/zhunru/id/grade/4")


@pytest.fixture
def listener():
    """一个本机端口，有人来连就看得到。 A local port that shows whether anybody connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def printed(table, width=200):
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    return console.file.getvalue()


def test_select_gives_columns_and_terms():
    answer = ask("SELECT ?g ?label ?none { ?g a zr:Grade ; zr:rank 4 ; skos:prefLabel ?label }")
    assert answer.kind == "select"
    assert answer.columns == ("g", "label", "none")
    assert set(answer.rows) == {
        (GRADE4, Literal("四级手术", lang="zh"), None),
        (GRADE4, Literal("Grade 4", lang="en"), None),
    }


def test_ask_gives_a_truth_value():
    assert ask("ASK { ?g a zr:Grade }").truth is True
    assert ask("ASK { ?g a zr:Gradient }") == Answer("ask", truth=False)


@pytest.mark.parametrize("query", ["DESCRIBE grade:4", "CONSTRUCT WHERE { grade:4 a ?c }"])
def test_construct_and_describe_give_a_graph(query):
    answer = ask(query)
    assert answer.kind == "graph"
    assert (GRADE4, RDF.type, ZR.Grade) in answer.graph


def test_saved_queries_are_asked_with_parameters():
    assert len(ask_saved("procedures-by-title").rows) == 79
    assert len(ask_saved("procedures-by-title", {"years": 0}).rows) > 115
    with pytest.raises(QueryError, match="没有参数"):
        ask_saved("overlaps", {"word": "喉"})


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT ?x WHERE {\n ?x foo bar }", 2, 2),
        ("SELECT ?x\nWHERE {\n  ?x ?y ?z .\n  ?x ?y )\n}", 4, 3),
        ("SELECT ?x\nWHERE {\n  ?x ?y ?z\n  FILTER(?z >)\n}", 4, 3),
        ("SELEC ?x {}", 1, 1),
        ("SELECT * { ?s ?p ?o", 1, 20),
        ("SELECT * { ?s nope:x ?o }", 1, 21),
    ],
)
def test_a_malformed_query_is_located(query, line, column):
    with pytest.raises(QueryError) as caught:
        ask(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    message = str(caught.value)
    assert f"第 {line} 行第 {column} 列" in message
    assert f"line {line}, column {column}" in message
    assert query.split("\n")[line - 1].strip() in message
    assert len(message) < 300


def test_a_malformed_query_names_the_construct():
    with pytest.raises(QueryError, match=r"从“FILTER\(\?z”起读不通"):
        ask("SELECT ?x { ?x ?y ?z FILTER(?z >) }")
    with pytest.raises(QueryError, match="从查询结尾起读不通"):
        ask("SELECT * { ?s ?p ?o")


def test_an_undeclared_prefix_is_called_that():
    with pytest.raises(QueryError, match="前缀未声明"):
        ask("SELECT * { ?s nope:x ?o }")


@pytest.mark.parametrize("query", ["", "  \n", "# 只有注释", "# a\r"])
def test_an_empty_query_is_called_that(query):
    with pytest.raises(QueryError, match="查询是空的"):
        ask(query)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
    ],
)
def test_updates_are_refused(update):
    with pytest.raises(QueryError, match="不接受修改数据"):
        ask(update)


FEDERATED = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { service silent <URL> { } }",
    "SELECT * { ?s ?p ?o OPTIONAL { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { MINUS { SERVICE <URL> { ?s ?p ?o } } } } }",
    "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) {}",
    "SELECT ?x { BIND(IF(EXISTS { SERVICE <URL> {} }, 1, 2) AS ?x) }",
    "SELECT * { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    # 只在一个解析器眼里是注释或字符串的。 A comment or string to one parser only.
    "ASK { # 注释 \r SERVICE <URL> { ?s ?p ?o } }",
    'ASK { ?s ?p "\\u0022 # " . SERVICE <URL> { ?a ?b ?c } }',
    'ASK { ?s ?p "\\\\u0022 # " . SERVICE <URL> { ?a ?b ?c } }',
    "ASK { \\u0053ERVICE <URL> { ?a ?b ?c } }",
    "ASK { # \\u000a SERVICE <URL> { ?a ?b ?c } }",
    "ASK { # \\u000d SERVICE <URL> { ?a ?b ?c } }",
    "ASK { \\u005cu0053ERVICE <URL> { ?a ?b ?c } }",
    "ASK { ?s ?p ?o LATERAL { SERVICE <URL> { ?a ?b ?c } } }",
]


@pytest.mark.parametrize("query", FEDERATED)
def test_federated_queries_never_leave_the_process(listener, query):
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(QueryError):
        ask(query.replace("URL", url))
    with pytest.raises(TimeoutError):
        listener.accept()


def test_federated_queries_are_refused_with_the_reason():
    with pytest.raises(QueryError, match=r"不接受联邦查询.*Federated queries are refused"):
        ask("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s skos:prefLabel ?l FILTER(CONTAINS(?l, "service")) }',
        "SELECT ?service { ?service a zr:Grade } # SERVICE",
        "SELECT * { ?s <https://example.org/SERVICE> ?o }",
    ],
)
def test_the_word_service_is_harmless_elsewhere(query):
    assert ask(query).kind == "select"


def test_codepoint_escapes_and_line_ends_are_settled_before_anybody_reads():
    assert checked("ASK {\r\n?s ?p '\\u7532' # \r }") == "ASK {\n?s ?p '甲' # \n }"
    with pytest.raises(QueryError, match="不成字符"):
        checked("ASK { ?s ?p '\\ud800' }")
    with pytest.raises(QueryError, match="不成字符"):
        checked("ASK { ?s ?p '\\UFFFFFFFF' }")
    with pytest.raises(QueryError, match="纠缠"):
        checked("ASK { ?s ?p '\\u005cu0041' }")


def test_deep_nesting_is_an_error_not_a_crash():
    with pytest.raises(QueryError):
        ask("SELECT * " + "{" * 2000 + "}" * 2000)


def test_labels():
    assert label_of(str(GRADE4)) == "四级手术"
    assert label_of(str(GRADE4), "en") == "Grade 4"
    assert label_of(str(ZR.Grade)) == "手术级别"
    assert label_of("https://example.org/") is None


SELECT = Answer(
    "select",
    ("procedure", "label", "figure", "held"),
    (
        (GRADE4, Literal("=甲, “乙”", lang="zh"), Literal("3", datatype=XSD.integer), None),
        (
            BNode("b"),
            Literal('say "x"\n'),
            Literal("1.5", datatype=XSD.decimal),
            Literal("[b]x[/b]"),
        ),
    ),
)


def test_csv_is_exact():
    assert to_csv(SELECT) == (
        "procedure,label,figure,held\r\n"
        'https://w3id.org/zhunru/id/grade/4,"=甲, “乙”",3,\r\n'
        '_:b,"say ""x""\n",1.5,[b]x[/b]\r\n'
    )
    assert list(csv.reader(io.StringIO(to_csv(SELECT))))[1][1] == "=甲, “乙”"


def test_json_follows_the_recommendation():
    content = json.loads(to_json(SELECT))
    assert content["head"] == {"vars": ["procedure", "label", "figure", "held"]}
    first, second = content["results"]["bindings"]
    assert first == {
        "procedure": {"type": "uri", "value": str(GRADE4)},
        "label": {"type": "literal", "value": "=甲, “乙”", "xml:lang": "zh"},
        "figure": {"type": "literal", "value": "3", "datatype": str(XSD.integer)},
    }
    assert second["procedure"] == {"type": "bnode", "value": "b"}
    assert second["held"] == {"type": "literal", "value": "[b]x[/b]"}
    assert json.loads(to_json(Answer("ask", truth=True))) == {"head": {}, "boolean": True}
    assert "四级手术" in to_json(ask("SELECT ?l { grade:4 skos:prefLabel ?l }"))


def test_json_and_turtle_read_back():
    answer = ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s a zr:Title ; ?p ?o }")
    assert set(Graph().parse(data=to_turtle(answer))) == set(answer.graph)
    assert "副主任医师" in to_turtle(answer)


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        (SELECT, "ttl"),
        (Answer("ask", truth=True), "ttl"),
        (Answer("ask", truth=True), "csv"),
        (Answer("graph", graph=Graph()), "csv"),
        (Answer("graph", graph=Graph()), "json"),
    ],
)
def test_a_form_that_does_not_suit_is_refused(answer, form):
    with pytest.raises(QueryError, match=r"只能写.*holds"):
        FORMATS[form](answer)


def test_table_has_chinese_headings_short_iris_and_a_dash_for_nothing():
    text = printed(to_table(SELECT))
    for expected in ("手术 · procedure", "名称 · label", "grade:4", "=甲, “乙”", "—", "[b]x[/b]"):
        assert expected in text


def test_table_sets_a_label_beside_the_first_column():
    text = printed(to_table(ask("SELECT ?g ?n { ?g a zr:Grade ; skos:notation ?n }")))
    assert "名称 · label" in text
    assert "四级手术" in text


def test_table_of_a_truth_value_and_of_a_graph():
    assert "是 · yes" in printed(to_table(Answer("ask", truth=True)))
    assert "否 · no" in printed(to_table(Answer("ask", truth=False)))
    text = printed(to_table(ask("DESCRIBE grade:4")))
    assert "skos:prefLabel" in text
    assert "Grade 4" in text


def test_an_empty_answer_is_still_a_table():
    empty = ask("SELECT ?g { ?g a zr:Gradient }")
    assert "g" in printed(to_table(empty, 20))
    assert len(to_frame(empty)) == 0


def test_a_wide_answer_becomes_cards_in_a_narrow_terminal():
    answer = ask_saved("overlaps")
    cards = printed(to_table(answer, 100), 100)
    assert cards.count("甲三级例数 · grade3_cases_a") == 1, "shared by every row, told once"
    assert cards.count("乙目录位置 · position_b") == 6
    assert "咽喉科内镜诊疗技术临床应用管理规范（2019年版）" in cards
    assert printed(to_table(answer, 1000), 1000).count("grade3_cases_b") == 1


def test_what_all_rows_share_is_told_once_so_that_the_rest_fits():
    answer = ask_saved("procedures-by-title")
    text = printed(to_table(answer, 100), 100)
    assert text.count("副主任医师任职年限") == 1
    assert text.count("二（一）2（1）") == 1
    assert "胸腔镜下肺减容术" in text
    assert text.count("grade4/") == len(answer.rows)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (None, "—"),
        (
            URIRef("https://w3id.org/zhunru/id/technique/nasal-endoscopy"),
            "technique:nasal-endoscopy",
        ),
        (Literal("P5Y", datatype=XSD.duration), "5 年"),
        (Literal("P10D", datatype=XSD.duration), "P10D"),
        (Literal("true", datatype=XSD.boolean), "是"),
        (Literal("false", datatype=XSD.boolean), "否"),
        (BNode("b"), "_:b"),
        (Literal("甲", lang="zh"), "甲"),
    ],
)
def test_terms_for_reading(term, text):
    assert readable(term) == text


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/zhunru/ontology#AnyOf", "zr:AnyOf"),
        ("https://w3id.org/zhunru/id/body-site/thyroid", "body-site:thyroid"),
        ("https://w3id.org/zhunru/id/clause/a-2019/1.1", "clause/a-2019/1.1"),
        ("https://w3id.org/zhunru/ontology#", "https://w3id.org/zhunru/ontology#"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_iris_for_reading(iri, short):
    assert short_iri(iri) == short


def test_headings_name_the_sides_of_an_overlap():
    assert column_title("title_a") == "甲职称 · title_a"
    assert column_title("title_b") == "乙职称 · title_b"
    assert column_title("unheard_of") == "unheard_of"


def test_frame_has_plain_values():
    frame = to_frame(ask_saved("overlaps"))
    assert list(frame["grade3_cases_a"]) == [300] * 6
    assert frame["grade3_cases_a"].dtype == "Int64"
    assert frame["specialty_years_a"].isna().all()
    assert frame["match"][0] == "同一操作"
    assert type(frame["match"][0]) is str
    frame = to_frame(SELECT)
    assert list(frame["figure"]) == [3.0, 1.5]
    assert frame["held"][0] is None
    assert str(to_frame(ask_saved("waivers"))["as_of_issue"].dtype) == "boolean"
    assert list(to_frame(ask("DESCRIBE grade:4")).columns) == ["subject", "predicate", "object"]
    with pytest.raises(QueryError):
        to_frame(Answer("ask", truth=True))

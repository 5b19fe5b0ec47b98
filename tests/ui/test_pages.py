"""不经浏览器打开各页。 The pages, opened without a browser."""

import re
from html import unescape

import pytest
from rdflib.namespace import RDF

from app_parts.bearers import bearers
from app_parts.catalogue import grades, procedures, techniques
from app_parts.clause_text import full_text
from app_parts.styling import plain
from app_parts.uploads import template_workbook
from app_parts.verdict_marks import worded
from zhunru.answer_formats import to_frame
from zhunru.ask import ask_saved
from zhunru.graph import load_graph
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.namespaces import ZR
from zhunru.queries import saved_queries
from zhunru.reading import criteria
from zhunru.report_formats import to_turtle
from zhunru.requirements import AnyOf, Leaf, Waiver
from zhunru.verdicts import Verdict
from zhunru.wording import sentence

PAGES = {"home": "准入", "browse": "浏览", "query": "查询", "validate": "校验"}
TECHNIQUES_AND_GRADES = [(t, g) for t in techniques() for g in grades()]


def words(app):
    """Everything that the page says in our own HTML, as text."""
    return unescape(re.sub(r"<[^>]+>", "", " ".join(one.proto.body for one in app.get("html"))))


def texts(elements):
    return " ".join(one.value for one in elements)


@pytest.mark.parametrize(("name", "title"), PAGES.items())
def test_every_page_opens(open_page, name, title):
    app = open_page(name)
    assert app.title[0].value.startswith(title)


def test_home_counts_what_the_graph_holds(open_page):
    shown = {one.label: one.value for one in open_page("home").metric}
    regulations = set(load_graph().subjects(RDF.type, ZR.Regulation))
    assert shown["规范"] == str(len(regulations))
    assert shown["分级目录中的手术"] == str(len(procedures()))
    assert shown["现成的问题"] == str(len(saved_queries()))


# 浏览 Browse


def test_browse_starts_with_every_procedure_and_a_hint(open_page):
    app = open_page("browse")
    assert len(app.dataframe[0].value) == len(procedures())
    assert "选定技术与级别" in app.info[0].value


@pytest.mark.parametrize(("technique", "grade"), TECHNIQUES_AND_GRADES)
def test_browse_shows_every_requirement_of_every_bearer(open_page, technique, grade):
    app = open_page("browse", technique=technique, grade=grade)
    for key, bearer in bearers(technique, grade).items():
        app.button_group(key="browse.bearer").set_value(key).run()
        assert not app.exception
        shown = words(app)
        for leaf in bearer.criterion.leaves():
            assert sentence(leaf).zh in shown
            assert all(clause.number in shown for clause in leaf.clauses)
            assert all(quote in shown for quote in leaf.quotes)
            assert leaf.note is None or leaf.note in shown


def test_every_criterion_is_shown_for_some_bearer():
    shown = {
        one.iri
        for technique, grade in TECHNIQUES_AND_GRADES
        for bearer in bearers(technique, grade).values()
        for one in bearer.criterion.closure
    }
    assert shown == set(criteria())


def test_bearers_of_one_list_have_different_names():
    for technique, grade in TECHNIQUES_AND_GRADES:
        names = [one.name for one in bearers(technique, grade).values()]
        assert len(set(names)) == len(names)


def test_a_link_to_a_procedure_gives_its_view(open_page):
    procedure = next(one for one in procedures().values() if one.overlaps)
    app = open_page("browse", procedure=procedure.key, bearer="operator")
    assert texts(app.subheader).startswith(plain(procedure.name))
    assert app.selectbox(key="browse.technique").value == procedure.technique.notation
    assert app.selectbox(key="browse.grade").value == procedure.grade.notation
    for _, values in procedure.facets:
        assert all(value in words(app) for value in values)
    assert app.query_params["procedure"] == procedure.key
    assert app.query_params["bearer"] == "operator"


def test_overlaps_give_reason_and_disagreement_of_grades(open_page):
    overlapping = [one for one in procedures().values() if one.overlaps]
    assert overlapping
    for procedure in overlapping:
        app = open_page("browse", procedure=procedure.key)
        said = texts([*app.info, *app.warning])
        for overlap in procedure.overlaps:
            other = procedures()[overlap.other]
            assert plain(overlap.reason) in said
            assert ("级别不一致" in said) == (other.grade != procedure.grade)
            assert any(plain(other.name) in link.proto.label for link in app.get("page_link"))


def test_alternatives_and_waivers_are_set_apart(open_page):
    technique, bearer, group = next(
        (t, key, one)
        for t, g in TECHNIQUES_AND_GRADES
        for key, bearer in bearers(t, g).items()
        for one in bearer.criterion.requirements
        if isinstance(one, AnyOf) and any(isinstance(member, Waiver) for member in one.members)
    )
    grade = next(iter(grades()))
    app = open_page("browse", technique=technique, grade=grade, bearer=bearer)
    source = " ".join(one.proto.body for one in app.get("html"))
    assert source.count('class="zr-or"') >= len(group.members) - 1
    assert '<span class="zr-chip way">免除</span>' in source


@pytest.mark.parametrize("key", ["", "no-such/procedure", "<img src=x>"])
def test_a_link_to_nothing_opens_the_whole_list(open_page, key):
    app = open_page("browse", procedure=key, technique="nothing", grade="9")
    assert len(app.dataframe[0].value) == len(procedures())


def test_search_looks_at_names_and_other_names(open_page):
    procedure = next(one for one in procedures().values() if one.other_names)
    for name in (procedure.name, procedure.other_names[0]):
        app = open_page("browse", words=name)
        assert procedure.name in set(app.dataframe[0].value["手术"])


def test_search_for_nothing_says_so(open_page):
    app = open_page("browse", words="没有这样的手术名")
    assert not app.dataframe
    assert "没有这样的手术" in app.info[0].value


def test_full_text_is_shown_where_the_sources_are_at_hand(open_page, monkeypatch, tmp_path):
    technique, bearer = next(
        (t, one) for t, g in TECHNIQUES_AND_GRADES for one in bearers(t, g).values()
    )
    clause = bearer.criterion.requirements[0].clauses[0]
    monkeypatch.delenv("ZHUNRU_SOURCES", raising=False)
    assert full_text(clause) is None
    monkeypatch.setenv("ZHUNRU_SOURCES", str(tmp_path))
    assert full_text(clause) is None
    regulation = clause.iri.split("/")[-2]
    text = "某规范\n一、总则\n（一）医疗机构应当具备<条件>。\n"
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / f"{regulation}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setenv("ZHUNRU_SOURCES", str(tmp_path / "sources"))
    app = open_page("browse", technique=technique, grade=next(iter(grades())))
    source = " ".join(one.proto.body for one in app.get("html"))
    assert "条款全文" in source
    assert "应当具备&lt;条件&gt;" in source


# 查询 Query


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


# 校验 Validate


def example(open_page):
    app = open_page("validate")
    next(one for one in app.button if one.label == "使用示例医院").click().run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def expected():
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def test_the_example_hospital_is_one_click_away(open_page, expected):
    app = example(open_page)
    shown = words(app)
    for verdict, number in expected.counts().items():
        assert f"{worded(verdict)}{number}" in shown
    assert EXAMPLE_AS_OF.isoformat() in texts(app.markdown)
    assert len(app.dataframe[0].value) == len(expected.results)
    assert next(iter(app.dataframe[0].value["判定"])) == worded(Verdict.NOT_MET)


def test_a_verdict_and_a_bearer_can_be_filtered(open_page, expected):
    app = example(open_page)
    app.button_group(key="validate.verdicts").set_value([Verdict.MISSING]).run()
    assert len(app.dataframe[0].value) == expected.counts()[Verdict.MISSING]
    app.button_group(key="validate.verdicts").set_value([]).run()
    who = app.selectbox(key="validate.bearer").options[1]
    app.selectbox(key="validate.bearer").select(who).run()
    assert set(app.dataframe[0].value["机构或人员"]) == {who}


def test_every_result_can_be_drilled_into(open_page, expected):
    app = example(open_page)
    for result in expected.results:
        name, bearer = result.dossier.name, result.dossier.bearer
        who = name if name == bearer else f"{name}（{bearer}）"
        app.selectbox(key="validate.bearer").select(who)
        app.button_group(key="validate.verdicts").set_value([result.verdict]).run()
        assert not app.exception
        shown = words(app)
        first = next(
            one
            for one in expected.results
            if one.verdict is result.verdict and one.dossier.bearer == bearer
        )
        for finding in first.open_findings:
            requirement = finding.requirement
            says = sentence(requirement) if isinstance(requirement, Leaf) else requirement.label
            assert says.zh in shown
            assert finding.distance is None or finding.distance.zh in shown
            assert finding.missing is None or finding.missing.zh in shown
            assert all(quote in shown for quote in finding.requirement.quotes)


def test_bad_tables_are_listed_problem_by_problem(open_page):
    app = open_page("validate")
    evil = "![x](http://evil.example/x.png)<img src=http://evil.example/y.png>"
    table = f"授权编号,工号,技术,级别,角色\nA1,D1,{evil},五级,术者\n"
    app.file_uploader[0].upload("授权.csv", table.encode(), "text/csv").run()
    next(one for one in app.button if one.label == "开始校验").click().run()
    assert not app.exception
    assert "处问题" in app.error[0].value
    shown = words(app)
    for heading in ("文件", "行", "列", "值", "问题", "应为"):
        assert heading in shown
    assert "五级" in shown
    source = " ".join(one.proto.body for one in app.get("html"))
    assert "<img" not in source


def bad_files():
    yield "空模板.xlsx", template_workbook()
    yield "坏.xlsx", b"PK\x03\x04"
    yield "空.csv", b""
    yield "旧版.csv", b"\xd0\xcf\x11\xe0"
    yield "坏.ttl", b"@prefix x <"
    yield "../../授权.csv", "授权编号,工号,技术,级别,角色\n".encode()


@pytest.mark.parametrize(("name", "content"), list(bad_files()))
def test_a_file_that_holds_nothing_useful_is_explained(open_page, name, content):
    app = open_page("validate")
    app.file_uploader[0].upload(name, content).run()
    next(one for one in app.button if one.label == "开始校验").click().run()
    assert not app.exception
    assert "1 处问题" in app.error[0].value
    assert not app.dataframe


def test_the_turtle_report_can_be_validated_again(open_page, expected):
    app = open_page("validate")
    app.file_uploader[0].upload("报告.ttl", to_turtle(expected).encode()).run()
    next(one for one in app.button if one.label == "开始校验").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == len({one.dossier.iri for one in expected.results})


def test_the_example_tables_can_be_uploaded(open_page, expected):
    app = open_page("validate")
    files = [(one.name, one.read_bytes(), "text/csv") for one in example_hospital().glob("*.csv")]
    app.file_uploader[0].set_value(files).run()
    app.date_input(key="validate.as_of").set_value(EXAMPLE_AS_OF).run()
    next(one for one in app.button if one.label == "开始校验").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == len(expected.results)
    assert not app.file_uploader[0].value


def test_nothing_from_an_upload_is_read_as_markdown():
    assert plain("![x](http://a.b/c.png)\n# `<b>` $x$ :red[y]") == (
        r"\!\[x\]\(http\://a\.b/c\.png\) \# \`\<b\>\` \$x\$ \:red\[y\]"
    )

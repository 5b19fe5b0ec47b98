"""校验页，不经浏览器。 The validate page, opened without a browser."""

import io
from dataclasses import dataclass

import openpyxl
import pytest
from page_words import html_of, in_text, texts, words

from app_parts.requirement_card import says
from app_parts.styling import plain
from app_parts.uploads import template_workbook, validate_uploads
from app_parts.verdict_marks import worded
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.reports.formats import WRITERS
from zhunru.reports.shacl_report import to_turtle
from zhunru.verdicts import Verdict


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
            assert in_text(says(requirement)) in shown
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
    assert "<img" not in html_of(app)


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


def spoilt_example():
    """The tables of the example, with a title that nobody holds in row 2."""
    for path in sorted(example_hospital().glob("*.csv")):
        text = path.read_text("utf-8")
        if path.name == "职称.csv":
            text = text.replace("住院医师", "<b>院士</b>", 1)
        yield path.name, text.encode(), "text/csv"


def test_a_spoilt_row_is_told_above_the_report(open_page, expected):
    app = open_page("validate")
    app.file_uploader[0].set_value(list(spoilt_example())).run()
    app.date_input(key="validate.as_of").set_value(EXAMPLE_AS_OF).run()
    next(one for one in app.button if one.label == "开始校验").click().run()
    assert not app.exception and not app.error
    assert "搁置了 1 行" in app.warning[0].value
    shown = words(app)
    for word in ("职称.csv", "<b>院士</b>", "副主任医师"):
        assert word in shown
    assert "<td>2</td>" in html_of(app)
    assert "<b>院士" not in html_of(app)
    assert len(app.dataframe[0].value) == len(expected.results)


def test_remarks_are_told_and_nothing_is_said_to_be_lost(open_page, expected):
    app = example(open_page)
    assert f"备注 {len(expected.remarks)} 条" in texts(app.info)
    assert all(one.finding.zh in words(app) for one in expected.remarks)
    assert not app.warning


def test_a_report_can_be_downloaded_in_every_form(open_page):
    app = example(open_page)
    labels = " ".join(one.proto.label for one in app.get("download_button"))
    for form in ("网页", "Excel", "CSV", "JSON", "SARIF", "Turtle"):
        assert form in labels


@dataclass
class Uploaded:
    name: str
    content: bytes

    def getvalue(self):
        return self.content


def test_the_workbook_hands_the_own_tables_back():
    uploads = [Uploaded(name, content) for name, content, _ in spoilt_example()]
    checked = validate_uploads(uploads, EXAMPLE_AS_OF, lambda *_: None)
    assert sorted(one.name for one in checked.sources) == sorted(one.name for one in uploads)
    content = WRITERS[".xlsx"](checked.report, checked.sources)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    header = next(book["授权"].iter_rows(max_row=1, values_only=True))
    assert "判定" in " ".join(filter(None, header))


def test_nothing_from_an_upload_is_read_as_markdown():
    assert plain("![x](http://a.b/c.png)\n# `<b>` $x$ :red[y]") == (
        r"\!\[x\]\(http\://a\.b/c\.png\) \# \`\<b\>\` \$x\$ \:red\[y\]"
    )

"""交上表格，核对，再校验。 Tables are handed in, checked, and validated."""

import csv
import io
from dataclasses import replace

import pytest
from page_words import html_of, in_text, texts, words
from validate_steps import SMALL, encoded, finished, handed_in, press, token, validated

from app_parts.job_registry import jobs
from app_parts.styling import plain
from app_parts.uploads import template_workbook
from zhunru.matching.mapping import mapping_text
from zhunru.reports.shacl_report import to_turtle


def sheets_said(app):
    """What the table of sheets says."""
    return in_text(next(one.proto.body for one in app.get("html") if "zr-sheets" in one.proto.body))


def test_what_was_read_as_what_is_shown_before_it_is_validated(open_page, small, tmp_path):
    app = handed_in(open_page, *encoded(SMALL))
    shown = sheets_said(app)
    for name, text in SMALL.items():
        rows = list(csv.reader(io.StringIO(text)))
        assert f"{name}✓ {name.removesuffix('.csv')}{len(rows) - 1}{'、'.join(rows[0])}" in shown
    assert "!" not in shown, "nothing is open"
    app = finished(press(app, "开始校验"))
    assert jobs().get(token(app)).result() == small(tmp_path)


def renamed():
    """The hospital with a header that nobody knows, and a file whose name says nothing."""
    tables = dict(SMALL)
    tables["职称.csv"] = tables["职称.csv"].replace("取得日期", "哪天评上", 1)
    tables["医师一览.csv"] = tables.pop("人员.csv")
    return tables


def test_people_say_what_unknown_sheets_and_columns_are(open_page, small, tmp_path):
    app = handed_in(open_page, *encoded(renamed()))
    assert "不认识的列：哪天评上" in sheets_said(app)
    assert "不知是哪张表" in sheets_said(app)
    assert app.selectbox(key="validate.table.医师一览.csv").value == "staff", "guessed"
    app.selectbox(key="validate.column.职称.csv.哪天评上").set_value("since").run()
    app = finished(press(app, "按所选再看一遍"))
    assert "不" not in sheets_said(app)
    report = finished(press(app, "开始校验"))
    found, wanted = jobs().get(token(report)).result(), small(tmp_path)
    assert found.results[0].findings == wanted.results[0].findings


def test_what_was_said_of_a_header_is_remembered_in_the_session(open_page):
    app = handed_in(open_page, *encoded(renamed()))
    app.selectbox(key="validate.column.职称.csv.哪天评上").set_value("since").run()
    app.switch_page("app_pages/home.py").run()
    app.switch_page("app_pages/validate.py").run()
    assert app.selectbox(key="validate.column.职称.csv.哪天评上").value == "since"


def test_what_is_not_to_be_read_is_left_out(open_page):
    app = handed_in(open_page, *encoded(renamed()))
    app.selectbox(key="validate.table.医师一览.csv").set_value("").run()
    app = finished(press(app, "开始校验"))
    assert "处问题" in app.error[0].value
    assert "人员" in words(app)


def unmatched(app):
    """The operation names that a report leaves open."""
    remarks = jobs().get(token(app)).result().remarks
    return [one.value for one in remarks if one.kind == "unmatched-operations"]


def test_names_of_operations_are_confirmed_by_people(open_page):
    app = handed_in(open_page, *encoded(SMALL))
    key = "validate.name.鼻内镜下鼻中隔矫正术"
    app.selectbox(key=key).select_index(1).run()
    app.selectbox(key="validate.name.不明所以之术").set_value("none").run()
    app = finished(press(app, "开始校验"))
    assert unmatched(app) == ["不明所以之术"], "its cases are still of no known technique"


def test_good_scores_are_accepted_on_request_only(open_page):
    assert len(unmatched(validated(open_page, *encoded(SMALL)))[0].split("、")) == 2
    app = handed_in(open_page, *encoded(SMALL))
    app.checkbox(key="validate.accept").check().run()
    app.slider(key="validate.accept_above").set_value(60).run()
    assert unmatched(finished(press(app, "开始校验"))) == ["不明所以之术"]


def test_a_reviewed_mapping_is_handed_back(open_page):
    app = handed_in(open_page, *encoded(SMALL))
    survey = jobs().get(token(app)).result()
    text = mapping_text({one.name: one.candidates for one in survey.names}, {})
    reviewed = text.replace("待确认", "确认", 1)
    app.file_uploader[0].set_value([("对照.csv", reviewed.encode(), "text/csv")]).run()
    app = finished(press(app, "采用"))
    assert "已定下 1 个名称" in texts(app.caption)
    assert len(jobs().get(token(app)).result().names) == 1
    assert len(unmatched(finished(press(app, "开始校验")))[0].split("、")) == 1


def test_bad_tables_are_listed_problem_by_problem(open_page):
    evil = "![x](http://evil.example/x.png)<img src=http://evil.example/y.png>"
    table = f"授权编号,工号,技术,级别,角色\nA1,D1,{evil},五级,术者\n"
    app = validated(open_page, ("授权.csv", table.encode()))
    assert "处问题" in app.error[0].value
    shown = words(app)
    for heading in ("文件", "行", "列", "值", "问题", "应为"):
        assert heading in shown
    assert "五级" in shown
    assert "<img" not in html_of(app)


BAD = {
    "blank template": ("空模板.xlsx", template_workbook),
    "broken workbook": ("坏.xlsx", lambda: b"PK\x03\x04"),
    "empty": ("空.csv", lambda: b""),
    "old workbook": ("旧版.csv", lambda: b"\xd0\xcf\x11\xe0"),
    "broken turtle": ("坏.ttl", lambda: b"@prefix x <"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_holds_nothing_useful_is_explained(open_page, case):
    name, content = BAD[case]
    app = handed_in(open_page, (name, content()))
    start = next(one for one in app.button if one.label == "开始校验")
    if not start.disabled:
        app = finished(press(app, "开始校验"))
    assert "1 处问题" in app.error[0].value
    assert not app.dataframe


def test_the_turtle_report_can_be_validated_again(open_page, expected):
    few = replace(expected, results=expected.results[:3])
    app = validated(open_page, ("报告.ttl", to_turtle(few).encode()))
    assert len(app.dataframe[1].value) == len({one.dossier.iri for one in few.results})


def test_a_spoilt_row_is_told_above_the_report(open_page):
    tables = {**SMALL, "职称.csv": SMALL["职称.csv"].replace("副主任医师", "<b>院士</b>", 1)}
    app = validated(open_page, *encoded(tables))
    assert not app.error
    assert "搁置了 1 行" in app.warning[0].value
    shown = words(app)
    for word in ("职称.csv", "<b>院士</b>", "副主任医师"):
        assert word in shown
    assert "<td>2</td>" in html_of(app)
    assert "<b>院士" not in html_of(app)
    assert len(app.dataframe[1].value) == 1


def test_names_of_files_and_columns_are_shown_as_they_are(open_page):
    evil = "![x](http_a)<b>y</b>"
    tables = {f"{evil}.csv": "工号,姓名,机构编号\n", "职称.csv": f"工号,职称,{evil}\nD1,医师,\n"}
    app = handed_in(open_page, *encoded(tables))
    said = texts(app.markdown) + " ".join(one.label for one in app.selectbox)
    assert plain(evil) in said
    assert evil not in said
    assert "<b>y" not in html_of(app)


def test_nothing_from_an_upload_is_read_as_markdown():
    assert plain("![x](http://a.b/c.png)\n# `<b>` $x$ :red[y]") == (
        r"\!\[x\]\(http\://a\.b/c\.png\) \# \`\<b\>\` \$x\$ \:red\[y\]"
    )


def test_tables_that_were_mended_are_handed_in_again_for_the_same_day(open_page):
    day = "2025-03-03"
    app = open_page("validate", as_of=day)
    app.file_uploader[0].set_value([("机构.csv", b"\x00\x01", "text/csv")]).run()
    app = finished(press(app, "上传并核对"))
    assert day in texts(app.caption)
    app = press(app, "改好了，重新上传")
    assert app.file_uploader
    assert app.date_input(key="validate.as_of").value.isoformat() == day


def test_files_of_one_name_are_told_apart(open_page):
    first, second = "工号,姓名\nD1,甲\n", "工号,姓名\nD1,乙\n"
    app = handed_in(open_page, ("人员.csv", first.encode()), ("人员.csv", second.encode()))
    assert "人员.csv、人员(2).csv" in in_text(texts(app.markdown).replace("\\", ""))
    assert "人员(2).csv! 人员" in sheets_said(app)

"""校验页，不经浏览器。 The validate page, opened without a browser."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from page_words import html_of, in_text, texts, words

from app_parts.job_registry import jobs
from app_parts.report_downloads import _evidence, _written
from app_parts.requirement_card import says
from app_parts.styling import plain
from app_parts.uploads import example_files, template_workbook
from app_parts.validate_filter import code
from app_parts.verdict_marks import worded
from zhunru.inputs import EXAMPLE_AS_OF, validate_paths
from zhunru.jobs import Job, Jobs, State, silent, worker
from zhunru.jobs.limits import KEEP_SECONDS
from zhunru.matching.mapping import mapping_text
from zhunru.reports.formats import WRITERS
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import sections
from zhunru.reports.shacl_report import to_turtle
from zhunru.uploads import Settled, validate_upload
from zhunru.verdicts import Verdict

LONG = 120.0


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def parameter(app, name):
    """A parameter of the URL; AppTest gives what the page set as text, else a list."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def token(app):
    return parameter(app, "job")


def finished(app):
    """Wait until the job of the page is over, and look again."""
    assert jobs().get(token(app)).wait(LONG)
    app.run()
    assert not app.exception
    return app


@pytest.fixture(autouse=True)
def done_here(monkeypatch):
    """Do the work of jobs here, where caches are warm; `test_jobs` is about processes."""

    def run(job, ended):
        job._outcome = worker._done(job._folder, silent)
        job._state = State.FAILED if job._outcome.error else State.DONE
        job._over.set()

    monkeypatch.setattr(Job, "run", run)


def handed_in(open_page, *files):
    """Hand files in and wait until they were looked at."""
    app = open_page("validate", as_of=EXAMPLE_AS_OF.isoformat())
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    return finished(press(app, "上传并核对"))


def validated(open_page, *files):
    return finished(press(handed_in(open_page, *files), "开始校验"))


SMALL = {
    "机构.csv": "机构编号,机构名称\nH1,甲院\n",
    "人员.csv": "工号,姓名,机构编号\nD1,张三,H1\n",
    "职称.csv": "工号,职称,取得日期\nD1,副主任医师,2015-01-01\n",
    "授权.csv": "授权编号,工号,技术,级别,角色\nA1,D1,鼻科内镜诊疗技术,四级,术者\n",
    "病例.csv": (
        "病例号,手术日期,机构编号,工号,角色,手术名称,技术,级别\n"
        "C1,2025-01-02,H1,D1,独立完成,鼻内镜下鼻中隔矫正术,,\n"
        "C2,2025-01-03,H1,D1,独立完成,不明所以之术,,\n"
    ),
}


def encoded(tables):
    return [(name, text.encode()) for name, text in sorted(tables.items())]


@pytest.fixture(scope="module")
def expected():
    return validate_paths([path for _, path in example_files()], EXAMPLE_AS_OF)


@pytest.fixture
def small():
    """The report of the small hospital."""

    def validate(folder):
        for name, text in SMALL.items():
            (folder / name).write_text(text, "utf-8")
        return validate_paths([folder], EXAMPLE_AS_OF)

    return validate


@pytest.fixture(scope="module")
def example_token():
    """A job that validated the example hospital, in a process of its own."""
    job = jobs().start("示例", validate_upload, (Settled(EXAMPLE_AS_OF),), example_files())
    assert job.wait(LONG)
    return job.token


@pytest.fixture
def example(open_page, example_token):
    """Open the report of the example hospital, with more in the URL."""
    return lambda **more: open_page("validate", job=example_token, **more)


def test_the_example_hospital_is_one_click_away(open_page, expected, monkeypatch, example_token):
    monkeypatch.setattr(Jobs, "start", lambda *_: jobs().get(example_token))
    app = finished(press(open_page("validate"), "使用示例医院"))
    shown = words(app)
    for verdict, number in expected.counts().items():
        assert f"{worded(verdict)}{number}" in shown
    assert EXAMPLE_AS_OF.isoformat() in texts(app.markdown)


def test_the_results_stand_worst_first(example, expected):
    app = example()
    table = app.dataframe[1].value
    assert len(table) == len(expected.results)
    assert next(iter(table["判定"])) == worded(Verdict.NOT_MET)


@pytest.mark.parametrize("name", list(SectionName))
def test_every_section_is_summed_up(example, expected, name):
    app = example(section=name.value)
    section = next(one for one in sections(expected) if one.name is name)
    table = app.dataframe[0].value
    assert list(table[section.title.zh]) == [one.name.zh for one in section.members]
    for verdict, number in section.counts().items():
        if number:
            assert table[worded(verdict)].sum() == number
    shown = len(expected.results) if name is SectionName.TECHNIQUES else section.size
    assert len(app.dataframe[1].value) == shown


def test_filters_narrow_and_stand_in_the_url(example, expected):
    app = example()
    app.button_group(key="validate.verdicts").set_value([Verdict.MISSING]).run()
    assert len(app.dataframe[1].value) == expected.counts()[Verdict.MISSING]
    assert parameter(app, "verdict") == code(Verdict.MISSING)
    app.button_group(key="validate.verdicts").set_value([]).run()
    who = app.selectbox(key="validate.bearer").options[1]
    app.selectbox(key="validate.bearer").select_index(1).run()
    assert set(app.dataframe[1].value["机构或人员"]) == {who}
    again = example(bearer=parameter(app, "bearer"))
    assert set(again.dataframe[1].value["机构或人员"]) == {who}


def test_words_that_occur_nowhere_leave_nothing(example):
    app = example(words="没有这样的词")
    assert "没有这样的结果" in texts(app.info)
    app.text_input(key="validate.words").set_value("").run()
    assert len(app.dataframe) == 2


def test_a_link_opens_a_result(example, expected):
    place = next(i for i, one in enumerate(expected.results) if one.verdict is Verdict.MISSING)
    app = example(result=str(place))
    assert expected.results[place].dossier.criterion.label.zh in texts(app.subheader)
    assert parameter(app, "result") == str(place)
    for wrong in ("99999", "-1", "x"):
        assert not example(result=wrong).exception


def test_every_result_can_be_drilled_into(example, expected):
    for place in [places[0] for places in by_verdict(expected).values()]:
        result = expected.results[place]
        shown = words(example(result=str(place)))
        for finding in result.open_findings:
            assert in_text(says(finding.requirement)) in shown
            assert finding.distance is None or finding.distance.zh in shown
            assert finding.missing is None or finding.missing.zh in shown
            assert finding.next_step is None or finding.next_step.zh in shown
            assert all(quote in shown for quote in finding.requirement.quotes)


def by_verdict(report):
    found = {}
    for place, one in enumerate(report.results):
        found.setdefault(one.verdict, []).append(place)
    return found


def test_a_report_can_be_downloaded_in_every_form(example, example_token, expected):
    labels = " ".join(one.proto.label for one in example().get("download_button"))
    for form in ("网页", "Excel", "CSV", "JSON", "SARIF", "Turtle", "证据宽表"):
        assert form in labels
    job = jobs().get(example_token)
    for ending in (".csv", ".ttl"):
        assert _written(job.result(), job.files, ending) == WRITERS[ending](expected, ())
    book = openpyxl.load_workbook(io.BytesIO(_evidence(job.result())), read_only=True)
    assert book.sheetnames == ["证据"]


def test_the_workbook_hands_the_own_tables_back(example_token):
    job = jobs().get(example_token)
    content = _written(job.result(), job.files, ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    header = next(book["授权"].iter_rows(max_row=1, values_only=True))
    assert "判定" in " ".join(filter(None, header))


def test_remarks_are_told_and_nothing_is_said_to_be_lost(example, expected):
    app = example()
    assert f"备注 {len(expected.remarks)} 条" in texts(app.info)
    assert all(one.finding.zh in words(app) for one in expected.remarks)
    assert not app.warning


def test_field_names_speak_english_on_request(example):
    app = example(lang="en")
    assert app.title[0].value == "Validate"
    assert app.selectbox(key="validate.bearer").label == "Institution or person"
    assert any("not met" in column for column in app.dataframe[0].value.columns)


# 交上与核对 Handing in and checking


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


# 数据归谁，何时删除 Whose data they are, and when they are deleted


def test_the_page_says_for_how_long_data_are_kept(open_page):
    said = texts(open_page("validate").caption)
    assert f"{KEEP_SECONDS // 60} 分钟" in said
    assert "这台机器" in said


def test_data_are_deleted_on_request(open_page):
    app = handed_in(open_page, ("机构.csv", "机构编号,机构名称\nH1,甲\n".encode()))
    first = token(app)
    files = jobs().get(first).files
    assert all(path.exists() for path in files)
    press(app, "删除我的数据，重新开始")
    assert jobs().get(first) is None
    assert not any(path.exists() for path in files)
    assert "job" not in app.query_params
    assert app.file_uploader


def test_a_link_to_deleted_data_says_so(open_page):
    app = open_page("validate", job="no-such-token")
    assert "已经删除" in texts(app.warning)
    assert app.file_uploader


def test_a_session_comes_back_to_its_job(open_page, example_token):
    app = open_page("validate", job=example_token)
    app.switch_page("app_pages/home.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/validate.py").run()
    assert token(app) == example_token


def test_another_session_starts_empty(open_page, example_token):
    open_page("validate", job=example_token)
    app = open_page("validate")
    assert "job" not in app.query_params
    assert not app.dataframe


def test_a_cancelled_job_is_told(open_page, monkeypatch):
    monkeypatch.setattr(Job, "run", lambda job, ended: None)
    app = press(open_page("validate"), "使用示例医院")
    assert not jobs().get(token(app)).state.is_over
    app = press(app, "取消")
    assert jobs().get(token(app)).state is State.CANCELLED
    assert "已经取消" in texts(app.info)


@pytest.mark.parametrize("day", ["2019-02-30", "x", ""])
def test_a_day_that_is_none_is_passed_over(open_page, day):
    assert open_page("validate", as_of=day).date_input(key="validate.as_of").value


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

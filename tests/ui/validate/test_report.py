"""校验页上的报告。 The report on the validate page."""

import io

import openpyxl
import pytest
from page_words import in_text, texts, words
from validate_steps import finished, parameter, press

from app_parts.job_registry import jobs
from app_parts.report_downloads import _evidence, _written
from app_parts.requirement_card import says
from app_parts.validate_filter import code
from app_parts.verdict_marks import worded
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.jobs import Jobs
from zhunru.reports.formats import WRITERS
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import sections
from zhunru.verdicts import Verdict


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


def test_who_comes_back_finds_the_same_part_of_the_report(example):
    app = example(section=SectionName.PEOPLE.value, verdict=code(Verdict.MISSING))
    rows = len(app.dataframe[1].value)
    app.switch_page("app_pages/home.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/validate.py").run()
    assert parameter(app, "verdict") == code(Verdict.MISSING)
    assert len(app.dataframe[1].value) == rows

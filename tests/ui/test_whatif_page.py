"""模拟页，不经浏览器。 The what-if page, opened without a browser."""

import pytest
from page_words import html_of, in_text, texts, words

from app_parts.job_registry import jobs
from app_parts.whatif_moves import SLIDER
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.reading import criteria
from zhunru.whatif.formats import figures
from zhunru.whatif.reading import read_population
from zhunru.whatif.settings import parse_settings

GRADE4 = "nasal-endoscopy-2019/operator-grade4"
CASES = f"{GRADE4}/independent-grade3-cases"
TITLE = f"{GRADE4}/title"
WAIVER = "nasal-endoscopy-2019/training-waiver/nasal-endoscopy"


@pytest.fixture(scope="module")
def population():
    return read_population([example_hospital()], EXAMPLE_AS_OF)


def opened(open_page, **query):
    return open_page("whatif", technique="nasal-endoscopy", criterion=GRADE4, **query)


def totals(population, *moves):
    total = population.effects(parse_settings(moves, criteria())).total
    return "".join(
        f"{name}{number}"
        for name, number in zip(
            ("校验数", "现符合", "改后符合", "新增", "失去"), figures(total), strict=True
        )
    )


def in_url(app, name):
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_nothing_is_moved_at_first(open_page):
    app = opened(open_page)
    assert app.slider(key=f"{SLIDER}{CASES}.figure").value == 300
    assert "动一动门槛" in texts(app.info)
    assert "改后符合" not in words(app)
    assert next(one for one in app.button if "还原" in one.label).disabled


def test_totals_and_names_follow_a_slider_and_a_reset(open_page, population):
    app = opened(open_page)
    for cases in (299, 5):
        app.slider(key=f"{SLIDER}{CASES}.figure").set_value(cases).run()
        assert totals(population, f"{CASES}={cases}") in words(app)
        assert in_url(app, CASES) == str(cases)
        assert not next(one for one in app.button if "还原" in one.label).disabled
    assert "A006" in list(app.dataframe[0].value["表中编号"])
    assert f"{CASES}=5" in app.code[0].value
    next(one for one in app.button if "还原" in one.label).click().run()
    assert CASES not in app.query_params
    assert app.slider(key=f"{SLIDER}{CASES}.figure").value == 300


def test_a_title_and_its_period_are_moved_and_a_group_is_dropped(open_page, population):
    app = opened(open_page)
    app.select_slider(key=f"{SLIDER}{TITLE}.title").set_value("attending").run()
    app.select_slider(key=f"{SLIDER}{TITLE}.period").set_value(24).run()
    assert in_url(app, TITLE) == "主治医师,P2Y"
    app.checkbox(key=f"{SLIDER}{WAIVER}.off").check().run()
    assert in_url(app, WAIVER) == "off"
    moves = (f"{TITLE}=主治医师", f"{TITLE}=P2Y", f"{WAIVER}=off")
    assert totals(population, *moves) in words(app)
    app.checkbox(key=f"{SLIDER}{TITLE}.off").check().run()
    assert in_url(app, TITLE) == "off"
    assert app.select_slider(key=f"{SLIDER}{TITLE}.title").disabled


def test_a_link_opens_the_same_moves(open_page, population):
    app = opened(
        open_page, **{CASES: "299", TITLE: "35个月", WAIVER: "off", "by": "hospital-level"}
    )
    assert app.slider(key=f"{SLIDER}{CASES}.figure").value == 299
    assert app.select_slider(key=f"{SLIDER}{TITLE}.period").value == 35
    assert app.checkbox(key=f"{SLIDER}{WAIVER}.off").value
    assert totals(population, f"{CASES}=299", f"{TITLE}=P2Y11M", f"{WAIVER}=off") in words(app)
    assert "三级甲等" in words(app)
    assert not app.error


def test_a_quick_second_move_is_not_undone_by_a_url_that_lags(open_page):
    """The browser still names the URL before the first move when the second one arrives."""
    app = opened(open_page)
    key, first = f"{SLIDER}{CASES}.figure", dict(app.query_params)
    app.slider(key=key).set_value(290).run()
    app.query_params.clear()
    app.query_params.update(first)
    app.slider(key=key).set_value(280).run()
    assert app.slider(key=key).value == 280
    assert in_url(app, CASES) == "280"


def test_the_back_button_takes_a_move_back(open_page):
    app = opened(open_page)
    key, first = f"{SLIDER}{CASES}.figure", dict(app.query_params)
    app.slider(key=key).set_value(290).run()
    app.query_params.clear()
    app.query_params.update(first)
    app.run()
    assert app.slider(key=key).value == 300
    assert CASES not in app.query_params


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (CASES, "300..200", "应为"),
        (CASES, "-1", "应为"),
        (CASES, "<b>many</b>", "应为"),
        ("no-such/requirement", "1", "没有条件"),
    ],
)
def test_what_is_impossible_is_told_and_left_out(open_page, path, text, told):
    app = opened(open_page, **{path: text})
    (error,) = app.error
    assert told in error.value
    assert "Requirement" not in error.value
    assert path not in app.query_params


def test_a_condition_is_not_dropped(open_page):
    path = next(
        one.condition.iri.split("/id/requirement/")[1]
        for criterion in criteria().values()
        if criterion.regulation.replaced is None
        for one in criterion.requirements
        if type(one).__name__ == "When"
    )
    app = opened(open_page, **{path: "off"})
    assert "前提" in " ".join(one.value for one in app.error).replace("\\", "")


def test_what_concerns_nobody_is_told(open_page):
    path = "spine-endoscopy-2019/operator/title"
    given = {"technique": "spine-endoscopy", "criterion": "spine-endoscopy-2019/operator"}
    app = open_page("whatif", **given, **{path: "主任医师"})
    assert texts(app.info).count("没有人") == 2
    assert not app.dataframe


def test_labels_are_english_on_request(open_page):
    app = opened(open_page, lang="en", **{CASES: "299"})
    assert app.title[0].value == "What if"
    assert "gained" in words(app)


def hand_in(open_page, *files):
    app = open_page("whatif", population="own")
    app.file_uploader[0].set_value(list(files)).run()
    app.date_input(key="whatif.as_of").set_value(EXAMPLE_AS_OF).run()
    next(one for one in app.button if one.label == "读取").click().run()
    job = jobs().get(app.session_state["whatif.job"])
    assert job.wait(60)
    return app.run(), job


def test_own_tables_are_read_as_a_job_and_deleted(open_page, population):
    files = [(one.name, one.read_bytes(), "text/csv") for one in example_hospital().glob("*.csv")]
    app, job = hand_in(open_page, *files)
    assert in_url(app, "job") == job.token
    other = opened(open_page, population="own", job=job.token, **{CASES: "299"})
    assert totals(population, f"{CASES}=299") in words(other)
    next(one for one in app.button if "删除" in one.label).click().run()
    assert jobs().get(job.token) is None
    gone = opened(open_page, population="own", job=job.token)
    assert "已经删除" in texts(gone.warning)


def test_bad_tables_are_explained(open_page):
    table = "授权编号,工号,技术,级别,角色\nA1,D1,<b>x</b>,五级,术者\n"
    app, job = hand_in(open_page, ("授权.csv", table.encode(), "text/csv"))
    assert "处问题" in app.error[0].value
    assert "<b>x" not in html_of(app)
    assert "<b>x</b>" in in_text(html_of(app))
    assert not app.slider
    jobs().forget(job.token)


def test_who_comes_back_finds_the_criterion_with_its_moves(open_page):
    app = opened(open_page, **{CASES: "270"})
    app.switch_page("app_pages/home.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/whatif.py").run()
    assert in_url(app, "criterion") == GRADE4
    assert app.slider(key=f"{SLIDER}{CASES}.figure").value == 270

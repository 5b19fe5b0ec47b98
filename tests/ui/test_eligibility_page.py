"""资格页，不经浏览器。 The eligibility page, opened without a browser."""

from datetime import date
from decimal import Decimal

from page_words import html_of, links, texts, words

from app_parts.eligibility_answers import FIELD
from app_parts.eligibility_verdict import sign
from zhunru.one_physician.form import form_for
from zhunru.one_physician.standing import stands
from zhunru.reading import criteria

DAY = "2026-01-01"
CASES = "independent-cases.nasal-endoscopy.grade3"
CHIEF = "years-as-associate-chief-or-above"
OPERATOR = next(
    one for one in criteria().values() if one.iri.endswith("nasal-endoscopy-2019/operator-grade4")
)


def opened(open_page, **query):
    given = {"technique": "nasal-endoscopy", "grade": "4", "as_of": DAY, **query}
    return open_page("eligibility", **given)


def in_url(app, name):
    """A parameter of the URL; AppTest gives those it was opened with as lists."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def verdict(app):
    return sign(stands(OPERATOR, {}, date.fromisoformat(DAY)))[0] in words(app)


def field_names(app):
    """The keys of the fields that are shown, a span by its two widgets."""
    shown = [
        *(one.key for one in app.number_input),
        *(one.key for one in app.selectbox),
        *(one.key for one in app.date_input),
        *(one.key for one in app.get("button_group")),
    ]
    names = {one.removeprefix(FIELD) for one in shown if one and one.startswith(FIELD)}
    return {one.removesuffix(".since").removesuffix(".years") for one in names}


def test_nothing_is_filled_in_and_everything_is_unknown(open_page):
    app = opened(open_page)
    assert verdict(app)
    assert "资料不足" in words(app)
    assert field_names(app) == {one.question.key for one in form_for(OPERATOR).all_fields()}


def test_the_verdict_follows_a_field_at_once(open_page):
    app = opened(open_page)
    for count, said in ((299, "还差 1 例"), (300, "发现：300 例")):
        app.number_input(key=f"{FIELD}{CASES}").set_value(count).run()
        assert said in words(app)
        assert in_url(app, CASES) == str(count)
    assert "还差 1 例" not in words(app)
    app.number_input(key=f"{FIELD}{CASES}").set_value(None).run()
    assert CASES not in app.query_params


def test_a_day_tells_when_the_years_are_full(open_page):
    app = opened(open_page, title="associate-chief")
    app.date_input(key=f"{FIELD}{CHIEF}.since").set_value(date(2023, 6, 1)).run()
    assert in_url(app, CHIEF) == "2023-06-01"
    assert "自 2026-06-01 起符合" in words(app)
    assert app.number_input(key=f"{FIELD}{CHIEF}.years").disabled
    app.date_input(key="eligibility.as_of").set_value(date(2026, 6, 1)).run()
    assert "自 2026-06-01 起符合" not in words(app)
    app.date_input(key=f"{FIELD}{CHIEF}.since").set_value(None).run()
    app.number_input(key=f"{FIELD}{CHIEF}.years").set_value(2.5).run()
    assert in_url(app, CHIEF) == "2.5"
    assert "还差 6 个月" in words(app)


def test_a_link_opens_the_same_answers(open_page):
    app = opened(
        open_page, **{CASES: "250", CHIEF: "2020-02-29", "has.otolaryngology-scope": "yes"}
    )
    assert app.number_input(key=f"{FIELD}{CASES}").value == 250
    assert app.date_input(key=f"{FIELD}{CHIEF}.since").value == date(2020, 2, 29)
    answers = {CASES: Decimal(250), CHIEF: date(2020, 2, 29), "has.otolaryngology-scope": True}
    words_of, _ = sign(stands(OPERATOR, answers, date.fromisoformat(DAY)))
    assert words_of in words(app)
    assert not app.warning


def test_what_a_link_says_wrongly_is_told_and_left_out(open_page):
    app = opened(open_page, **{CASES: "<b>-5</b>", "title": "chief", "as_of": "yesterday"})
    (warning,) = app.warning
    assert "应为" in warning.value
    assert "<b>" not in warning.value.replace(r"\<b\>", "")
    assert CASES not in app.query_params
    assert in_url(app, "title") == "chief"
    assert app.date_input(key="eligibility.as_of").value == date.today()


def test_answers_are_kept_from_technique_to_technique_until_they_are_cleared(open_page):
    app = opened(open_page, title="chief", **{CASES: "300"})
    app.selectbox(key="eligibility.technique").select("thoracic-endoscopy").run()
    assert app.selectbox(key=f"{FIELD}title").value == "chief"
    assert in_url(app, CASES) == "300"
    app.selectbox(key="eligibility.technique").select("nasal-endoscopy").run()
    assert app.number_input(key=f"{FIELD}{CASES}").value == 300
    next(one for one in app.button if "清空" in one.label).click().run()
    assert app.number_input(key=f"{FIELD}{CASES}").value is None
    assert "title" not in app.query_params


def test_answers_outlast_a_visit_to_another_page(open_page):
    given = {"technique": "thoracic-endoscopy", "grade": "3", "as_of": "2024-05-05"}
    app = opened(open_page, title="chief", **given)
    app.switch_page("app_pages/browse.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/eligibility.py").run()
    assert app.selectbox(key=f"{FIELD}title").value == "chief"
    for name, value in {"title": "chief", **given}.items():
        assert in_url(app, name) == value


def test_a_day_before_the_regulation_is_remarked_upon(open_page):
    year = OPERATOR.regulation.issued.year
    assert f"{year} 年印发" in texts(opened(open_page, as_of=f"{year - 1}-12-31").warning)
    assert not opened(open_page, as_of=f"{year}-01-01").warning


def test_techniques_are_compared_and_a_click_leads_there(open_page):
    app = opened(open_page, title="chief", view="all")
    labels = {one.key: one.label for one in app.button if one.key and ".to." in one.key}
    assert len(labels) > 15
    nasal = labels["eligibility.to.nasal-endoscopy.4"]
    found = stands(OPERATOR, {"title": "chief"}, date.fromisoformat(DAY))
    assert sign(found)[0] in nasal
    assert f"{len(found.result.open_findings)} 项" in nasal
    app.button(key="eligibility.to.thoracic-endoscopy.3").click().run()
    assert in_url(app, "technique") == "thoracic-endoscopy"
    assert in_url(app, "grade") == "3"
    assert "view" not in app.query_params
    assert app.selectbox(key=f"{FIELD}title").value == "chief"


def test_an_earlier_day_takes_the_edition_of_that_day(open_page):
    given = {"technique": "comprehensive-intervention", "role": "operator"}
    now = opened(open_page, **{**given, "as_of": "2026-01-01"})
    then = opened(open_page, **{**given, "as_of": "2015-01-01"})
    assert "2019年版" in texts(now.caption)
    assert "2019年版" not in texts(then.caption)


def test_only_people_are_asked_about(open_page):
    app = opened(open_page, role="institution")
    assert in_url(app, "role") == "operator"
    names = app.selectbox(key="eligibility.role").options
    assert "医疗机构" not in names


def test_labels_are_english_on_request(open_page):
    app = opened(open_page, lang="en")
    assert app.title[0].value == "Eligibility"
    assert any("since" in one.label for one in app.date_input)


def test_paper_shows_what_was_filled_in(open_page):
    app = opened(open_page, **{CASES: "250", "title": "none"})
    paper = next(one.proto.body for one in app.get("html") if "zr-on-paper" in one.proto.body)
    assert "250 例" in paper
    assert "尚无职称" in paper


def test_the_home_page_leads_here(open_page):
    assert "资格" in links(open_page("home"))
    assert "zr-outlook" in html_of(opened(open_page))

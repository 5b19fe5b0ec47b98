"""在真实的 Chromium 里走一遍。 The app in a real Chromium, as a user goes through it."""

import re

import pytest
from browser_steps import choose, click_row, go, settled
from playwright.sync_api import expect

from app_parts.bearers import bearers
from app_parts.catalogue import procedures
from app_parts.documents import documents, grades_of
from app_parts.overlap_groups import groups
from zhunru.wording import sentence

pytestmark = pytest.mark.browser


def test_browse_from_home_to_a_requirement_and_back(quiet_page):
    page = quiet_page
    go(page, "/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_test_id("stSidebarNav").get_by_text("浏览").click()
    expect(page.get_by_role("heading", name="浏览")).to_be_visible()
    document = next(one for one in documents().values() if one.catalogues)
    technique, grade = document.technique, next(iter(grades_of(document).values()))
    choose(page, "技术", technique.label.zh)
    choose(page, "级别", grade.label.zh)
    expect(page).to_have_url(re.compile(f"technique={technique.notation}&grade={grade.notation}"))

    procedure = next(
        one for one in procedures().values() if (one.document, one.grade) == (document, grade)
    )
    click_row(page, 0)
    expect(page).to_have_url(re.compile("procedure="))
    settled(page)
    expect(page.get_by_role("heading", name=procedure.name)).to_be_visible()
    bearer = bearers(document.key, grade.notation)["operator"]
    page.get_by_role("radio", name=bearer.name, exact=True).or_(
        page.get_by_role("button", name=bearer.name, exact=True)
    ).first.click()
    requirement = bearer.criterion.requirements[0]
    expect(page.get_by_text(sentence(requirement).zh).first).to_be_visible()
    expect(page.get_by_text(requirement.quotes[0]).first).to_be_visible()

    link = page.url
    page.go_back()
    settled(page)
    cards = page.locator(".zr-says")
    expect(cards.get_by_text(sentence(requirement).zh)).to_have_count(0)
    go(page, link)
    expect(page.get_by_role("heading", name=procedure.name)).to_be_visible()
    expect(page.get_by_text(sentence(requirement).zh).first).to_be_visible()


def test_an_overlap_leads_to_the_other_procedure(quiet_page):
    procedure = next(
        one for one in procedures().values() if [len(g.pairs) for g in groups(one)] == [1]
    )
    other = groups(procedure)[0].pairs[0].other
    go(quiet_page, f"/browse?procedure={procedure.key}")
    quiet_page.get_by_role("link", name=f"去看 {other.name}").click()
    expect(quiet_page.get_by_role("heading", name=other.name, exact=True)).to_be_visible()


def test_many_overlaps_open_on_a_click(quiet_page):
    page, procedure = quiet_page, max(procedures().values(), key=lambda one: len(one.overlaps))
    group = groups(procedure)[0]
    go(page, f"/browse?procedure={procedure.key}")
    link = page.get_by_role("link", name=f"去看 {group.pairs[0].other.name}").first
    expect(link).to_be_hidden()
    page.get_by_test_id("stExpander").filter(has_text=group.kind).locator("summary").first.click()
    expect(link).to_be_visible()


def test_bearers_and_editions_are_chosen_by_click(quiet_page):
    page = quiet_page
    old = next(one for one in documents().values() if not one.in_force)
    go(page, f"/browse?technique={old.technique.notation}")
    page.get_by_text(f"{old.year} 年版（旧版，已被代替）").click()
    settled(page)
    expect(page).to_have_url(re.compile(f"edition={old.key}"))
    expect(page.get_by_text("这是旧版")).to_be_visible()
    for bearer in (list(bearers(old.key, None).values())[-1], bearers(old.key, None)["operator"]):
        button = page.get_by_role("radio", name=bearer.name, exact=True)
        button.click()
        settled(page)
        expect(page).to_have_url(re.compile(f"bearer={bearer.key}"))
        expect(page.get_by_text(bearer.criterion.label.zh, exact=True).first).to_be_visible()
    # 再点一次，仍是它。 Another click leaves it chosen.
    button.click()
    settled(page)
    expect(page).to_have_url(re.compile("bearer=operator"))
    page.get_by_role("link", name="看现行版").click()
    expect(page.get_by_text("这是旧版")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/browse", "/query", "/validate"])
def test_a_narrow_screen_is_wide_enough(quiet_page, path):
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    go(quiet_page, path)
    main = quiet_page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")

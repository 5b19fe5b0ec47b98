"""检索与浏览，在真实的浏览器里。 Search and browse in a real browser."""

import re

import pytest
from browser_steps import choose, go, settled
from playwright.sync_api import expect

from app_parts.bearers import bearers
from app_parts.catalogue import procedures
from app_parts.documents import documents, specialties, techniques
from zhunru.namespaces import local_path
from zhunru.search import Kind, search
from zhunru.wording import sentence

pytestmark = pytest.mark.browser


def type_words(page, words):
    box = page.get_by_label("查什么")
    box.fill(words)
    box.press("Enter")
    settled(page)


def test_from_a_few_letters_to_a_procedure_and_back(quiet_page):
    page = quiet_page
    hit = search("jzx", kind=Kind.PROCEDURE)[1].found
    go(page, "/")
    type_words(page, "jzx")
    expect(page).to_have_url(re.compile(r"[?&]q=jzx"))
    page.get_by_role("link", name=hit.label.zh).first.click()
    expect(page.get_by_role("heading", name=hit.label.zh, exact=True)).to_be_visible()
    for question in ("谁可以做", "谁可以决定做"):
        expect(page.get_by_role("heading", name=question, exact=True)).to_be_visible()
    page.go_back()
    settled(page)
    expect(page.get_by_label("查什么")).to_have_value("jzx")
    expect(page.get_by_role("link", name=hit.label.zh).first).to_be_visible()


def test_the_keyboard_alone_finds_and_opens(quiet_page):
    page = quiet_page
    procedure = next(one for one in procedures().values() if one.document.in_force)
    go(page, "/")
    page.get_by_label("查什么").focus()
    page.keyboard.type(procedure.name)
    page.keyboard.press("Enter")
    settled(page)
    link = page.get_by_role("link", name=procedure.name).first
    expect(link).to_be_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=procedure.name, exact=True)).to_be_visible()


def test_a_clause_is_found_shown_and_closed(quiet_page):
    page = quiet_page
    found = next(
        one.found
        for one in search("二（一）2（1）")
        if "bearer" in dict(one.found.parameters) and one.found.in_force
    )
    go(page, "/?q=二（一）2（1）")
    place = page.get_by_role("link", name=found.where.zh).first
    place.click()
    heading = page.get_by_role("heading", name=re.compile("^条款 "))
    expect(heading).to_be_visible()
    document = documents()[local_path(found.iri).rsplit("/", 1)[0]]
    query = dict(found.parameters)
    bearer = next(
        one
        for one in bearers(document.key, query.get("grade")).values()
        if one.criterion.iri.endswith(f"/{query['bearer']}")
    )
    expect(page.get_by_text(sentence(bearer.criterion.requirements[0]).zh).first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="不再单看这一条").click()
    expect(heading).to_have_count(0)
    expect(page).not_to_have_url(re.compile("clause="))


def test_nothing_found_is_said_and_harmless(quiet_page):
    page = quiet_page
    go(page, "/")
    type_words(page, "<img src=http://evil.example/a.png> ![x](http://evil.example/b.png)")
    expect(page.get_by_text("没有找到")).to_be_visible()
    assert page.locator("img[src*=evil]").count() == 0


def test_from_specialty_to_catalogue(quiet_page):
    page = quiet_page
    document = next(one for one in documents().values() if one.catalogues and one.specialties)
    specialty = document.specialties[0]
    go(page, "/browse")
    choose(page, "专科", specialties()[specialty.notation].label.zh)
    expect(page).to_have_url(re.compile(f"specialty={specialty.notation}"))
    choose(page, "技术", techniques()[document.technique.notation][0].technique.label.zh)
    expect(page.get_by_role("heading", name=document.technique.label.zh)).to_be_visible()
    page.get_by_label("查找手术").fill("zzzzqqqq")
    page.get_by_label("查找手术").press("Enter")
    expect(page.get_by_text("没有这样的手术")).to_be_visible()

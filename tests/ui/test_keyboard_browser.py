"""只用键盘也能用。 The keyboard alone is enough."""

import re

import pytest
from browser_steps import go, settled
from playwright.sync_api import expect

from app_parts.catalogue import procedures
from zhunru.query_themes import themes

pytestmark = pytest.mark.browser


def tab_to(page, locator, most=60):
    """Press Tab until an element has the focus."""
    for _ in range(most):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab 到不了 never reached: {locator}")


def test_from_the_search_to_a_requirement(quiet_page):
    page = quiet_page
    procedure = next(iter(procedures().values()))
    go(page, "/")
    tab_to(page, page.get_by_test_id("stMain").get_by_role("textbox").first)
    page.keyboard.insert_text(procedure.name)
    page.keyboard.press("Enter")
    settled(page)
    link = page.get_by_test_id("stMain").get_by_role("link", name=procedure.name).first
    expect(link).to_be_visible()
    tab_to(page, link)
    page.keyboard.press("Enter")
    settled(page)
    expect(page).to_have_url(re.compile("/browse.*procedure="))
    expect(page.get_by_role("heading", name=procedure.name)).to_be_visible()


def test_another_saved_question(quiet_page):
    page = quiet_page
    first = next(iter(themes().values()))[0]
    go(page, f"/query?query={first.name}")
    tab_to(page, page.get_by_role("combobox").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page)
    expect(page).not_to_have_url(re.compile(f"query={first.name}"))


def test_the_example_hospital(quiet_page):
    page = quiet_page
    go(page, "/validate")
    button = page.get_by_role("button", name="示例医院")
    tab_to(page, button.first)
    page.keyboard.press("Enter")
    expect(page.locator(".zr-tile").first).to_be_visible(timeout=60_000)

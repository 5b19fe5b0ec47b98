"""资格页，在真实的 Chromium 里。 The eligibility page in a real Chromium."""

import re

import pytest
from browser_steps import settled
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LINK = "/eligibility?technique=nasal-endoscopy&grade=4&as_of=2026-01-01&title=associate-chief"
CASES = "独立完成三级鼻科内镜诊疗操作（例）"


def test_a_form_is_filled_in_by_keyboard_compared_and_undone(quiet_page):
    page = quiet_page
    page.goto(LINK)
    field = page.get_by_role("spinbutton", name=CASES)
    field.fill("299")
    field.press("Enter")
    expect(page.get_by_text("还差 1 例").first).to_be_visible()
    expect(page).to_have_url(re.compile("grade3=299"))
    expect(page.get_by_role("status")).to_contain_text("不符合")
    settled(page)

    page.get_by_role("radio", name="对照各项技术").click()
    expect(page).to_have_url(re.compile("view=all"))
    settled(page)
    page.get_by_role("button", name=re.compile("四级手术：✕ 不符合")).first.click()
    expect(page).not_to_have_url(re.compile("view=all"))
    expect(page).to_have_url(re.compile("grade3=299"))
    settled(page)

    field.fill("300")
    field.press("Enter")
    expect(page).to_have_url(re.compile("grade3=300"))
    settled(page)
    page.go_back()
    expect(field).to_have_value("299")
    expect(page.get_by_text("还差 1 例").first).to_be_visible()


def test_paper_has_the_verdict_and_no_controls(quiet_page):
    page = quiet_page
    page.goto(LINK)
    expect(page.get_by_role("status")).to_be_visible()
    settled(page)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.get_by_text("所填资料")).to_be_visible()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("spinbutton", name=CASES)).to_be_hidden()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()

"""模拟页，在真实的 Chromium 里。 The what-if page in a real Chromium."""

import re

import pytest
from browser_steps import settled
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GRADE4 = "nasal-endoscopy-2019/operator-grade4"
LINK = f"/whatif?technique=nasal-endoscopy&criterion={GRADE4}"
CASES = "独立完成三级鼻科内镜诊疗操作（例）"


def test_a_slider_is_moved_by_keyboard_and_everything_follows(quiet_page):
    page = quiet_page
    page.goto(LINK)
    slider = page.get_by_role("slider", name=CASES)
    expect(slider).to_have_attribute("aria-valuetext", "300 例")
    settled(page)
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(120)
    expect(page).to_have_url(re.compile("independent-grade3-cases=270"))
    result = page.locator(".st-key-whatif-result")
    expect(result).to_contain_text("不少于 270 例")
    expect(slider).to_have_attribute("aria-valuetext", "270 例")
    expect(result.get_by_role("img").first).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载名单 CSV").click()
    assert "A006" in download.value.path().read_text(encoding="utf-8")

    page.reload()
    expect(page.locator(".zr-totals")).to_contain_text("新增")
    expect(page.get_by_role("slider", name=CASES)).to_have_attribute("aria-valuetext", "270 例")
    page.get_by_role("button", name="全部还原").click()
    expect(page).not_to_have_url(re.compile("independent-grade3-cases"))
    expect(page.get_by_text("动一动门槛")).to_be_visible()


def test_a_bad_file_is_explained_and_another_may_follow(quiet_page):
    page = quiet_page
    page.goto("/whatif?population=own")
    table = "授权编号,工号,技术,级别,角色\nA1,D1,<img src=x>,五级,术者\n"
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [{"name": "授权.csv", "mimeType": "text/csv", "buffer": table.encode()}]
    )
    button = page.get_by_role("button", name="读取")
    expect(button).to_be_enabled()
    button.click()
    expect(page.locator(".zr-problems table")).to_contain_text("<img src=x>", timeout=60_000)
    settled(page)
    page.get_by_role("button", name="删除，换一批表格").click()
    expect(page.get_by_role("button", name="读取")).to_be_disabled()
    expect(page).not_to_have_url(re.compile("job="))

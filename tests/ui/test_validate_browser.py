"""校验页，在真实的 Chromium 里。 The validate page in a real Chromium."""

import re

import pytest
from browser_steps import choose, click_row, go, settled
from playwright.sync_api import expect
from test_every_page_browser import AXE, english_left, serious_problems

from app_parts.uploads import example_files
from app_parts.verdict_marks import worded
from zhunru.inputs import EXAMPLE_AS_OF, validate_paths
from zhunru.reports.html_report import to_html
from zhunru.verdicts import Verdict

pytestmark = pytest.mark.browser

EVIL = "![x](http://evil.example/a.png)<img src=http://evil.example/b.png>"
LONG = 60_000
SMALL = {
    "机构.csv": "机构编号,机构名称\nH1,甲院\n",
    "医师一览.csv": f'工号,姓名,机构编号\nD1,"{EVIL}",H1\n',
    "授权.csv": "授权编号,工号,技术,级别,角色\nA1,D1,鼻科内镜诊疗技术,四级,术者\n",
}


def hand_in(page, files):
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [
            {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
            for name, content in files.items()
        ]
    )
    button = page.get_by_role("button", name="上传并核对")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_role("heading", name="三、核对")).to_be_visible(timeout=LONG)
    settled(page)


def validate(page):
    page.get_by_role("button", name="开始校验").click()
    expect(page.get_by_role("heading", name="三、核对")).to_be_hidden(timeout=LONG)


def passes(page):
    """What every page must pass, in this state of it too."""
    assert english_left(page) == []
    page.add_script_tag(path=AXE)
    assert serious_problems(page) == []


def jobs_in(folder):
    """The folders of jobs that the server keeps."""
    return {one for one in folder.glob("zhunru-jobs-*/*") if one.is_dir()}


def test_the_example_hospital_through_page_switch_and_reload(quiet_page):
    page, report = quiet_page, validate_paths([path for _, path in example_files()], EXAMPLE_AS_OF)
    go(page, "/validate")
    page.get_by_role("button", name="使用示例医院").click()
    # 还在校验就离开，再回来；再刷新。 Leave while it runs, come back, and reload.
    expect(page.get_by_role("button", name="取消")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("浏览").click()
    expect(page.get_by_role("heading", name="浏览")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("校验").click()
    expect(page).to_have_url(re.compile("/validate.*job="))
    page.reload()
    for verdict, number in report.counts().items():
        tile = page.locator(".zr-tile").filter(has_text=worded(verdict))
        expect(tile.locator(".zr-count")).to_have_text(str(number), timeout=LONG)
    settled(page)
    passes(page)
    failed = [one for one in report.results if one.verdict is Verdict.NOT_MET]
    click_row(page, 1, table=1)
    heading = page.get_by_role("heading", name=failed[1].dossier.criterion.label.zh)
    expect(heading).to_be_visible()
    finding = failed[1].open_findings[0]
    expect(page.get_by_text(finding.requirement.quotes[0]).first).to_be_visible()
    expect(page).to_have_url(re.compile("result="))
    page.go_back()
    expect(page).not_to_have_url(re.compile("result="))
    settled(page)
    expect(heading).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载网页（可打印）").click()
    assert download.value.path().read_text(encoding="utf-8") == to_html(report)


def test_unknown_tables_are_settled_and_names_are_shown_as_they_are(quiet_page, uploads_folder):
    page, before = quiet_page, jobs_in(uploads_folder)
    go(page, "/validate")
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_contain_text("选择文件")
    hand_in(page, SMALL)
    expect(page.get_by_text("不知是哪张表")).to_be_visible()
    passes(page)
    validate(page)
    expect(page.locator(".zr-tile").first).to_be_visible(timeout=LONG)
    settled(page)
    choose(page, "机构或人员", f"{EVIL}（D1）")
    expect(page.get_by_role("heading", name=EVIL)).to_be_visible()
    assert jobs_in(uploads_folder) - before
    page.get_by_role("button", name="删除我的数据，重新开始").click()
    expect(page.get_by_role("button", name="使用示例医院")).to_be_visible()
    assert jobs_in(uploads_folder) == before


def test_a_bad_upload_is_explained(quiet_page):
    page = quiet_page
    go(page, "/validate")
    hand_in(page, {"授权.csv": f"授权编号,工号,技术,级别,角色\nA1,D1,{EVIL},五级,术者\n"})
    validate(page)
    table = page.locator(".zr-problems table")
    expect(table).to_contain_text("五级", timeout=LONG)
    expect(table).to_contain_text(EVIL[:20])


def test_a_job_is_cancelled(quiet_page, uploads_folder):
    page, before = quiet_page, jobs_in(uploads_folder)
    go(page, "/validate")
    page.get_by_role("button", name="使用示例医院").click()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("已经取消")).to_be_visible()
    assert jobs_in(uploads_folder) == before


def test_two_users_do_not_see_each_others_data(quiet_page, browser, browser_context_args):
    page = quiet_page
    go(page, "/validate")
    hand_in(page, {"机构.csv": SMALL["机构.csv"]})
    with browser.new_context(**browser_context_args) as context:
        other = context.new_page()
        go(other, "/validate")
        expect(other.get_by_role("button", name="使用示例医院")).to_be_visible()
        hand_in(other, {"人员.csv": "工号,姓名,机构编号\nD9,李四,H9\n"})
        expect(other.get_by_text("人员.csv").first).to_be_visible()
        expect(other.get_by_text("机构.csv")).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.get_by_text("机构.csv").first).to_be_visible()
    expect(page.get_by_text("人员.csv")).to_have_count(0)

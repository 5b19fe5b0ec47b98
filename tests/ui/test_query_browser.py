"""查询页，在真实的浏览器里。 The query page in a real browser."""

import re

import pytest
from browser_steps import click_row, go, settled
from playwright.sync_api import expect

from zhunru.answer_sheets import to_sheet_csv
from zhunru.ask import ask_saved
from zhunru.queries import saved_queries

pytestmark = pytest.mark.browser

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?p a zr:Procedure }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def editor(page):
    return page.get_by_role("textbox", name="SPARQL 查询文本")


def write(page, text):
    """Replace what stands in the editor, as by pasting."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    # 关掉补全。 Close the completions.
    page.keyboard.press("Escape")


def view(page, name):
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def test_a_saved_question_by_its_form(quiet_page):
    page = quiet_page
    query, parameter = next(
        (one, parameter)
        for one in saved_queries().values()
        for parameter in one.parameters
        if parameter.choices and len(one.parameters) == 1
    )
    go(page, f"/query?query={query.name}")
    choice = next(
        one for one in parameter.choices if ask_saved(query.name, {parameter.name: one.value}).rows
    )
    page.get_by_test_id("stSelectbox").nth(1).click()
    page.get_by_role("option", name=choice.label, exact=True).click()
    settled(page)
    expect(page).to_have_url(re.compile(f"{parameter.name}={choice.value}"))
    answer = ask_saved(query.name, {parameter.name: choice.value})
    expect(page.get_by_text(f"共 {len(answer.rows)} 行")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    assert download.value.path().read_bytes().decode() == to_sheet_csv(answer)

    click_row(page, 0)
    label = answer.rows[0][answer.columns.index("label")]
    expect(page.locator(".zr-facts dd").get_by_text(str(label), exact=True).first).to_be_visible()


def test_a_row_opens_what_it_is_about_in_a_new_tab(quiet_page):
    page = quiet_page
    go(page, "/query?query=case-volumes")
    row = ask_saved("case-volumes", {}).rows[0]
    table = page.get_by_test_id("stDataFrameResizable")
    place = {"x": 64, "y": 35 + 17}
    # 表格先知道指针在哪一格，才当那里有链接。 The table first learns which cell is pointed at.
    table.hover(position=place)
    settled(page)
    with page.context.expect_page() as opened:
        table.click(position=place)
    settled(opened.value)
    expect(opened.value).to_have_url(re.compile("/browse.*bearer="))
    expect(opened.value.get_by_text(str(row[1])).first).to_be_visible()


def test_the_editor_completes_marks_and_runs(quiet_page):
    page, fetched = quiet_page, []
    page.on("response", lambda one: fetched.append(one.url) if "editor.js" in one.url else None)
    go(page, "/query?mode=own")
    write(page, "SELECT ?x WHERE {\n?x ")
    for typed in ("职称", "zhicheng", "zr:atL"):
        page.keyboard.type(typed)
        option = page.get_by_role("option").filter(has_text="zr:atLeastTitle")
        expect(option).to_contain_text("不低于职称")
        page.keyboard.press("Escape")
        for _ in typed:
            page.keyboard.press("Backspace")
    page.keyboard.type("zr:atLeastT")
    expect(page.get_by_role("option", selected=True)).to_contain_text("zr:atLeastTitle")
    # 刚出现的补全，CodeMirror 片刻之内不收回车。 It takes no Enter within moments of appearing.
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("?x zr:atLeastTitle")

    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("查询没有运行")).to_be_visible()
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(page.locator(".cm-lintRange-error")).to_be_visible()
    write(page, COUNT)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("共 1 行")).to_be_visible()
    expect(page.locator(".cm-lint-marker-error")).to_have_count(0)
    assert len(fetched) == 1, "the bundle is fetched once, however often the page runs"


def test_the_keyboard_leaves_the_editor(quiet_page):
    page = quiet_page
    go(page, "/query?mode=own")
    editor(page).click()
    page.keyboard.press("Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()


def test_what_is_written_survives_a_reload_and_a_change_of_page(quiet_page):
    page = quiet_page
    go(page, "/query?mode=own")
    write(page, f"# 草稿\n{COUNT}")
    page.reload()
    settled(page)
    expect(editor(page)).to_contain_text("# 草稿")
    page.get_by_test_id("stSidebarNav").get_by_text("首页").click()
    settled(page)
    page.get_by_test_id("stSidebarNav").get_by_text("查询").click()
    settled(page)
    expect(editor(page)).to_contain_text("# 草稿")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("共 1 行")).to_be_visible()


def test_a_reload_finds_a_running_query_which_can_be_cancelled(quiet_page):
    page = quiet_page
    go(page, "/query?mode=own")
    write(page, ENDLESS)
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("正在查询", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("run="))
    page.reload()
    expect(page.get_by_text("正在查询", exact=True)).to_be_visible()
    expect(editor(page)).to_contain_text("COUNT")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("查询已取消。")).to_be_visible()


def test_a_resource_in_a_network_leads_to_its_page(quiet_page):
    page = quiet_page
    go(page, "/query?mode=own")
    write(page, "CONSTRUCT { ?p zr:grade ?g } { ?p a zr:Procedure ; zr:grade ?g } LIMIT 5")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("共 5 行")).to_be_visible()
    expect(page).to_have_url(re.compile("run="))
    view(page, "关系图")
    expect(page.get_by_role("img", name=re.compile("关系图：.*5 条关系"))).to_be_visible()
    click_row(page, 0)
    link = page.get_by_test_id("stMain").get_by_test_id("stPageLink").first
    name = link.inner_text().splitlines()[-1]
    link.get_by_role("link").click()
    expect(page).to_have_url(re.compile("browse.*procedure="))
    expect(page.get_by_role("heading", name=name)).to_be_visible()

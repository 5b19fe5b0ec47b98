"""在真实的 Chromium 里走一遍。 The app in a real Chromium, as a user goes through it."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from app_parts.bearers import bearers
from app_parts.catalogue import procedures
from app_parts.documents import documents, grades_of
from app_parts.overlap_groups import groups
from app_parts.verdict_marks import worded
from zhunru.answer_formats import to_csv
from zhunru.ask import ask_saved
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.queries import saved_queries
from zhunru.reports.html_report import to_html
from zhunru.verdicts import Verdict
from zhunru.wording import sentence

pytestmark = pytest.mark.browser

EVIL = "![x](http://evil.example/a.png)<img src=http://evil.example/b.png>"


def settled(page):
    """Wait until the script of the page has run, after giving it the time to begin."""
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def go(page, path):
    page.goto(path)
    settled(page)


def choose(page, name, option):
    """Choose an option; the list closes when the page scrolls, so scroll first."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=name)
    box.scroll_into_view_if_needed()
    settled(page)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def click_row(page, number, table=0):
    """Click a row of a table, counted from 0."""
    frame = page.get_by_test_id("stDataFrameResizable").nth(table)
    frame.click(position={"x": 18, "y": 35 * (number + 1) + 17})
    settled(page)


def upload(page, *files):
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [
            {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
            for name, content in files
        ]
    )
    button = page.get_by_role("button", name="开始校验")
    expect(button).to_be_enabled()
    button.click()
    settled(page)


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
    expect(page.get_by_text(sentence(requirement).zh)).to_have_count(0)
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


def test_query_by_form_and_by_text(quiet_page):
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
    assert download.value.path().read_bytes().decode() == to_csv(answer)

    click_row(page, 0)
    label = answer.rows[0][answer.columns.index("label")]
    expect(page.locator(".zr-facts dd").get_by_text(str(label), exact=True).first).to_be_visible()

    page.get_by_text("自己写 SPARQL").click()
    page.get_by_label("SPARQL").fill("SELECT ?x WHERE {")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("查询没有运行，第 1 行第 18 列")).to_be_visible()
    page.get_by_label("SPARQL").fill("SELECT (COUNT(*) AS ?n) WHERE { ?p a zr:Procedure }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("共 1 行")).to_be_visible()


def test_validate_the_example_hospital(quiet_page):
    page, report = quiet_page, validate_paths([example_hospital()], EXAMPLE_AS_OF)
    go(page, "/validate")
    page.get_by_role("button", name="使用示例医院").click()
    for verdict, number in report.counts().items():
        tile = page.locator(".zr-tile").filter(has_text=worded(verdict))
        expect(tile.locator(".zr-count")).to_have_text(str(number))
    settled(page)
    failed = [one for one in report.results if one.verdict is Verdict.NOT_MET]
    click_row(page, 1)
    expect(page.get_by_role("heading", name=failed[1].dossier.criterion.label.zh)).to_be_visible()
    finding = failed[1].open_findings[0]
    expect(page.get_by_text(finding.requirement.quotes[0]).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载网页（可打印）").click()
    assert download.value.path().read_text(encoding="utf-8") == to_html(report)


def test_a_bad_upload_is_explained_and_deleted(quiet_page, uploads_folder):
    page = quiet_page
    go(page, "/validate")
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_contain_text("选择文件")
    upload(page, ("授权.csv", f"授权编号,工号,技术,级别,角色\nA1,D1,{EVIL},五级,术者\n"))
    table = page.locator(".zr-problems table")
    expect(table).to_contain_text("五级")
    expect(table).to_contain_text(EVIL[:20])
    expect(page.get_by_role("button", name="开始校验")).to_be_disabled()
    assert not list(uploads_folder.glob("zhunru-*"))


def test_names_from_an_upload_are_shown_as_they_are(quiet_page, uploads_folder):
    page = quiet_page
    go(page, "/validate")
    tables = {
        one.name: one.read_text(encoding="utf-8-sig") for one in example_hospital().glob("*.csv")
    }
    rows = list(csv.DictReader(io.StringIO(tables["人员.csv"])))
    for row in rows:
        row["姓名"] = EVIL
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    tables["人员.csv"] = out.getvalue()
    upload(page, *tables.items())
    expect(page.locator(".zr-tile").first).to_be_visible()
    settled(page)
    choose(page, "机构或人员", f"{EVIL}（{rows[0]['工号']}）")
    expect(page.get_by_role("heading", name=EVIL)).to_be_visible()
    assert not list(uploads_folder.glob("zhunru-*"))


@pytest.mark.parametrize("path", ["/", "/browse", "/query", "/validate"])
def test_a_narrow_screen_is_wide_enough(quiet_page, path):
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    go(quiet_page, path)
    main = quiet_page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")

"""比较页，在真实的 Chromium 里。 The compare page in a real Chromium."""

import re

import pytest
from browser_steps import click_row, go, settled
from playwright.sync_api import expect

from app_parts.compare_figures import comparisons, figure_matrix
from app_parts.compare_network import part_of_network
from zhunru.overlap_network.network import Narrowing
from zhunru.wording import sentence

pytestmark = pytest.mark.browser

ROLE, GRADE = "independent-operator", "4"


def in_chart(page, name, text):
    """The text in a chart; charts are drawn as SVG, so that their words are there to be found."""
    return page.locator(f".st-key-compare-{name} svg text").get_by_text(text, exact=True)


def behind(page, text):
    """The text in what is shown behind a choice."""
    return page.locator(".st-key-compare-behind").get_by_text(text)


def test_a_cell_of_the_heat_map_shows_its_clause_and_the_link_opens_it_again(quiet_page):
    page, found = quiet_page, figure_matrix(ROLE, GRADE, True)
    line = next(one for one in found.lines if one.label.zh == "诊疗操作例数 · 独立完成")
    row = line.table.rows[0]
    go(page, "/compare")
    in_chart(page, "map", row.figure.zh.removesuffix(f" {row.unit.label.zh}")).click()
    expect(behind(page, row.requirement.quotes[0])).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"technique={row.technique.notation}"))
    settled(page)
    link = page.url

    in_chart(page, "map", row.figure.zh.removesuffix(f" {row.unit.label.zh}")).click()
    expect(behind(page, row.requirement.quotes[0])).to_have_count(0)
    expect(page).not_to_have_url(re.compile("technique="))
    settled(page)
    page.go_back()
    settled(page)
    expect(behind(page, row.requirement.quotes[0])).to_be_visible()
    go(page, link)
    expect(page.get_by_text(sentence(row.requirement).zh)).to_be_visible()
    page.get_by_text("同样的数字，列成表").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载表格（CSV）").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].split(",")[1:] == [one.label.zh for one in found.techniques]


def test_a_bar_and_a_row_of_its_table_choose_the_same(quiet_page):
    page, table = quiet_page, comparisons(ROLE, GRADE)["cases"][1].tables[0]
    go(page, "/compare?view=strictness&measure=cases")
    last = table.rows[-1]
    in_chart(page, "bars", last.figure.zh).last.click()
    expect(behind(page, last.requirement.quotes[0])).to_be_in_viewport()
    settled(page)
    click_row(page, 0)
    expect(behind(page, table.rows[0].requirement.quotes[0])).to_be_visible()
    expect(page).to_have_url(
        re.compile("requirement=" + table.rows[0].regulation.iri.split("/")[-1])
    )


def test_an_edge_and_a_node_open_the_pair(quiet_page):
    page, shown = quiet_page, part_of_network(Narrowing())[0]
    pair = next(one for one in shown.overlaps if one.differs and _alone(one))
    go(page, f"/compare?view=overlaps&words={pair.ends[0].name}")
    page.locator('.st-key-compare-network svg path[stroke="#d9730d"]').click(force=True)
    expect(behind(page, pair.reason.zh)).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"pair={pair.key}"))
    settled(page)
    node = pair.ends[1]
    in_chart(page, "network", re.compile(f"^{re.escape(node.name[:5])}")).first.click()
    expect(page).to_have_url(re.compile("node="))
    expect(page.get_by_text("有 1 处重叠")).to_be_visible()
    page.get_by_role("link", name=f"在浏览中看 {node.name}").click()
    expect(page.get_by_role("heading", name=node.name, exact=True)).to_be_visible()


def _alone(pair):
    """Whether the name of its first procedure leaves nothing but the pair."""
    return part_of_network(Narrowing(words=pair.ends[0].name))[0].overlaps == (pair,)


def test_a_narrow_screen_is_wide_enough_for_every_view(quiet_page):
    page = quiet_page
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, "/compare")
    for view in ("从严到宽", "两版对照", "重叠网络", "指标 × 技术"):
        page.get_by_text(view, exact=True).click()
        settled(page)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth")

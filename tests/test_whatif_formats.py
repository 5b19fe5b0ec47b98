"""把后果写成表、图与文件。 Effects as tables, charts and files, and the command."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import command_line
import pytest
from rich.console import Console
from whatif_making import CASES, people, settings

from zhunru.errors import UserError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.whatif.chart import chart_for, to_html, to_svg
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import whatif_dossiers
from zhunru.whatif.formats import render, to_csv, to_json


@pytest.fixture(scope="module")
def found():
    return whatif_dossiers(people(999, 1000, 1001), settings(f"{CASES}=1001"), EXAMPLE_AS_OF)


def test_csv_and_json_hold_the_tally(found):
    (line,) = csv.DictReader(io.StringIO(to_csv(found, Dimension.SPECIALTY).removeprefix("\ufeff")))
    assert line == {
        "专科技术": "鼻科内镜诊疗技术",
        "校验数": "3",
        "现符合": "2",
        "改后符合": "1",
        "新增": "0",
        "失去": "1",
    }
    document = json.loads(to_json(found, Dimension.REGION))
    assert document["total"]["lost"] == 1
    assert len(document["rows"]) == 3
    assert document["settings"][0]["zh"].endswith("不少于 1001 例")


def test_the_chart_is_well_formed_and_needs_no_network(found):
    drawn = ET.fromstring(to_svg(found, Dimension.SPECIALTY))
    words = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"鼻科内镜诊疗技术", "0", "1"} <= set(words)
    page = to_html(found, Dimension.SPECIALTY)
    assert "<svg" in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_chart_of_another_ending_is_refused(tmp_path, found):
    with pytest.raises(UserError, match=r"扩展名应为 .svg、.html 之一"):
        chart_for(tmp_path / "a.png", found, Dimension.REGION)


def run(*arguments):
    return command_line.run("whatif", example_hospital(), "--as-of", "2026-01-01", *arguments)


def test_the_terminal_shows_bars_and_names(found):
    console = Console(record=True, width=100, file=io.StringIO())
    render(found, Dimension.SPECIALTY, console)
    shown = console.export_text()
    assert "█" in shown
    assert "失去 lose：urn:test:d1000" in shown
    assert "不少于 1000 例 → " in shown


def test_the_command(tmp_path):
    chart = tmp_path / "chart.svg"
    answer = run(
        "--set", f"{CASES}=5000", "-f", "json", "--by", "hospital-level", "--chart", str(chart)
    )
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["tallies"][0]["group"]["zh"] == "三级甲等"
    assert ET.fromstring(chart.read_text("utf-8")).tag.endswith("svg")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", f"{CASES}=x"),
        ("--set", f"{CASES}=1", "--chart", "a.png"),
        ("--set", f"{CASES}=1", "--as-of", "9999-12-31"),
        (),
    ],
)
def test_a_wrong_command_is_refused(arguments):
    assert run(*arguments).exit_code == 2

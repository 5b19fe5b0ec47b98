"""`zhunru compare` and `zhunru diff` as a user meets them."""

import csv
import io
import json
import re

import pytest
from command_line import run
from rich.console import Console

DIFF = ("diff", "comprehensive-intervention-2012", "comprehensive-intervention-2019")
COMPARE = ("compare", "诊疗操作例数", "--role", "独立术者", "--grade", "四级")


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    """终端宽度固定，表格的换行才相同。 A fixed width, so that tables break where they always do."""
    monkeypatch.setattr("zhunru.cli_comparison.out", Console(width=120))


def rows(*arguments):
    result = run(*arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("command", ["compare", "diff"])
def test_help_is_chinese_first_with_an_example(command):
    text = run(command, "--help").stdout
    assert re.search(r"[\u4e00-\u9fff]", text.split("Usage:")[1])
    assert f"zhunru {command}" in text.split("Example:")[1]


def test_compare_prints_the_strictest_first_and_who_rules_nothing():
    result = run(*COMPARE)
    assert result.exit_code == 0, result.output
    part = result.stdout.split("独立术者 · 独立完成")[1]
    figures = re.findall(r"│ (\d+) +│ (\S+) +│ ≥ (\d+) 例", part.split("未规定")[0])
    assert figures[:2] == [("1", "消化内镜诊疗技术", "3000"), ("2", "鼻科内镜诊疗技术", "1000")]
    unruled = "".join(part.split("未规定 not ruled")[1].split("参与完成")[0].split())
    assert "脊柱内镜诊疗技术" in unruled and "胸外科内镜诊疗技术" in unruled


def test_compare_as_csv():
    found = [row for row in rows(*COMPARE) if row["rank"] == "1" and row["minimum"] == "3000"]
    assert [row["technique_name"] for row in found] == ["消化内镜诊疗技术"]


def test_compare_as_json():
    result = run(*COMPARE, "--technique", "鼻科", "--format", "json")
    bindings = json.loads(result.stdout)["results"]["bindings"]
    assert "1000" in {one["minimum"]["value"] for one in bindings}


def test_compare_marks_editions_that_are_no_longer_in_force():
    result = run("compare", "beds", "--edition", "comprehensive-intervention-2012")
    assert "2012 *" in result.stdout and "已不再施行" in result.stdout


def test_compare_takes_an_edition():
    found = rows(
        "compare", "beds", "-t", "综合介入", "--edition", "comprehensive-intervention-2012"
    )
    assert {row["in_force"] for row in found} == {"false"}


def test_a_measure_that_nothing_rules():
    result = run("compare", "beds", "-t", "鼻科")
    assert result.exit_code == 0
    assert "完全未规定" in result.stdout and "鼻科内镜诊疗技术" in result.stdout


def test_diff_prints_moves_and_conditions():
    result = run(*DIFF)
    assert result.exit_code == 0, result.output
    assert "四级手术 → 三级手术，5 项" in result.stdout
    assert "二级手术 → 三级手术，4 项" in result.stdout
    assert "三级手术 → 四级手术，1 项" in result.stdout
    assert "一级手术，10 项" in result.stdout
    assert "2012：须具有副主任医师及以上职称（三（二））" in result.stdout
    assert "不一致" not in result.stdout


def test_diff_of_a_technique_is_that_of_its_editions():
    assert run("diff", "综合介入").stdout == run(*DIFF).stdout


def test_diff_as_csv():
    found = rows(*DIFF)
    down = [row for row in found if row["kind"] == "moved-down"]
    assert [(row["before_grade"], row["after_grade"]) for row in down] == [("4", "3")] * 5
    title = next(row for row in found if row["label"] == "三级术者的职称")
    assert (title["part"], title["kind"], title["figures"]) == ("condition", "loosened", "loosened")
    assert (title["before_clause"], title["after_clause"]) == ("三（二）", "二（一）1（2）")
    assert title["curated"] == "true" and title["reason"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "bedz"), "是不是“beds”"),
        (("compare", "beds", "--grade", "9"), "没有名为“9”的级别"),
        (("compare", "beds", "-t", "介入"), "不止一个技术"),
        (("diff", "鼻科"), "只有一版"),
        (("diff", DIFF[2], DIFF[1]), "请先写旧版"),
    ],
)
def test_bad_names_are_told_in_words(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output

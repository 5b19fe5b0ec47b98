"""zhunru new-regulation：写出草稿，说清坏输入。 The command that drafts a regulation."""

import re
from pathlib import Path

import command_line
import pytest
from drafting_making import KITE

from zhunru.drafting.marks import count_marks


def run(*arguments):
    return command_line.run("new-regulation", *arguments)


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(KITE)
    assert done.exit_code == 0, done.output
    turtle = Path("kite-repair-2098.ttl").read_text("utf-8")
    printed = " ".join(done.stdout.split())
    clauses, entries, figures = 22, 5, 14
    for count in (clauses, entries, figures, count_marks(turtle)):
        assert f" {count} " in printed
    assert "grep -n 待审阅 kite-repair-2098.ttl" in printed
    assert f"zhunru verify --data kite-repair-2098.ttl --sources {KITE.parent}" in printed


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    target = tmp_path / "mine.ttl"
    target.write_text("mine", encoding="utf-8")
    done = run(KITE, "--output", target)
    assert done.exit_code == 2
    assert "已存在，没有覆盖" in done.output
    assert target.read_text("utf-8") == "mine"
    assert run(KITE, "--output", target, "--force").exit_code == 0
    assert "@prefix" in target.read_text("utf-8")


def test_the_command_with_a_name_and_a_folder(tmp_path):
    done = run(KITE, "--name", "kite-repair-2097", "--output", tmp_path)
    assert done.exit_code == 0, done.output
    turtle = (tmp_path / "kite-repair-2097.ttl").read_text("utf-8")
    assert "regulation:kite-repair-2097" in turtle
    assert "先把原文存为 …/kite-repair-2097.txt" in done.stdout


def test_the_command_tells_of_slips_and_of_a_name_in_use(tmp_path):
    path = tmp_path / "nasal-endoscopy-2019.txt"
    path.write_text("甲管理规范\n一、甲\n（一）乙。\n三、丙\n（一）丁。\n", encoding="utf-8")
    done = run(path, "--output", tmp_path)
    assert done.exit_code == 0, done.output
    assert "编号应为 2，印作 3" in done.stdout
    assert "图谱里已有 nasal-endoscopy-2019" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.txt",), "找不到文件“missing.txt”"),
        ((KITE, "--name", "风筝"), "“风筝”不能用作规范代号"),
        ((KITE, "--output", "no/such/folder.ttl"), "文件或文件夹不存在"),
    ],
)
def test_the_command_explains_bad_input(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.output
    assert not list(tmp_path.iterdir())


def test_help_is_chinese_first_with_an_example():
    body = run("--help").stdout.split("Usage:")[1]
    assert re.search(r"[\u4e00-\u9fff]", body)
    assert "zhunru new-regulation" in body.split("Example:")[1]

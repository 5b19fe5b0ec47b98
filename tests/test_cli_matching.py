"""The commands `match` and `catalogue`."""

import csv
import json
from pathlib import Path

import pytest
from command_line import run

LABELLED = Path(__file__).parent / "fixtures" / "operation_names.csv"
INSTITUTIONS = "机构编号,机构名称,医院等级,地区\nH01,示例医院,三级甲等,某省\n"
CATALOGUE = (
    "机构编号,科室,手术名称,级别\nH01,普通外科,腹腔镜胆囊切除术,{}\nH01,,扁桃体切除术,二级手术\n"
)
GALLBLADDER = "general-surgery-endoscopy-2019/grade3/1.3.1"


@pytest.fixture
def tables(tmp_path):
    """A folder with the hospital's own catalogue, one operation of a given grade."""

    def write(grade="三级手术"):
        (tmp_path / "机构.csv").write_text(INSTITUTIONS, "utf-8")
        (tmp_path / "本机构目录.csv").write_text(CATALOGUE.format(grade), "utf-8")
        return tmp_path

    return write


def test_match_shows_candidates(tables):
    done = run("match", tables() / "本机构目录.csv")
    assert done.exit_code == 0
    assert "采用 taken 0" in done.stdout
    assert "采用 taken 1" in run("match", tables() / "本机构目录.csv", "--accept-above", 90).stdout


def test_a_mapping_goes_out_is_reviewed_and_comes_back(tables, tmp_path_factory):
    names = tables("二级手术") / "本机构目录.csv"
    mapping = tmp_path_factory.mktemp("reviewed") / "mapping.csv"
    assert run("match", names, "--out", mapping).exit_code == 0
    assert run("catalogue", names.parent).exit_code == 0
    reviewed = mapping.read_text("utf-8").replace("100,待确认", "100,确认")
    mapping.write_text(reviewed, "utf-8")
    assert run("catalogue", names.parent, "--mapping", mapping).exit_code == 1
    assert run("match", names, "--mapping", mapping, "--out", mapping).exit_code == 0
    states = {line.split(",")[0]: line for line in mapping.read_text("utf-8").splitlines()}
    assert GALLBLADDER in states["腹腔镜胆囊切除术"]
    assert ",确认," in states["腹腔镜胆囊切除术"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["match"],
        ["match", "没有.csv"],
        ["match", LABELLED, "--column", "没有的列"],
        ["match", LABELLED, "--technique", "没有的技术"],
        ["match", LABELLED, "--accept-above", "101"],
        ["match", LABELLED, "--mapping", LABELLED],
        ["match", "--evaluate", "没有.csv"],
    ],
)
def test_wrong_input_is_exit_code_two(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr


def test_evaluate_prints_the_shares():
    done = run("match", "--evaluate", LABELLED)
    assert done.exit_code == 0
    assert "Precision" in done.stdout
    assert "检验" in done.stdout
    everything = run("match", "--evaluate", LABELLED, "--accept-above", "0").stdout
    assert everything != done.stdout


def test_evaluate_refuses_an_answer_that_is_no_entry(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(f"手术名称,手术代号\nLC,{GALLBLADDER} x/grade3/1\n", "utf-8")
    done = run("match", "--evaluate", path)
    assert done.exit_code == 2
    assert "x/grade3/1" in done.stderr


@pytest.mark.parametrize(("grade", "code"), [("二级手术", 1), ("三级手术", 0), ("四级手术", 0)])
def test_catalogue_fails_if_something_is_graded_lower(tables, grade, code):
    done = run("catalogue", tables(grade), "--accept-above", 78, "--as-of", "2026-01-01")
    assert done.exit_code == code
    assert "低于参考级别" in done.stdout


def test_catalogue_as_csv_and_json(tables):
    common = ("catalogue", tables("二级手术"), "--accept-above", "78", "--format")
    rows = list(csv.DictReader(run(*common, "csv").stdout.lstrip("\ufeff").splitlines()))
    assert rows[0]["种类"] == "低于参考级别"
    assert rows[0]["手术代号"] == GALLBLADDER
    found = json.loads(run(*common, "json").stdout)
    assert found[0]["kind"] == "lower"
    assert found[0]["references"][0]["place"] == "附件2 一（三）1"


def test_catalogue_without_the_table(tmp_path):
    (tmp_path / "机构.csv").write_text(INSTITUTIONS, "utf-8")
    done = run("catalogue", tmp_path)
    assert done.exit_code == 2
    assert "本机构目录" in done.stderr


def test_rows_that_are_set_aside_are_told(tables):
    folder = tables()
    with (folder / "本机构目录.csv").open("a", encoding="utf-8") as file:
        file.write("H01,骨科,截骨术,五级手术\n")
    done = run("catalogue", folder)
    assert "五级手术" in done.stderr

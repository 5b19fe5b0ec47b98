import csv
import io
import json
from pathlib import Path

import pytest
from report_making import FORMULA, NASTY, example_report, nasty_report

from zhunru.data_version import data_version
from zhunru.errors import UserError
from zhunru.reports.csv_report import to_csv
from zhunru.reports.formats import WRITERS, check_target, write_report, writer_for
from zhunru.reports.json_report import to_json
from zhunru.reports.lines import COLUMNS
from zhunru.reports.section_names import SectionName


def rows_of(report):
    text = to_csv(report)
    assert text.startswith("\ufeff"), "Excel needs the mark to read Chinese"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_json_holds_every_result():
    document = json.loads(to_json(example_report()))
    assert document["asOf"] == "2026-01-01"
    assert document["dataVersion"] == data_version()
    assert document["allMet"] is False
    assert [one["verdict"] for one in document["results"]] == [
        one.verdict.value for one in example_report().results
    ]
    assert sum(document["counts"].values()) == len(example_report().results)


def test_json_has_the_sections_and_where_each_row_stands():
    document = json.loads(to_json(example_report()))
    assert list(document["sections"]) == [name.value for name in SectionName]
    for section in document["sections"].values():
        counted = [sum(member["counts"].values()) for member in section["members"]]
        assert sum(section["counts"].values()) == sum(counted)
    first = document["results"][0]
    assert (first["file"], first["line"]) == ("项目.csv", 2)


def test_json_nests_every_finding():
    def number(findings):
        return sum(1 + number(one["parts"]) for one in findings)

    document = json.loads(to_json(example_report()))
    for written, result in zip(document["results"], example_report().results, strict=True):
        assert number(written["findings"]) == sum(len([*top.flat()]) for top in result.findings)


def test_json_lists_set_aside_rows_and_remarks():
    document = json.loads(to_json(nasty_report()))
    assert [one["row"] for one in document["setAside"]] == [7, None]
    assert document["remarks"][0]["expected"] == {"zh": "名字", "en": "a name"}


def test_csv_has_a_row_per_finding():
    rows = rows_of(example_report())
    findings = sum(1 for one in example_report().results for t in one.findings for _ in t.flat())
    assert len(rows) == findings
    assert tuple(rows[0]) == COLUMNS
    short = next(row for row in rows if row["差距"] == "还差 1 例")
    assert short["判定"] == "不符合"
    for column in ("条款", "原文", "下一步", "要求代号", "文件", "行"):
        assert short[column]


def test_no_cell_of_a_csv_is_a_formula():
    rows = rows_of(nasty_report())
    assert rows[0]["承担者"] == f"'{FORMULA}"
    assert rows[0]["编号"] == "'+2"
    assert rows[0]["名称"] == NASTY
    assert rows[-1]["名称"].startswith("'@SUM")
    risky = tuple("=+-@＝＋－＠\t\r\n")
    assert not [cell for row in rows for cell in row.values() if cell.startswith(risky)]


def test_forms_by_ending():
    names = ("a.html", "B.XLSX", "a.csv", "a.json", "a.sarif", "a.SARIF.JSON", "a.ttl")
    writers = [writer_for(Path(name)) for name in names]
    assert writers[4] is writers[5]
    assert len(set(writers)) == len(WRITERS) - 1
    with pytest.raises(UserError, match=r"\.html、\.xlsx"):
        writer_for(Path("report.pdf"))
    with pytest.raises(UserError):
        writer_for(Path("html"))


@pytest.mark.parametrize(
    ("target", "given", "fine"),
    [
        ("医院.xlsx", "医院.xlsx", False),
        ("tables/../医院.xlsx", "医院.xlsx", False),
        ("tables/report.csv", "tables", False),
        ("tables/report.html", "tables", True),
        ("report.csv", "tables", True),
        ("report.pdf", "tables", False),
    ],
)
def test_a_report_never_replaces_or_becomes_an_input(tmp_path, target, given, fine):
    (tmp_path / "tables").mkdir()
    if fine:
        check_target(tmp_path / target, [tmp_path / given])
    else:
        with pytest.raises(UserError):
            check_target(tmp_path / target, [tmp_path / given])


@pytest.mark.parametrize("ending", WRITERS)
def test_every_form_can_be_written(tmp_path, ending):
    path = tmp_path / f"报告{ending}"
    path.write_text("old", encoding="utf-8")
    write_report(path, nasty_report())
    assert path.stat().st_size > 1000
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_missing_folder_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"report\.csv"):
        write_report(tmp_path / "none" / "report.csv", nasty_report())

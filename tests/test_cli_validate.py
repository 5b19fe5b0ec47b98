"""`zhunru validate`: what is printed and written, and the exit codes 0, 1 and 2."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_line import run
from rdflib import Graph

from zhunru.inputs import example_hospital

EXAMPLE = str(example_hospital())
AS_OF = ("--as-of", "2026-01-01")


def test_validate_tells_findings_by_exit_code(tmp_path):
    report = tmp_path / "report.json"
    result = run("validate", EXAMPLE, *AS_OF, "--report", report)
    assert result.exit_code == 1
    assert "还差 1 例" in result.stdout
    assert len(json.loads(report.read_text("utf-8"))["results"]) > 50


def test_validate_exits_0_when_all_is_met(tmp_path):
    run("validate", EXAMPLE, *AS_OF, "--report", tmp_path / "all.ttl")
    graph = Graph().parse(tmp_path / "all.ttl")
    met = graph.query(
        "CONSTRUCT { ?d ?p ?o } WHERE { ?d ?p ?o ; zr:verdict '符合'@zh FILTER(?p != zr:verdict) }"
    ).graph
    met.serialize(tmp_path / "met.ttl")
    assert run("validate", tmp_path / "met.ttl").exit_code == 0


def test_malformed_turtle_leaves_no_report(tmp_path):
    bad, report = tmp_path / "bad.ttl", tmp_path / "report.html"
    bad.write_text("<a> <b> .\n", encoding="utf-8")
    report.write_text("old", encoding="utf-8")
    result = run("validate", bad, "--report", report)
    assert result.exit_code == 2
    assert "第 1 行" in result.output
    assert report.read_text("utf-8") == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.ttl", "report.html"]


def hospital(tmp_path, name, change):
    """Copy the example hospital with one table changed; the changed file."""
    folder = tmp_path / "hospital"
    shutil.copytree(EXAMPLE, folder)
    path = folder / name
    path.write_bytes(change(path.read_bytes()))
    return folder


def line(number, old, new):
    """Change one cell's text in a line, counted as a spreadsheet does."""

    def change(content):
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new)
        return "".join(lines).encode()

    return change


def first(table):
    """The first data row of an example table, as a dictionary."""
    text = (example_hospital() / table).read_text("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text)))


STAFF, TITLE = first("人员.csv"), first("职称.csv")


UNREADABLE = [
    ("职称.csv", lambda _: b"%PDF-1.7\x00\x01binary", ("职称.csv", "应为")),
    ("职称.csv", lambda _: b"", ("职称.csv", "应为")),
    ("职称.csv", line(1, "职称", "官衔"), ("职称.csv", "官衔")),
]
SPOILT_ROWS = [
    ("职称.csv", line(2, TITLE["职称"], "院士"), ("职称.csv", "第 2 行", "院士", "副主任医师")),
    ("职称.csv", line(2, TITLE["取得日期"], "2019-02-30"), ("职称.csv", "第 2 行", "2019-02-30")),
    ("人员.csv", lambda old: old + old.splitlines(keepends=True)[1], (STAFF["工号"],)),
    ("例数.csv", line(2, first("例数.csv")["数量"], "很多"), ("例数.csv", "第 2 行", "很多")),
    ("授权.csv", line(2, first("授权.csv")["工号"], "X999"), ("授权.csv", "第 2 行", "X999")),
]


@pytest.mark.parametrize(
    ("table", "change", "words", "options"),
    [(*one, ()) for one in UNREADABLE] + [(*one, ("--strict",)) for one in SPOILT_ROWS],
)
def test_bad_tables_are_explained_and_leave_no_report(tmp_path, table, change, words, options):
    report = tmp_path / "report.html"
    folder = hospital(tmp_path, table, change)
    result = run("validate", folder, *AS_OF, "--report", report, *options)
    assert result.exit_code == 2
    for word in words:
        assert word in result.output.replace("\n", "")
    assert not report.exists()


@pytest.mark.parametrize(("table", "change", "words"), SPOILT_ROWS)
def test_rows_that_cannot_be_read_are_set_aside_and_the_rest_counts(tmp_path, table, change, words):
    report = tmp_path / "report.html"
    folder = hospital(tmp_path, table, change)
    result = run("validate", folder, *AS_OF, "--report", report)
    assert result.exit_code == 1
    for word in words:
        assert word in report.read_text("utf-8")
    assert words[0] in result.output
    assert "校验结果 Results" in result.output


def test_pseudonyms_keep_people_out_of_every_report(tmp_path):
    kinds = ("html", "json", "csv", "ttl", "sarif", "xlsx")
    reports = [tmp_path / f"report.{kind}" for kind in kinds]
    asked = [option for report in reports for option in ("--report", report)]
    result = run("validate", EXAMPLE, *AS_OF, "--pseudonymise", *asked)
    assert result.exit_code == 1
    texts = [report.read_text("utf-8") for report in reports[:-1]]
    book = openpyxl.load_workbook(reports[-1])
    texts += [str(cell.value) for sheet in book for row in sheet for cell in row]
    people = csv.DictReader(io.StringIO((example_hospital() / "人员.csv").read_text("utf-8-sig")))
    names = [person[column] for person in people for column in ("工号", "姓名") if person[column]]
    for text in (*texts, result.output):
        assert not any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)
    assert any("人员-0001" in text for text in texts)


@pytest.mark.parametrize("engine", ["pyshacl", "shacl"])
def test_every_engine_gives_the_same_report(tmp_path, engine):
    reports = [tmp_path / f"{name}.json" for name in ("columns", engine)]
    for name, report in zip(("columns", engine), reports, strict=True):
        run("validate", EXAMPLE, *AS_OF, "--engine", name, "--report", report)
    assert reports[0].read_bytes() == reports[1].read_bytes()


def test_gbk_tables_are_accepted(tmp_path):
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_text("utf-8-sig").encode("gb18030"))
    reports = [tmp_path / "gbk.json", tmp_path / "utf8.json"]
    run("validate", folder, *AS_OF, "--report", reports[0])
    run("validate", EXAMPLE, *AS_OF, "--report", reports[1])
    assert reports[0].read_text("utf-8") == reports[1].read_text("utf-8")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "例数.csv"
    with huge.open("wb") as stream:
        stream.truncate(201 * 1024 * 1024)
    result = run("validate", huge)
    assert result.exit_code == 2
    assert "例数.csv" in result.output
    assert "200" in result.output


def test_an_impossible_as_of_date_is_refused():
    result = run("validate", EXAMPLE, "--as-of", "9999-12-31")
    assert result.exit_code == 2
    assert "截至日期" in result.output


def test_a_file_beside_its_own_folder_is_read_once(tmp_path):
    reports = [tmp_path / "once.json", tmp_path / "twice.json"]
    run("validate", EXAMPLE, *AS_OF, "--report", reports[0])
    run("validate", EXAMPLE, Path(EXAMPLE) / "例数.csv", *AS_OF, "--report", reports[1])
    assert reports[0].read_text("utf-8") == reports[1].read_text("utf-8")

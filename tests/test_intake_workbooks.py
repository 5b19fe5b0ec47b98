"""读入 Excel 工作簿。 Reading Excel workbooks."""

import csv
import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from small_hospital import EXAMPLE, SMALL, cases, plain, problems_of

from zhunru.intake import read_records
from zhunru.intake.cells import CellError, read_integer
from zhunru.intake.dates import read_date
from zhunru.tables import ORDER, load_tables


def typed(field, text):
    """Excel 里会存成的值。 The value that Excel would store."""
    try:
        if field.type == "date" and (day := read_date(text)):
            return datetime.combine(day, datetime.min.time())
        if field.type == "integer":
            return read_integer(text)
    except CellError:
        pass
    return text or None


def workbook_of(files, path):
    book = Workbook()
    titles = {table.title: table for table in load_tables().values()}
    for name, text in files.items():
        sheet = book.create_sheet(Path(name).stem)
        header, *lines = csv.reader(text.splitlines())
        sheet.append(header)
        fields = titles[sheet.title].fields
        for line in lines:
            sheet.append([typed(f, cell) for f, cell in zip(fields, line, strict=False)])
    book.save(path)
    return path


def test_example_reads_alike_as_folder_and_as_workbook(tmp_path, vocabulary):
    files = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.glob("*.csv")}
    from_csv = read_records([EXAMPLE], vocabulary)
    from_xlsx = read_records([workbook_of(files, tmp_path / "示例医院.xlsx")], vocabulary)
    assert plain(from_csv) == plain(from_xlsx)
    given = {table.name for table in load_tables().values() if f"{table.title}.csv" in files}
    assert {name for name in ORDER if from_csv[name]} == given
    assert len(given) == len(files)
    assert from_xlsx["staff"][0].file == "示例医院.xlsx［人员］"


def test_problems_in_a_workbook_name_the_sheet(tmp_path, vocabulary):
    files = SMALL | cases("D001,诊疗操作例数,,,五级,,,,1")
    (problem,) = problems_of(workbook_of(files, tmp_path / "数据.xlsx"), vocabulary)
    assert (problem.file, problem.row, problem.column) == ("数据.xlsx［例数］", 2, "级别")


def with_formula(path, cell):
    """把 30 改成公式。 Turn the number 30 into a formula, as Excel or other programs save it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {n: re.sub(rb"<v>30</v>", cell, part) for n, part in parts.items()}
    assert changed != parts
    with ZipFile(path, "w") as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    return path


def test_formulas_are_read_as_their_values(tmp_path, vocabulary):
    book = with_formula(workbook_of(SMALL, tmp_path / "数据.xlsx"), b"<f>10+20</f><v>30</v>")
    assert read_records([book], vocabulary)["cases"][0].values["count"] == 30


def test_formulas_never_computed_are_not_taken_for_empty_cells(tmp_path, vocabulary):
    book = with_formula(workbook_of(SMALL, tmp_path / "数据.xlsx"), b"<f>10+20</f>")
    (problem,) = problems_of(book, vocabulary)
    assert problem.column == "数量"
    assert "值“=10+20”，不是数字" in problem.chinese


def test_damaged_workbook(tmp_path, vocabulary):
    book = with_formula(workbook_of(SMALL, tmp_path / "数据.xlsx"), b"<v>30")
    (problem,) = problems_of(book, vocabulary)
    assert problem.kind == "not-a-table"

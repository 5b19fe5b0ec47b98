"""读入 Excel 工作簿。 Reading Excel workbooks."""

import csv
import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from small_hospital import EXAMPLE, SMALL, cases, plain, problems_of

from zhunru.intake import read_records, sources
from zhunru.intake.cells import CellError, read_number
from zhunru.intake.dates import read_date
from zhunru.intake.month_formats import shows_month
from zhunru.intake.workbooks import LOOKUP_SHEET
from zhunru.reports.workbook_marks import ADDED_COLUMNS
from zhunru.reports.workbook_sheets import DETAILS, EXPLANATIONS, TOTALS
from zhunru.tables import ORDER, load_tables


def typed(field, text):
    """Excel 里会存成的值。 The value that Excel would store."""
    try:
        if field.type == "date" and (day := read_date(text)):
            return datetime.combine(day, datetime.min.time())
        if field.type in ("integer", "number"):
            return read_number(text)
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
    for records, ignored in ((from_csv, ["README.md"]), (from_xlsx, [])):
        assert records.set_aside == ()
        assert [remark.value for remark in records.remarks] == ignored
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


def small_book(tmp_path, change):
    path = workbook_of(SMALL, tmp_path / "数据.xlsx")
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_error_values_are_not_taken_for_empty_cells(tmp_path, vocabulary):
    def change(book):
        book["例数"]["C2"].value, book["例数"]["C2"].data_type = "#N/A", "e"

    records = read_records([small_book(tmp_path, change)], vocabulary)
    (problem,) = records.set_aside
    assert (problem.row, problem.column, problem.value) == (2, "专科", "#N/A")
    assert [row.values["count"] for row in records["cases"]] == [24]


def test_hidden_sheets_are_remarked_upon_and_not_read(tmp_path, vocabulary):
    def change(book):
        book["例数"].sheet_state = "hidden"
        book.create_sheet("草稿").sheet_state = "veryHidden"
        book.create_sheet(LOOKUP_SHEET).sheet_state = "hidden"

    records = read_records([small_book(tmp_path, change)], vocabulary)
    assert records["cases"] == ()
    assert [(p.file, p.kind) for p in records.remarks] == [
        ("数据.xlsx［例数］", "hidden-sheet"),
        ("数据.xlsx［草稿］", "hidden-sheet"),
    ]


def test_charts_and_empty_sheets_are_passed_over(tmp_path, vocabulary):
    def change(book):
        book.create_chartsheet("图")
        book.create_sheet("空白")

    records = read_records([small_book(tmp_path, change)], vocabulary)
    assert len(records["cases"]) == 2
    assert records.remarks == ()


def test_a_merged_cell_speaks_for_its_first_row_only(tmp_path, vocabulary):
    def change(book):
        sheet = book["人员"]
        sheet.merge_cells("C2:C3")

    records = read_records([small_book(tmp_path, change)], vocabulary)
    assert [(p.row, p.column, p.kind) for p in records.set_aside] == [(3, "机构编号", "required")]


def test_blank_rows_above_the_table_keep_the_numbers_of_rows(tmp_path, vocabulary):
    def change(book):
        book["例数"].insert_rows(1, amount=3)

    rows = read_records([small_book(tmp_path, change)], vocabulary)["cases"]
    assert [row.line for row in rows] == [5, 6]


def test_dates_counted_from_1904(tmp_path, vocabulary):
    def change(book):
        book.epoch = CALENDAR_MAC_1904

    (first, _) = read_records([small_book(tmp_path, change)], vocabulary)["cases"]
    assert str(first.values["end"]) == "2021-12-31"


def test_identifiers_that_a_spreadsheet_has_spoilt(tmp_path, vocabulary):
    def change(book):
        book["人员"]["A3"] = 110101199001011234

    (problem,) = read_records([small_book(tmp_path, change)], vocabulary).set_aside
    assert (problem.column, problem.kind) == ("工号", "too-many-digits")
    assert "以文本格式存的编号" in problem.chinese


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param('<c r="XFD1048576"><v>1</v></c>', id="far away"),
        pytest.param('<c r="ZZZZZZ9"><v>1</v></c>', id="beyond the last column"),
        pytest.param("<c/>" * 600, id="without places"),
    ],
)
def test_sheets_that_would_fill_the_memory(tmp_path, vocabulary, monkeypatch, cell):
    monkeypatch.setattr(sources, "MAX_CELLS", 1000)
    path = workbook_of(SMALL, tmp_path / "数据.xlsx")
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (name,) = [n for n in parts if n.endswith("sheet2.xml")]
    parts[name] = parts[name].replace(b"</row></sheetData>", cell.encode() + b"</row></sheetData>")
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    (problem,) = problems_of(path, vocabulary)
    assert problem.kind == "too-large"
    assert "没有读取" in problem.chinese


def test_an_encrypted_workbook(tmp_path, vocabulary):
    (tmp_path / "数据.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (problem,) = problems_of(tmp_path, vocabulary)
    assert "是加密的或旧版的 Excel 文件" in problem.chinese


@pytest.mark.parametrize(
    ("number_format", "day", "expected"),
    [
        ('yyyy"年"m"月";@', 1, "2019-03-31"),
        ("[$-804]yyyy\\-mm", 1, "2019-03-31"),
        ("mmm-yy", 1, "2019-03-31"),
        ("mmm-yy", 15, "2019-03-15"),
        ("yyyy-mm-dd", 1, "2019-03-01"),
        ('yyyy"年"m"月"d"日"', 1, "2019-03-01"),
    ],
)
def test_a_month_typed_into_excel_is_not_its_first_day(
    tmp_path, vocabulary, number_format, day, expected
):
    def change(book):
        cell = book["人员"]["H2"]
        cell.value, cell.number_format = datetime(2019, 3, day), number_format

    records = read_records([small_book(tmp_path, change)], vocabulary)
    assert str(records["staff"][0].values["clinical_since"]) == expected
    assert [p.kind for p in records.remarks] == ["partial-date"] * (expected[-2:] == "31")


@pytest.mark.parametrize(
    ("number", "code", "month"),
    [
        (57, "General", True),
        (17, "mmm-yy", True),
        (58, "General", False),
        (14, "mm-dd-yy", False),
        (20, "h:mm", False),
        (164, 'yyyy"年"m"月"', True),
        (164, "yyyy", False),
        (164, 'm"月"d"日"', False),
        (164, '0.0"my"', False),
    ],
)
def test_formats_that_show_a_month(number, code, month):
    assert shows_month(number, code) is month


def test_what_a_report_adds_to_a_workbook_is_passed_over(tmp_path, vocabulary):
    def change(book):
        for title in (TOTALS, DETAILS, EXPLANATIONS):
            book.create_sheet(title)["A1"] = "符合"
        sheet = book["例数"]
        for index, header in enumerate(ADDED_COLUMNS, start=sheet.max_column + 1):
            sheet.cell(1, index, header)
            sheet.cell(2, index, "不符合")

    records = read_records([small_book(tmp_path, change)], vocabulary)
    assert len(records["cases"]) == 2
    assert (records.set_aside, records.remarks) == ((), ())


def test_an_unnamed_sheet_goes_by_the_name_of_its_file(tmp_path, vocabulary):
    for name, text in SMALL.items():
        path = workbook_of({name: text}, tmp_path / f"{Path(name).stem}.xlsx")
        book = load_workbook(path)
        book[Path(name).stem].title = "Sheet2"
        book.save(path)
    assert len(read_records([tmp_path], vocabulary)["cases"]) == 2


def test_damage_that_shows_only_in_careful_reading(tmp_path, vocabulary):
    path = with_formula(workbook_of(SMALL, tmp_path / "数据.xlsx"), b"<f>10+20</f>")
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"baseColWidth", b"baseCol_idth"))
    problems = problems_of(path, vocabulary)
    assert {problem.kind for problem in problems} == {"not-a-table"}

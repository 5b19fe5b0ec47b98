import csv
import io
from dataclasses import replace
from functools import cache
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from report_making import FORMULA, NASTY, example_report, nasty_report, problem

from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.intake.sources import Source
from zhunru.reports.lines import lines
from zhunru.reports.workbook import to_xlsx
from zhunru.verdicts import Verdict

ADDED = ["汇总", "明细", "说明"]
NAME = "医院.xlsx"


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hospital_book():
    """The example hospital as one workbook, with a formula and a comment of its own."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for path in sorted(example_hospital().glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
            sheet.append(row)
    book["机构"]["B2"].comment = Comment("自己的批注", "医院")
    book["人员"]["B2"] = '="示例"&A2'
    return book


def at(report, name=NAME):
    """The report as it is where the tables stand in a workbook."""
    moved = [replace(r, file=f"{name}［{r.file.removesuffix('.csv')}］") for r in report.results]
    return replace(report, results=tuple(moved))


@cache
def few():
    """The first results of the example: of programmes and of credentials."""
    report = at(example_report())
    return replace(report, results=report.results[10:20])


@cache
def returned():
    return opened(to_xlsx(at(example_report()), [Source(NAME, saved(hospital_book()))]))


def by_header(sheet, headed=1):
    titles = {cell.value: cell.column for cell in sheet[headed]}
    return lambda row, title: sheet.cell(row, titles[title])


def test_the_hospital_gets_its_own_workbook_back():
    given, book = opened(saved(hospital_book())), returned()
    assert book.sheetnames == [*given.sheetnames, *ADDED]
    for sheet in given.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert book[sheet.title][cell.coordinate].value == cell.value
    assert book["人员"]["B2"].value == '="示例"&A2'
    assert book["机构"]["B2"].comment.text == "自己的批注"


@pytest.mark.parametrize("table", ["项目", "授权"])
def test_findings_stand_beside_the_cells(table):
    sheet = returned()[table]
    cell = by_header(sheet)
    colours = {}
    asked = [one for one in example_report().results if one.file == f"{table}.csv"]
    for result in asked:
        same_row = [one for one in asked if one.line == result.line]
        verdict = cell(result.line, "判定")
        assert verdict.value in {one.verdict.value for one in same_row}
        assert sheet.cell(result.line, 1).value == result.row
        colours.setdefault(verdict.value, set()).add(verdict.fill.fgColor.rgb)
        short = cell(result.line, "未满足的条件")
        for finding in result.open_findings:
            assert finding.requirement.label.zh in short.value
            assert finding.clauses in short.comment.text
            if finding.distance:
                assert finding.distance.zh in short.value
                assert finding.distance.zh in short.comment.text
        if not any(one.open_findings for one in same_row):
            assert short.value is None
            assert short.comment is None
    assert all(len(used) == 1 for used in colours.values())
    assert len(set.union(*colours.values())) == len(colours)


def test_of_several_verdicts_on_a_row_the_worst_is_shown():
    cell = by_header(returned()["项目"])
    verdicts = [one.verdict for one in example_report().results if one.row == "P03"]
    assert set(verdicts) == {Verdict.NOT_MET, Verdict.MET}
    line = next(one.line for one in example_report().results if one.row == "P03")
    assert cell(line, "判定").value == "不符合"


def test_rows_set_aside_are_red_with_the_reason():
    aside = problem(f"{NAME}［人员］", row=3, column="姓名", value="?")
    whole_row = problem(f"{NAME}［机构］", row=2, column=None, value=None)
    report = replace(few(), set_aside=(aside, whole_row))
    book = opened(to_xlsx(report, [Source(NAME, saved(hospital_book()))]))
    sheet = book["人员"]
    cell = by_header(sheet)
    assert aside.chinese in cell(3, "姓名").comment.text
    red = {cell(3, title).fill.fgColor.rgb for title in ("工号", "科室")}
    assert len(red) == 1
    assert cell(3, "姓名").fill.fgColor.rgb not in red
    assert cell(4, "工号").fill.fill_type is None
    assert whole_row.chinese in book["机构"]["A2"].comment.text
    assert book["机构"]["B2"].comment.text == "自己的批注"


def test_a_comment_is_added_to_the_one_that_is_there():
    aside = problem(f"{NAME}［机构］", row=2, column="机构名称")
    report = replace(few(), set_aside=(aside,))
    book = opened(to_xlsx(report, [Source(NAME, saved(hospital_book()))]))
    text = book["机构"]["B2"].comment.text
    assert text.startswith("自己的批注")
    assert aside.chinese in text


def test_the_returned_workbook_can_be_validated_and_returned_again(tmp_path):
    once = to_xlsx(at(example_report()), [Source(NAME, saved(hospital_book()))])
    path = tmp_path / NAME
    path.write_bytes(once)
    report = validate_paths([path], EXAMPLE_AS_OF)
    assert [one.verdict for one in report.results] == [
        one.verdict for one in example_report().results
    ]
    twice = opened(to_xlsx(report, [Source(NAME, once)]))
    assert twice.sheetnames == returned().sheetnames
    assert [cell.value for cell in twice["授权"][1]] == [c.value for c in returned()["授权"][1]]


def test_other_tables_become_a_new_workbook():
    sources = [Source(one.name, one.read_bytes()) for one in example_hospital().glob("*.csv")]
    book = opened(to_xlsx(example_report(), sources))
    assert set(book.sheetnames) == {one.name.removesuffix(".csv") for one in sources} | set(ADDED)
    for result in example_report().results:
        sheet = book[result.file.removesuffix(".csv")]
        assert sheet.cell(result.line, 1).value == result.row
        assert by_header(sheet)(result.line, "判定").value is not None


def test_the_details_have_a_line_per_requirement():
    sheet = returned()["明细"]
    assert sheet.max_row == 2 + sum(1 for _ in lines(example_report()))
    cell = by_header(sheet, 2)
    short = next(row for row in range(3, sheet.max_row) if cell(row, "差距").value == "还差 1 例")
    assert cell(short, "判定").value == "不符合"
    assert cell(short, "条款").value


def test_the_totals_add_up():
    sheet = returned()["汇总"]
    cell = by_header(sheet, 5)
    assert cell(6, "项数 Checks").value == len(example_report().results)
    for verdict, number in example_report().counts().items():
        assert cell(6, verdict.value).value == number


def test_no_text_is_a_formula():
    files = {"授权.csv": f"授权编号,工号\n+2,{FORMULA}\n@3,#N/A\n".encode()}
    book = opened(to_xlsx(nasty_report(), [Source(*one) for one in files.items()]))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type in ("f", "e")]
    held = {cell.value for row in book["明细"].iter_rows() for cell in row}
    assert NASTY in held
    assert book["授权"]["B2"].value == FORMULA
    assert book["授权"]["B2"].quotePrefix
    reasons = {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert problem().finding.zh in reasons


def test_a_sheet_of_the_hospital_that_bears_the_name_of_an_added_one_stays():
    book = hospital_book()
    book.create_sheet("汇总")["A1"] = "医院自己的汇总"
    again = opened(to_xlsx(few(), [Source(NAME, saved(book))]))
    assert again["汇总"]["A1"].value == "医院自己的汇总"
    assert again["汇总1"]["A1"].value == "准入校验报告"


def test_merged_cells_and_cells_beyond_the_header_are_left_alone():
    book = hospital_book()
    sheet = book["授权"]
    sheet["H3"] = "备忘"
    sheet.merge_cells("F4:J4")
    again = opened(to_xlsx(few(), [Source(NAME, saved(book))]))["授权"]
    assert again["H3"].value == "备忘"
    assert [cell.value for cell in again[1]][-2:] == ["判定", "未满足的条件"]
    assert again["K1"].value == "判定"


def test_the_header_may_stand_below_a_title():
    book, report = hospital_book(), few()
    sheet = book["授权"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "手术授权一览表"
    lower = [replace(r, line=r.line + 2) if "授权" in r.file else r for r in report.results]
    aside = problem(f"{NAME}［授权］", row=30, column="工号")
    moved = replace(report, results=tuple(lower), set_aside=(aside,))
    again = opened(to_xlsx(moved, [Source(NAME, saved(book))]))["授权"]
    cell = by_header(again, 3)
    for result in lower:
        if "授权" in result.file:
            assert cell(result.line, "判定").value is not None
            assert again.cell(result.line, 1).value == result.row
    assert aside.chinese in cell(30, "工号").comment.text


def test_a_workbook_that_cannot_be_copied_is_written_anew():
    book, content = hospital_book(), io.BytesIO()
    book["人员"]["B2"] = "示例D001"
    bad = b"<fonts><font><sz val='big'/></font></fonts>"
    with ZipFile(io.BytesIO(saved(book))) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/styles.xml":
                data = data.replace(b"<cellXfs", bad + b"<cellXfs")
            new.writestr(name, data)
    written = opened(to_xlsx(few(), [Source(NAME, content.getvalue())]))
    assert by_header(written["授权"])(2, "判定").value == "符合"
    told = {cell.value for row in written["说明"].iter_rows() for cell in row}
    assert any("新建" in str(text) for text in told)


def test_without_tables_there_are_the_added_sheets():
    assert opened(to_xlsx(few())).sheetnames == ADDED
    rdf = Source("evidence.ttl", b"")
    assert opened(to_xlsx(few(), [rdf])).sheetnames == ADDED


def test_the_file_bears_no_time_of_writing():
    content = to_xlsx(few(), [Source(NAME, saved(hospital_book()))])
    with ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-01-01T00:00:00Z") == 2

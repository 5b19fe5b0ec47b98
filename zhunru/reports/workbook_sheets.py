"""加在工作簿后面的三张表：汇总、明细、说明。 The sheets added: totals, details, explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhunru.data_version import data_version
from zhunru.errors import Problem
from zhunru.report import WORST_FIRST, Report
from zhunru.reports.lines import COLUMNS, lines
from zhunru.reports.sections import sections
from zhunru.reports.workbook_cells import BOLD, FILLS, WRAPPED, header, put
from zhunru.verdicts import Verdict

TOTALS: Final = "汇总"
DETAILS: Final = "明细"
EXPLANATIONS: Final = "说明"

_HEADING: Final = "准入校验报告"
"""报告所加的表都以此开头。 What every added sheet begins with, so that it is known again."""

_DETAIL_WIDTHS: Final = {
    "编号": 10,
    "名称": 16,
    "标准": 34,
    "总判定": 12,
    "层级": 6,
    "要求": 34,
    "判定": 12,
    "须满足": 60,
    "发现": 24,
    "差距": 20,
    "下一步": 40,
    "条款": 14,
    "原文": 40,
}
_MEANINGS: Final = {
    Verdict.NOT_MET: "记录表明没有达到要求。 The records show that it falls short.",
    Verdict.MISSING: "记录不够，不能下结论。 The records do not settle it.",
    Verdict.JUDGEMENT: "没有记录可以单独判定，须由负责人认定。 Somebody has to attest it.",
    Verdict.MET: "记录表明已经达到要求。 The records show that it is met.",
    Verdict.NOT_APPLICABLE: "条件不成立，不参与判定。 Its condition fails; it decides nothing.",
}
_COPY: Final = (
    "本工作簿是所报工作簿的副本：公式照旧，打开后由 Excel 重新计算；宏与 Excel 的扩展内容不保留。",
    "This is a copy of the workbook that was validated: formulas are kept and computed when it is"
    " opened; macros and extensions of Excel are not.",
)
_NEW: Final = (
    "本工作簿由所报的各表新建，内容照录为文字。",
    "This is a new workbook of the tables that were validated, their contents as text.",
)
_HOW_TO_READ: Final = (
    "“项目”“授权”两表右边加了“判定”与“未满足的条件”两列，批注里是条款、差距与下一步。",
    "Beside 项目 and 授权 stand the verdict and what is open; comments tell clause and distance.",
    "红色的行读不出，没有采用；批注里是原因。 Red rows were set aside; comments tell why.",
)


def add_sheets(book: Workbook, report: Report, *, is_copy: bool) -> None:
    """Add the sheets of totals, details and explanations, in place of those added before.

    Args:
        book: The workbook, changed in place.
        report: The report.
        is_copy: Whether the other sheets are a copy of the hospital's own workbook.
    """
    for title in (TOTALS, DETAILS, EXPLANATIONS):
        if title in book.sheetnames and book[title].cell(1, 1).value == _HEADING:
            book.remove(book[title])
    _add_totals(book.create_sheet(TOTALS), report)
    _add_details(book.create_sheet(DETAILS), report)
    _add_explanations(book.create_sheet(EXPLANATIONS), report, is_copy=is_copy)


def _add_totals(sheet: Worksheet, report: Report) -> None:
    _head(sheet)
    put(sheet, 2, 1, "截至日期 As of")
    put(sheet, 2, 2, report.as_of.isoformat())
    put(sheet, 3, 1, "数据版本 Data version")
    put(sheet, 3, 2, data_version())
    titles = ("分类 Section", "名称 Name", "项数 Checks")
    for column, title in enumerate((*titles, *(one.value for one in WORST_FIRST[:-1])), start=1):
        header(sheet, 5, column, title)
    for row, (section, name, counts) in enumerate(_counted(report), start=6):
        numbers = (sum(counts.values()), *counts.values())
        for column, value in enumerate((section, name, *numbers), start=1):
            put(sheet, row, column, value)
        for column, (verdict, number) in enumerate(counts.items(), start=4):
            if number:
                sheet.cell(row, column).fill = FILLS[verdict]
    _widen(sheet, (22, 36, 12, 12, 12, 12, 12))
    sheet.freeze_panes = "A6"


def _counted(report: Report) -> Iterator[tuple[str, str, dict[Verdict, int]]]:
    yield "总数 Total", "", report.counts()
    for section in sections(report):
        title = f"{section.title.zh} {section.title.en}"
        yield title, "小计 Subtotal", section.counts()
        for member in section.members:
            yield title, member.name.zh, member.counts()


def _add_details(sheet: Worksheet, report: Report) -> None:
    _head(sheet)
    chosen = [COLUMNS.index(title) for title in _DETAIL_WIDTHS]
    judged = list(_DETAIL_WIDTHS).index("判定") + 1
    for column, title in enumerate(_DETAIL_WIDTHS, start=1):
        header(sheet, 2, column, title)
    row = 2
    for row, line in enumerate(lines(report), start=3):
        for column, place in enumerate(chosen, start=1):
            put(sheet, row, column, line[place])
        cell = sheet.cell(row, judged)
        cell.fill = FILLS[Verdict(str(cell.value))]
    _widen(sheet, tuple(_DETAIL_WIDTHS.values()))
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(chosen))}{row}"


def _add_explanations(sheet: Worksheet, report: Report, *, is_copy: bool) -> None:
    _head(sheet)
    row = 2
    for text in (*(_COPY if is_copy else _NEW), *_HOW_TO_READ):
        put(sheet, row, 1, text)
        row += 1
    row += 1
    for verdict, meaning in _MEANINGS.items():
        put(sheet, row, 1, verdict.value).fill = FILLS[verdict]
        put(sheet, row, 2, meaning)
        row += 1
    row = _add_problems(sheet, row + 1, "未采用的行 Rows set aside", report.set_aside)
    _add_problems(sheet, row, "备注 Remarks", report.remarks)
    _widen(sheet, (30, 40, 10, 20, 20, 60))


def _add_problems(sheet: Worksheet, row: int, title: str, problems: Sequence[Problem]) -> int:
    """List problems, and return the row after them."""
    if not problems:
        return row
    put(sheet, row, 1, f"{title}：{len(problems)}").font = BOLD
    titles = ("文件 File", "问题 Problem", "行 Row", "列 Column", "值 Value", "应为 Expected")
    for column, name in enumerate(titles, start=1):
        header(sheet, row + 1, column, name)
    row += 2
    for one in problems:
        said = (one.file, one.finding.zh, one.row, one.column, one.value, one.expected.zh)
        for column, value in enumerate(said, start=1):
            put(sheet, row, column, value).alignment = WRAPPED
        row += 1
    return row + 1


def _head(sheet: Worksheet) -> None:
    put(sheet, 1, 1, _HEADING).font = BOLD


def _widen(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width

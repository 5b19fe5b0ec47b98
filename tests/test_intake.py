"""读入数据表：坏输入逐一说清，好输入不论格式结果相同。 Every bad input is told, good ones agree."""

import re
from datetime import date

import pytest
from openpyxl import Workbook
from small_hospital import (
    CASES_HEADER,
    SMALL,
    STAFF_HEADER,
    cases,
    plain,
    problems_of,
    staff,
)

from zhunru.errors import InputError
from zhunru.intake import archives, read_records, sources
from zhunru.tables import ORDER

# 坏输入：改动的文件 → 文件、行、列与话。 Bad input: changes → file, row, column and words.
BAD = {
    "text in a number": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,很多"),
        ("例数.csv", 2, "数量", "值“很多”，不是数字，应为数字"),
    ),
    "a fraction of a case": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,12.5"),
        ("例数.csv", 2, "数量", "值“12.5”，不是整数"),
    ),
    "negative": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,-3"),
        ("例数.csv", 2, "数量", "值“-3”，是负数，应为不小于 0 的数"),
    ),
    "unknown grade": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,五级,独立完成,,,3"),
        ("例数.csv", 2, "级别", "一级手术、二级手术、三级手术、四级手术 之一"),
    ),
    "unknown concept, near one": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗术,,独立完成,,,3"),
        ("例数.csv", 2, "技术", "是否“鼻科内镜诊疗技术”？"),
    ),
    "unknown practice scope": (
        staff("D001,,H01,,医师,鼻科,是,"),
        ("人员.csv", 2, "执业范围", "耳鼻咽喉科专业"),
    ),
    "unknown category": (
        staff("D001,,H01,,药师,,,"),
        ("人员.csv", 2, "人员类别", "医师、护士、技师、其他 之一"),
    ),
    "neither yes nor no": (
        staff("D001,,H01,,医师,,可能,"),
        ("人员.csv", 2, "本机构执业", "看不出是或否"),
    ),
    "impossible date": (
        staff("D001,,H01,,医师,,,2019-02-30"),
        ("人员.csv", 2, "从事临床工作起始日期", "日历上没有这一天"),
    ),
    "not a date": (
        staff("D001,,H01,,医师,,,至今"),
        ("人员.csv", 2, "从事临床工作起始日期", "不是日期，应为日期，如 2019-03-01"),
    ),
    "end before start": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,2021-12-31,2021-01-01,3"),
        ("例数.csv", 2, "截止日期", "值“2021-01-01”，早于起始日期 2021-12-31"),
    ),
    "required cell empty": (
        staff(",,H01,,医师,,,"),
        ("人员.csv", 2, "工号", "留空，应为必填"),
    ),
    "duplicate key": (
        staff("D001,,H01,,医师,,,\nD001,,H01,,医师,,,"),
        ("人员.csv", 3, "工号", "值“D001”，与“人员.csv”第 2 行重复"),
    ),
    "duplicate key of two columns": (
        {"职称.csv": "工号,职称,取得日期\nD001,主治医师,2010-01-01\nD001,主治医师,2010-01-01\n"},
        ("职称.csv", 3, "工号、职称", "与“职称.csv”第 2 行重复"),
    ),
    "reference without target": (
        staff("D001,,H02,,医师,,,"),
        ("人员.csv", 2, "机构编号", "查无此号，应为“机构”表中已有的编号（是否“H01”？）"),
    ),
    "bearer neither person nor institution": (
        cases("X9,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,3"),
        ("例数.csv", 2, "对象编号", "在“人员”或“机构”表中查无此号"),
    ),
    "referenced table not given": (
        {"机构.csv": None, "例数.csv": None},
        ("人员.csv", None, "机构编号", "应为同时提供“机构”表"),
    ),
    "too many cells": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,3,多余"),
        ("例数.csv", 2, None, "值“多余”，超出表头的列数"),
    ),
    "formula error": (
        cases("D001,诊疗操作例数,,鼻科内镜诊疗技术,,独立完成,,,#REF!"),
        ("例数.csv", 2, "数量", "是公式的出错值"),
    ),
    "row number counts blank rows": (
        cases("\n\nD001,诊疗操作例数,,,,,,,很多"),
        ("例数.csv", 4, "数量", "不是数字"),
    ),
    "row number counts a cell of two lines once": (
        staff('D001,"示例\n甲",H01,,医师,,,\nD002,,H01,,医师,,可能,'),
        ("人员.csv", 3, "本机构执业", "看不出是或否"),
    ),
    "own header in the message": (
        {"例数.csv": "bearer,measure,例数\nD001,cases,很多\n"},
        ("例数.csv", 2, "例数", "不是数字"),
    ),
    "unknown column": (
        {"机构.csv": "机构编号,机构名称,医院等即\nH01,示例医院,三级甲等\n"},
        (
            "机构.csv",
            1,
            "医院等即",
            "病例登记截止日期 之一（是否“医院等级”",
        ),
    ),
    "unknown column, near an alias": (
        {"机构.csv": "机构编号,机构名称,所在地\nH01,示例医院,\n"},
        ("机构.csv", 1, "所在地", "是否“地区”？"),
    ),
    "column without header": (
        {"机构.csv": "机构编号,机构名称,,地区\nH01,示例医院,三级甲等,\n"},
        ("机构.csv", 1, "第 3 列", "列名不认识，没有读取"),
    ),
    "column twice": (
        {"机构.csv": "机构编号,机构名称,医院名称\nH01,示例医院,示例医院\n"},
        ("机构.csv", 1, "医院名称", "与另一列重复"),
    ),
    "required column missing": (
        {"机构.csv": "机构编号,地区\nH01,示例省\n"},
        ("机构.csv", 1, "机构名称", "缺少这一列"),
    ),
    "header missing": (
        {"机构.csv": "H01,示例医院,三级甲等,示例省\n"},
        ("机构.csv", 1, None, "不是表头，应为表头 机构编号、机构名称、医院等级、地区、"),
    ),
    "unknown table": (
        {"病人.csv": "住院号,姓名\n1,甲\n"},
        ("病人.csv", None, None, "表名“病人”不认识，没有读取，应为机构、人员、职称"),
    ),
    "unknown table with a known header": (
        {"附件一.csv": "工号,职称,取得日期\nD001,主治医师,2010-01-01\n"},
        ("附件一.csv", None, None, "（表头像是“职称”）"),
    ),
    "empty file": ({"职称.csv": ""}, ("职称.csv", None, None, "是空文件")),
    "blank file": ({"职称.csv": "\n \n"}, ("职称.csv", None, None, "没有任何内容")),
    "binary": (
        {"职称.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"},
        ("职称.csv", None, None, "是二进制内容，不是表格"),
    ),
    "neither UTF-8 nor GB18030": (
        {"职称.csv": b"\xff\xff\xff\xff"},
        ("职称.csv", None, None, "是二进制内容，不是表格"),
    ),
    "PDF": ({"职称.csv": b"%PDF-1.7\n..."}, ("职称.csv", None, None, "内容是 PDF，不是表格")),
    "HTML": (
        {"职称.csv": "\n<!DOCTYPE html><html><table><tr><td>工号</td></tr></table></html>"},
        ("职称.csv", None, None, "内容是网页（HTML/XML），不是表格"),
    ),
    "workbook named csv": (
        {"职称.csv": b"PK\x03\x04rest"},
        ("职称.csv", None, None, "内容是工作簿或压缩包"),
    ),
    "old workbook named csv": (
        {"职称.csv": b"\xd0\xcf\x11\xe0rest"},
        ("职称.csv", None, None, "是旧版 Excel 文件，应为用 Excel 另存的、未加密的 .xlsx 或 .csv"),
    ),
    "text named xlsx": (
        {"职称.xlsx": "工号,职称\n"},
        ("职称.xlsx", None, None, "不是有效的 Excel 工作簿"),
    ),
    "open quote": (
        {"职称.csv": '工号,职称,取得日期\n"D001' + "x" * 140_000},
        ("职称.csv", None, None, "内容有损坏，或引号不成对"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(case, hospital, vocabulary):
    changes, (file, row, column, words) = BAD[case]
    (problem,) = problems_of(hospital(changes), vocabulary)
    assert (problem.file, problem.row, problem.column) == (file, row, column)
    assert words in problem.chinese
    assert problem.chinese.startswith(f"文件“{file}”")
    assert re.fullmatch(r"File “.+; expected .+\.", problem.english)


def test_small_hospital_is_good(hospital, vocabulary):
    records = read_records([hospital()], vocabulary)
    assert {name for name in ORDER if records[name]} == {"institutions", "staff", "cases"}
    first, beds = records["cases"]
    assert first.file == "例数.csv"
    assert first.line == 2
    assert first.values == {
        "bearer": "D001",
        "measure": "cases",
        "specialty": None,
        "technique": "nasal-endoscopy",
        "grade": "3",
        "case_role": "independent",
        "start": date(2021, 1, 1),
        "end": date(2021, 12, 31),
        "count": 30,
        "case_kind": None,
    }
    assert (beds.values["start"], beds.values["count"]) == (None, 24)


def test_all_problems_are_told_by_file_and_row(hospital, vocabulary):
    changes = {
        "机构.csv": "机构编号,机构名称,医院等级\nH01,示例医院,三甲\nH02,示例分院,\n",
        "人员.csv": f"{STAFF_HEADER}\nD001,,H01,,医师,骨科,可能,2019-02-30\nD002,,H9,,,,,\n",
        "例数.csv": f"{CASES_HEADER}\nD001,诊疗操作例数,,,,,,,-1\n",
    }
    problems = problems_of(hospital(changes), vocabulary)
    found = sorted((p.file, p.row, p.kind) for p in problems)
    assert found == [
        ("人员.csv", 2, "impossible-date"),
        ("人员.csv", 2, "not-a-boolean"),
        ("人员.csv", 2, "unknown-concept"),
        ("人员.csv", 3, "no-target"),
        ("例数.csv", 2, "below-minimum"),
        ("机构.csv", 2, "unknown-concept"),
    ]
    by_file = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem.row)
    assert [p.file for p in problems] == [f for f, rows in by_file.items() for _ in rows]
    assert all(rows == sorted(rows) for rows in by_file.values())


def test_message_lists_every_problem(hospital, vocabulary):
    with pytest.raises(InputError, match=r"输入数据有 1 处问题。 The input has 1 problem\(s\)"):
        read_records([hospital(staff("D001,,H01,,药师,,,"))], vocabulary, strict=True)


def test_long_values_are_quoted_in_part(hospital, vocabulary):
    (problem,) = problems_of(hospital(cases(f"D001,{'长' * 500},,,,,,,1")), vocabulary)
    assert problem.value == "长" * 500
    assert f"值“{'长' * 40}…”" in problem.chinese


def test_an_unreadable_table_brings_no_further_complaints(hospital, vocabulary):
    (problem,) = problems_of(hospital({"机构.csv": "", "例数.csv": None}), vocabulary)
    assert problem.kind == "empty"


def test_missing_path(tmp_path, vocabulary):
    (problem,) = problems_of(tmp_path / "没有", vocabulary)
    assert "不存在，应为存在的文件或文件夹" in problem.chinese


def test_folder_without_tables(tmp_path, vocabulary):
    (tmp_path / "说明.md").write_text("没有表格", encoding="utf-8")
    (tmp_path / "~$例数.xlsx").write_bytes(b"lock")
    ignored, problem = problems_of(tmp_path, vocabulary)
    assert (ignored.kind, ignored.value) == ("ignored-files", "~$例数.xlsx、说明.md")
    assert "没有找到任何数据表" in problem.chinese


def test_too_large(hospital, vocabulary, monkeypatch):
    path = hospital()
    monkeypatch.setattr(sources, "MAX_BYTES", (path / "例数.csv").stat().st_size - 1)
    kinds = {p.file: p for p in problems_of(path / "例数.csv", vocabulary)}
    assert "没有读取，应为不超过" in kinds["例数.csv"].chinese


def test_workbook_that_expands_too_far(tmp_path, vocabulary, monkeypatch):
    Workbook().save(tmp_path / "例数.xlsx")
    monkeypatch.setattr(archives, "MAX_EXPANDED_BYTES", 100)
    (problem,) = problems_of(tmp_path, vocabulary)
    assert "解压后过大" in problem.chinese


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(hospital, vocabulary, encoding):
    expected = plain(read_records([hospital()], vocabulary))
    path = hospital({name: text.encode(encoding) for name, text in SMALL.items()})
    assert plain(read_records([path], vocabulary)) == expected


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(",", "\t"), id="tabs"),
        pytest.param(lambda text: text.replace(",", ";"), id="semicolons"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace("工号", " 工号* "), id="marked header"),
        pytest.param(lambda text: text.replace("机构编号", "机 构\u3000编号"), id="spaces"),
        pytest.param(lambda text: text.replace("工号", "Staff"), id="English header"),
        pytest.param(lambda text: text.replace("工号", "工号（必填）*"), id="remark in a header"),
        pytest.param(lambda text: text.replace("数量", "例数"), id="alias"),
        pytest.param(lambda text: text.replace("三级,", "Ⅲ级 ,"), id="grade"),
        pytest.param(lambda text: text.replace("2021-01-01", "2021年1月1日"), id="date"),
        pytest.param(lambda text: text.replace(",30\n", ",３０例\n"), id="number"),
        pytest.param(lambda text: text.replace(",是,", ",√,"), id="boolean"),
        pytest.param(lambda text: text.replace(",医师,", ",医生,"), id="synonym"),
        pytest.param(
            lambda text: text.replace("开放床位数,鼻科,,,", "开放床位数,鼻科,,未分级,"), id="none"
        ),
    ],
)
def test_spellings(hospital, vocabulary, change):
    expected = plain(read_records([hospital()], vocabulary))
    path = hospital({name: change(text) for name, text in SMALL.items()})
    assert plain(read_records([path], vocabulary)) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("cases", "Cases", "05_例数", "例数表", "05 例数表", "病例数", "2025年例数"),
        *("附件3-例数表", "例数 (1)", "例数 - 副本", "例数（2）"),
    ],
)
def test_table_names(hospital, vocabulary, name):
    path = hospital({"例数.csv": None, f"{name}.csv": SMALL["例数.csv"]})
    assert len(read_records([path], vocabulary)["cases"]) == 2


def test_two_files_of_one_table_are_joined(hospital, vocabulary):
    path = hospital({"cases.csv": SMALL["例数.csv"].replace("2021", "2022").replace("24", "25")})
    assert len(read_records([path], vocabulary)["cases"]) == 4


def test_markup_and_formulas_in_text_cells_stay_text(hospital, vocabulary):
    line = 'D001,"<script>alert(1)</script>",H01,=1+1,医师,,,'
    (row,) = read_records([hospital(staff(line))], vocabulary)["staff"]
    assert row.values["name"] == "<script>alert(1)</script>"
    assert row.values["department"] == "=1+1"

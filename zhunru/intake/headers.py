"""认表名与表头。 Recognise tables by their names, and columns by their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from rapidfuzz import process

from zhunru.errors import Bilingual, Problem
from zhunru.intake.columns import Column, one_of
from zhunru.intake.limits import MAX_COLUMNS
from zhunru.intake.sources import NumberedRow, NumberedRows, Sheet, whole_file
from zhunru.tables import Field, Table, load_tables
from zhunru.vocabulary import Vocabulary, normalised

MAPPING_HEADER: Final = ("手术名称", "手术代号", "状态")
"""手术名称对照表的三列。 The columns by which a mapping of operation names is known."""

_PASSED_OVER: Final = frozenset(
    map(
        normalised,
        (
            *("序号", "备注", "说明", "No.", "remark", "remarks", "note", "notes"),
            # 个人信息，用不着，不读。 Personal details that serve no purpose here.
            *("身份证号", "身份证号码", "证件号码", "性别", "出生日期", "年龄", "民族", "学历"),
            *("手机", "手机号", "手机号码", "电话", "联系电话", "邮箱", "患者姓名", "病人姓名"),
            # 报告加的。 Added by reports.
            *("判定", "未满足的条件"),
        ),
    )
)
"""不读也不必说的列。 Columns that are passed over without a word."""
_FIRST_ROWS: Final = 5
"""表头须在前几行之内。 The header stands among so many rows."""
_TELLING: Final = 2
"""有这么多列名相符，就像是一张表。 With so many headers of a table, a sheet looks like it."""
_ALIKE: Final = 50
"""像到几成（百分）算写错了的列名。 How alike, in per cent, a header is to one misspelt."""
_NUMBER: Final = re.compile(r"^(附件|附表)?[0-9]*(年度?)?[-_.、:]*")
_COPY: Final = re.compile(r"(-?副本)?(\([0-9]+\))?$")
_AFTERTHOUGHT: Final = re.compile(r"\([^()]*\)\*?$")
_UNNAMED: Final = re.compile(r"(sheet|工作表)[0-9]*")
"""没有起名的工作表。 Sheets that nobody gave a name."""


class Recognised(NamedTuple):
    """认表头的结果。 What became of a header.

    Attributes:
        columns: 认出的各列 the columns that were recognised.
        problems: 使这张表读不了的问题 what keeps the table from being read.
        unread: 认不出、也不像写错了的列 columns unknown, yet like none that is missing.
    """

    columns: list[Column]
    problems: list[Problem]
    unread: list[Problem]


def table_of(sheet: Sheet) -> Table | None:
    """认出一张表；没有起名的工作表按文件名认。 An unnamed sheet goes by its file's name."""
    table = _table_named(sheet.name)
    if table is None and _UNNAMED.fullmatch(normalised(sheet.name)):
        return _table_named(sheet.stem)
    return table


def _table_named(name: str) -> Table | None:
    """按名称认表。 Return the table of that name: 例数, 例数表, 05_例数, 2025年例数(1), cases."""
    plain = _COPY.sub("", normalised(name))
    unnumbered = _NUMBER.sub("", plain)
    for candidate in (plain, unnumbered, unnumbered.removesuffix("表")):
        for table in load_tables().values():
            if candidate in map(normalised, table.names):
                return table
    return None


def is_name_mapping(sheet: Sheet) -> bool:
    """是不是手术名称对照表。 Tell by its header whether a sheet maps operation names."""
    wanted = set(map(normalised, MAPPING_HEADER))
    return any(wanted <= header for header in _first_headers(sheet))


def unknown_table(sheet: Sheet) -> tuple[Problem, bool]:
    """说表名不认识，并按表头猜是哪张。 Say that a name is unknown, guessing by the header.

    Returns:
        问题，以及是否像某张表 the problem, and whether the sheet looks like one of the tables.
    """
    likely = likely_table(sheet)
    names = "、".join(t.title for t in load_tables().values())
    guess = guess_en = ""
    if likely:
        guess = f"（表头像是“{likely.title}”）"
        guess_en = f" (the header looks like {likely.title})"
    finding = Bilingual(
        f"表名“{sheet.name}”不认识，没有读取",
        f"has the unknown table name {sheet.name} and was not read",
    )
    expected = Bilingual(f"{names} 之一{guess}", f"one of {names}{guess_en}")
    return whole_file("unknown-table", sheet.file, finding, expected), likely is not None


def likely_table(sheet: Sheet) -> Table | None:
    """按表头猜是哪张表；不像任何一张则为 None。 Guess by its header which table a sheet is."""
    headers = _first_headers(sheet)

    def alike(table: Table) -> int:
        titles = {normalised(field.title) for field in table.fields}
        return max((len(titles & header) for header in headers), default=0)

    best = max(load_tables().values(), key=alike)
    return best if alike(best) >= _TELLING else None


def _first_headers(sheet: Sheet) -> list[set[str]]:
    rows = islice(sheet.rows(), _FIRST_ROWS)
    return [{_word(cell) for cell in cells[:MAX_COLUMNS] if cell} for _, cells in rows]


def find_header(rows: NumberedRows, table: Table) -> tuple[NumberedRow, NumberedRows]:
    """找出表头；标题、填报单位等行在它之上，略去。 Find the header below titles and the like.

    Args:
        rows: 各行 the rows of a sheet.
        table: 认出的表 the table that it is.

    Returns:
        前几行中列名最多的一行（都不认识，就是格子最多的一行），和它之后的各行
        the row, among the first few, with most headers, or with most cells where none is
        known; and the rows below it.
    """
    known = _fields_by_header(table)
    first = list(islice(rows, _FIRST_ROWS))
    found = [sum(_word(cell) in known for cell in cells[:MAX_COLUMNS]) for _, cells in first]
    if not any(found):
        # 全是自家的列名：表头上面的标题行，格子少。 All headers are the hospital's own.
        found = [sum(_word(cell) != "" for cell in cells[:MAX_COLUMNS]) for _, cells in first]
    place = found.index(max(found))
    return first[place], chain(first[place + 1 :], rows)


def recognise(
    sheet: Sheet,
    table: Table,
    numbered: NumberedRow,
    vocabulary: Vocabulary,
    chosen: Mapping[str, str] | None = None,
) -> Recognised:
    """按表头认列。 Recognise the columns of a sheet by its header.

    Args:
        sheet: 所在的表 the sheet.
        table: 认出的表 the table that it is.
        numbered: 表头的行号与单元格 the number and the cells of the header.
        vocabulary: 概念列允许的词 the words that concept columns may hold.
        chosen: 人说的：表头 → 列的英文名，或 `NOT_READ`
            what people said: the English name of a field by header, or `NOT_READ`.
    """
    number, header = numbered
    if len(header) > MAX_COLUMNS:
        return Recognised([], [_too_many_columns(sheet, number, len(header))], [])
    known = _fields_by_header(table)
    said = {title: _field_named(table, name) for title, name in (chosen or {}).items()}
    columns: list[Column] = []
    problems: list[Problem] = []
    unknown: list[str] = []
    for index, cell in enumerate(header):
        title = header_text(cell, index)
        word = _word(cell)
        field = said[title] if title in said else known.get(word)
        if field is not None and all(c.field is not field for c in columns):
            columns.append(Column(index, title, field, vocabulary))
        elif field is not None:
            problems.append(_repeated_column(sheet, number, title))
        elif word not in _PASSED_OVER and title not in said:
            unknown.append(title)
    if not columns:
        return Recognised(columns, [_missing_header(sheet, table, number)], [])
    found = {c.field.name for c in columns}
    missing = [field for field in table.fields if field.name not in found]
    misspelt = {title for title in unknown if _is_like(title, missing)}
    told = {title: _unknown_column(sheet, table, number, title) for title in unknown}
    problems += [problem for title, problem in told.items() if title in misspelt]
    problems += [_missing_column(sheet, number, field) for field in missing if field.required]
    return Recognised(columns, problems, [p for t, p in told.items() if t not in misspelt])


def header_text(cell: object, index: int) -> str:
    """返回用于消息的表头；没有字的按位置称呼。 Return how messages call a header.

    Args:
        cell: 单元格 the cell.
        index: 从 0 起的位置 its place, from 0.
    """
    return str(cell if cell is not None else "").strip() or f"第 {index + 1} 列"


def _field_named(table: Table, name: str) -> Field | None:
    return next((field for field in table.fields if field.name == name), None)


def _is_like(title: str, missing: Sequence[Field]) -> bool:
    """Tell whether a header may be that of a missing column, misspelt."""
    headers = [normalised(header) for field in missing for header in field.headers]
    return process.extractOne(_word(title), headers, score_cutoff=_ALIKE) is not None


def _fields_by_header(table: Table) -> dict[str, Field]:
    return {normalised(h): field for field in table.fields for h in field.headers}


def _word(cell: object) -> str:
    """Return the header to be looked up: 工号 of “工号*” and “工号（必填）”."""
    return _AFTERTHOUGHT.sub("", normalised(str(cell if cell is not None else ""))).strip("*")


def _too_many_columns(sheet: Sheet, number: int, count: int) -> Problem:
    finding = Bilingual(f"有 {count} 列", f"has {count} columns")
    expected = Bilingual(
        f"不超过 {MAX_COLUMNS} 列的表", f"a table of at most {MAX_COLUMNS} columns"
    )
    return Problem("too-many-columns", sheet.file, number, None, None, finding, expected)


def _repeated_column(sheet: Sheet, number: int, title: str) -> Problem:
    finding = Bilingual("与另一列重复", "repeats another column")
    expected = Bilingual("每列只出现一次", "every column once")
    return Problem("duplicate-column", sheet.file, number, title, None, finding, expected)


def _unknown_column(sheet: Sheet, table: Table, number: int, title: str) -> Problem:
    titles = [f.title for f in table.fields]
    headers = {h: f.title for f in table.fields for h in f.headers}
    finding = Bilingual("列名不认识，没有读取", "is an unknown column and was not read")
    expected = one_of(titles, title, headers)
    return Problem("unknown-column", sheet.file, number, title, None, finding, expected)


def _missing_header(sheet: Sheet, table: Table, number: int) -> Problem:
    titles = "、".join(f.title for f in table.fields)
    finding = Bilingual("不是表头", "is not a header")
    expected = Bilingual(f"表头 {titles}", f"the header {titles}")
    return Problem("missing-header", sheet.file, number, None, None, finding, expected)


def _missing_column(sheet: Sheet, number: int, field: Field) -> Problem:
    finding = Bilingual("缺少这一列", "is missing")
    expected = Bilingual(field.description.rstrip("。"), field.description_en.rstrip("."))
    return Problem("missing-column", sheet.file, number, field.title, None, finding, expected)

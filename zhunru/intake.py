"""医院数据表 → 有类型的记录。 From hospital tables to typed records.

Three steps: `sheets` opens files, `_Intake` recognises tables and reads every cell, `integrity`
checks keys and references across tables. All problems are collected; if there are any, one
`InputError` carries them and no records are returned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from zhunru.cells import READERS, CellError, read_text
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.integrity import check_integrity
from zhunru.records import Records, Row
from zhunru.sheets import DELIMITED, WORKBOOKS, Sheet, SheetError, open_sheets, whole_file
from zhunru.tables import Field, Table, load_tables
from zhunru.vocabulary import Vocabulary, normalised

__all__ = ["Records", "Row", "read_records"]

_FEW: Final = 12
"""消息里最多列出几个允许的值。 How many allowed values a message lists."""
_INCOMPLETE: Final = frozenset(
    {"missing-path", "unreadable", "too-large", "empty", "not-a-table", "unknown-table"}
    | {"unknown-column", "duplicate-column", "missing-header", "missing-column"}
)
"""使某张表没有读进来的问题。 Problems on account of which some table was not read."""


def read_records(paths: Sequence[Path], vocabulary: Vocabulary) -> Records:
    """读入医院数据表。 Read hospital tables.

    Args:
        paths: 文件夹（其中的 CSV 与 XLSX）、CSV 文件或 XLSX 工作簿
            folders of CSV and XLSX files, CSV files, or workbooks with a sheet per table.
        vocabulary: 概念列允许的词 the words that concept columns may hold.

    Returns:
        各表的记录，值已有类型 the rows of every table with typed values.

    Raises:
        InputError: 数据有问题，一次列全 the data have problems, all of them listed.
    """
    intake = _Intake(vocabulary)
    # 文件连同其文件夹一起给出时只读一次。 A file given beside its own folder is read once.
    given = {path.resolve(): path for path in paths}
    for resolved, path in given.items():
        if not any(parent in given for parent in resolved.parents):
            intake.read_path(path)
    if not intake.problems and not intake.tables:
        intake.problems.append(_no_table(paths))
    complete = not any(problem.kind in _INCOMPLETE for problem in intake.problems)
    across = check_integrity(intake.tables, intake.columns, complete=complete)
    if problems := [*intake.problems, *across]:
        raise InputError(_in_order(problems))
    return Records({name: tuple(intake.tables.get(name, ())) for name in load_tables()})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: where it stands, how the file calls it, and which field it is."""

    index: int
    header: str
    field: Field


class _Intake:
    """Reads sheets one after another, gathering rows and problems."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.tables: dict[str, list[Row]] = {}
        self.columns: dict[tuple[str, str], Mapping[str, str]] = {}
        """（文件，表）→ 列的英文名 → 文件自己的表头。 Headers of each file by field name."""
        self.problems: list[Problem] = []

    def read_path(self, path: Path) -> None:
        """Read a file, or the tables of a folder."""
        if not path.exists():
            finding = Bilingual("不存在", "does not exist")
            expected = Bilingual("存在的文件或文件夹", "an existing file or folder")
            self.problems.append(whole_file("missing-path", str(path), finding, expected))
            return
        for file in _files(path):
            try:
                for sheet in open_sheets(file):
                    self._read_sheet(sheet)
            except SheetError as error:
                self.problems.append(error.problem)
            except OSError as error:
                finding = Bilingual("无法读取", f"cannot be read ({error.strerror})")
                expected = Bilingual("有权读取的文件", "a file that may be read")
                self.problems.append(whole_file("unreadable", file.name, finding, expected))

    def _read_sheet(self, sheet: Sheet) -> None:
        table = _table_named(sheet.name)
        if table is None:
            self.problems.append(_unknown_table(sheet))
            return
        rows = sheet.rows()
        number, header = next(rows)
        columns, problems = _columns(sheet, table, number, header)
        if problems:
            self.problems += problems
            return
        self.columns[sheet.file, table.name] = {c.field.name: c.header for c in columns}
        gathered = self.tables.setdefault(table.name, [])
        for number, cells in rows:
            if len(cells) > len(header):
                self.problems.append(_too_many_cells(sheet, number, cells[len(header) :]))
            gathered.append(self._row(sheet, table, columns, (number, cells)))

    def _row(
        self,
        sheet: Sheet,
        table: Table,
        columns: Sequence[_Column],
        numbered: tuple[int, tuple[object, ...]],
    ) -> Row:
        number, cells = numbered
        values: dict[str, object] = {field.name: None for field in table.fields}
        for column in columns:
            cell = cells[column.index] if column.index < len(cells) else None
            try:
                values[column.field.name] = self._value(column.field, cell)
            except CellError as error:
                value = None if error.kind == "required" else str(cell)
                self.problems.append(
                    Problem(
                        error.kind,
                        sheet.file,
                        number,
                        column.header,
                        value,
                        error.finding,
                        error.expected,
                    )
                )
        return Row(table.name, sheet.file, number, values)

    def _value(self, field: Field, cell: object) -> object:
        text = read_text(cell)
        if text is None or text in field.missing:
            if field.required:
                raise CellError("required", Bilingual("留空", "is empty"), _expected(field))
            return None
        if field.concepts:
            return self._concept(field, text)
        if field.enum:
            return _enumerated(field, text)
        value = READERS[field.type](cell)
        if field.minimum is not None and isinstance(value, int) and value < field.minimum:
            finding = Bilingual("太小", "is too small")
            if value < 0:
                finding = Bilingual("是负数", "is negative")
            expected = Bilingual(
                f"不小于 {field.minimum} 的整数", f"an integer of at least {field.minimum}"
            )
            raise CellError("below-minimum", finding, expected)
        return value

    def _concept(self, field: Field, text: str) -> str:
        for scheme in field.concepts:
            if notation := self._vocabulary.resolve(scheme, text):
                return notation
        allowed = [label for s in field.concepts for label in self._vocabulary.allowed(s)]
        finding = Bilingual("不在概念表中", "is not in the concept scheme")
        raise CellError("unknown-concept", finding, _one_of(allowed, text))


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems by file, as the files were read, then by row."""
    files = {problem.file: None for problem in problems}
    order = {file: rank for rank, file in enumerate(files)}
    return sorted(problems, key=lambda p: (order[p.file], p.row or 0))


def _files(path: Path) -> list[Path]:
    """Return the file itself, or the tables of a folder without what Excel and systems hide."""
    if path.is_file():
        return [path]
    return sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in WORKBOOKS | DELIMITED and not file.name.startswith((".", "~$"))
    )


def _no_table(paths: Sequence[Path]) -> Problem:
    where = "、".join(str(p) for p in paths) or "—"
    finding = Bilingual("没有找到任何数据表", "holds no table")
    names = "、".join(t.title for t in load_tables().values())
    expected = Bilingual(f"CSV 或 XLSX，表名为 {names}", f"CSV or XLSX with tables named {names}")
    return whole_file("no-table", where, finding, expected)


def _table_named(name: str) -> Table | None:
    """Return the table of that name: 例数, 例数表, 05_例数, cases."""
    plain = normalised(name)
    unnumbered = plain.lstrip("0123456789.-_、 ")
    for candidate in (plain, unnumbered, unnumbered.removesuffix("表")):
        for table in load_tables().values():
            if candidate in map(normalised, table.names):
                return table
    return None


def _unknown_table(sheet: Sheet) -> Problem:
    tables = load_tables().values()
    header = {normalised(str(cell)).strip("*") for cell in next(sheet.rows(), (0, ()))[1] if cell}
    alike = {t.title: sum(normalised(f.title) in header for f in t.fields) for t in tables}
    best = max(alike, key=lambda title: alike[title])
    names = "、".join(t.title for t in tables)
    guess = guess_en = ""
    if alike[best] * 2 > len(header):
        guess, guess_en = f"（表头像是“{best}”）", f" (the header looks like {best})"
    finding = Bilingual(f"表名“{sheet.name}”不认识", f"has the unknown table name {sheet.name}")
    expected = Bilingual(f"{names} 之一{guess}", f"one of {names}{guess_en}")
    return whole_file("unknown-table", sheet.file, finding, expected)


def _columns(
    sheet: Sheet, table: Table, number: int, header: tuple[object, ...]
) -> tuple[list[_Column], list[Problem]]:
    """Recognise the columns of a sheet by their headers."""
    known = {normalised(h): field for field in table.fields for h in field.headers}
    columns: list[_Column] = []
    problems: list[Problem] = []
    for index, cell in enumerate(header):
        title = str(cell if cell is not None else "").strip()
        field = known.get(normalised(title).strip("*"))
        if field is None:
            problems.append(_unknown_column(sheet, table, number, title or f"第 {index + 1} 列"))
        elif any(c.field is field for c in columns):
            finding = Bilingual("与另一列重复", "repeats another column")
            expected = Bilingual("每列只出现一次", "every column once")
            problems.append(
                Problem("duplicate-column", sheet.file, number, title, None, finding, expected)
            )
        else:
            columns.append(_Column(index, title, field))
    if not columns:
        return columns, [_missing_header(sheet, table, number)]
    found = {c.field.name for c in columns}
    absent = [f for f in table.fields if f.required and f.name not in found]
    problems += [_missing_column(sheet, number, field) for field in absent]
    return columns, problems


def _unknown_column(sheet: Sheet, table: Table, number: int, title: str) -> Problem:
    titles = [f.title for f in table.fields]
    headers = {h: f.title for f in table.fields for h in f.headers}
    finding = Bilingual("列名不认识", "is an unknown column")
    return Problem(
        "unknown-column",
        sheet.file,
        number,
        title,
        None,
        finding,
        _one_of(titles, title, headers),
    )


def _missing_header(sheet: Sheet, table: Table, number: int) -> Problem:
    titles = "、".join(f.title for f in table.fields)
    finding = Bilingual("不是表头", "is not a header")
    expected = Bilingual(f"表头 {titles}", f"the header {titles}")
    return Problem("missing-header", sheet.file, number, None, None, finding, expected)


def _missing_column(sheet: Sheet, number: int, field: Field) -> Problem:
    finding = Bilingual("缺少这一列", "is missing")
    expected = Bilingual(field.description.rstrip("。"), field.description_en.rstrip("."))
    return Problem("missing-column", sheet.file, number, field.title, None, finding, expected)


def _too_many_cells(sheet: Sheet, number: int, extra: tuple[object, ...]) -> Problem:
    value = "，".join(str(cell) for cell in extra if cell is not None)
    finding = Bilingual("超出表头的列数", "stands beyond the last header")
    expected = Bilingual(
        "与表头同样多的单元格（内含逗号的值须加引号）",
        "as many cells as headers (quote values with commas)",
    )
    return Problem("too-many-cells", sheet.file, number, None, value, finding, expected)


def _enumerated(field: Field, text: str) -> str:
    words = {normalised(value): value for value in field.enum}
    words |= {normalised(word): value for word, value in field.synonyms.items()}
    if (value := words.get(normalised(text))) is not None:
        return value
    finding = Bilingual("不是允许的值", "is not an allowed value")
    raise CellError("unknown-value", finding, _one_of(field.enum, text))


def _expected(field: Field) -> Bilingual:
    zh, en = field.description.rstrip("。"), field.description_en.rstrip(".")
    return Bilingual(f"必填：{zh}", f"a value: {en}")


def _one_of(
    allowed: Sequence[str], text: str, spellings: Mapping[str, str] | None = None
) -> Bilingual:
    """Word the allowed values, the nearest first; a long list is cut short."""
    words = {normalised(w): v for w, v in (spellings or {a: a for a in allowed}).items()}
    near = get_close_matches(normalised(text), words, n=1, cutoff=0.5)
    listed, more = "、".join(allowed[:_FEW]), len(allowed) - _FEW
    zh = f"{listed} 之一" if more <= 0 else f"{listed} 等 {len(allowed)} 个值之一"
    en = f"one of {listed}" if more <= 0 else f"one of {len(allowed)} values: {listed} …"
    if near:
        zh, en = f"{zh}（是否“{words[near[0]]}”？）", f"{en} (did you mean {words[near[0]]}?)"
    return Bilingual(zh, en)

"""由文件到记录。 From the files of a hospital to its records.

Rows that cannot be read, or that do not fit the others, are set aside with a reason, and the rest
is kept. Trouble with a whole file or table is an error, told once everything has been looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.intake.conflicts import CONDITIONS, without_conflicts
from zhunru.intake.flaws import Flaw, bearers_of_lost_rows
from zhunru.intake.headers import (
    find_header,
    is_name_mapping,
    recognise,
    table_of,
    unknown_table,
)
from zhunru.intake.integrity import ITS_TARGET_ASIDE, check_integrity
from zhunru.intake.opening import files_at, ignored_at, sheets_of, sources_of
from zhunru.intake.read_as import NOT_READ, ReadAs
from zhunru.intake.repeats import COUNTED, overlaps, repeated_rows
from zhunru.intake.rows import SheetRows, is_example
from zhunru.intake.sources import Sheet, SheetError, Source, whole_file
from zhunru.records import Records, Row
from zhunru.tables import load_tables
from zhunru.vocabulary import Vocabulary


def read_records(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    strict: bool = False,
    read_as: ReadAs | None = None,
) -> Records:
    """读入医院数据表。 Read hospital tables.

    Args:
        paths: CSV、XLSX、Parquet 文件，或装有它们的文件夹、压缩包
            files in CSV, XLSX (a sheet per table) or Parquet, folders or archives of them.
        vocabulary: 概念列允许的词 the words that concept columns may hold.
        strict: 有一行读不出、一列不认识就什么也不读
            whether a single unreadable row or unknown column is an error.
        read_as: 人说的：哪张工作表、哪一列是什么 what people said of sheets and columns.

    Returns:
        各表的记录，值已有类型；以及搁置的行、提示、丢了行的对象
        the rows of every table with typed values; what was set aside, remarks, and who lost rows.

    Raises:
        InputError: 整个文件或表读不了，或一行也没读成；问题一次列全
            a whole file or table cannot be read, or no row at all; all problems are listed.
    """
    gathering = _Gathering(vocabulary, strict=strict, read_as=read_as or ReadAs())
    # 文件连同其文件夹一起给出时只读一次。 A file given beside its own folder is read once.
    given = {path.resolve(): path for path in paths}
    for resolved, path in given.items():
        if not any(parent in given for parent in resolved.parents):
            gathering.read_path(path)
    if not gathering.problems and not gathering.tables:
        gathering.problems += [*gathering.remarks, _no_table(paths)]
    return gathering.finish()


class _Gathering:
    """Reads sheets one after another, gathering rows and what is wrong with them."""

    def __init__(self, vocabulary: Vocabulary, *, strict: bool, read_as: ReadAs) -> None:
        self._vocabulary, self._strict, self._read_as = vocabulary, strict, read_as
        self.tables: dict[str, list[Row]] = {}
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self._headers: dict[tuple[str, str], Mapping[str, str]] = {}
        self._flaws: list[Flaw] = []
        self._files: dict[str, None] = {}
        self._mappings: list[Sheet] = []

    def read_path(self, path: Path) -> None:
        """Read a file, or the tables of a folder or an archive."""
        if not path.exists():
            finding = Bilingual("不存在", "does not exist")
            expected = Bilingual("存在的文件或文件夹", "an existing file or folder")
            self.problems.append(whole_file("missing-path", str(path), finding, expected))
            return
        try:
            files = files_at(path)
        except OSError as error:
            self.problems.append(_unreadable(path, error))
            return
        if path.is_dir():
            self._tell_ignored(path)
        for file in files:
            try:
                for source in sources_of(file):
                    self._read_source(source)
                self._tell_ignored(file)
            except SheetError as error:
                self.problems.append(error.problem)
            except OSError as error:
                self.problems.append(_unreadable(file, error))

    def _read_source(self, source: Source) -> None:
        try:
            sheets, remarks = sheets_of(source)
            self.remarks += remarks
            for sheet in sheets:
                self._read_sheet(sheet)
        except SheetError as error:
            self.problems.append(error.problem)

    def _read_sheet(self, sheet: Sheet) -> None:
        self._files[sheet.file] = None
        rows = sheet.rows()
        first = next(rows, None)
        if first is None:
            return
        said = self._read_as.tables.get(sheet.file)
        if said == NOT_READ:
            return
        table = load_tables()[said] if said else table_of(sheet)
        if table is None:
            self._read_no_table(sheet)
            return
        header, rows = find_header(chain([first], rows), table)
        chosen = self._read_as.columns_of(sheet.file)
        columns, problems, unread = recognise(sheet, table, header, self._vocabulary, chosen)
        if problems or (self._strict and unread):
            self.problems += [*problems, *unread]
            return
        self.remarks += unread
        self._headers[sheet.file, table.name] = {c.field.name: c.header for c in columns}
        gathered = self.tables.setdefault(table.name, [])
        reader = SheetRows(sheet, table, columns, self._vocabulary.decimals)
        for number, cells in rows:
            if is_example(cells):
                continue
            row, flaws = reader.read(number, cells, len(header[1]))
            if flaws:
                self._flaws += flaws
            else:
                gathered.append(row)
        self.remarks += reader.remarks()

    def _read_no_table(self, sheet: Sheet) -> None:
        """Keep a mapping of names; of others, one that looks like a table is an error."""
        if is_name_mapping(sheet):
            self._mappings.append(sheet)
            return
        problem, is_likely = unknown_table(sheet)
        (self.problems if is_likely or self._strict else self.remarks).append(problem)

    def _tell_ignored(self, path: Path) -> None:
        if names := ignored_at(path):
            self.remarks.append(_ignored(path, names))

    def finish(self) -> Records:
        """Look across rows and tables, and hand over what is sound."""
        for name in COUNTED:
            self._set_aside_repeats(name)
        self._doubt_conflicts()
        checked = check_integrity(
            self.tables, self._flaws, self._headers, complete=not self.problems
        )
        flaws = [*self._flaws, *checked.flaws]
        aside = [flaw.problem for flaw in flaws]
        broken = [*self.problems, *checked.absent]
        nothing_left = bool(flaws) and not any(checked.rows.values())
        if broken or nothing_left or (self._strict and aside):
            # 被连累的行不必逐一去改。 Rows that suffer from another need no mending of their own.
            own = [problem for problem in aside if problem.kind != ITS_TARGET_ASIDE]
            raise InputError(self._in_order([*broken, *own]))
        counts = checked.rows.get("cases", ())
        remarks = [*self.remarks, *overlaps(counts, self._vocabulary.stocks, self._headers)]
        return Records(
            {name: tuple(checked.rows.get(name, ())) for name in load_tables()},
            set_aside=tuple(self._in_order(aside)),
            remarks=tuple(self._in_order(remarks)),
            incomplete=bearers_of_lost_rows(flaws),
            name_mappings=tuple(self._mappings),
        )

    def _set_aside_repeats(self, name: str) -> None:
        repeats = list(repeated_rows(self.tables.get(name, ()), self._headers))
        if repeats:
            aside = {id(flaw.row) for flaw in repeats}
            self._flaws += repeats
            self.tables[name] = [row for row in self.tables[name] if id(row) not in aside]

    def _doubt_conflicts(self) -> None:
        rows = self.tables.get(CONDITIONS)
        if rows:
            found, remarks = without_conflicts(rows, self._flaws, self._headers)
            self.tables[CONDITIONS] = found
            self.remarks += remarks

    def _in_order(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return the problems by file, as the files were read, then by row."""
        files = self._files | {problem.file: None for problem in problems}
        order = {file: rank for rank, file in enumerate(files)}
        return sorted(problems, key=lambda p: (order[p.file], p.row or 0))


def _unreadable(path: Path, error: OSError) -> Problem:
    finding = Bilingual("无法读取", f"cannot be read ({error.strerror})")
    expected = Bilingual("有权读取的文件", "a file that may be read")
    return whole_file("unreadable", path.name, finding, expected)


def _ignored(path: Path, names: Sequence[str]) -> Problem:
    count = len(names)
    finding = Bilingual(
        f"不是数据表，没有读取（共 {count} 个文件）",
        f"no data table, and not read ({count} in all)",
    )
    expected = Bilingual("CSV、XLSX 或 Parquet 表格", "tables in CSV, XLSX or Parquet")
    where = path.resolve().name
    return Problem("ignored-files", where, None, None, "、".join(names), finding, expected)


def _no_table(paths: Sequence[Path]) -> Problem:
    where = "、".join(path.resolve().name for path in paths) or "—"
    finding = Bilingual("没有找到任何数据表", "holds no table")
    names = "、".join(t.title for t in load_tables().values())
    expected = Bilingual(
        f"CSV、XLSX 或 Parquet，表名为 {names}", f"CSV, XLSX or Parquet with tables named {names}"
    )
    return whole_file("no-table", where, finding, expected)

"""一张表的各行。 The rows of one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from zhunru.errors import Bilingual, Problem
from zhunru.intake.cells import AN_INTEGER, CellError
from zhunru.intake.columns import Column
from zhunru.intake.dates import A_DATE, Days
from zhunru.intake.flaws import Flaw
from zhunru.intake.sources import Sheet
from zhunru.records import Row
from zhunru.tables import EXAMPLE_MARK, Edge, Field, Table


class SheetRows:
    """按认出的各列读一张表。 Reads a sheet by the columns that were recognised."""

    def __init__(
        self, sheet: Sheet, table: Table, columns: Sequence[Column], decimals: frozenset[str]
    ) -> None:
        """Take the sheet and its columns, and the measures that may have decimals."""
        self._sheet, self._table, self._columns = sheet, table, columns
        self._decimals = decimals
        self._measured = [column for column in columns if column.field.datatype_of]
        self._blank: dict[str, object] = {field.name: None for field in table.fields}
        self._partial: dict[str, list[tuple[int, object]]] = {}

    def read(self, number: int, cells: tuple[object, ...], width: int) -> tuple[Row, list[Flaw]]:
        """读一行。 Read a row.

        Args:
            number: 行号 its number.
            cells: 单元格 its cells.
            width: 表头的列数 how many headers there are.

        Returns:
            这一行，读不出的值为 None；以及其中的错误 the row, with None for what cannot be read,
            and what is wrong with it.
        """
        values = dict(self._blank)
        errors: list[tuple[Column, object, CellError]] = []
        vague: dict[str, Days] = {}
        count = len(cells)
        for column in self._columns:
            cell = cells[column.index] if column.index < count else None
            value = column.read(cell)
            if isinstance(value, CellError):
                errors.append((column, cell, value))
            elif isinstance(value, Days):
                vague[column.field.name] = value
                self._partial.setdefault(column.field.name, []).append((number, cell))
            else:
                values[column.field.name] = value
        for column in self._measured:
            if error := self._fraction(column.field, values):
                errors.append((column, cells[column.index], error))
        if vague:
            self._settle(values, vague)
        row = Row(self._table.name, self._sheet.file, number, values)
        errors.sort(key=lambda error: error[0].index)
        problems = [self._unreadable(number, *error) for error in errors]
        if count > width:
            problems.append(_too_many_cells(self._sheet, number, cells[width:]))
        return row, [Flaw(row, problem) for problem in problems]

    def remarks(self) -> Iterator[Problem]:
        """给出只到月或年的日期，一列一条。 Yield a remark per column with dates of months."""
        for column in self._columns:
            if found := self._partial.get(column.field.name):
                finding = _partial_dates(len(found), column.field.partial)
                place = self._sheet.file, found[0][0], column.header
                yield Problem("partial-date", *place, str(found[0][1]), finding, A_DATE)

    def _settle(self, values: dict[str, object], vague: dict[str, Days]) -> None:
        """Choose a day of each month or year as its field says."""
        for name, days in vague.items():
            values[name] = days.first if self._table.field(name).partial == "first" else days.last
        if self._table.period is None:
            return
        start, end = (values[name] for name in self._table.period)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            earliest = vague.get(self._table.period[0], Days(start, start)).first
            latest = vague.get(self._table.period[1], Days(end, end)).last
            # 起止同在一月：至少一日。 Begun and ended within a month: a day at least.
            if earliest <= latest:
                values[self._table.period[1]] = start

    def _fraction(self, field: Field, values: dict[str, object]) -> CellError | None:
        """Make a number whole that its measure counts in whole ones; tell if it is not."""
        number, measure = values[field.name], values[field.datatype_of]
        if not isinstance(number, Decimal) or measure is None or measure in self._decimals:
            return None
        if number != number.to_integral_value():
            values[field.name] = None
            finding = Bilingual("不是整数，而该指标以整数计", "is no integer, as this measure asks")
            return CellError("not-an-integer", finding, AN_INTEGER)
        values[field.name] = int(number)
        return None

    def _unreadable(self, number: int, column: Column, cell: object, error: CellError) -> Problem:
        value = None if error.kind == "required" else str(cell)
        place = self._sheet.file, number, column.header
        return Problem(error.kind, *place, value, error.finding, error.expected)


def is_example(cells: tuple[object, ...]) -> bool:
    """是不是模板的示例行。 Whether a row is the example of the template, which is not read."""
    first = next((cell for cell in cells if cell is not None and cell != ""), None)
    return isinstance(first, str) and first.lstrip().startswith(EXAMPLE_MARK)


def _partial_dates(count: int, partial: Edge | None) -> Bilingual:
    zh, en = ("第一日", "first") if partial == "first" else ("最后一日", "last")
    among, others = (f"等 {count} 个日期", f"and {count - 1} more") if count > 1 else ("", "")
    return Bilingual(
        f"{among}只到月份或年份，按{zh}计",
        " ".join(filter(None, (others, f"without a day: the {en} one was taken"))),
    )


def _too_many_cells(sheet: Sheet, number: int, extra: tuple[object, ...]) -> Problem:
    value = "，".join(str(cell) for cell in extra if cell is not None)
    finding = Bilingual("超出表头的列数", "stands beyond the last header")
    expected = Bilingual(
        "与表头同样多的单元格（内含逗号的值须加引号）",
        "as many cells as headers (quote values with commas)",
    )
    return Problem("too-many-cells", sheet.file, number, None, value, finding, expected)

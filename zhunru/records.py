"""读入的记录。 The records that an intake gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhunru.errors import Problem

if TYPE_CHECKING:
    from zhunru.intake.sources import Sheet

#: 列的英文名 → 值，类型由表的定义给出。 Values by field name; the table declares their types.
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """一行记录。 One row.

    Attributes:
        table: 表的英文名 English name of the table.
        file: 所在文件，工作簿带工作表名 where it was read, with the sheet of a workbook.
        line: 行号，表头为第 1 行 the row as a spreadsheet counts it.
        values: 列的英文名 → 值；概念为代号，空单元格为 None
            value by field name: concepts by notation, str, int, Decimal, date or bool;
            None for an empty cell. Every field of the table has an entry.
    """

    table: str
    file: str
    line: int
    values: Values


@dataclass(frozen=True, slots=True)
class Records:
    """各表的记录。 The rows of every table.

    Attributes:
        tables: 表的英文名 → 各行；没有读到的表为空
            rows by table name, in the order of filling in; empty for a table that was not given.
        set_aside: 没有读成的行：在哪里、是什么、为什么 rows that were not taken, and why.
        remarks: 该让人知道的事；没有丢失什么 what people should know; nothing was lost by it.
        incomplete: （表，编号）：谁在哪张表里有行被搁置，其数字只是“至少”
            the table and the number of a person or institution that lost a row in it, so that
            what the table tells of them is a least, and no row in it is no proof of nothing.
        name_mappings: 与表放在一起的手术名称对照表 mappings of operation names found beside them.
        entries: （手术名称，技术）→ 目录条目：病例登记里对上的
            the entry of a catalogue, by IRI, of the operation names of the case log that were
            matched, each with the technique that its rows have; None for none.
    """

    tables: Mapping[str, tuple[Row, ...]]
    set_aside: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    incomplete: frozenset[tuple[str, str]] = frozenset()
    name_mappings: tuple[Sheet, ...] = ()
    entries: Mapping[tuple[str, str | None], str] = field(default_factory=dict)

    def __getitem__(self, table: str) -> tuple[Row, ...]:
        return self.tables[table]

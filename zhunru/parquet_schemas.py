"""读之前先看 Parquet 的类型。 The types of Parquet files, looked at before anything is read.

A wrong type would otherwise come up in the middle of a long run, in the words of an engine. Only
the ends of the files are read here, however large they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
from pyarrow import parquet, types

from zhunru.errors import Bilingual, Problem
from zhunru.tables import Field, Table, Type


class Column(NamedTuple):
    """A column that is read.

    Attributes:
        name: Its name in the file.
        type: Its declared type.
        required: Whether every file must have it.
        expected: What belongs there.
    """

    name: str
    type: Type
    required: bool
    expected: Bilingual


def columns_of(table: Table) -> list[Column]:
    """Return the columns of a declared table."""
    return [Column(one.name, one.type, one.required, _described(one)) for one in table.fields]


def _described(field: Field) -> Bilingual:
    return Bilingual(field.description.rstrip("。"), field.description_en.rstrip("."))


class _Fitting(NamedTuple):
    """Which types a declared type may be read from, and what it is called."""

    fits: Callable[[pa.DataType], bool]
    name: Bilingual


def _is_text(kind: pa.DataType) -> bool:
    return any(
        is_it(kind) for is_it in (types.is_string, types.is_large_string, types.is_string_view)
    )


def _is_number(kind: pa.DataType) -> bool:
    return any(is_it(kind) for is_it in (types.is_integer, types.is_floating, types.is_decimal))


_FITTING: Final[Mapping[Type, _Fitting]] = {
    # 编号常存为整数。 Identifiers are often kept as whole numbers.
    "string": _Fitting(
        lambda kind: _is_text(kind) or types.is_integer(kind), Bilingual("文本（string）", "text")
    ),
    "integer": _Fitting(types.is_integer, Bilingual("整数（如 int64）", "integers, as int64")),
    "number": _Fitting(_is_number, Bilingual("数字（如 double）", "numbers, as double")),
    "date": _Fitting(
        lambda kind: types.is_date(kind) or types.is_timestamp(kind),
        Bilingual("日期（date32）", "dates, as date32"),
    ),
    "boolean": _Fitting(types.is_boolean, Bilingual("是否（boolean）", "boolean")),
}
_PARQUET: Final = Bilingual("完整的 Parquet 文件", "a whole Parquet file")


def schema_problems(columns: Sequence[Column], files: Sequence[Path]) -> list[Problem]:
    """Say what is wrong with the columns of a table's files.

    Args:
        columns: The columns that are read.
        files: The Parquet file of the table, or the parts of it.

    Returns:
        Files that are not Parquet or cut short; required columns that are missing, columns that
        only some parts have, and columns of a wrong type. Other columns are nobody's business.
    """
    schemas: dict[Path, pa.Schema] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            schemas[path] = parquet.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            finding = Bilingual("不完整或不是 Parquet", f"is cut short or no Parquet ({error})")
            problems.append(_problem("not-a-table", path, None, finding, _PARQUET))
    somewhere = {name for schema in schemas.values() for name in schema.names}
    for path, schema in schemas.items():
        problems += _of_file(columns, path, schema, somewhere)
    return problems


def _of_file(
    columns: Sequence[Column], path: Path, schema: pa.Schema, somewhere: set[str]
) -> Iterator[Problem]:
    for column in columns:
        if column.name in schema.names:
            kind = _plain(schema.field(column.name).type)
            fitting = _FITTING[column.type]
            if not types.is_null(kind) and not fitting.fits(kind):
                finding = Bilingual(f"类型是 {kind}", f"is of type {kind}")
                yield _problem("column-type", path, column.name, finding, fitting.name)
        elif column.required:
            yield _problem("missing-column", path, column.name, _MISSING, column.expected)
        elif column.name in somewhere:
            yield _problem("missing-column", path, column.name, _MISSING, _THE_SAME)


_MISSING: Final = Bilingual("缺少这一列", "is missing")
_THE_SAME: Final = Bilingual("一表的各部分列都相同", "the same columns in all parts of a table")


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of the values, also of a column that keeps each of them once."""
    return kind.value_type if types.is_dictionary(kind) else kind


def _problem(
    kind: str, path: Path, column: str | None, finding: Bilingual, expected: Bilingual
) -> Problem:
    return Problem(kind, f"{path.parent.name}/{path.name}", None, column, None, finding, expected)

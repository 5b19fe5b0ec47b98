"""各表成为有类型的列。 The tables as typed columns.

Every engine that Ibis speaks to sees the same tables: one per declaration in `zhunru/tables`, with
the English field names as columns, whatever the hospital supplied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends import BaseBackend
from pyarrow import parquet

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.parquet_schemas import Column, columns_of, schema_problems
from zhunru.records import Records, Row
from zhunru.tables import Table, Type, load_tables

#: 表的英文名 → 有类型的列。 A relation by the English name of its table.
Tables = dict[str, ir.Table]

_TYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "date": "date",
    "boolean": "boolean",
}

#: 谁在哪张表里丢了行。 Who lost rows in which table.
_INCOMPLETE: Final = "incomplete.parquet"
_LOST: Final = (
    Column("table", "string", True, Bilingual("表的英文名", "the English name of a table")),
    Column("bearer", "string", True, Bilingual("人员或机构的编号", "a person or an institution")),
)


def schema_of(table: Table) -> ibis.Schema:
    """Return the Ibis types of a table's fields."""
    return ibis.schema({field.name: _TYPES[field.type] for field in table.fields})


def from_records(records: Records, con: BaseBackend) -> Tables:
    """Turn the rows of an intake into columns.

    Args:
        records: The tables.
        con: The engine that holds them.

    Returns:
        Every declared table; those without rows are empty.
    """
    found = {
        name: con.create_table(name, _in_columns(table, rows))
        for name, table in load_tables().items()
        if (rows := records.tables.get(name))
    }
    return found | _absent(found)


def _absent(found: Tables) -> Tables:
    """Make empty tables of those that were not found."""
    absent = {name: table for name, table in load_tables().items() if name not in found}
    return {name: ibis.memtable(_in_columns(table, ())) for name, table in absent.items()}


def _in_columns(table: Table, rows: Sequence[Row]) -> pa.Table:
    schema = schema_of(table)
    columns = [[_plain(row.values[name]) for row in rows] for name in schema.names]
    return pa.table(columns, schema=schema.to_pyarrow())


def _plain(value: object) -> object:
    """Return a value as columns hold it."""
    return float(value) if isinstance(value, Decimal) else value


def from_parquet(folder: Path, con: BaseBackend) -> Tables:
    """Read tables from Parquet, when they are asked for.

    Args:
        folder: Holds per table a file `<table>.parquet` or a folder `<table>` of part files, by
            English names. Other columns than those declared are ignored.
        con: The engine that reads them.

    Returns:
        Every declared table, in its declared types; those that are not there are empty.

    Raises:
        InputError: If there is no table at all, a file is not Parquet or cut short, or a column is
            missing or of a wrong type; all are listed.
    """
    files = {name: parts for name in load_tables() if (parts := _files(folder, name))}
    problems = [
        problem
        for name, parts in files.items()
        for problem in schema_problems(columns_of(load_tables()[name]), parts)
    ]
    if not files:
        problems.append(_no_table(folder))
    if problems:
        raise InputError(problems)
    found = {
        name: _typed(load_tables()[name], con.read_parquet(_pattern(folder, name)))
        for name in files
    }
    return found | _absent(found)


def incomplete_from_parquet(folder: Path, con: BaseBackend) -> ir.Table | None:
    """Read of whom rows were set aside when the tables were made.

    Args:
        folder: Holds `incomplete.parquet`, or does not.
        con: The engine that reads it.

    Returns:
        (table, bearer), or None for nobody.

    Raises:
        InputError: If the file is not Parquet or cut short, or a column is missing or of a wrong
            type.
    """
    path = folder / _INCOMPLETE
    if not path.is_file():
        return None
    if problems := schema_problems(_LOST, [path]):
        raise InputError(problems)
    given = con.read_parquet(str(path))
    return given.select(**{one.name: given[one.name].cast(one.type) for one in _LOST}).distinct()


def write_parquet(records: Records, folder: Path) -> None:
    """Write the rows of an intake as Parquet, as `from_parquet` reads them.

    Args:
        records: The tables; those without rows are not written. Who lost rows is written to
            `incomplete.parquet`, if anybody did.
        folder: Where to write `<table>.parquet`; it is made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in load_tables().items():
        if rows := records.tables.get(name):
            parquet.write_table(_in_columns(table, rows), folder / f"{name}.parquet")
    if records.incomplete:
        tables, bearers = map(list, zip(*sorted(records.incomplete), strict=True))
        lost = pa.table([tables, bearers], names=[one.name for one in _LOST])
        parquet.write_table(lost, folder / _INCOMPLETE)


def _files(folder: Path, name: str) -> list[Path]:
    single = folder / f"{name}.parquet"
    return [single] if single.is_file() else sorted((folder / name).glob("*.parquet"))


def _pattern(folder: Path, name: str) -> str:
    single = folder / f"{name}.parquet"
    return str(single if single.is_file() else folder / name / "*.parquet")


def _typed(table: Table, given: ir.Table) -> ir.Table:
    columns = {
        name: given[name].cast(kind) if name in given.columns else ibis.null(kind)
        for name, kind in schema_of(table).items()
    }
    return given.select(**columns)


def _no_table(folder: Path) -> Problem:
    names = "、".join(load_tables())
    return Problem(
        kind="no-table",
        file=str(folder),
        row=None,
        column=None,
        value=None,
        finding=Bilingual("没有找到任何数据表", "holds no table"),
        expected=Bilingual(
            f"Parquet 文件或文件夹，名为 {names}", f"Parquet files or folders named {names}"
        ),
    )

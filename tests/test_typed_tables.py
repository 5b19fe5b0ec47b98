from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from record_making import records, row

from zhunru.backends import connect
from zhunru.errors import InputError
from zhunru.tables import load_tables
from zhunru.typed_tables import (
    from_parquet,
    from_records,
    incomplete_from_parquet,
    schema_of,
    write_parquet,
)


@pytest.fixture
def con():
    with connect() as connection:
        yield connection


def rows_of(con, table):
    return con.to_pyarrow(table).to_pylist()


def write(path, **columns):
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path)


def test_records_become_columns_of_the_declared_types(con):
    given = row("cases", bearer="D1", measure="cases", count=None, start=date(2024, 2, 29))
    tables = from_records(records(given), con)
    assert tables.keys() == load_tables().keys()
    for name, table in load_tables().items():
        assert tables[name].schema() == schema_of(table)
    assert rows_of(con, tables["cases"]) == [dict(given.values)]
    assert rows_of(con, tables["titles"]) == []


def test_parquet_in_one_file_or_in_parts(con, tmp_path):
    write(tmp_path / "staff.parquet", staff=["D1"], institution=["H1"], salary=[1.5])
    write(tmp_path / "titles" / "a.parquet", staff=["D1"], title=["chief"])
    write(tmp_path / "titles" / "b.parquet", staff=["D2"], title=["attending"])
    tables = from_parquet(tmp_path, con)
    (person,) = rows_of(con, tables["staff"])
    assert person["staff"] == "D1"
    assert person["in_house"] is None
    assert "salary" not in person
    assert {one["staff"] for one in rows_of(con, tables["titles"])} == {"D1", "D2"}
    assert rows_of(con, tables["case_log"]) == []
    for name, table in load_tables().items():
        assert tables[name].schema() == schema_of(table)


def test_parquet_columns_get_their_declared_types(con, tmp_path):
    write(
        tmp_path / "cases.parquet",
        bearer=["D1"],
        measure=["cases"],
        start=pa.array([datetime(2024, 2, 29)]),
        note=pa.nulls(1),
        count=pa.array([7], pa.int16()),
    )
    (one,) = rows_of(con, from_parquet(tmp_path, con)["cases"])
    assert one["start"] == date(2024, 2, 29)
    assert one["count"] == 7


def test_a_missing_required_column_is_named_in_every_table(con, tmp_path):
    write(tmp_path / "staff.parquet", staff=["D1"])
    write(tmp_path / "titles" / "a.parquet", title=["chief"])
    with pytest.raises(InputError) as caught:
        from_parquet(tmp_path, con)
    found = {(one.file, one.column) for one in caught.value.problems}
    place = tmp_path.name
    assert found == {(f"{place}/staff.parquet", "institution"), ("titles/a.parquet", "staff")}
    assert "缺少这一列" in str(caught.value)


def test_columns_of_a_wrong_type_are_named(con, tmp_path):
    write(
        tmp_path / "cases.parquet",
        bearer=["D1"],
        measure=["cases"],
        start=["2024年2月"],
        count=[1.5],
        end=[True],
    )
    with pytest.raises(InputError) as caught:
        from_parquet(tmp_path, con)
    found = {(one.column, one.kind) for one in caught.value.problems}
    assert found == {(name, "column-type") for name in ("start", "end")}
    assert "“start”列：类型是 string，应为日期" in str(caught.value)


def test_parts_have_the_same_columns(con, tmp_path):
    write(tmp_path / "titles" / "a.parquet", staff=["D1"], title=["chief"], since=[date.today()])
    write(tmp_path / "titles" / "b.parquet", staff=["D2"], title=["attending"])
    with pytest.raises(InputError) as caught:
        from_parquet(tmp_path, con)
    assert [(one.file, one.column) for one in caught.value.problems] == [
        ("titles/b.parquet", "since")
    ]


@pytest.mark.parametrize("kept_bytes", [0, 3, -1, -20])
def test_files_cut_short_are_named(con, tmp_path, kept_bytes):
    write(tmp_path / "staff.parquet", staff=["D1"], institution=["H1"])
    whole = (tmp_path / "staff.parquet").read_bytes()
    (tmp_path / "staff.parquet").write_bytes(whole[:kept_bytes])
    with pytest.raises(InputError, match=r"staff\.parquet”：不完整或不是 Parquet"):
        from_parquet(tmp_path, con)


def test_who_lost_rows_is_kept_with_the_tables(con, tmp_path):
    given = records(row("staff", staff="D1", institution="H1"))
    write_parquet(given, tmp_path)
    assert incomplete_from_parquet(tmp_path, con) is None
    lost = frozenset({("titles", "D1"), ("cases", "H1")})
    write_parquet(replace(given, incomplete=lost), tmp_path)
    found = rows_of(con, incomplete_from_parquet(tmp_path, con))
    assert {(one["table"], one["bearer"]) for one in found} == lost
    write(tmp_path / "incomplete.parquet", table=["titles"])
    with pytest.raises(InputError, match="缺少这一列"):
        incomplete_from_parquet(tmp_path, con)


def test_a_folder_without_tables_says_so(con, tmp_path):
    write(tmp_path / "invoices.parquet", number=[1])
    with pytest.raises(InputError, match="没有找到任何数据表"):
        from_parquet(tmp_path, con)

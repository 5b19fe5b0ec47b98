from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from record_making import records, row

from zhunru.backends import connect
from zhunru.errors import InputError
from zhunru.tables import load_tables
from zhunru.typed_tables import from_parquet, from_records, schema_of


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
        start=pa.array(["2024-02-29"]),
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
    assert found == {("staff.parquet", "institution"), ("titles/", "staff")}
    assert "缺少这一列" in str(caught.value)


def test_a_folder_without_tables_says_so(con, tmp_path):
    write(tmp_path / "invoices.parquet", number=[1])
    with pytest.raises(InputError, match="没有找到任何数据表"):
        from_parquet(tmp_path, con)

"""同样的医院，真实的 Spark 与 DuckDB 写出同样的判定。 A real Spark writes what DuckDB writes."""

from dataclasses import replace

import pytest
from test_population import written

from zhunru.backends import connect
from zhunru.engine_names import Backend
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.population import validate_population
from zhunru.typed_tables import from_parquet, write_parquet


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """The example hospital, asked about the technique of one of its programmes only.

    Few criteria make few levels, and Spark is slow at small things; staffing, counts and the case
    log are there all the same.
    """
    records = read_records([example_hospital()], vocabulary(), strict=True)
    last = records["programmes"][-1].values["technique"]
    asked = {
        name: tuple(row for row in records[name] if row.values["technique"] == last)
        for name in ("programmes", "credentials")
    }
    folder = tmp_path_factory.mktemp("spark") / "province"
    write_parquet(replace(records, tables={**records.tables, **asked}), folder)
    return folder


def run(province, backend):
    out = province.with_name(backend.value)
    with connect(backend, memory="1GB") as connection:
        tables = from_parquet(province, connection)
        summary = validate_population(tables, EXAMPLE_AS_OF, out, connection)
    return summary, written(out)


def test_both_write_the_same_verdicts(province):
    (on_duckdb, verdicts), (on_spark, same) = (run(province, backend) for backend in Backend)
    assert same == verdicts
    assert on_spark == on_duckdb
    checks, requirements = verdicts
    assert len(set(checks.values())) > 1
    assert len(set(requirements.values())) > 2
    assert {path.name for path in province.parent.iterdir()} == {"province", *Backend}

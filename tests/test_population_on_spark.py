"""同样的医院，真实的 Spark 与 DuckDB 写出同样的判定。 A real Spark writes what DuckDB writes."""

import pytest
from population_making import of_logged_technique, written

from zhunru.backends import connect
from zhunru.engine_names import Backend
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.population import Hospitals, validate_population
from zhunru.typed_tables import write_parquet


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """Few criteria, as Spark is slow at small things; staffing and the case log are among them."""
    records = read_records([example_hospital()], vocabulary(), strict=True)
    folder = tmp_path_factory.mktemp("spark") / "province"
    write_parquet(of_logged_technique(records), folder)
    return folder


def run(province, backend):
    out = province.with_name(backend.value)
    with connect(backend, memory="1GB") as connection:
        given = Hospitals.from_parquet(province, connection)
        summary = validate_population(given, EXAMPLE_AS_OF, out, connection)
    return summary, written(out)


def test_both_write_the_same_verdicts(province):
    (on_duckdb, verdicts), (on_spark, same) = (run(province, backend) for backend in Backend)
    assert same == verdicts
    assert on_spark == on_duckdb
    checks, requirements = verdicts
    assert len(set(checks.values())) > 1
    assert len(set(requirements.values())) > 2
    assert {path.name for path in province.parent.iterdir()} == {"province", *Backend}

"""一百万行证据，DuckDB 与真实的 Spark 判定相同。 A million rows on DuckDB and a real Spark."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from zhunru.backends import connect
from zhunru.columns import Rules, group_verdicts, leaf_verdicts
from zhunru.engine_names import Backend
from zhunru.errors import UserError
from zhunru.rule_tables import CODES, rule_tables

ROWS = 1_000_000


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """Random evidence at and around the limits of every leaf, for bearers of every criterion."""
    tables = rule_tables()
    chance = np.random.default_rng(2026)
    by_criterion = {}
    for (criterion, _), number in tables.evidence.items():
        by_criterion.setdefault(criterion, []).append(number)
    limits = limits_of(tables)
    rows, numbers = [], []
    while len(numbers) < ROWS:
        for keys in by_criterion.values():
            rows += [rows[-1] + 1 if rows else 0] * len(keys)
            numbers += keys
    rows, numbers = rows[:ROWS], numbers[:ROWS]
    values = np.array([limits[one] for one in numbers]) + chance.integers(-1, 2, ROWS)
    path = tmp_path_factory.mktemp("spark") / "evidence.parquet"
    columns = {
        "row": pa.array(rows, pa.int64()),
        "evidence": pa.array(numbers, pa.int32()),
        "value": pa.array(values, pa.float64(), mask=chance.random(ROWS) < 0.1),
    }
    parquet.write_table(pa.table(columns), path)
    return path, tables


def limits_of(tables):
    """Some finite limit of every evidence."""
    found = {}
    for leaf in tables.leaves.to_pylist():
        bounds = (leaf[name] for name in leaf if name.endswith("imum"))
        found[leaf["evidence"]] = next(one for one in bounds if np.isfinite(one))
    return found


def verdicts(path, tables, backend):
    with connect(backend, memory="2g" if backend is Backend.SPARK else "2GB") as connection:
        rules = Rules.on(connection, tables)
        given = connection.read_parquet(str(path))
        leaves = leaf_verdicts(given, rules)
        found = leaves.union(group_verdicts(leaves, rules)).to_pyarrow()
    columns = [found[name].to_numpy() for name in ("row", "node", "code")]
    order = np.lexsort(columns[1::-1])
    return np.stack([column[order] for column in columns])


def test_a_million_rows_have_the_same_verdicts_on_both(evidence):
    on_duckdb, on_spark = (verdicts(*evidence, backend) for backend in Backend)
    assert np.array_equal(on_duckdb, on_spark)
    assert set(on_duckdb[2]) == set(CODES.values())
    assert on_duckdb.shape[1] > ROWS


def test_a_cluster_that_is_not_there_is_told_in_words():
    with (
        pytest.raises(UserError, match="Spark 未能启动"),
        connect(Backend.SPARK, master="moon://x"),
    ):
        pass

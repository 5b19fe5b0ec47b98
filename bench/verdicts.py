"""由现成证据到逐项判定，与其他做法同场比较。 From ready evidence to verdicts, beside its peers.

Evidence for rows of every criterion of all documents is written to Parquet once. Then the same
rows go through our columns; through the best queries that we could write by hand for the same
conditions, in DuckDB and in Polars (one pass, limits joined from a table); and a sample of them
through `shacl` and pySHACL. Run it with `make bench`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from machine import describe
from pyarrow import parquet
from rich.console import Console
from rich.table import Table

from zhunru.backends import connect, kept
from zhunru.columns import Rules, group_verdicts, leaf_verdicts
from zhunru.dossiers import Dossier, Value
from zhunru.pyshacl_engine import leaf_outcomes as by_pyshacl
from zhunru.reading import criteria
from zhunru.requirements import ValueType
from zhunru.rule_tables import CODES, RuleTables, rule_tables
from zhunru.rust_shacl_engine import leaf_outcomes as by_shacl
from zhunru.verdicts import Verdict, decide_criterion

ROWS = 1_000_000
SAMPLES = {"shacl": 10_000, "pySHACL": 2_000}
_PART = 100_000
_MET, _NOT_MET = CODES[Verdict.MET], CODES[Verdict.NOT_MET]


def write_evidence(path: Path, rows: int, tables: RuleTables) -> None:
    """Write random evidence at and around the limits, for rows of every criterion in turn."""
    keys: dict[str, list[int]] = {}
    for (criterion, _), number in tables.evidence.items():
        keys.setdefault(criterion, []).append(number)
    of_criterion = [np.array(one, np.int32) for one in keys.values()]
    limits = _limits(tables)
    chance = np.random.default_rng(2026)
    schema = pa.schema([("row", pa.int32()), ("evidence", pa.int32()), ("value", pa.float64())])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, _PART):
            span = range(start, min(start + _PART, rows))
            chosen = [of_criterion[row % len(of_criterion)] for row in span]
            numbers = np.concatenate(chosen)
            values = limits[numbers] + chance.integers(-1, 2, len(numbers))
            columns = [
                pa.array(np.repeat(np.array(span, np.int32), [len(one) for one in chosen])),
                pa.array(numbers),
                pa.array(values, mask=chance.random(len(numbers)) < 0.05),
            ]
            writer.write_table(pa.table(columns, schema=schema))


def _limits(tables: RuleTables) -> np.ndarray:
    found = np.zeros(len(tables.evidence))
    for leaf in tables.leaves.to_pylist():
        bounds = (leaf[name] for name in leaf if name.endswith("imum"))
        # 不含本数的限值是相邻的浮点数，取整回来。 Excluded limits are neighbouring floats: rounded.
        found[leaf["evidence"]] = round(next(one for one in bounds if np.isfinite(one)), 9)
    return found


def in_columns(path: Path, tables: RuleTables, memory: str = "3GB") -> None:
    """Our way: verdicts on leaves, groups and criteria."""
    with connect(memory=memory) as connection:
        rules = Rules.on(connection, tables)
        leaves = kept(leaf_verdicts(connection.read_parquet(path), rules))
        group_verdicts(leaves, rules)


def by_hand_in_duckdb(path: Path, tables: RuleTables) -> None:
    """The same in SQL: a query for the leaves, and one per level of the trees."""
    with duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        for name in ("leaves", "edges", "combined"):
            connection.register(f"given_{name}", getattr(tables, name))
            connection.execute(f"CREATE TABLE {name} AS FROM given_{name}")
        connection.execute(f"""CREATE TABLE verdicts AS
            SELECT "row", node, (CASE WHEN value IS NULL THEN absent
              WHEN value BETWEEN minimum AND maximum THEN {_MET} ELSE {_NOT_MET} END)::TINYINT
              AS code
            FROM '{path}' JOIN leaves USING (evidence)""")
        for level in sorted(set(tables.edges["level"].to_pylist())):
            connection.execute(f"""INSERT INTO verdicts
                SELECT "row", node, combined.code FROM (
                  SELECT "row", parent AS node, bit_or(code * weight + mark) AS share
                  FROM verdicts JOIN edges ON node = child WHERE level = {level}
                  GROUP BY "row", parent)
                JOIN combined USING (share)""")


def by_hand_in_polars(path: Path, tables: RuleTables) -> None:
    """The same in Polars."""
    value = pl.col("value")
    met = value.is_between("minimum", "maximum")
    code = pl.when(value.is_null()).then("absent").when(met).then(_MET).otherwise(_NOT_MET)
    verdicts = (
        pl.scan_parquet(path)
        .join(pl.from_arrow(tables.leaves).lazy(), on="evidence")
        .select("row", "node", code=code.cast(pl.Int8))
        .collect()
    )
    edges, combined = pl.from_arrow(tables.edges), pl.from_arrow(tables.combined).lazy()
    for level in sorted(edges["level"].unique()):
        groups = (
            verdicts.lazy()
            .join(edges.filter(level=level).lazy(), left_on="node", right_on="child")
            .group_by("row", node="parent")
            .agg(share=(pl.col("code") * pl.col("weight") + pl.col("mark")).bitwise_or())
            .join(combined, on="share")
            .select("row", "node", "code")
        )
        verdicts = pl.concat([verdicts, groups.collect()])


def dossiers(path: Path, tables: RuleTables, number: int) -> list[Dossier]:
    """Read the first rows as dossiers, for the SHACL engines."""
    table = pl.scan_parquet(path).filter(pl.col("row") < number).collect()
    keys = {number: key for key, number in tables.evidence.items()}
    known = criteria()
    types = {
        (one.iri, leaf.evidence_key): leaf.value_type
        for one in known.values()
        for leaf in one.leaves()
    }
    values: dict[int, dict[str, Value]] = {row: {} for row in range(number)}
    criterion: dict[int, str] = {}
    for row, evidence, value in table.iter_rows():
        iri, key = keys[evidence]
        criterion[row] = iri
        if value is not None:
            values[row][key] = _typed(value, types[iri, key])
    return [
        Dossier(f"urn:bench:{row}", "", "", "", known[criterion[row]], values[row])
        for row in range(number)
    ]


def _typed(value: float, kind: ValueType) -> Value:
    if kind is ValueType.BOOLEAN:
        return value >= 1
    return int(value) if kind is ValueType.INTEGER else Decimal(str(value))


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """Time one run."""
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def decided(check: Callable[[list[Dossier]], dict], given: list[Dossier]) -> None:
    """Check dossiers with an engine for single leaves, and combine the verdicts."""
    outcomes = check(given)
    for one in given:
        decide_criterion(one.criterion, outcomes[one.iri])


def main(rows: int) -> None:
    """Run everyone on the same rows and print ratios."""
    console, tables = Console(), rule_tables()
    console.print(describe())
    table = Table("做法 way", "行 rows", "秒 s", "每秒行 rows/s", "本项目的倍数 ours is faster by")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.parquet"
        write_evidence(path, rows, tables)
        ways = {
            "本项目 ours": in_columns,
            "手写 DuckDB by hand": by_hand_in_duckdb,
            "手写 Polars by hand": by_hand_in_polars,
        }
        # 取两轮中较快的一轮。 The better of two rounds.
        speeds = {
            name: rows / min(seconds(way, path, tables) for _ in range(2))
            for name, way in ways.items()
        }
        counts = dict.fromkeys(ways, rows) | SAMPLES
        for name, check in (("shacl", by_shacl), ("pySHACL", by_pyshacl)):
            given = dossiers(path, tables, SAMPLES[name])
            speeds[name] = len(given) / seconds(decided, check, given)
    ours = next(iter(speeds.values()))
    for name, speed in speeds.items():
        count = counts[name]
        table.add_row(
            name, f"{count:,}", f"{count / speed:.2f}", f"{speed:,.0f}", f"{ours / speed:,.2f}"
        )
    console.print(f"{len(criteria())} 项标准 criteria, {len(tables.leaves)} 项要求 leaves")
    console.print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS)

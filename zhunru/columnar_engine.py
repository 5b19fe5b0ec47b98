"""按列检查卷宗。 Check dossiers in columns, on DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import ibis
import pyarrow as pa

from zhunru.columns import VERDICTS, add_leaf_verdicts, column_of, evidence_columns
from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.outcomes import Outcomes, by_criterion
from zhunru.progress import Advance, silent

_DOSSIER = "dossier"
_ARROW = {"int64": pa.int64(), "float64": pa.float64(), "boolean": pa.bool_()}


def leaf_outcomes(dossiers: Sequence[Dossier], advance: Advance = silent) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.

    Returns:
        The outcomes by IRI of the dossier.
    """
    outcomes: dict[str, Outcomes] = {}
    for criterion, group in by_criterion(dossiers):
        outcomes.update(_check(criterion, group))
        advance(len(group))
    return outcomes


def to_arrow(criterion: Criterion, dossiers: Sequence[Dossier]) -> pa.Table:
    """Write dossiers of one criterion as a table of evidence.

    Args:
        criterion: The criterion.
        dossiers: Its dossiers.

    Returns:
        A row per dossier: its IRI in `dossier`, and a column per evidence key.
    """
    columns = {_DOSSIER: pa.array([one.iri for one in dossiers], pa.string())}
    for key, kind in evidence_columns(criterion).items():
        values = [one.values.get(key) for one in dossiers]
        columns[key] = pa.array(map(_plain, values), _ARROW[kind])
    return pa.table(columns)


def _plain(value: Value | None) -> float | int | None:
    return value if value is None or isinstance(value, int) else float(value)


@cache
def _connection() -> ibis.BaseBackend:
    return ibis.duckdb.connect()


def _check(criterion: Criterion, dossiers: Sequence[Dossier]) -> dict[str, Outcomes]:
    table = _connection().create_table("evidence", to_arrow(criterion, dossiers), overwrite=True)
    decided = add_leaf_verdicts(table, criterion).to_pyarrow()
    found = {leaf.iri: decided[column_of(leaf)].to_pylist() for leaf in criterion.leaves()}
    return {
        iri: {leaf: VERDICTS[codes[index]] for leaf, codes in found.items()}
        for index, iri in enumerate(decided[_DOSSIER].to_pylist())
    }

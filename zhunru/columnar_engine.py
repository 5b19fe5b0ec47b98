"""按列检查卷宗。 Check dossiers in columns, on DuckDB."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from zhunru.backends import connect
from zhunru.columns import Rules, leaf_verdicts
from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier
from zhunru.outcomes import Outcomes
from zhunru.progress import Advance, silent
from zhunru.rule_tables import VERDICTS, RuleTables, rule_tables


def leaf_outcomes(dossiers: Sequence[Dossier], advance: Advance = silent) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.

    Returns:
        The outcomes by IRI of the dossier.
    """
    outcomes: dict[str, Outcomes] = {one.iri: {} for one in dossiers}
    if not dossiers:
        return outcomes
    tables = rule_tables(_criteria(dossiers))
    with connect() as connection:
        evidence = connection.create_table("evidence", to_arrow(dossiers, tables))
        found = leaf_verdicts(evidence, Rules.on(connection, tables)).to_pyarrow()
    for row, node, code in zip(*(column.to_pylist() for column in found.columns), strict=True):
        outcomes[dossiers[row].iri][tables.nodes[node].subject] = VERDICTS[code]
    advance(len(dossiers))
    return outcomes


def to_arrow(dossiers: Sequence[Dossier], tables: RuleTables) -> pa.Table:
    """Write dossiers as a table of evidence.

    Args:
        dossiers: The dossiers.
        tables: The relations of their criteria.

    Returns:
        row (the place of the dossier), evidence, value, as `leaf_verdicts` takes them.
    """
    keys = {
        criterion.iri: {leaf.evidence_key: None for leaf in criterion.leaves()}
        for criterion in _criteria(dossiers)
    }
    rows = [
        (row, tables.evidence[one.criterion.iri, key], one.values.get(key))
        for row, one in enumerate(dossiers)
        for key in keys[one.criterion.iri]
    ]
    values = [None if value is None else float(value) for *_, value in rows]
    return pa.table(
        {
            "row": pa.array([row for row, *_ in rows], pa.int64()),
            "evidence": pa.array([number for _, number, _ in rows], pa.int32()),
            "value": pa.array(values, pa.float64()),
        }
    )


def _criteria(dossiers: Sequence[Dossier]) -> list[Criterion]:
    return list({one.criterion.iri: one.criterion for one in dossiers}.values())

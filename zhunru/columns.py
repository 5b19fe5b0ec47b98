"""列式判定：一次判定所有标准的所有行。 Verdicts in columns: all rows of all criteria at once.

The requirement trees are relations, and so is the logic of `zhunru/verdicts.py`
(`zhunru/rule_tables.py`); Ibis expressions join evidence with them and work up from the leaves, on
DuckDB and on Spark.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.rule_tables import CODES, RuleTables
from zhunru.verdicts import Verdict


@dataclass(frozen=True)
class Rules:
    """The relations of `RuleTables` on a backend.

    Attributes:
        leaves: The leaves.
        edges: The edges.
        combined: The truth table.
        levels: The levels of groups, from the lowest.
    """

    leaves: ir.Table
    edges: ir.Table
    combined: ir.Table
    levels: tuple[int, ...]

    @classmethod
    def on(cls, connection: ibis.BaseBackend, tables: RuleTables) -> Rules:
        """Put the relations on a backend, as tables named `rule_…`.

        Args:
            connection: The backend.
            tables: The relations.

        Returns:
            The rules, for `leaf_verdicts` and `group_verdicts` on the same backend.
        """
        leaves, edges, combined = (
            connection.create_table(f"rule_{name}", getattr(tables, name), overwrite=True)
            for name in ("leaves", "edges", "combined")
        )
        levels = sorted(set(tables.edges["level"].to_pylist()))
        return cls(leaves, edges, combined, tuple(levels))


def leaf_verdicts(evidence: ir.Table, rules: Rules) -> ir.Table:
    """Decide every leaf of every row.

    Args:
        evidence: row (any integer), evidence (int32, its number in `RuleTables.evidence`), value
            (float64; true is 1, false 0; null where nothing is known). A row has all the evidence
            of its criterion, known or not.
        rules: The rules.

    Returns:
        row, node, code (int8).
    """
    joined = evidence.inner_join(rules.leaves, "evidence")
    met = joined.value.between(joined.minimum, joined.maximum)
    code = ibis.cases(
        (joined.value.isnull(), joined.absent),
        (met, CODES[Verdict.MET]),
        else_=CODES[Verdict.NOT_MET],
    )
    return joined.select("row", "node", code=code.cast("int8"))


def group_verdicts(leaves: ir.Table, rules: Rules) -> ir.Table:
    """Decide every group and every standing, level by level.

    Args:
        leaves: What `leaf_verdicts` returned; best on disk or in memory (`kept`).
        rules: The rules.

    Returns:
        row, node, code (int8); the verdicts on leaves are not repeated.
    """
    decided = [leaves]
    for level in rules.levels:
        edges = rules.edges.filter(rules.edges.level == level)
        decided.append(kept(_groups(ibis.union(*decided), edges, rules.combined)))
    return ibis.union(*decided[1:])


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def bit_or(share: dt.int32) -> dt.int32:
    """Unite sets of bits; a function of the backend, as Ibis does not know it on Spark."""


def _groups(verdicts: ir.Table, edges: ir.Table, combined: ir.Table) -> ir.Table:
    joined = verdicts.inner_join(edges, verdicts.node == edges.child)
    share = (joined.code * joined.weight + joined.mark).cast("int32")
    groups = joined.group_by("row", node=joined.parent).agg(share=bit_or(share))
    return groups.inner_join(combined, "share").drop("share")

"""列式判定：一次判定所有标准的所有行。 Verdicts in columns: all rows of all criteria at once.

The requirement trees are relations (`zhunru/rule_tables.py`); Ibis expressions join evidence with
them and work up from the leaves. The expressions run on DuckDB and on Spark; their meaning is that
of `zhunru/verdicts.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.rule_tables import CODES, Edge, RuleTables
from zhunru.verdicts import Verdict

_NOT_MET, _MISSING, _MET = (CODES[v] for v in (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET))

#: 条件乘以它，加结果，合记一数。 A condition times this, plus its consequence: one number.
_CONDITION_WEIGHT = 16


@dataclass(frozen=True)
class Rules:
    """The relations of `RuleTables` on a backend."""

    leaves: ir.Table
    edges: ir.Table
    steps: tuple[tuple[int, Edge], ...]
    """Levels from the lowest, each with the kinds of edges that occur there."""

    @classmethod
    def on(cls, connection: ibis.BaseBackend, tables: RuleTables) -> Rules:
        """Put the relations on a backend, as temporary tables named `rule_…`.

        Args:
            connection: The backend.
            tables: The relations.

        Returns:
            The rules, for `leaf_verdicts` and `group_verdicts` on the same backend.
        """
        leaves, edges = (
            connection.create_table(name, table, overwrite=True)
            for name, table in (("rule_leaves", tables.leaves), ("rule_edges", tables.edges))
        )
        steps = {(one["level"], Edge(one["kind"])) for one in tables.edges.to_pylist()}
        return cls(leaves, edges, tuple(sorted(steps)))


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
    met = (
        (joined.value >= joined.minimum)
        & (joined.value <= joined.maximum)
        & (joined.value > joined.exclusive_minimum)
        & (joined.value < joined.exclusive_maximum)
    )
    code = ibis.cases((joined.value.isnull(), joined.absent), (met, _MET), else_=_NOT_MET)
    return joined.select("row", "node", code=code.cast("int8"))


def group_verdicts(leaves: ir.Table, rules: Rules) -> ir.Table:
    """Decide every group and every standing, level by level.

    Args:
        leaves: What `leaf_verdicts` returned; best on disk or in memory (`kept`).
        rules: The rules.

    Returns:
        row, node, code (int8); the verdicts on leaves are not repeated.
    """
    known, decided = leaves, []
    for level, steps in groupby(rules.steps, key=itemgetter(0)):
        edges = rules.edges.filter(rules.edges.level == level)
        deciders = [_DECIDERS[kind] for _, kind in steps if kind in _DECIDERS]
        # 各自落地：合成一个查询反而慢。 Each by itself: as one query they are slower.
        decided += [kept(decide(known, edges)) for decide in deciders]
        known = ibis.union(leaves, *decided)
    return ibis.union(*decided)


def _below(verdicts: ir.Table, edges: ir.Table, kinds: Iterable[Edge]) -> ir.Table:
    """Join verdicts with the edges of some kinds that lead up from them."""
    chosen = edges.filter(edges.kind.isin(list(kinds)))
    return verdicts.inner_join(chosen, verdicts.node == chosen.child)


def _every(verdicts: ir.Table, edges: ir.Table) -> ir.Table:
    joined = _below(verdicts, edges, [Edge.EVERY])
    grouped = joined.group_by("row", node=joined.parent).agg(least=joined.code.min())
    # 不适用的代码最大，与“符合”取小后即不作数。 The greatest code is left out: does not apply.
    return grouped.select("row", "node", code=ibis.least(grouped.least, _MET).cast("int8"))


def _one(verdicts: ir.Table, edges: ir.Table) -> ir.Table:
    joined = _below(verdicts, edges, [Edge.ONE])
    grouped = joined.group_by("row", node=joined.parent).agg(best=_alternatives(joined.code).max())
    return grouped.select("row", "node", code=_alternatives(grouped.best).cast("int8"))


def _rule(verdicts: ir.Table, edges: ir.Table) -> ir.Table:
    joined = _below(verdicts, edges, [Edge.CONDITION, Edge.CONSEQUENCE])
    weight = (joined.kind == Edge.CONDITION).ifelse(_CONDITION_WEIGHT, 1)
    grouped = joined.group_by("row", node=joined.parent).agg(rule=(joined.code * weight).sum())
    return grouped.select("row", "node", code=_when(grouped.rule).cast("int8"))


def _nothing(verdicts: ir.Table, edges: ir.Table) -> ir.Table:
    joined = _below(verdicts, edges, [Edge.NOTHING])
    return joined.select("row", node=joined.parent, code=ibis.literal(_MET).cast("int8"))


#: 边的种类 → 怎样判定上面的组；条件与结果一起。 How groups are decided, by the kind of their edges.
_DECIDERS: Final[Mapping[Edge, Callable[[ir.Table, ir.Table], ir.Table]]] = {
    Edge.EVERY: _every,
    Edge.ONE: _one,
    Edge.CONDITION: _rule,
    Edge.NOTHING: _nothing,
}


def _alternatives(code: ir.IntegerValue) -> ir.IntegerValue:
    """Put codes into the order of alternatives, or back: five times five is one, modulo eight.

    Not met and not applicable become 0, judgement 2, missing 5, met 7.
    """
    return (code * 5) % 8


def _when(rule: ir.IntegerValue) -> ir.IntegerValue:
    condition, consequence = rule // _CONDITION_WEIGHT, rule % _CONDITION_WEIGHT
    return ibis.cases(
        (condition == _MET, consequence),
        (condition == _NOT_MET, CODES[Verdict.NOT_APPLICABLE]),
        (consequence == _MET, _MET),
        else_=_MISSING,
    )

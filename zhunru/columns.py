"""列式判定：一次判定所有标准的所有行。 Verdicts in columns: all rows of all criteria at once.

The requirement trees are relations (`zhunru/rule_tables.py`); Ibis expressions join evidence with
them and work up from the leaves. The expressions run on DuckDB and on Spark; their meaning is that
of `zhunru/verdicts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
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
    """The relations of `RuleTables` on a backend.

    Attributes:
        leaves: The leaves.
        edges: The edges.
        steps: Levels from the lowest, each with the kinds of edges that occur there.
    """

    leaves: ir.Table
    edges: ir.Table
    steps: tuple[tuple[int, Edge], ...]

    @classmethod
    def on(cls, connection: ibis.BaseBackend, tables: RuleTables) -> Rules:
        """Put the relations on a backend, as tables named `rule_…`.

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
    edges = rules.edges
    # 各项只扫一遍，各层的份额一次得出；以后只剩小表。 One pass over the leaves serves all levels.
    of_leaves = {
        how: kept(_shares(leaves, edges.filter(edges.of_leaf), how))
        for how in _CONNECTIVES
        if any(kind in how.edges for _, kind in rules.steps)
    }
    decided: list[ir.Table] = []
    for level, kinds in groupby(rules.steps, key=itemgetter(0)):
        above = edges.filter(~edges.of_leaf, edges.level == level)
        given = {kind for _, kind in kinds}
        for how in (one for one in of_leaves if given.intersection(one.edges)):
            shares = [of_leaves[how].filter(of_leaves[how].level == level)]
            if decided:
                shares.append(_shares(ibis.union(*decided), above, how))
            decided.append(kept(_combined(ibis.union(*shares), how)))
    return ibis.union(*decided)


@dataclass(frozen=True)
class _Connective:
    """How groups of one kind are decided: what each member adds, how that is put together.

    Attributes:
        edges: The kinds of edges that lead up to such groups.
        share: What a member adds, given the join of its verdict and its edge.
        together: How shares are put together, in any order.
        code: The verdict on the group.
    """

    edges: tuple[Edge, ...]
    share: Callable[[ir.Table], ir.IntegerValue]
    together: Callable[[ir.IntegerColumn], ir.IntegerValue]
    code: Callable[[ir.IntegerValue], ir.IntegerValue]


def _shares(verdicts: ir.Table, edges: ir.Table, how: _Connective) -> ir.Table:
    """Put together what the members at hand add to groups: row, node, level, share."""
    joined = verdicts.inner_join(
        edges.filter(edges.kind.isin(list(how.edges))), verdicts.node == edges.child
    )
    grouped = joined.group_by("row", "parent").agg(share=how.together(how.share(joined)))
    levels = edges.select("parent", "level").distinct()
    return grouped.join(levels, "parent").select(
        "row", "level", node="parent", share=grouped.share.cast("int64")
    )


def _combined(shares: ir.Table, how: _Connective) -> ir.Table:
    grouped = shares.group_by("row", "node").agg(share=how.together(shares.share))
    return grouped.select("row", "node", code=how.code(grouped.share).cast("int8"))


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


def _weighed(joined: ir.Table) -> ir.IntegerValue:
    weight = (joined.kind == Edge.CONDITION).ifelse(_CONDITION_WEIGHT, 1)
    return joined.code * weight


_CONNECTIVES: Final = (
    # 不适用的代码最大，与“符合”取小后即不作数。 The greatest code is left out: does not apply.
    _Connective(
        (Edge.EVERY,),
        share=lambda joined: joined.code,
        together=lambda share: share.min(),
        code=lambda least: ibis.least(least, _MET),
    ),
    _Connective(
        (Edge.ONE,),
        share=lambda joined: _alternatives(joined.code),
        together=lambda share: share.max(),
        code=_alternatives,
    ),
    _Connective(
        (Edge.CONDITION, Edge.CONSEQUENCE),
        share=_weighed,
        together=lambda share: share.sum(),
        code=_when,
    ),
    _Connective(
        (Edge.NOTHING,),
        share=lambda joined: joined.code,
        together=lambda share: share.min(),
        code=lambda _: ibis.literal(_MET),
    ),
)

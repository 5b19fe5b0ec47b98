"""列式判定：一次判定所有标准的所有行。 Verdicts in columns: all rows of all criteria at once.

The requirement trees are relations (`zhunru/rule_tables.py`); Ibis expressions join evidence with
them and work up from the leaves. The expressions run on DuckDB and on Spark; their meaning is that
of `zhunru/verdicts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.rule_tables import CODES, Edge, RuleTables
from zhunru.verdicts import Verdict

_NOT_MET, _MISSING, _MET = (CODES[v] for v in (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET))

#: 条件加上它，就大于任何结果。 A condition plus this is greater than any consequence.
_CONDITION = 16


@dataclass(frozen=True)
class Rules:
    """The relations of `RuleTables` on a backend.

    Attributes:
        leaves: The leaves.
        edges: The edges.
        levels: The levels of groups, from the lowest.
    """

    leaves: ir.Table
    edges: ir.Table
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
        leaves, edges = (
            connection.create_table(name, table, overwrite=True)
            for name, table in (("rule_leaves", tables.leaves), ("rule_edges", tables.edges))
        )
        return cls(leaves, edges, tuple(sorted(set(tables.edges["level"].to_pylist()))))


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
    of_leaves = kept(_together(_shares(leaves, edges.filter(edges.of_leaf))))
    decided: list[ir.Table] = []
    for level in rules.levels:
        shares = of_leaves.filter(of_leaves.level == level)
        if decided:
            above = edges.filter(~edges.of_leaf, edges.level == level)
            shares = _together(shares.union(_shares(ibis.union(*decided), above)))
        decided.append(kept(shares.select("row", "node", code=_code(shares).cast("int8"))))
    return ibis.union(*decided)


def _shares(verdicts: ir.Table, edges: ir.Table) -> ir.Table:
    """Say what each member adds to its group: row, node (the group), kind, level, least, most."""
    joined = verdicts.inner_join(edges, verdicts.node == edges.child)
    share = ibis.cases(
        (joined.kind == Edge.ONE, _alternatives(joined.code)),
        (joined.kind == Edge.CONDITION, joined.code + _CONDITION),
        else_=joined.code,
    ).cast("int8")
    return joined.select("row", "kind", "level", node="parent", least=share, most=share)


def _together(shares: ir.Table) -> ir.Table:
    """Put shares in groups together, in any order and in several steps if need be."""
    return shares.group_by("row", "node").agg(
        # 一组只有一种连接（条件与结果合为一种），只在一层。 A group has one kind and one level.
        kind=shares.kind.max(),
        level=shares.level.max(),
        least=shares.least.min(),
        most=shares.most.max(),
    )


def _code(shares: ir.Table) -> ir.IntegerValue:
    """The verdict on groups, from what all their members add."""
    least, most, kind = shares.least, shares.most, shares.kind
    return ibis.cases(
        # 不适用的代码最大，与“符合”取小后即不作数。 The greatest code is left out: does not apply.
        (kind == Edge.EVERY, ibis.least(least, _MET)),
        (kind == Edge.ONE, _alternatives(most)),
        (kind == Edge.CONSEQUENCE, _when(most - _CONDITION, least)),
        else_=_MET,
    )


def _alternatives(code: ir.IntegerValue) -> ir.IntegerValue:
    """Put codes into the order of alternatives, or back: five times five is one, modulo eight.

    Not met and not applicable become 0, judgement 2, missing 5, met 7.
    """
    return (code * 5) % 8


def _when(condition: ir.IntegerValue, consequence: ir.IntegerValue) -> ir.IntegerValue:
    return ibis.cases(
        (condition == _MET, consequence),
        (condition == _NOT_MET, CODES[Verdict.NOT_APPLICABLE]),
        (consequence == _MET, _MET),
        else_=_MISSING,
    )

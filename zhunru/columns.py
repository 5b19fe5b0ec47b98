"""列式判定：要求树写成 Ibis 表达式。 Verdicts in columns: the requirement tree as Ibis expressions.

One table of evidence per criterion: a row per bearer, a column per evidence key. One pass adds a
column of verdicts per requirement. The same expressions run on DuckDB, Polars and Spark; their
meaning is that of `zhunru/verdicts.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.criterion import Criterion
from zhunru.namespaces import local_path
from zhunru.outcomes import absent
from zhunru.requirements import (
    AnyOf,
    Bounds,
    Force,
    Group,
    Leaf,
    Requirement,
    ValueType,
    When,
)
from zhunru.verdicts import Verdict

#: 判定的代码：次序即“全部符合”里谁说了算。 Codes: the least one decides where all must be met.
CODES: Final[Mapping[Verdict, int]] = {
    Verdict.NOT_MET: 0,
    Verdict.MISSING: 1,
    Verdict.JUDGEMENT: 2,
    Verdict.MET: 3,
    Verdict.NOT_APPLICABLE: 8,
}
VERDICTS: Final[Mapping[int, Verdict]] = {code: verdict for verdict, code in CODES.items()}

#: 证据列的类型。 The types of evidence columns.
COLUMN_TYPES: Final[Mapping[ValueType, str]] = {
    ValueType.INTEGER: "int64",
    ValueType.DECIMAL: "float64",
    ValueType.BOOLEAN: "boolean",
}

#: 整项标准的判定所在的列。 The column with the verdict on the whole criterion.
VERDICT: Final = "verdict"

_NOT_MET, _MISSING, _MET = (CODES[v] for v in (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET))


def column_of(requirement: Requirement) -> str:
    """Name the verdict column of a requirement: the path of its IRI."""
    return local_path(requirement.iri)


def evidence_columns(criterion: Criterion) -> dict[str, str]:
    """Name the evidence columns of a criterion, with their types.

    Args:
        criterion: The criterion.

    Returns:
        The Ibis type (int64, float64, boolean) by evidence key, in order of the leaves.
    """
    return {leaf.evidence_key: COLUMN_TYPES[leaf.value_type] for leaf in criterion.leaves()}


def add_verdicts(evidence: ir.Table, criterion: Criterion) -> ir.Table:
    """Add verdicts to a table of evidence.

    Args:
        evidence: A row per bearer; evidence columns as in `evidence_columns`, null where nothing
            is known; a column that is absent counts as null throughout. Others are kept.
        criterion: The criterion.

    Returns:
        The table with a column of codes (`CODES`, int8) for every requirement of the criterion
        and of those that it extends, and `verdict` for the criterion.
    """
    decided = _decided(evidence, criterion.all_requirements)
    return decided.mutate(**{VERDICT: _standing(decided, criterion)})


def add_leaf_verdicts(evidence: ir.Table, criterion: Criterion) -> ir.Table:
    """Add verdicts on the leaves only.

    Args:
        evidence: As for `add_verdicts`.
        criterion: The criterion.

    Returns:
        The table with a column of codes for every leaf.
    """
    return evidence.mutate(
        **{column_of(leaf): _leaf(evidence, leaf).cast("int8") for leaf in criterion.leaves()}
    )


def add_standings(verdicts: ir.Table, criterion: Criterion) -> ir.Table:
    """Add verdicts on the criteria that a criterion extends, and on itself.

    Args:
        verdicts: What `add_verdicts` returned for the criterion.
        criterion: The criterion.

    Returns:
        The table with a column of codes per criterion of the closure, named by the path of its IRI.
    """
    return verdicts.mutate(
        **{local_path(one.iri): _standing(verdicts, one) for one in criterion.closure}
    )


def _decided(evidence: ir.Table, requirements: Iterable[Requirement]) -> ir.Table:
    """Add the verdict columns, leaves first, then groups from the inmost out."""
    by_depth: dict[int, dict[str, Requirement]] = {}
    for requirement in requirements:
        for one in _with_parts(requirement):
            by_depth.setdefault(_depth(one), {})[column_of(one)] = one
    decided = evidence
    for _, layer in sorted(by_depth.items()):
        # 一层一次，里层的表达式不在外层重复。 A layer at a time: nothing is repeated further out.
        decided = decided.mutate(
            **{name: _verdict(decided, one).cast("int8") for name, one in layer.items()}
        )
    return decided


def _with_parts(requirement: Requirement) -> Iterator[Requirement]:
    for child in requirement.children:
        yield from _with_parts(child)
    yield requirement


def _depth(requirement: Requirement) -> int:
    return 1 + max(map(_depth, requirement.children), default=-1)


def _standing(decided: ir.Table, criterion: Criterion) -> ir.IntegerValue:
    # 原则上与可以只报告。 In principle and may are reported and never decide.
    binding = [one for one in criterion.all_requirements if one.force is Force.MANDATORY]
    return _all_of(decided[column_of(one)] for one in binding).cast("int8")


def _verdict(decided: ir.Table, requirement: Requirement) -> ir.IntegerValue:
    if isinstance(requirement, Leaf):
        return _leaf(decided, requirement)
    if not isinstance(requirement, Group):
        raise TypeError(type(requirement))
    deciding = [decided[column_of(member)] for member in requirement.deciding]
    if isinstance(requirement, When):
        return _when(decided[column_of(requirement.condition)], _all_of(deciding))
    return _any_of(deciding) if isinstance(requirement, AnyOf) else _all_of(deciding)


def _leaf(evidence: ir.Table, leaf: Leaf) -> ir.IntegerValue:
    missing = CODES[absent(leaf)]
    if leaf.evidence_key not in evidence.columns:
        return ibis.literal(missing)
    value = evidence[leaf.evidence_key]
    met = value if leaf.value_type is ValueType.BOOLEAN else _within(value, leaf.bounds)
    return ibis.cases((value.isnull(), missing), (met, _MET), else_=_NOT_MET)


def _within(value: ir.NumericValue, bounds: Bounds) -> ir.BooleanValue:
    tests = [
        compare(_number(bound))
        for compare, bound in (
            (value.__ge__, bounds.minimum),
            (value.__le__, bounds.maximum),
            (value.__gt__, bounds.exclusive_minimum),
            (value.__lt__, bounds.exclusive_maximum),
        )
        if bound is not None
    ]
    return reduce(and_, tests, ibis.literal(True))


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _all_of(codes: Iterable[ir.IntegerValue]) -> ir.IntegerValue:
    # 不适用的代码最大，与“符合”取小后即不作数。 The greatest code is left out: does not apply.
    return ibis.least(*codes, ibis.literal(_MET))


def _any_of(codes: Sequence[ir.IntegerValue]) -> ir.IntegerValue:
    # 乘五模八换成“满足其一”的次序：不符合与不适用 0、需人工判断 2、资料不足 5、符合 7。
    # Times five modulo eight puts the codes into the order of alternatives, and back again.
    ranked = ibis.greatest(*((code * 5) % 8 for code in codes), ibis.literal(0))
    return (ranked * 5) % 8


def _when(condition: ir.IntegerValue, consequence: ir.IntegerValue) -> ir.IntegerValue:
    return ibis.cases(
        (condition == _MET, consequence),
        (condition == _NOT_MET, CODES[Verdict.NOT_APPLICABLE]),
        (consequence == _MET, _MET),
        else_=_MISSING,
    )

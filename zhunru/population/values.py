"""由已知到取值：区间何时定下一项要求。 From what is known to values that settle leaves.

The rule is that of `Interval.settle`: a number more or less known counts only where the whole
interval is admitted, or the whole of it is refused on one side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhunru.criterion import Criterion
from zhunru.evidence import Questions, question_of
from zhunru.evidence.relations import relation
from zhunru.requirements import Conformity, Leaf, Staffing
from zhunru.rule_tables import BOUNDS, RuleTables, bounds_of

#: (criterion, evidence, question) and the limits of a leaf.
NEEDS = {
    "criterion": "int32",
    "evidence": "int32",
    "question": "int64",
    **dict.fromkeys(BOUNDS, "float64"),
}


def questions_of(criteria: Iterable[Criterion], as_of: date) -> Questions:
    """List what the records are asked on behalf of some criteria."""
    return Questions.of(
        question_of(leaf, one, as_of) for one in criteria for leaf in _from_records(one)
    )


def needs_of(
    criteria: Mapping[int, Criterion], tables: RuleTables, questions: Questions, as_of: date
) -> ir.Table:
    """Relate the leaves of criteria to what is asked on their behalf.

    Args:
        criteria: The criteria, by their number.
        tables: The relations of the criteria.
        questions: What is asked.
        as_of: The day as of which evidence is counted.

    Returns:
        A row per leaf that the records answer, as in `NEEDS`.
    """
    return relation(
        NEEDS,
        (
            (
                number,
                tables.evidence[one.iri, leaf.evidence_key],
                questions.numbers[question_of(leaf, one, as_of)],
                *bounds_of(leaf).values(),
            )
            for number, one in criteria.items()
            for leaf in _from_records(one)
        ),
    )


def _from_records(criterion: Criterion) -> list[Leaf]:
    """The leaves that need no verdicts."""
    return [leaf for leaf in criterion.leaves() if not isinstance(leaf, Staffing | Conformity)]


def settled(dossiers: ir.Table, needs: ir.Table, known: ir.Table) -> ir.Table:
    """Settle the evidence of dossiers.

    Args:
        dossiers: row, bearer, criterion.
        needs: As in `NEEDS`.
        known: bearer, question, low, high, flag.

    Returns:
        row, evidence, value (float64): every evidence of every dossier, null where it is open.
    """
    joined = dossiers.join(needs, "criterion").left_join(known, ["bearer", "question"])
    number = settle(joined)
    value = joined.flag.isnull().ifelse(number, joined.flag.cast("float64"))
    each = joined.select("row", "evidence", value=value)
    grouped = each.group_by("row", "evidence").agg(
        least=each.value.min(), most=each.value.max(), open=each.value.isnull().any()
    )
    # 两项要求共用一列而结论不一时，此列不定。 Settled in two ways, a column is open.
    agreed = ~grouped.open & (grouped.least == grouped.most)
    return grouped.select("row", "evidence", value=agreed.ifelse(grouped.least, ibis.null()))


def settle(table: ir.Table) -> ir.FloatingValue:
    """Choose the number that stands for an interval under the limits of a leaf, or null.

    Args:
        table: low, high (null for no known most), and the limits (`BOUNDS`).

    Returns:
        An expression over the table.
    """
    low, high = table.low, table.high
    nothing = ibis.null("float64")
    return ibis.cases(
        (low.isnull(), nothing),
        (low == high, low),
        (_admits(table, low) & high.isnull(), table.maximum.isinf().ifelse(low, nothing)),
        (_admits(table, low), _admits(table, high).ifelse(low, nothing)),
        (_below(table, low) & high.isnull(), nothing),
        (_below(table, low), _below(table, high).ifelse(high, nothing)),
        else_=low,
    )


def _admits(table: ir.Table, number: ir.FloatingValue) -> ir.BooleanValue:
    return number.between(table.minimum, table.maximum)


def _below(table: ir.Table, number: ir.FloatingValue) -> ir.BooleanValue:
    return number < table.minimum

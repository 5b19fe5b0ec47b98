"""小关系：规则这一边的表。 Small relations: the side of the rules in every join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

#: 答案的列：谁、问的什么、数的下限与上限，或有无。
#: The columns of answers: who, what was asked, the least and most of a number, or yes and no.
ANSWER = {
    "bearer": "string",
    "part": "int64",
    "low": "float64",
    "high": "float64",
    "flag": "boolean",
}


def relation(schema: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> ir.Table:
    """Make a relation of rows known to the program.

    Args:
        schema: The Ibis type by column.
        rows: The rows, in the order of the columns.

    Returns:
        The relation; it may be empty.
    """
    given = list(rows)
    typed = ibis.schema(dict(schema))
    columns = [[row[index] for row in given] for index in range(len(typed))]
    return ibis.memtable(pa.table(columns, schema=typed.to_pyarrow()), schema=typed)


def numbers(
    table: ir.Table, low: ir.NumericValue, high: ir.NumericValue, lost: ir.Table | None
) -> ir.Table:
    """Shape answers that are numbers.

    Args:
        table: Has the columns bearer and part.
        low: What is known at least.
        high: What is known at most; null if nothing is.
        lost: (bearer) of whom rows were set aside: their numbers may be greater. None for nobody.

    Returns:
        The answers.
    """
    answers = table.select(
        "bearer",
        "part",
        low=low.cast("float64"),
        high=high.cast("float64"),
        flag=ibis.null("boolean"),
    )
    if lost is None:
        return answers
    rows = _with_lost(answers, lost)
    return rows.mutate(high=rows.lost.isnull().ifelse(rows.high, ibis.null())).select(*ANSWER)


def flags(table: ir.Table, flag: ir.BooleanValue, lost: ir.Table | None) -> ir.Table:
    """Shape answers that are yes or no; what is neither is left out.

    Args:
        table: Has the columns bearer and part.
        flag: The answer; null for none.
        lost: (bearer) of whom rows were set aside: a no is then none. None for nobody.

    Returns:
        The answers.
    """
    answers = table.select(
        "bearer", "part", low=ibis.null("float64"), high=ibis.null("float64"), flag=flag
    )
    answers = answers.filter(answers.flag.notnull())
    if lost is None:
        return answers
    rows = _with_lost(answers, lost)
    return rows.filter(rows.flag | rows.lost.isnull()).select(*ANSWER)


def _with_lost(answers: ir.Table, lost: ir.Table) -> ir.Table:
    names = lost.select(lost="bearer").distinct()
    return answers.left_join(names, answers.bearer == names.lost)

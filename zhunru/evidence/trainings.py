"""培训：取一次，各数字同属一次。 Trainings: one is chosen, so that its figures belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.evidence.questions import TrainingFigure, TrainingProof
from zhunru.evidence.relations import flags, numbers, relation
from zhunru.evidence.years import SCALE, months_between, next_day
from zhunru.requirements import Concept

_BASE: Final = "培训基地培训"
_OVERSEAS: Final = "境外培训"
_PASSED: Final = "合格"
_OVERSEAS_MEASURE: Final = "overseas-training-duration"

#: 证明 → 由哪类培训回答；空为任何一类。 Which kind of training answers; empty for any.
_KINDS: Final[Mapping[str, str]] = {
    "systematic-training": "",
    "training-assessment": "",
    "base-training": _BASE,
    "base-assessment": _BASE,
    "overseas-certificate": _OVERSEAS,
    "provincial-base-assessment": _OVERSEAS,
}


#: 问题的号、问什么、由哪类培训回答（空为任何一类）、问题。
#: The number of a part, what it asks, the kind that answers it (empty for any), and the part.
_Asked = tuple[int, str, str, TrainingFigure | TrainingProof]


def training_figures(
    trainings: ir.Table, asked: ir.Table, parts: Mapping[TrainingFigure, int], lost: ir.Table | None
) -> ir.Table:
    """Answer how long a training was, or how many cases or patients it had.

    Args:
        trainings: The table of trainings.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        lost: (bearer) of whom trainings were set aside; None for nobody.

    Returns:
        The number in the best training of the kind; none where it is not recorded.
    """
    wanted: list[_Asked] = [
        (number, one.measure, _OVERSEAS if one.measure == _OVERSEAS_MEASURE else _BASE, one)
        for one, number in parts.items()
    ]
    rows = _best(_relevant(trainings.join(asked.rename(staff="bearer"), "staff"), wanted))
    number = ibis.cases(
        (rows.thing == "training-cases", rows.participated_cases.cast("float64")),
        (rows.thing == "managed-patients", rows.managed_patients.cast("float64")),
        else_=rows.months / SCALE,
    )
    known = rows.mutate(number=number)
    known = known.filter(known.number.notnull())
    return numbers(known, known.number, known.number, lost)


def training_proofs(
    trainings: ir.Table, asked: ir.Table, parts: Mapping[TrainingProof, int], lost: ir.Table | None
) -> ir.Table:
    """Answer whether somebody was trained, assessed or certified; arguments as above."""
    wanted: list[_Asked] = [
        (number, one.thing, _KINDS[one.thing], one)
        for one, number in parts.items()
        if one.thing in _KINDS
    ]
    rows = _relevant(trainings.join(asked.rename(staff="bearer"), "staff"), wanted)
    # 没有结束的培训还谈不上经过培训、考核合格。 One is not trained before the training has ended.
    rows = rows.filter((rows.end <= rows.day).fill_null(True))
    best = _best(rows.filter(rows.wanted_kind != ""))
    proof = ibis.cases(
        (best.thing == "base-training", best.filed),
        (best.thing == "base-assessment", best.passed),
        (best.thing == "overseas-certificate", best.certificate),
        else_=best.passed & best.filed,
    )
    every = (
        rows.filter(rows.wanted_kind == "")
        .group_by("bearer", "part", "thing")
        .agg(passed=rows.passed.fill_null(False).any(), unknown=rows.passed.isnull().any())
    )
    some = (every.thing == "systematic-training") | every.passed
    any_ = ibis.cases(
        (some, ibis.literal(True)), (every.unknown, ibis.null("boolean")), else_=False
    )
    return flags(best, proof, lost).union(flags(every, any_, lost))


def _relevant(rows: ir.Table, asked: Iterable[_Asked]) -> ir.Table:
    """Pair trainings that have begun with what is asked of them: technique, grade and kind."""
    schema = {"part": "int64", "thing": "string", "wanted_kind": "string", "day": "date"}
    wanted = relation(
        {**schema, "wanted_technique": "string", "wanted_grade": "string"},
        (
            (number, thing, kind, one.day, *cells)
            for number, thing, kind, one in asked
            for cells in product(_notations(one.techniques), _notations(one.grades))
        ),
    )
    rows = rows.join(wanted, "part").filter(
        lambda row: (row.wanted_kind == "") | (row.kind == row.wanted_kind),
        lambda row: (row.wanted_technique == "") | (row.technique == row.wanted_technique),
        lambda row: (row.wanted_grade == "") | (row.grade == row.wanted_grade),
        lambda row: (row.start <= row.day).fill_null(True),
    )
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    months = months_between(rows.start, ibis.least(next_day(rows.end), rows.day))
    dated = rows.start.notnull() & rows.end.notnull()
    return rows.mutate(
        bearer=rows.staff,
        months=dated.ifelse(months, ibis.null("int64")),
        passed=rows.assessment == _PASSED,
    )


def _notations(concepts: tuple[Concept, ...]) -> list[str]:
    return [one.notation for one in concepts] or [""]


def _best(rows: ir.Table) -> ir.Table:
    """Choose one training: passed before unclear before failed, then filed, then the longest.

    The numbers only settle what would else be left to the order of rows.
    """
    order = [
        _chance(rows.passed),
        _chance(rows.filed),
        rows.months.fill_null(0),
        rows.participated_cases.fill_null(-1),
        rows.managed_patients.fill_null(-1),
        _chance(rows.certificate),
        rows.months.notnull().cast("int64"),
    ]
    window = ibis.window(
        group_by=[rows.bearer, rows.part], order_by=[ibis.desc(one) for one in order]
    )
    placed = rows.mutate(place=ibis.row_number().over(window))
    return placed.filter(placed.place == 0)


def _chance(known: ir.BooleanValue) -> ir.IntegerValue:
    """Unknown may still turn out to be yes: it ranks above a plain no."""
    return known.cast("int64").fill_null(0) * 2 + known.isnull().cast("int64")

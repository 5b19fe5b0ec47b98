"""培训：同属一处的条件由同一次培训回答。 Trainings: what belongs together is answered by one.

Of everybody's trainings the one is chosen that comes nearest to all that is asked of it: where some
training meets everything, that one; where none does, but some could, were all about it known, one
of those; else the one that fails in the fewest points. So a group of conditions is met exactly if
some training meets all of it, and open exactly if some training may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Final

import ibis
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.evidence.questions import Attested, OfTraining
from zhunru.evidence.relations import flags, numbers, relation
from zhunru.evidence.training_terms import ANY, FIGURES, PROOFS, OneTraining
from zhunru.evidence.years import SCALE, months_between, next_day
from zhunru.requirements import Bounds, Concept, Qualifiers

_PASSED: Final = "合格"
_BOUNDS: Final = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")
_WHO: Final = ("bearer", "training")


def attestations(training: OneTraining) -> dict[Attested, str]:
    """List what the table of conditions may attest in place of a training, with its notation."""
    asked = Qualifiers(training.techniques, training.grades)
    return {Attested(thing, asked): thing for thing in training.proofs}


def of_trainings(
    trainings: ir.Table,
    asked: ir.Table,
    parts: Mapping[OfTraining, int],
    attested: ir.Table | None,
    lost: ir.Table | None,
) -> ir.Table:
    """Answer figures and proofs of trainings.

    Args:
        trainings: The table of trainings.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        attested: (bearer, training, thing) that the table of conditions attests, the training by
            its place in `wanted_trainings`; None for nothing.
        lost: (bearer) of whom trainings were set aside; None for nobody.

    Returns:
        The answers; none where nothing is recorded, nor where it is not known whether the training
        was for the grade that is asked.
    """
    wanted = wanted_trainings(parts)
    schema = {"part": "int64", "asks": "string", "training": "int64", "is_any": "boolean"}
    asks = relation(
        schema,
        (
            (number, part.asks, wanted[part.training], part.training.kind == ANY)
            for part, number in parts.items()
        ),
    )
    pairs = asked.join(asks, "part")
    terms = _Terms.of(wanted)
    rows = kept(_relevant(trainings, pairs.select(*_WHO).distinct(), wanted, terms))
    chosen = kept(_nearest(_judged(rows, terms, attested)))
    one = pairs.filter(~pairs.is_any).join(chosen, list(_WHO))
    one = one.filter(~one.unsure)
    every = pairs.filter(pairs.is_any).join(rows, list(_WHO))
    return ibis.union(_figures(one, lost), flags(one, _proof(one), lost), _of_any(every, lost))


def wanted_trainings(parts: Mapping[OfTraining, int]) -> dict[OneTraining, int]:
    """Number the trainings that are looked for."""
    return {one: number for number, one in enumerate(dict.fromkeys(p.training for p in parts))}


def _relevant(
    trainings: ir.Table, asked: ir.Table, wanted: Mapping[OneTraining, int], terms: _Terms
) -> ir.Table:
    """Pair trainings that have begun with those looked for: technique, grade and kind.

    A training at a base without a grade may have been for the one asked for: it is unsure.
    """
    cells = {"wanted_kind": "string", "wanted_technique": "string", "wanted_grade": "string"}
    known = relation(
        {"training": "int64", "day": "date", **cells, **terms.columns},
        (
            (number, one.day, one.kind, technique, grade, *terms.of_one(one))
            for one, number in wanted.items()
            for technique, grade in product(_notations(one.techniques), _notations(one.grades))
        ),
    )
    rows = trainings.join(asked.rename(staff="bearer"), "staff").join(known, "training")
    rows = rows.mutate(
        bearer=rows.staff,
        unsure=(rows.wanted_grade != "") & (rows.wanted_kind != ANY) & rows.grade.isnull(),
    ).filter(
        lambda row: (row.wanted_kind == ANY) | (row.kind == row.wanted_kind),
        lambda row: (row.wanted_technique == "") | (row.technique == row.wanted_technique),
        lambda row: (
            (row.wanted_grade == "") | row.unsure | (row.grade == row.wanted_grade).fill_null(False)
        ),
        lambda row: (row.start <= row.day).fill_null(True),
    )
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    months = months_between(rows.start, ibis.least(next_day(rows.end), rows.day))
    dated = rows.start.notnull() & rows.end.notnull()
    return rows.mutate(
        months=dated.ifelse(months, ibis.null("int64")),
        passed=rows.assessment == _PASSED,
        ended=(rows.end <= rows.day).fill_null(True),
    )


def _notations(concepts: tuple[Concept, ...]) -> list[str]:
    return [one.notation for one in concepts] or [""]


@dataclass(frozen=True)
class _Terms:
    """What is asked of some training or other, as columns: proofs, and limits of figures."""

    proofs: tuple[str, ...]
    measures: tuple[str, ...]

    @classmethod
    def of(cls, wanted: Iterable[OneTraining]) -> _Terms:
        """Collect the proofs and measures that are asked."""
        proofs = {proof for one in wanted for proof in one.proofs}
        measures = {measure for one in wanted for measure, _ in one.limits}
        return cls(tuple(sorted(proofs)), tuple(sorted(measures)))

    @property
    def columns(self) -> dict[str, str]:
        """The columns with their types."""
        proofs = {f"wants {thing}": "boolean" for thing in self.proofs}
        names = (f"{bound} {measure}" for measure in self.measures for bound in _BOUNDS)
        return proofs | dict.fromkeys(names, "float64")

    def of_one(self, one: OneTraining) -> list[bool | float]:
        """Write what one training must have, in the order of the columns."""
        limits: list[float] = []
        for measure in self.measures:
            limits += _tightest([bounds for asked, bounds in one.limits if asked == measure])
        return [*(thing in one.proofs for thing in self.proofs), *limits]


def _tightest(given: list[Bounds]) -> list[float]:
    """Put limits of the same figure together; infinite where there is none."""

    def of(bound: str) -> list[float]:
        return [float(limit) for one in given if (limit := getattr(one, bound)) is not None]

    return [
        max(of("minimum"), default=-inf),
        min(of("maximum"), default=inf),
        max(of("exclusive_minimum"), default=-inf),
        min(of("exclusive_maximum"), default=inf),
    ]


def _figure(rows: ir.Table, measure: str) -> ir.FloatingValue:
    if measure == "training-cases":
        return rows.participated_cases.cast("float64")
    if measure == "managed-patients":
        return rows.managed_patients.cast("float64")
    return rows.months / SCALE


def _proved(rows: ir.Table, thing: str) -> ir.BooleanValue:
    if thing == "base-training":
        # 符合要求的培训基地须经省级备案。 A qualified base is one filed with the province.
        return rows.filed
    if thing == "overseas-certificate":
        return rows.certificate
    return rows.passed & rows.filed if thing == "provincial-base-assessment" else rows.passed


def _judged(rows: ir.Table, terms: _Terms, attested: ir.Table | None) -> ir.Table:
    """Count in how many points each training fails, and in how many that is open."""
    rows = _with_attested(rows, terms, attested)
    failed, unknown = ibis.literal(0), ibis.literal(0)
    proof_wanted = ibis.literal(False)
    for thing in terms.proofs:
        wants, proved = rows[f"wants {thing}"], _proved(rows, thing)
        failed += (wants & ~proved.fill_null(True)).cast("int64")
        unknown += (wants & proved.isnull()).cast("int64")
        proof_wanted |= wants
    for measure in terms.measures:
        limits = [rows[f"{bound} {measure}"] for bound in _BOUNDS]
        within = _admitted(_figure(rows, measure), *limits)
        limited = (limits[0] > -inf) | (limits[1] < inf) | (limits[2] > -inf) | (limits[3] < inf)
        failed += (limited & ~within.fill_null(True)).cast("int64")
        unknown += (limited & within.isnull()).cast("int64")
    return rows.mutate(
        failed=failed,
        unknown=unknown,
        # 没有结束的培训还谈不上经过培训、考核合格。
        # One is not trained, nor assessed, before the training has ended.
        too_early=proof_wanted & ~rows.ended,
    )


def _with_attested(rows: ir.Table, terms: _Terms, attested: ir.Table | None) -> ir.Table:
    """Ask no longer for proofs that the table of conditions attests."""
    if attested is None:
        return rows
    said = attested.group_by(*_WHO).agg(
        **{f"said {thing}": (attested.thing == thing).any() for thing in terms.proofs}
    )
    said = said.rename(said_bearer="bearer", said_training="training")
    rows = rows.left_join(
        said, [rows.bearer == said.said_bearer, rows.training == said.said_training]
    )
    return rows.mutate(
        **{
            f"wants {thing}": rows[f"wants {thing}"] & ~rows[f"said {thing}"].fill_null(False)
            for thing in terms.proofs
        }
    )


def _admitted(
    number: ir.FloatingValue,
    minimum: ir.FloatingValue,
    maximum: ir.FloatingValue,
    above: ir.FloatingValue,
    below: ir.FloatingValue,
) -> ir.BooleanValue:
    return (number >= minimum) & (number <= maximum) & (number > above) & (number < below)


def _nearest(rows: ir.Table) -> ir.Table:
    """Choose one training of everybody for each that is looked for.

    The later columns only settle what would else be left to the order of rows.
    """
    order = [
        ((rows.failed > 0) | rows.too_early).cast("int64"),
        rows.unsure.cast("int64"),
        rows.too_early.cast("int64"),
        rows.failed,
        rows.unknown,
        -_chance(rows.passed),
        -_chance(rows.filed),
        -rows.months.fill_null(-1),
        -rows.participated_cases.fill_null(-1),
        -rows.managed_patients.fill_null(-1),
        -_chance(rows.certificate),
    ]
    window = ibis.window(group_by=[rows[name] for name in _WHO], order_by=order)
    placed = rows.mutate(place=ibis.row_number().over(window))
    placed = placed.filter(placed.place == 0)
    facts = ["ended", "passed", "filed", "certificate", "months", "unsure"]
    return placed.select(*_WHO, *facts, "participated_cases", "managed_patients")


def _chance(known: ir.BooleanValue) -> ir.IntegerValue:
    """Unknown may still turn out to be yes: it ranks above a plain no."""
    return known.cast("int64").fill_null(0) * 2 + known.isnull().cast("int64")


def _figures(rows: ir.Table, lost: ir.Table | None) -> ir.Table:
    known = rows.mutate(
        number=ibis.cases(*((rows.asks == measure, _figure(rows, measure)) for measure in FIGURES))
    )
    known = known.filter(known.number.notnull())
    return numbers(known, known.number, known.number, lost)


def _proof(rows: ir.Table) -> ir.BooleanValue:
    answers = ((rows.asks == thing, _proved(rows, thing)) for thing in PROOFS)
    return rows.ended.ifelse(ibis.cases(*answers), ibis.null("boolean"))


def _of_any(rows: ir.Table, lost: ir.Table | None) -> ir.Table:
    """Answer whether there was any training, and whether any was passed."""
    ended = rows.filter(rows.ended)
    every = ended.group_by("bearer", "part", "asks").agg(
        passed=ended.passed.fill_null(False).any(), unknown=ended.passed.isnull().any()
    )
    some = (every.asks == "systematic-training") | every.passed
    answer = ibis.cases(
        (some, ibis.literal(True)), (every.unknown, ibis.null("boolean")), else_=False
    )
    return flags(every, answer, lost)

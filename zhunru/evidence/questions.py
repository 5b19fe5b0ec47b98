"""问题：条件所问的，去掉重复。 Questions: what leaves ask, without repetition.

Many leaves ask the same of the records: two criteria want 300 cases and 500 cases of the same kind.
A question is asked once per bearer. It is made of parts, each answered from one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Final, TypeVar

from zhunru.criterion import Criterion
from zhunru.evidence.training_terms import OneTraining, training_for
from zhunru.requirements import (
    Concept,
    Leaf,
    Measure,
    Possession,
    Qualifiers,
    Threshold,
    TitleRequirement,
)

#: 能开展的术种占目录的比例。 The share of a catalogue that is performed.
CATALOGUE_COVERAGE: Final = "catalogue-coverage"


@dataclass(frozen=True)
class Count:
    """How many of a measure; of a yearly rate the greatest year decides, or the least."""

    measure: str
    stock: bool
    asked: Qualifiers
    greatest: bool
    day: date


@dataclass(frozen=True)
class SpecialtyYears:
    """How many years in any of some specialties."""

    specialties: tuple[Concept, ...]
    day: date


@dataclass(frozen=True)
class ClinicalYears:
    """How many years of clinical work."""

    day: date


@dataclass(frozen=True)
class TitleRank:
    """The rank of the highest title held."""

    day: date


@dataclass(frozen=True)
class TitleYears:
    """How many years at or above a rank."""

    rank: int
    day: date


@dataclass(frozen=True)
class OfTraining:
    """A figure or a proof, by notation, of the training that meets most of what is asked of it."""

    asks: str
    training: OneTraining


@dataclass(frozen=True)
class Coverage:
    """Which share of the catalogues of a regulation was performed, by what operations are named."""

    regulation: str
    asked: Qualifiers
    day: date


@dataclass(frozen=True)
class Attested:
    """What the table of conditions says."""

    thing: str
    asked: Qualifiers


@dataclass(frozen=True)
class Recorded:
    """What a column of the staff or of the institutions records; None asks for plain yes or no."""

    table: str
    column: str
    wanted: str | None


@dataclass(frozen=True)
class CurrentPractice:
    """Whether somebody practises any of some specialties on the day."""

    specialties: tuple[Concept, ...]
    day: date


Part = (
    Count
    | SpecialtyYears
    | ClinicalYears
    | TitleRank
    | TitleYears
    | OfTraining
    | Coverage
    | Attested
    | Recorded
    | CurrentPractice
)
_Kind = TypeVar("_Kind")


class Joint(Enum):
    """How the answers to the parts of a question make its answer."""

    FIRST = "the first that knows"
    RATE = "numerator and denominator"
    SAME = "what both say of the same number"


@dataclass(frozen=True)
class Question:
    """One or two parts, and how their answers are put together."""

    parts: tuple[Part, ...]
    joint: Joint = Joint.FIRST


@dataclass(frozen=True)
class Questions:
    """What is asked, numbered.

    Attributes:
        numbers: The number of every question, in order.
    """

    numbers: Mapping[Question, int]

    @classmethod
    def of(cls, questions: Iterable[Question]) -> Questions:
        """Number questions, those that are the same once."""
        return cls({one: number for number, one in enumerate(dict.fromkeys(questions))})

    @cached_property
    def parts(self) -> Mapping[Part, int]:
        """The number of every part of every question."""
        parts = dict.fromkeys(part for one in self.numbers for part in one.parts)
        return {part: number for number, part in enumerate(parts)}

    def of_kind(self, kind: type[_Kind]) -> dict[_Kind, int]:
        """The parts of a kind, with their numbers."""
        return {part: number for part, number in self.parts.items() if isinstance(part, kind)}


def question_of(leaf: Leaf, criterion: Criterion, as_of: date) -> Question:
    """Say what a leaf asks of the records.

    Args:
        leaf: A threshold, title requirement or possession.
        criterion: The criterion on whose behalf it is asked: what must be met together, the
            catalogues, and the day of issue for what is counted up to it.
        as_of: The day as of which evidence is counted.

    Returns:
        The question; leaves that differ in their limits only ask the same, save about trainings.

    Raises:
        TypeError: For leaves that depend on verdicts (staffing, conformity).
    """
    if isinstance(leaf, Threshold):
        return _of_threshold(leaf, criterion, _day(leaf.qualifiers, criterion, as_of))
    if isinstance(leaf, TitleRequirement):
        day = _day(leaf.qualifiers, criterion, as_of)
        return Question(
            (TitleYears(leaf.title.rank or 0, day) if leaf.held_for else TitleRank(day),)
        )
    if isinstance(leaf, Possession):
        return _of_possession(leaf, criterion, _day(leaf.qualifiers, criterion, as_of))
    raise TypeError(f"取决于其他判定 Depends on other verdicts: {leaf.iri}")


def _day(asked: Qualifiers, criterion: Criterion, as_of: date) -> date:
    return min(criterion.regulation.issued, as_of) if asked.as_of_issue else as_of


def _of_threshold(leaf: Threshold, criterion: Criterion, day: date) -> Question:
    measure, asked = leaf.measure.notation, leaf.qualifiers
    if measure == "specialty-years":
        return Question((SpecialtyYears(asked.specialties, day),))
    if measure == "clinical-years":
        return Question((ClinicalYears(day),))
    if leaf.measure.numerator and leaf.measure.denominator:
        both = (leaf.measure.numerator, leaf.measure.denominator)
        return Question(tuple(_count(leaf, one, day) for one in both), Joint.RATE)
    counted = _count(leaf, leaf.measure, day)
    if measure == CATALOGUE_COVERAGE:
        return Question((Coverage(criterion.regulation.iri, asked, day), counted), Joint.SAME)
    # 培训表答不了的，由例数表答。 What trainings leave open, the table of cases answers.
    trained = _of_training(leaf, criterion, day)
    return Question((trained, counted) if trained else (counted,))


def _of_training(
    leaf: Threshold | Possession, criterion: Criterion, day: date
) -> OfTraining | None:
    training = training_for(leaf, criterion.together.get(leaf.iri, ()), day)
    thing = leaf.measure if isinstance(leaf, Threshold) else leaf.thing
    return OfTraining(thing.notation, training) if training else None


def _count(leaf: Threshold, measure: Concept, day: date) -> Count:
    bounds, asked = leaf.bounds, leaf.qualifiers
    at_least = bounds.minimum is not None or bounds.exclusive_minimum is not None
    return Count(
        measure.notation,
        isinstance(measure, Measure) and measure.stock,
        asked,
        greatest=asked.per is not None and not at_least,
        day=day,
    )


def _of_possession(leaf: Possession, criterion: Criterion, day: date) -> Question:
    asked, thing = leaf.qualifiers, leaf.thing.notation
    recorded: Part | None = None
    match leaf.thing.kind, thing:
        case "certificate", _:
            recorded = _of_training(leaf, criterion, day)
        case "hospital-level", _:
            recorded = Recorded("institutions", "level", thing)
        case "practice-scope", _:
            recorded = Recorded("staff", "practice_scope", thing)
        case "practice", "in-house-physician":
            recorded = Recorded("staff", "in_house", None)
        case "practice", "current-practice":
            recorded = CurrentPractice(asked.specialties, day)
    attested = Attested(thing, Qualifiers(asked.techniques, asked.grades, asked.specialties))
    return Question((attested,) if recorded is None else (attested, recorded))

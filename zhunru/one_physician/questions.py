"""表单的项目，由叶得出。 The fields of a form, derived from leaves.

A field is asked once, however many leaves want to know it: the day since when somebody works in a
specialty answers every period of years, counted to today or to the day of issue of any regulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from zhunru.criterion import Criterion
from zhunru.next_steps.sources import source
from zhunru.requirements import (
    Concept,
    Label,
    Leaf,
    Possession,
    Qualifiers,
    Staffing,
    Threshold,
    TitleRequirement,
    ValueType,
)
from zhunru.wording import held_title, subject

#: The key of the title that somebody holds.
TITLE: Final = "title"
_TITLE_HELD: Final = Label("现任职称", "Title held at present")
_AS_OF_ISSUE: Final = ".as-of-issue"
_YEAR: Final = "year"
_PERCENT: Final = "percent"
_MOST_PERCENT: Final = Decimal(100)
_TRAININGS: Final = "trainings"


class Kind(Enum):
    """What is filled in."""

    NUMBER = "number"
    SPAN = "since when, or how many years up to today"
    FACT = "yes or no"
    JUDGEMENT = "attested, or denied"
    TITLE = "a title"


@dataclass(frozen=True)
class Question:
    """A field.

    Attributes:
        key: Its name, the same in every form; it stands in links.
        kind: What is filled in.
        label: What is asked.
        unit: The unit of a number; None for other kinds.
        whole: Whether a number must be whole.
        most: The greatest number that is possible; None for any.
        ladder: The titles to choose from, the lowest first; none for other kinds.
        rank: The rank of the title whose time is asked; None for other fields.
    """

    key: str
    kind: Kind
    label: Label
    unit: Concept | None = None
    whole: bool = False
    most: Decimal | None = None
    ladder: tuple[Concept, ...] = ()
    rank: int | None = None


def questions_of(leaf: Leaf, criterion: Criterion) -> tuple[Question, ...]:
    """Say what has to be asked to decide a leaf.

    Args:
        leaf: A leaf of any kind.
        criterion: The criterion it belongs to: its regulation says what the day of issue is.

    Returns:
        One field, or for titles up to two: which one, and since when.
    """
    if isinstance(leaf, TitleRequirement):
        which = Question(TITLE, Kind.TITLE, _TITLE_HELD, ladder=leaf.ladder)
        timed = leaf.held_for is not None or leaf.qualifiers.as_of_issue
        return (which, _held(leaf)) if timed else (which,)
    if is_span(leaf):
        key = leaf.evidence_key.removesuffix(_AS_OF_ISSUE)
        return (Question(key, Kind.SPAN, subject(leaf)),)
    return (_plain(leaf, criterion.regulation.issued),)


def is_span(leaf: Leaf) -> bool:
    """Tell whether a leaf asks how long something has gone on, other than a title."""
    return (
        isinstance(leaf, Threshold)
        and leaf.unit.notation == _YEAR
        and leaf.qualifiers.window is None
        and leaf.qualifiers.per is None
        # 培训有起有止，不会自己增长。 A training has an end, and does not go on by itself.
        and source(leaf)[0] != _TRAININGS
    )


def title_key(title: Concept) -> str:
    """Name the field that asks since when somebody has held a title or a higher one."""
    return f"years-as-{title.notation}-or-above"


def _held(leaf: TitleRequirement) -> Question:
    return Question(title_key(leaf.title), Kind.SPAN, held_title(leaf.title), rank=leaf.title.rank)


def _plain(leaf: Leaf, issued: date) -> Question:
    until = issued if _qualifiers(leaf).as_of_issue else None
    key, label = _until(leaf.evidence_key, subject(leaf), until)
    if isinstance(leaf, Threshold | Staffing):
        whole = leaf.value_type is ValueType.INTEGER
        most = _MOST_PERCENT if leaf.unit.notation == _PERCENT else None
        return Question(key, Kind.NUMBER, label, leaf.unit, whole, most)
    judged = isinstance(leaf, Possession) and leaf.is_judgement
    return Question(key, Kind.JUDGEMENT if judged else Kind.FACT, label)


def _qualifiers(leaf: Leaf) -> Qualifiers:
    return leaf.qualifiers if isinstance(leaf, Threshold | Possession) else Qualifiers()


def _until(key: str, label: Label, issued: date | None) -> tuple[str, Label]:
    """Name the day of issue: of several regulations it differs."""
    if issued is None:
        return key, label
    day = issued.isoformat()
    return (
        f"{key.removesuffix(_AS_OF_ISSUE)}.until-{day}",
        Label(f"{label.zh}（截至 {day}）", f"{label.en} (as of {day})"),
    )

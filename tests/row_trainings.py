"""从“培训”表取证。 Evidence from the table of trainings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from zhunru.durations import months_between
from zhunru.intervals import Interval
from zhunru.records import Row, Values
from zhunru.requirements import Possession, Qualifiers, Threshold

_BASE: Final = "培训基地培训"
_OVERSEAS: Final = "境外培训"
_PASSED: Final = "合格"

Rows = Sequence[Values]

#: Unknown may still turn out to be yes: it ranks above a plain no.
_CHANCES: Final = {True: 2, None: 1, False: 0}


def training_measure(rows: Iterable[Row], threshold: Threshold, as_of: date) -> Interval | None:
    """Answer a threshold about training: its duration, cases or patients.

    Args:
        rows: The person's trainings.
        threshold: The requirement.
        as_of: A training still running is counted up to this day.

    Returns:
        The number in the best training of the kind; None where it is not recorded.
    """
    measure = threshold.measure.notation
    overseas = measure == "overseas-training-duration"
    best = _best(_relevant(rows, threshold.qualifiers, _OVERSEAS if overseas else _BASE), as_of)
    if best is None:
        return None
    if measure in ("training-duration", "overseas-training-duration"):
        months = _months(best, as_of)
        return None if months is None else Interval.exactly(months)
    number = best["participated_cases" if measure == "training-cases" else "managed_patients"]
    return None if number is None else Interval.exactly(number)


def training_possession(rows: Iterable[Row], possession: Possession, as_of: date) -> bool | None:
    """Answer whether a person has a training, an assessment or a training certificate.

    Args:
        rows: The person's trainings.
        possession: The requirement.
        as_of: Trainings that start later are not counted.

    Returns:
        True or False as recorded; None where nothing is recorded.
    """
    qualifiers = possession.qualifiers
    # 没有结束的培训还谈不上经过培训、考核合格。 One is not trained before the training has ended.
    rows = [row for row in rows if row.values["end"] is None or row.values["end"] <= as_of]
    base = _best(_relevant(rows, qualifiers, _BASE), as_of)
    overseas = _best(_relevant(rows, qualifiers, _OVERSEAS), as_of)
    every = [row for row in _relevant(rows, qualifiers, None) if _begun(row, as_of)]
    # 培训表没有记的证明，由“条件”表回答。 What trainings do not record, conditions attest.
    answer: bool | None = None
    match possession.thing.notation:
        case "systematic-training":
            answer = True if every else None
        case "training-assessment":
            answer = _any(_passed(row) for row in every)
        case "base-training":
            # 符合要求的培训基地须经省级备案。 A qualified base is one filed with the province.
            answer = base["filed"] if base else None
        case "base-assessment":
            answer = _passed(base) if base else None
        case "overseas-certificate":
            answer = overseas["certificate"] if overseas else None
        case "provincial-base-assessment":
            answer = _all((_passed(overseas), overseas["filed"])) if overseas else None
    return answer


def _relevant(rows: Iterable[Row], qualifiers: Qualifiers, kind: str | None) -> Rows:
    techniques = {one.notation for one in qualifiers.techniques}
    grades = {one.notation for one in qualifiers.grades}
    return [
        row.values
        for row in rows
        if (not techniques or row.values["technique"] in techniques)
        and (kind is None or row.values["kind"] == kind)
        and (not grades or row.values["grade"] in grades)
    ]


def _best(rows: Rows, as_of: date) -> Values | None:
    """Choose one training, so that its duration, cases and assessment belong together."""
    begun = [row for row in rows if _begun(row, as_of)]
    return max(
        begun,
        key=lambda row: (
            _CHANCES[_passed(row)],
            _CHANCES[row["filed"]],
            _months(row, as_of) or Decimal(0),
            *(-1 if row[n] is None else row[n] for n in ("participated_cases", "managed_patients")),
            _CHANCES[row["certificate"]],
            _months(row, as_of) is not None,
        ),
        default=None,
    )


def _begun(row: Values, as_of: date) -> bool:
    return row["start"] is None or row["start"] <= as_of


def _months(row: Values, as_of: date) -> Decimal | None:
    if row["start"] is None or row["end"] is None:
        return None
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    return months_between(row["start"], min(row["end"] + timedelta(days=1), as_of))


def _passed(row: Values) -> bool | None:
    return None if row["assessment"] is None else row["assessment"] == _PASSED


def _any(values: Iterable[bool | None]) -> bool | None:
    given = set(values)
    return True if True in given else None if None in given or not given else False


def _all(values: Iterable[bool | None]) -> bool | None:
    given = set(values)
    return False if False in given else None if None in given else True

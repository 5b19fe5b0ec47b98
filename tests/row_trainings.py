"""从“培训”表取证。 Evidence from the table of trainings, one training after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from zhunru.durations import months_between
from zhunru.intervals import Interval
from zhunru.records import Row, Values
from zhunru.requirements import Leaf, Possession, Qualifiers, Threshold

_BASE: Final = "培训基地培训"
_OVERSEAS: Final = "境外培训"
_KINDS: Final = {
    "training-duration": _BASE,
    "training-cases": _BASE,
    "managed-patients": _BASE,
    "overseas-training-duration": _OVERSEAS,
    "systematic-training": None,
    "training-assessment": None,
    "base-training": _BASE,
    "base-assessment": _BASE,
    "overseas-certificate": _OVERSEAS,
    "provincial-base-assessment": _OVERSEAS,
}

#: Unknown may still turn out to be yes: it ranks above a plain no.
_CHANCES: Final = {True: 2, None: 1, False: 0}

Attested = Callable[[Possession], bool | None]


def training_answer(
    rows: Iterable[Row],
    leaf: Threshold | Possession,
    together: Sequence[Leaf],
    as_of: date,
    attested: Attested = lambda _: None,
) -> Interval | bool | None:
    """Answer a leaf about training.

    Args:
        rows: The person's trainings.
        leaf: The requirement.
        together: The leaves that must be met along with it.
        as_of: A training still running is counted up to this day.
        attested: What the table of conditions says of a possession instead.

    Returns:
        What the training records that comes nearest to all that must hold of it; None where that
        is not recorded, or trainings do not answer the leaf.
    """
    if not _asks_training(leaf):
        return None
    same = [one for one in (leaf, *together) if _asks_training(one) and _scope(one) == _scope(leaf)]
    kind = _kind(leaf, same)
    begun = [
        row.values
        for row in _relevant(rows, leaf.qualifiers, kind)
        if row.values["start"] is None or row.values["start"] <= as_of
    ]
    if kind is None:
        return _of_any([row for row in begun if _ended(row, as_of)], _notation(leaf))
    taking = [one for one in same if _kind(one, same) == kind]
    open_proofs = [p for p in taking if isinstance(p, Possession) and attested(p) is not True]

    def rank(row: Values) -> tuple[object, ...]:
        states = {(_notation(one), *_limits(one)): _meets(row, one, as_of) for one in open_proofs}
        states |= {
            _notation(one): _meets(row, one, as_of) for one in taking if isinstance(one, Threshold)
        }
        failed, unknown = (list(states.values()).count(state) for state in (False, None))
        early = bool(open_proofs) and not _ended(row, as_of)
        unsure = row["grade"] is None and bool(leaf.qualifiers.grades)
        figures = (row["participated_cases"], row["managed_patients"])
        return (
            not failed and not early,
            not unsure,
            not early,
            -failed,
            -unknown,
            _CHANCES[_passed(row)],
            _CHANCES[row["filed"]],
            *(-1 if one is None else one for one in (_months(row, as_of), *figures)),
            _CHANCES[row["certificate"]],
        )

    best = max(begun, key=rank, default=None)
    if best is None or (best["grade"] is None and leaf.qualifiers.grades):
        return None
    if isinstance(leaf, Threshold):
        number = _figure(best, _notation(leaf), as_of)
        return None if number is None else Interval.exactly(number)
    return _proved(best, _notation(leaf)) if _ended(best, as_of) else None


def _notation(leaf: Leaf) -> str:
    return leaf.measure.notation if isinstance(leaf, Threshold) else leaf.thing.notation


def _limits(leaf: Leaf) -> tuple[object, ...]:
    return tuple(vars(leaf.bounds).values())


def _asks_training(leaf: Leaf) -> bool:
    if isinstance(leaf, Threshold) and (leaf.qualifiers.case_role or leaf.qualifiers.case_kind):
        return False
    return isinstance(leaf, Threshold | Possession) and _notation(leaf) in _KINDS


def _scope(leaf: Threshold | Possession) -> tuple[object, ...]:
    asked = leaf.qualifiers
    return asked.techniques, asked.grades, asked.as_of_issue


def _kind(leaf: Leaf, same: Sequence[Leaf]) -> str | None:
    """An assessment beside what a base training shows is the assessment of that training."""
    if _notation(leaf) == "training-assessment" and _BASE in [_KINDS[_notation(o)] for o in same]:
        return _BASE
    return _KINDS[_notation(leaf)]


def _relevant(rows: Iterable[Row], asked: Qualifiers, kind: str | None) -> Iterable[Row]:
    techniques = {one.notation for one in asked.techniques}
    grades = {one.notation for one in asked.grades}
    unsure = {None} if kind else set()
    for row in rows:
        if techniques and row.values["technique"] not in techniques:
            continue
        if kind is not None and row.values["kind"] != kind:
            continue
        if not grades or row.values["grade"] in grades | unsure:
            yield row


def _ended(row: Values, as_of: date) -> bool:
    return row["end"] is None or row["end"] <= as_of


def _meets(row: Values, leaf: Leaf, as_of: date) -> bool | None:
    if isinstance(leaf, Possession):
        return _proved(row, _notation(leaf))
    number = _figure(row, _notation(leaf), as_of)
    return None if number is None else leaf.bounds.admit(Decimal(number))


def _figure(row: Values, measure: str, as_of: date) -> Decimal | int | None:
    if measure == "training-cases":
        return row["participated_cases"]
    return row["managed_patients"] if measure == "managed-patients" else _months(row, as_of)


def _proved(row: Values, thing: str) -> bool | None:
    match thing:
        case "base-training":
            # 符合要求的培训基地须经省级备案。 A qualified base is one filed with the province.
            return row["filed"]
        case "overseas-certificate":
            return row["certificate"]
        case "provincial-base-assessment":
            return _all((_passed(row), row["filed"]))
    return _passed(row)


def _of_any(ended: Sequence[Values], thing: str) -> bool | None:
    if thing == "systematic-training":
        return True if ended else None
    return _any(_passed(row) for row in ended)


def _months(row: Values, as_of: date) -> Decimal | None:
    if row["start"] is None or row["end"] is None:
        return None
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    return months_between(row["start"], min(row["end"] + timedelta(days=1), as_of))


def _passed(row: Values) -> bool | None:
    return None if row["assessment"] is None else row["assessment"] == "合格"


def _any(values: Iterable[bool | None]) -> bool | None:
    given = set(values)
    return True if True in given else None if None in given or not given else False


def _all(values: Iterable[bool | None]) -> bool | None:
    given = set(values)
    return False if False in given else None if None in given else True

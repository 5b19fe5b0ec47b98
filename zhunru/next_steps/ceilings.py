"""超出上限的能否回落。 Whether and how what is too much can come down again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual
from zhunru.next_steps.days import window_passed, years_renewed
from zhunru.next_steps.step import Means, Step
from zhunru.requirements import Bounds, Label, Leaf, Measure, Staffing, Threshold
from zhunru.wording import distance, number

_HUNDRED = Decimal(100)


def bring_down(leaf: Leaf, amount: Decimal, dossier: Dossier, as_of: date) -> Step:
    """Find the step for an amount that lies above what a leaf admits.

    Args:
        leaf: The requirement.
        amount: What was found, more than what is admitted.
        dossier: The dossier.
        as_of: The day as of which evidence was counted.

    Returns:
        To wait until what happened is out of the time that counts; for a rate, how many further
        cases would lower it; else that it cannot change.
    """
    over = _share_over(leaf.bounds, amount)
    if isinstance(leaf, Staffing) or (isinstance(leaf, Threshold) and leaf.measure.stock):
        return Step(leaf, Means.DEED, _said(leaf, amount, Label("须减少", "to be reduced")), over)
    if not isinstance(leaf, Threshold):
        raise TypeError(type(leaf))
    day = _day_cleared(leaf, as_of)
    further = _further_cases(leaf, amount, dossier) if leaf.measure.denominator else None
    if further is not None:
        return Step(leaf, Means.DEED, _said(leaf, amount, _lowered(further, day)), over)
    if day is not None:
        return Step(leaf, Means.TIME, _said(leaf, amount, _cleared(day)), over, day)
    past = Label("已成事实，不能改变", "a fact that cannot change")
    return Step(leaf, Means.NEVER, _said(leaf, amount, past), over)


def denominator(rate: Threshold) -> Threshold:
    """Ask for the number that a rate is divided by, with the same qualifiers.

    Args:
        rate: A threshold whose measure is a rate.

    Returns:
        A threshold about the denominator.

    Raises:
        ValueError: If its measure is no rate.
    """
    whole = rate.measure.denominator
    if whole is None:
        raise ValueError(f"不是比率 Not a rate: {rate.measure.notation}")
    return replace(rate, measure=Measure(**vars(whole)))


def _share_over(bounds: Bounds, amount: Decimal) -> Decimal:
    limit = _limit(bounds)
    return (amount - limit) / limit if limit else Decimal(1)


def _limit(bounds: Bounds) -> Decimal:
    return min(one for one in (bounds.maximum, bounds.exclusive_maximum) if one is not None)


def _day_cleared(leaf: Threshold, as_of: date) -> date | None:
    """The day on which what happened up to now counts no more."""
    if leaf.qualifiers.per:
        return years_renewed(as_of, leaf.qualifiers)
    return window_passed(as_of, leaf.qualifiers.window) if leaf.qualifiers.window else None


def _further_cases(leaf: Threshold, rate: Decimal, dossier: Dossier) -> Label | None:
    """How many cases more, without a further event, bring a rate down to what is admitted."""
    limit = _limit(leaf.bounds)
    if limit == 0 or leaf.qualifiers.per:
        # 过去一年的率不会再变。 Cases of this year do not lower the rate of the last.
        return None
    whole = dossier.wholes.get(leaf.evidence_key)
    if whole is None:
        # 不知分母时只能说增加几成。 Without the denominator only its growth can be told.
        percent = number(((rate / limit - 1) * _HUNDRED).quantize(Decimal("0.1"), ROUND_CEILING))
        return Label(f"现有例数的 {percent}% 以上", f"more than {percent}% of the present cases")
    events = (rate * whole / _HUNDRED).to_integral_value()
    needed = events * _HUNDRED / limit
    if leaf.bounds.exclusive_maximum == limit:
        total = needed.to_integral_value(ROUND_FLOOR) + 1
    else:
        total = needed.to_integral_value(ROUND_CEILING)
    cases = number(total - whole)
    return Label(f"{cases} 例", f"{cases} case" if cases == "1" else f"{cases} cases")


def _lowered(further: Label, day: date | None) -> Label:
    until = f"；或至 {day.isoformat()} 不再发生" if day else ""
    until_en = f"; or none until {day.isoformat()}" if day else ""
    return Label(
        f"再完成 {further.zh}且不再发生即符合{until}",
        f"met after {further.en} more without another{until_en}",
    )


def _cleared(day: date) -> Label:
    return Label(
        f"此后不再发生的，自 {day.isoformat()} 起符合",
        f"met from {day.isoformat()} if none follows",
    )


def _said(leaf: Leaf, amount: Decimal, what: Label) -> Bilingual:
    over = distance(leaf, amount) or Label("", "")
    return Bilingual(
        f"{leaf.label.zh}{over.zh}，{what.zh}", f"{leaf.label.en}: {over.en}, {what.en}"
    )

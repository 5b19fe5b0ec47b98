"""不足的如何补足。 How what is short can be made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual
from zhunru.next_steps.days import after_years, time_left, years_renewed
from zhunru.next_steps.running import CLINICAL
from zhunru.next_steps.step import Means, Step
from zhunru.requirements import Label, Leaf, Threshold, TitleRequirement
from zhunru.wording import distance, sentence

_WHOLE = Decimal(1)


def is_short(leaf: Leaf, amount: Decimal) -> bool:
    """Tell whether an amount lies below what a leaf asks at least.

    Args:
        leaf: The requirement.
        amount: What was found.

    Returns:
        True if more is needed.
    """
    bounds = leaf.bounds
    return (bounds.minimum is not None and amount < bounds.minimum) or (
        bounds.exclusive_minimum is not None and amount <= bounds.exclusive_minimum
    )


def make_up(leaf: Leaf, amount: Decimal, dossier: Dossier, as_of: date) -> Step:
    """Find the step for an amount that is short.

    Args:
        leaf: The requirement.
        amount: What was found, less than what is asked.
        dossier: The dossier.
        as_of: The day as of which evidence was counted.

    Returns:
        To wait, if time alone makes it up; else what is to be done.
    """
    least = leaf.bounds.minimum
    asked = least if least is not None else leaf.bounds.exclusive_minimum
    missing = (asked - amount) / asked if asked else _WHOLE
    day = None if least is None else _day_reached(leaf, amount, least, dossier, as_of)
    if day is not None:
        return Step(leaf, Means.TIME, _waiting(leaf, as_of, day), missing, day)
    if isinstance(leaf, TitleRequirement):
        words = sentence(leaf)
        promotion = Bilingual(
            f"先晋升：{words.zh.removeprefix('须')}", f"promotion first: {words.en}"
        )
        return Step(leaf, Means.DEED, promotion, missing)
    return Step(leaf, Means.DEED, _effort(leaf, amount, as_of), missing)


def _day_reached(
    leaf: Leaf, amount: Decimal, years: Decimal, dossier: Dossier, as_of: date
) -> date | None:
    """The day on which time alone has made it up; None where time alone does not."""
    if leaf.evidence_key in dossier.running:
        return dossier.running[leaf.evidence_key].reaches(years)
    holds_title = isinstance(leaf, TitleRequirement) and leaf.held_for and amount > 0
    in_clinic = isinstance(leaf, Threshold) and leaf.measure.notation == CLINICAL
    return after_years(as_of, years - amount) if holds_title or in_clinic else None


def _waiting(leaf: Leaf, as_of: date, day: date) -> Bilingual:
    words, left = sentence(leaf), time_left(as_of, day)
    return Bilingual(
        f"{words.zh.removeprefix('须')}，还需 {left.zh}，自 {day.isoformat()} 起符合",
        f"{words.en}: {left.en} to go, met from {day.isoformat()}",
    )


def _effort(leaf: Leaf, amount: Decimal, as_of: date) -> Bilingual:
    lack = distance(leaf, amount) or Label("", "")
    qualifiers = leaf.qualifiers if isinstance(leaf, Threshold) else None
    zh, en = f"{leaf.label.zh}{lack.zh}", f"{leaf.label.en}: {lack.en}"
    if qualifiers and qualifiers.per:
        day = years_renewed(as_of, qualifiers).isoformat()
        return Bilingual(
            f"{zh}；已过的年度不能补，此后每年都达到的，自 {day} 起符合",
            f"{en}; past years cannot be made up; met from {day} if reached every year until then",
        )
    if qualifiers and qualifiers.window:
        window = qualifiers.window
        return Bilingual(
            f"近 {window.zh}{zh}，须新完成，等待不能补足",
            f"in the last {window.en}, {en}; to be newly done, waiting does not help",
        )
    return Bilingual(zh, en)

"""把要求写成中英文句子。 Word requirements in Chinese and English.

Labels in the graph carry no figures; every sentence with a figure is worded here from the
properties, so that a figure stands once.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import singledispatch

from zhunru.dossiers import Value
from zhunru.durations import Period
from zhunru.requirements import (
    AllOf,
    AnyOf,
    Bounds,
    Clause,
    Conformity,
    Force,
    Label,
    Leaf,
    Possession,
    Qualifiers,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    When,
)


def number(value: Decimal | int) -> str:
    """Write a number without needless zeros."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clause_numbers(clauses: Iterable[Clause]) -> str:
    """Write the printed clause numbers, joined by the Chinese enumeration comma."""
    return "、".join(clause.number for clause in clauses)


@singledispatch
def sentence(requirement: Requirement) -> Label:
    """Word a requirement as a sentence with its figures, without clause.

    Args:
        requirement: A leaf or a group.

    Returns:
        The sentence in Chinese and English, without a final stop.
    """
    raise TypeError(type(requirement))


@sentence.register
def _(requirement: Threshold) -> Label:
    before = _period_before(requirement.qualifiers)
    limits = _limits(requirement.limits, requirement.unit.label)
    after = _issue_after(requirement)
    return Label(
        f"{before.zh}{requirement.label.zh}须{limits.zh}{after.zh}",
        f"{requirement.label.en}{before.en}: {limits.en}{after.en}",
    )


@sentence.register
def _(requirement: TitleRequirement) -> Label:
    title, after = requirement.title.label, _issue_after(requirement)
    if requirement.held_for is None:
        return Label(
            f"须具有{title.zh}及以上职称{after.zh}",
            f"Must hold the title of {title.en} or above{after.en}",
        )
    return Label(
        f"须任{title.zh}及以上职称满 {requirement.held_for.zh}{after.zh}",
        f"Must have held the title of {title.en} or above for {requirement.held_for.en}{after.en}",
    )


@sentence.register(Possession)
@sentence.register(Conformity)
def _(requirement: Leaf) -> Label:
    return Label(f"须{requirement.label.zh}", f"Required: {requirement.label.en}")


@sentence.register
def _(requirement: Staffing) -> Label:
    limits = _limits(requirement.limits, requirement.unit.label)
    return Label(f"{requirement.label.zh}须{limits.zh}", f"{requirement.label.en}: {limits.en}")


@sentence.register
def _(requirement: AllOf) -> Label:
    parts = [sentence(member) for member in requirement.members]
    return Label(
        f"{requirement.label.zh}：{'；'.join(part.zh for part in parts)}",
        f"{requirement.label.en}: {'; '.join(part.en for part in parts)}",
    )


@sentence.register
def _(requirement: AnyOf) -> Label:
    names = [member.label for member in requirement.members]
    return Label(
        f"{requirement.label.zh}，满足其一即可：{'；'.join(name.zh for name in names)}",
        f"{requirement.label.en}, any one of: {'; '.join(name.en for name in names)}",
    )


@sentence.register
def _(requirement: When) -> Label:
    names = [member.label for member in requirement.members]
    return Label(
        f"{requirement.condition.label.zh}的，还须：{'；'.join(name.zh for name in names)}",
        f"Where this holds ({requirement.condition.label.en}), also required: "
        f"{'; '.join(name.en for name in names)}",
    )


def message(requirement: Requirement) -> Label:
    """Word a requirement as a message for reports: sentence, force and clause.

    Args:
        requirement: A leaf or a group.

    Returns:
        The message, with the printed clause numbers.
    """
    text = sentence(requirement)
    clauses = clause_numbers(requirement.clauses)
    advisory = requirement.force is Force.ADVISORY
    return Label(
        f"{'原则上' if advisory else ''}{text.zh}（{clauses}）",
        f"{text.en}{' (in principle)' if advisory else ''} (clause {clauses})",
    )


def not_applicable(condition: Requirement) -> Label:
    """Word that a condition does not hold."""
    return Label(f"不属于：{condition.label.zh}", f"Does not hold: {condition.label.en}")


def found(leaf: Leaf, value: Value | None) -> Label:
    """Word what was found for a leaf.

    Args:
        leaf: The requirement.
        value: Its evidence, None where there is none.

    Returns:
        The value with its unit; titles by name.
    """
    if value is None:
        return Label("无资料", "no evidence")
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if isinstance(leaf, TitleRequirement) and leaf.held_for is None:
        held = [title.label for title in leaf.ladder if (title.rank or 0) <= value]
        return held[-1] if held else Label("尚无职称", "no title yet")
    return _amount(leaf, Decimal(value))


def distance(leaf: Leaf, value: Value | None) -> Label | None:
    """Word how far a value is from what is required.

    Args:
        leaf: The requirement.
        value: Its evidence, None where there is none.

    Returns:
        For example 还差 120 例; None where nothing is missing or distance has no meaning.
    """
    bounds = leaf.bounds
    if value is None or isinstance(value, bool) or not bounds:
        return None
    if isinstance(leaf, TitleRequirement) and leaf.held_for is None:
        return None
    amount = Decimal(value)
    if bounds.minimum is not None and amount < bounds.minimum:
        lack = _amount(leaf, bounds.minimum - amount, rounding=ROUND_CEILING)
        return Label(f"还差 {lack.zh}", f"{lack.en} short")
    if bounds.maximum is not None and amount > bounds.maximum:
        over = _amount(leaf, amount - bounds.maximum)
        return Label(f"超出 {over.zh}", f"{over.en} over")
    return None


def _amount(leaf: Leaf, value: Decimal, rounding: str = ROUND_FLOOR) -> Label:
    """Write a value with its unit; fractions of a year as months, which read better."""
    in_years = isinstance(leaf, TitleRequirement) or (
        isinstance(leaf, Threshold) and leaf.unit.notation == "year"
    )
    if in_years and value != value.to_integral_value():
        # 小数年只记四位，先舍入再取整月。 Years keep four places: round before taking whole months.
        months = (value * 12).quantize(Decimal("0.01")).to_integral_value(rounding)
        period = Period(int(months))
        return Label(period.zh or "不足 1 个月", period.en or "less than 1 month")
    if isinstance(leaf, Threshold | Staffing):
        return _counted(value, leaf.unit.label)
    return _counted(value, Label("年", "years"))


def _counted(value: Decimal, unit: Label) -> Label:
    """Write a number with its unit; English units are plural in the graph."""
    text = number(value)
    return Label(
        f"{text} {unit.zh}", f"{text} {unit.en.removesuffix('s') if text == '1' else unit.en}"
    )


def _limits(bounds: Bounds, unit: Label) -> Label:
    if bounds.maximum == 0:
        return Label(f"为 0 {unit.zh}", f"no {unit.en}")
    words = (
        (bounds.minimum, "不少于", "at least"),
        (bounds.maximum, "不超过", "at most"),
        (bounds.exclusive_minimum, "高于", "more than"),
        (bounds.exclusive_maximum, "低于", "less than"),
    )
    given = [(_counted(value, unit), zh, en) for value, zh, en in words if value is not None]
    return Label(
        "且".join(f"{zh} {amount.zh}" for amount, zh, _ in given),
        " and ".join(f"{en} {amount.en}" for amount, _, en in given),
    )


def _period_before(qualifiers: Qualifiers) -> Label:
    zh, en = "", ""
    if qualifiers.window:
        zh, en = f"近 {qualifiers.window.zh}", f" in the last {qualifiers.window.en}"
    if qualifiers.per:
        every = qualifiers.per
        zh += "每年" if every.months == 12 else f"每 {every.zh}"
        en += f" every {every.en.removeprefix('1 ')}"
    return Label(zh, en)


def _issue_after(requirement: Threshold | TitleRequirement) -> Label:
    if requirement.qualifiers.as_of_issue:
        return Label("，计至规范印发之日", ", as of the day of issue")
    return Label("", "")

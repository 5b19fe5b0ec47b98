"""把要求写成中英文句子。 Word requirements in Chinese and English.

Labels in the graph carry no figures; every sentence with a figure is worded here from the
properties, so that a figure stands once.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import singledispatch
from typing import Final

from zhunru.dossiers import Value
from zhunru.durations import Period
from zhunru.intervals import Interval
from zhunru.requirements import (
    AllOf,
    AnyOf,
    Bounds,
    Clause,
    Concept,
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

#: How a requirement of each force is worded; English puts it at the end of the sentence.
_MODALS: Final = {
    Force.MANDATORY: Label("须", ""),
    Force.ADVISORY: Label("原则上须", " (in principle)"),
    Force.PERMISSION: Label("可以", " (permitted)"),
}


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
    after, must = _issue_after(requirement), _MODALS[requirement.force]
    return Label(
        f"{before.zh}{requirement.label.zh}{must.zh}{limits.zh}{after.zh}",
        f"{requirement.label.en}{before.en}: {limits.en}{after.en}{must.en}",
    )


@sentence.register
def _(requirement: TitleRequirement) -> Label:
    title, after = _above(requirement.title.label), _issue_after(requirement)
    must = _MODALS[requirement.force]
    if requirement.held_for is None:
        return Label(
            f"{must.zh}具有{title.zh}{after.zh}",
            f"Title of {title.en}{after.en}{must.en}",
        )
    return Label(
        f"{must.zh}任{title.zh}满 {requirement.held_for.zh}{after.zh}",
        f"Title of {title.en} held for {requirement.held_for.en}{after.en}{must.en}",
    )


@sentence.register(Possession)
@sentence.register(Conformity)
def _(requirement: Leaf) -> Label:
    must = _MODALS[requirement.force]
    return Label(f"{must.zh}{requirement.label.zh}", f"{requirement.label.en}{must.en}")


@sentence.register
def _(requirement: Staffing) -> Label:
    limits = _limits(requirement.limits, requirement.unit.label)
    must = _MODALS[requirement.force]
    return Label(
        f"{requirement.label.zh}{must.zh}{limits.zh}",
        f"{requirement.label.en}: {limits.en}{must.en}",
    )


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
    must = _MODALS[requirement.force]
    names = [member.label for member in requirement.members]
    return Label(
        f"{requirement.condition.label.zh}的，还{must.zh}：{'；'.join(name.zh for name in names)}",
        f"Where this holds ({requirement.condition.label.en}): "
        f"{'; '.join(name.en for name in names)}{must.en}",
    )


def subject(leaf: Leaf) -> Label:
    """Name what a leaf asks about, without its figure and the demand: for forms.

    Args:
        leaf: The requirement.

    Returns:
        For example 近 5 年每年独立完成的病例; without the day up to which is counted.
    """
    before = _period_before(leaf.qualifiers if isinstance(leaf, Threshold) else Qualifiers())
    return Label(f"{before.zh}{leaf.label.zh}", f"{leaf.label.en}{before.en}")


def held_title(title: Concept) -> Label:
    """Name the time at a title or a higher one: for forms."""
    above = _above(title.label)
    return Label(f"任{above.zh}", f"Title of {above.en} held")


def message(requirement: Requirement) -> Label:
    """Word a requirement as a message for reports: sentence and clause.

    Args:
        requirement: A leaf or a group.

    Returns:
        The message, with the printed clause numbers.
    """
    text = sentence(requirement)
    clauses = clause_numbers(requirement.clauses)
    return Label(f"{text.zh}（{clauses}）", f"{text.en} (clause {clauses})")


def not_applicable(condition: Requirement) -> Label:
    """Word that a condition does not hold."""
    return Label(f"不属于：{condition.label.zh}", f"Does not hold: {condition.label.en}")


def found(leaf: Leaf, value: Value | None, known: Interval | None = None) -> Label:
    """Word what was found for a leaf.

    Args:
        leaf: The requirement.
        value: Its evidence, None where there is none.
        known: What is known of a number that no value stands for.

    Returns:
        The value with its unit, or from the least to the most; titles by name.
    """
    if value is None:
        return _partly_known(leaf, known) or Label("无资料", "no evidence")
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if isinstance(leaf, TitleRequirement) and leaf.held_for is None:
        return _title_held(leaf, Decimal(value))
    return _amount(leaf, Decimal(value))


def _partly_known(leaf: Leaf, known: Interval | None) -> Label | None:
    """Word what is known of a number, for example 已知 194–206 例; None where that is nothing."""
    if known is None or (known.low == 0 and known.high is None):
        return None
    if isinstance(leaf, TitleRequirement) and leaf.held_for is None:
        held = _title_held(leaf, known.low)
        return Label(f"已知至少{held.zh}", f"known: {held.en} at least")
    low = _amount(leaf, known.low)
    if known.high is None:
        return Label(f"已知至少 {low.zh}", f"known: at least {low.en}")
    high = _amount(leaf, known.high, rounding=ROUND_CEILING)
    if known.low == 0:
        return Label(f"已知至多 {high.zh}", f"known: at most {high.en}")
    return Label(f"已知 {_joined(low.zh, high.zh)}", f"known: {_joined(low.en, high.en)}")


def _joined(low: str, high: str) -> str:
    """Join two amounts, their unit once: 194–206 例; periods have several, and keep them."""
    (least, _, unit), (most, _, same) = low.partition(" "), high.partition(" ")
    alike = unit.rstrip("s") == same.rstrip("s") and " " not in unit
    return f"{least}–{most} {same}" if alike else f"{low} – {high}"


def _title_held(leaf: TitleRequirement, rank: Decimal) -> Label:
    """Name a rank: by the title asked for where that has it, else by every title that does."""
    held = [title for title in leaf.ladder if (title.rank or 0) <= rank]
    if not held:
        return Label("尚无职称", "no title yet")
    if leaf.title.rank == held[-1].rank:
        return leaf.title.label
    names = [title.label for title in held if title.rank == held[-1].rank]
    return Label("、".join(name.zh for name in names), " or ".join(name.en for name in names))


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
    return _shortfall(leaf, bounds, Decimal(value)) or _excess(leaf, bounds, Decimal(value))


def _shortfall(leaf: Leaf, bounds: Bounds, amount: Decimal) -> Label | None:
    if bounds.minimum is not None and amount < bounds.minimum:
        return _lacking(leaf, bounds.minimum - amount)
    if bounds.exclusive_minimum is not None and amount <= bounds.exclusive_minimum:
        return Label("须高于限值", "must lie above the limit")
    return None


def _lacking(leaf: Leaf, lack: Decimal) -> Label:
    """Word a lack; one that is not of whole months by the months that it stays below."""
    months = _months(leaf, lack)
    if months is None or months == months.to_integral_value() > 0:
        words = _amount(leaf, lack)
        return Label(f"还差 {words.zh}", f"{words.en} short")
    period = Period(int(months) + 1)
    return Label(f"还差不到 {period.zh}", f"less than {period.en} short")


def _excess(leaf: Leaf, bounds: Bounds, amount: Decimal) -> Label | None:
    limits = [one for one in (bounds.maximum, bounds.exclusive_maximum) if one is not None]
    if bounds.exclusive_maximum is not None and amount == bounds.exclusive_maximum:
        return Label("恰在限值，须更低", "at the limit, must be lower")
    if limits and amount > min(limits):
        over = _amount(leaf, amount - min(limits))
        return Label(f"超出 {over.zh}", f"{over.en} over")
    return None


def _amount(leaf: Leaf, value: Decimal, rounding: str = ROUND_FLOOR) -> Label:
    """Write a value with its unit; fractions of a year as months, which read better."""
    months = _months(leaf, value)
    if months is not None:
        period = Period(int(months.to_integral_value(rounding)))
        return Label(period.zh or "不足 1 个月", period.en or "less than 1 month")
    if isinstance(leaf, Threshold | Staffing):
        return _counted(value, leaf.unit.label)
    return _counted(value, Label("年", "years"))


def _months(leaf: Leaf, value: Decimal) -> Decimal | None:
    """Return a number of years that is not whole as months; None for whole ones and other units."""
    in_years = isinstance(leaf, TitleRequirement) or (
        isinstance(leaf, Threshold) and leaf.unit.notation == "year"
    )
    if not in_years or value == value.to_integral_value():
        return None
    # 小数年只记四位，先舍入再取整月。 Years keep four places: round before taking whole months.
    return (value * 12).quantize(Decimal("0.01"))


def _counted(value: Decimal, unit: Label) -> Label:
    """Write a number with its unit; English units are plural in the graph."""
    text = number(round(value, 4))
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


def _above(title: Label) -> Label:
    return Label(f"{title.zh.removesuffix('职称')}及以上职称", f"{title.en} or above")


def _issue_after(requirement: Threshold | TitleRequirement) -> Label:
    if requirement.qualifiers.as_of_issue:
        return Label("，计至规范印发之日", ", as of the day of issue")
    return Label("", "")


def kind_of_group(requirement: Requirement) -> str:
    """Return what the members of a group are, beside their label; nothing if all must hold."""
    if isinstance(requirement, AnyOf):
        return "满足其一 · any of"
    return "有此情形的 · where this holds" if isinstance(requirement, When) else ""

"""由数字前后的文字猜要求。 Guess a requirement from the words around a figure.

A guess is made only where the words are plain: the unit, the bound (不少于, 低于, 以上), and a word
that names the measure. Everything else is left to the person who reviews.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from zhunru.drafting.bearers import Bearer
from zhunru.drafting.terms import Terms
from zhunru.drafting.words import MAXIMUM, MINIMUM, Segment, bound_of, is_period, is_range
from zhunru.durations import Period
from zhunru.encoded_rules import CarriedNumber
from zhunru.figures import Figure

_MONTHS_A_YEAR: Final = 12
_MONTHS_IN: Final = {"年": _MONTHS_A_YEAR, "个月": 1, "月": 1}
EVERY_YEAR: Final = CarriedNumber("zr:per", str(Period(_MONTHS_A_YEAR)), months=_MONTHS_A_YEAR)
_ADVISORY: Final = "原则上"
# 每项技术、各几例、不足几例的：数字的意思还取决于别的话。 What they mean depends on other words.
_UNCERTAIN: Final = re.compile(r"每项|每例|各$|不足$")
# 机构一节里说医师的例数：约束的不是机构。 Cases of a physician do not bind the institution.
_OF_A_PHYSICIAN: Final = re.compile("医师|术者")
_HELD: Final = re.compile("资格|职称|职务|任职")
_WORKED: Final = re.compile("工作|经验")


class _MeasureRule(NamedTuple):
    """Words that tell the measure of a figure; the first rule that fits decides.

    Attributes:
        unit: the notation of the unit.
        words: what the segment must say.
        measure: the notation of the measure; empty where a person must choose.
        bearers: the criteria for which it holds; empty for all.
    """

    unit: str
    words: str
    measure: str
    bearers: tuple[str, ...] = ()


_TRAINED: Final = ("trainee", "operator", "other-staff")
_DONE: Final = "完成|开展|参与|参加|独立|操作|手术|诊疗|治疗|病例|技术"
_RULES: Final = (
    _MeasureRule("case", "死亡|并发症|事故", ""),
    _MeasureRule("case", "全过程", "managed-patients"),
    _MeasureRule("case", "收治", "patients-admitted"),
    _MeasureRule("case", "造影", "angiographies"),
    _MeasureRule("case", f"^(?!.*独立).*({_DONE})", "training-cases", ("trainee",)),
    _MeasureRule("case", _DONE, "cases"),
    _MeasureRule("bed", "开放", "open-beds"),
    _MeasureRule("bed", "床", "beds"),
    _MeasureRule("year", "境外.*培训|培训.*境外", "overseas-training-duration", _TRAINED),
    _MeasureRule("year", "培训", "training-duration", _TRAINED),
    _MeasureRule("year", "连续从事", "continuous-years"),
    _MeasureRule("year", "^(?!.*诊疗).*临床工作", "clinical-years"),
    _MeasureRule("year", "开展", "specialty-years", ("institution", "training-base")),
    _MeasureRule("year", ".", "", ("institution", "training-base", "technical-management")),
    _MeasureRule("year", "工作|经验|诊疗", "specialty-years"),
    _MeasureRule("month", "境外.*培训|培训.*境外", "overseas-training-duration", _TRAINED),
    _MeasureRule("month", "培训", "training-duration", _TRAINED),
    _MeasureRule("working-day", "备案|公告", "filing-delay"),
    _MeasureRule("percent", "择期|造影", ""),
    _MeasureRule("percent", "死亡率", "death-rate"),
    _MeasureRule("percent", "并发症", "complication-rate"),
    _MeasureRule("square-metre", "每.{0,3}床.*面积", "area-per-bed"),
    _MeasureRule("class-hour", "理论", "theory-hours"),
)
# 没有数字也读得出的上限：未发生即为零。 Bounds without a figure: 未发生 means none.
_NEVER: Final = (
    ("未发生.*严重不良事件", "serious-adverse-events"),
    ("未发生.*二级以上.*医疗事故", "serious-medical-accidents"),
    ("未发生.*医疗事故", "medical-accidents"),
)
_PEOPLE: Final = (
    ("患者|病人|推荐|决定", ""),
    ("指导医师|指导教师|指导老师", "mentor"),
    ("医师", "operator"),
    ("护士|人员|技师|物理师", "other-staff"),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a figure, or a word like 未发生, seems to demand.

    Attributes:
        kind: the class of the requirement, such as zr:Threshold.
        number: the bound or period that it carries; None where it carries none.
        measure: the notation of the measure of a threshold.
        unit: the notation of the unit.
        title: the notation of the lowest title.
        meets: for staffing, the name of the criterion that people must meet, without grades.
    """

    kind: str
    number: CarriedNumber | None = None
    measure: str = ""
    unit: str = ""
    title: str = ""
    meets: str = ""


def lexical(value: Decimal) -> str:
    """Write a number as Turtle does: no exponent, no needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_number(property_: str, value: Decimal) -> CarriedNumber:
    """Return a number that a requirement carries as a plain value."""
    return CarriedNumber(property_, lexical(value), value=value)


def period_of(property_: str, figure: Figure) -> CarriedNumber | None:
    """Return the period that a figure prints, or None if it is not one of whole months."""
    months = figure.value * _MONTHS_IN.get(figure.unit, 0)
    if not months or months != int(months):
        return None
    return CarriedNumber(property_, str(Period(int(months))), months=int(months))


def force_of(segment: Segment) -> str:
    """Return the notation of the force of a segment: 原则上 is advisory."""
    return "advisory" if _ADVISORY in segment.words else "mandatory"


def title_in(words: str, terms: Terms) -> str:
    """Return the notation of the title that some words ask for, empty for none."""
    if not _HELD.search(words):
        return ""
    return next((notation for name, notation in terms.titles if name in words), "")


def guess_figure(segment: Segment, figure: Figure, bearer: Bearer, terms: Terms) -> Guess | None:
    """Guess what a figure demands.

    Args:
        segment: the segment it stands in.
        figure: the figure; no period counted back.
        bearer: whom the clause binds.
        terms: the concepts that there are.

    Returns:
        The guess, or None where the words are not plain enough.
    """
    unit, bound = terms.unit(figure.unit), bound_of(segment, figure)
    if unit is None or bound is None or not _is_plain(segment, figure):
        return None
    if unit == "person":
        return _staffing(segment, figure, bound, terms, bearer)
    title = _title_held(segment, figure, terms) if unit in ("year", "month") else ""
    if title:
        held = period_of("zr:heldFor", figure)
        is_sure = bearer.is_person and held is not None
        return Guess("zr:TitleRequirement", held, title=title) if is_sure else None
    measure = _measure(unit, segment.words, bearer, terms)
    if not measure:
        return None
    return Guess("zr:Threshold", plain_number(bound, figure.value), measure, unit)


def guess_words(segment: Segment, bearer: Bearer, terms: Terms) -> Guess | None:
    """Guess what a segment without a demanding figure asks for: a title, or that none occurred."""
    for words, measure in _NEVER:
        if re.search(words, segment.words) and terms.has("measure", measure):
            return Guess("zr:Threshold", plain_number(MAXIMUM, Decimal(0)), measure, "event")
    title = title_in(segment.words, terms)
    if title and bearer.is_person and not segment.figures:
        return Guess("zr:TitleRequirement", title=title)
    return None


def _is_plain(segment: Segment, figure: Figure) -> bool:
    """Tell whether a figure stands alone: no range, no 每项, no other demand in the same unit."""
    if is_range(segment, figure) or _UNCERTAIN.search(segment.before(figure)):
        return False
    return not any(
        other.unit == figure.unit and other != figure and not is_period(segment, other)
        for other in segment.figures
    )


def _title_held(segment: Segment, figure: Figure, terms: Terms) -> str:
    """Return the title that must be held for so many years: 副主任医师任职资格3年以上."""
    before = segment.before(figure)
    for name, notation in terms.titles:
        _, found, between = before.partition(name)
        if found:
            is_held = _HELD.search(between) and not _WORKED.search(between)
            return notation if is_held else ""
    return ""


def _measure(unit: str, words: str, bearer: Bearer, terms: Terms) -> str:
    """Return the measure that the rules name, if the graph has it; empty otherwise."""
    if unit == "case" and not bearer.is_person and _OF_A_PHYSICIAN.search(words):
        return ""
    for rule in _RULES:
        if rule.unit != unit or (rule.bearers and bearer.base not in rule.bearers):
            continue
        if re.search(rule.words, words):
            return rule.measure if terms.has("measure", rule.measure) else ""
    return ""


def _staffing(
    segment: Segment, figure: Figure, bound: str, terms: Terms, bearer: Bearer
) -> Guess | None:
    """Guess a number of people at an institution; whom they must match comes from the words."""
    if bearer.is_person or bound != MINIMUM:
        return None
    words = segment.after(figure)
    title = next((notation for name, notation in terms.titles if name in words), "")
    # “具有主任医师资格的技师”是技师；“主任医师”本身也说明是医师。 A title held is not who it is.
    for name, _ in terms.titles:
        words = re.sub(f"(为|是|具有|取得|具备)[^,。、]*?{name}", "", words)
    people = next((who for pattern, who in _PEOPLE if re.search(pattern, words)), None)
    if people == "" or (people is None and not title):
        return None
    # 其中至少一名为主任医师：没有说是谁，从前一项。 Nobody is named: those named before are meant.
    number = plain_number(bound, figure.value)
    return Guess("zr:Staffing", number, unit="person", title=title, meets=people or "")

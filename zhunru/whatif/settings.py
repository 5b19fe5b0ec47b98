"""要改的条件：条件=新值。 What is to be changed: a requirement and its new value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final, NoReturn

from zhunru.criterion import Criterion
from zhunru.durations import Period
from zhunru.errors import Bilingual, UserError
from zhunru.namespaces import local_path
from zhunru.queries import nearest
from zhunru.requirements import (
    Bounds,
    Concept,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    ValueType,
)
from zhunru.vocabulary import normalised
from zhunru.wording import number, sentence

#: What drops a requirement altogether.
OFF: Final = ("off", "取消")

_DURATION: Final = re.compile(r"(?:(\d+)\s*(?:年|y))?\s*(?:(\d+)\s*(?:个?月|m))?", re.IGNORECASE)
_RANGE: Final = ".."
_PERCENT: Final = "percent"
_MOST_PERCENT: Final = Decimal(100)
_YEAR: Final = "year"
_MONTH: Final = "month"
_MONTHS_A_YEAR: Final = 12
_MOST_SHOWN: Final = 12


@dataclass(frozen=True)
class Setting:
    """A requirement and what is put in its place.

    Attributes:
        requirement: The requirement as it is.
        value: New bounds, a new title, how long a title must be held, or None to drop it.
    """

    requirement: Requirement
    value: Bounds | Concept | Period | None

    def apply(self, requirement: Requirement) -> Requirement | None:
        """Change a requirement of the same IRI.

        Args:
            requirement: The requirement, as it stands in one of the criteria.

        Returns:
            The changed one, or None if it is dropped.

        Raises:
            TypeError: If the value is not of the kind that the requirement takes.
        """
        if self.value is None:
            return None
        if isinstance(self.value, Bounds) and isinstance(requirement, Threshold | Staffing):
            return replace(requirement, limits=self.value)
        if isinstance(self.value, Concept) and isinstance(requirement, TitleRequirement):
            return replace(requirement, title=self.value)
        if isinstance(self.value, Period) and isinstance(requirement, TitleRequirement):
            return replace(requirement, held_for=self.value)
        raise TypeError(f"{requirement.iri}: {self.value}")

    @property
    def words(self) -> Bilingual:
        """The requirement before and after, in words."""
        before, after = sentence(self.requirement), self.apply(self.requirement)
        if after is None:
            return Bilingual(f"{before.zh} → 取消", f"{before.en} → dropped")
        return Bilingual(
            f"{before.zh} → {sentence(after).zh}", f"{before.en} → {sentence(after).en}"
        )


def parse_settings(texts: Iterable[str], criteria: Mapping[str, Criterion]) -> tuple[Setting, ...]:
    """Read settings as people write them.

    Args:
        texts: `REQUIREMENT=VALUE` each. The requirement goes by its path
            (nasal-endoscopy-2019/operator-grade4/independent-cases), its IRI or its Chinese label;
            the value is a number (300), `5..10` where there are two bounds, a title (副主任医师), a
            duration (3年, P3Y), or `off`.
        criteria: The criteria whose requirements may be meant.

    Returns:
        The settings, in the order given.

    Raises:
        UserError: If a requirement is unknown or a label goes for several, with the candidates; if
            a value is not what the requirement takes.
    """
    known = _requirements(criteria.values())
    return tuple(_setting(text, known) for text in texts)


def _requirements(criteria: Iterable[Criterion]) -> dict[str, Requirement]:
    found: dict[str, Requirement] = {}

    def gather(requirement: Requirement) -> None:
        found.setdefault(requirement.iri, requirement)
        for child in requirement.children:
            gather(child)

    for criterion in criteria:
        for requirement in criterion.requirements:
            gather(requirement)
    return found


def _setting(text: str, known: Mapping[str, Requirement]) -> Setting:
    name, equals, value = (part.strip() for part in text.rpartition("="))
    if not equals or not name or not value:
        raise UserError(f"应写成 条件=新值，得到“{text}”。 Write REQUIREMENT=VALUE, not {text!r}.")
    requirement = _find(name, known)
    return Setting(requirement, None if value.lower() in OFF else _value(requirement, value))


def _find(name: str, known: Mapping[str, Requirement]) -> Requirement:
    by_path = {local_path(iri): one for iri, one in known.items()}
    if name in known or name in by_path:
        return known.get(name) or by_path[name]
    labelled = {path: one for path, one in by_path.items() if one.label.zh == name}
    if len(labelled) == 1:
        return next(iter(labelled.values()))
    if labelled:
        shown = "、".join(list(labelled)[:_MOST_SHOWN])
        more = len(labelled) > _MOST_SHOWN
        raise UserError(
            f"名为“{name}”的条件有 {len(labelled)} 项，请写明路径：{shown}{' 等' if more else ''}。"
            f" {len(labelled)} requirements go by {name!r}; give the path of one."
        )
    zh, en = nearest(name, [*by_path, *(one.label.zh for one in known.values())])
    raise UserError(f"没有条件“{name}”。{zh} There is no requirement {name!r}.{en}")


def _value(requirement: Requirement, text: str) -> Bounds | Concept | Period:
    if isinstance(requirement, Threshold | Staffing):
        return _bounds(requirement, text)
    if isinstance(requirement, TitleRequirement):
        title = _title(requirement, text)
        period = _period(text)
        if title is None and (period is None or period.months == 0):
            names = "、".join(one.label.zh for one in requirement.ladder)
            _refuse(
                requirement,
                text,
                Bilingual(
                    f"职称（{names}）、任职年限（如 3年、P3Y）或 {OFF[0]}",
                    f"a title, how long it is held (3年, P3Y), or {OFF[0]}",
                ),
            )
        return title or period or Period(0)
    return _refuse(requirement, text, Bilingual(f"{OFF[0]}（取消）", f"{OFF[0]} (to drop it)"))


def _title(requirement: TitleRequirement, text: str) -> Concept | None:
    wanted = normalised(text)
    return next(
        (
            one
            for one in requirement.ladder
            if wanted in map(normalised, (one.label.zh, one.label.en, one.notation, one.iri))
        ),
        None,
    )


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text.upper())
    except ValueError:
        found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    years, months = (int(group or 0) for group in found.groups())
    return Period(years * _MONTHS_A_YEAR + months)


def _bounds(requirement: Threshold | Staffing, text: str) -> Bounds:
    """Put new figures where there are figures now: one for each bound, the lower one first."""
    given = {name: one for name, one in vars(requirement.limits).items() if one is not None}
    figures = [_figure(requirement, part.strip()) for part in text.split(_RANGE)]
    if len(figures) != len(given) or any(one is None for one in figures) or not _rises(figures):
        _refuse(requirement, text, _expected(requirement, len(given)))
    ordered = sorted(given, key=lambda name: "maximum" in name)
    return Bounds(**dict(zip(ordered, figures, strict=True)))


def _rises(figures: list[Decimal | None]) -> bool:
    known = [one for one in figures if one is not None]
    return known == sorted(known)


def _figure(requirement: Threshold | Staffing, text: str) -> Decimal | None:
    """Read a number within the unit; None if it is none."""
    unit = requirement.unit
    period = _period(text)
    if period is not None and unit.notation in (_YEAR, _MONTH):
        return period.years if unit.notation == _YEAR else Decimal(period.months)
    try:
        value = Decimal(normalised(text).removesuffix(normalised(unit.label.zh)))
    except InvalidOperation:
        return None
    whole = requirement.value_type is ValueType.INTEGER
    most = _MOST_PERCENT if unit.notation == _PERCENT else None
    if not value.is_finite() or value < 0 or (most is not None and value > most):
        return None
    return None if whole and value != value.to_integral_value() else value


def _expected(requirement: Threshold | Staffing, bounds: int) -> Bilingual:
    unit = requirement.unit.label
    whole = requirement.value_type is ValueType.INTEGER
    zh = f"以“{unit.zh}”计的{'整数' if whole else '数'}，不为负"
    en = f"a {'whole ' if whole else ''}number of {unit.en}, not negative"
    if requirement.unit.notation == _PERCENT:
        zh, en = f"{zh}且不超过 {number(_MOST_PERCENT)}", f"{en}, at most {number(_MOST_PERCENT)}"
    if bounds > 1:
        zh, en = f"下限{_RANGE}上限，均为{zh}", f"lower{_RANGE}upper, each {en}"
    return Bilingual(f"{zh}；或 {OFF[0]}", f"{en}; or {OFF[0]}")


def _refuse(requirement: Requirement, text: str, expected: Bilingual) -> NoReturn:
    path = local_path(requirement.iri)
    raise UserError(
        f"条件“{path}”不能改为“{text}”，应为{expected.zh}。"
        f" Requirement {path} cannot be {text!r}; expected {expected.en}."
    )

"""资格页的表单：只问所选标准需要的。 The form: it asks what the chosen criterion needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import streamlit as st

from app_parts.eligibility_answers import FIELD
from app_parts.graph_words import class_label
from app_parts.language import named, said
from zhunru.one_physician.answers import NO_TITLE, Answer
from zhunru.one_physician.form import Field, Part
from zhunru.one_physician.questions import Kind, Question
from zhunru.requirements import Equivalence, Waiver, When
from zhunru.wording import message

UNKNOWN: Final = "unknown"
_YES, _NO = "yes", "no"
_EARLIEST: Final = date(1950, 1, 1)
_LATEST: Final = date(2099, 12, 31)
_MOST: Final = 1_000_000
_MOST_YEARS: Final = 80.0


def fill_in(form: Part, answers: dict[str, Answer]) -> None:
    """Show the fields of a form, and write what is filled in into the answers."""
    _fields(form.fields, answers)
    for part in form.parts:
        _group(part, answers)


def _group(part: Part, answers: dict[str, Answer]) -> None:
    """Show a group of requirements; of a choice every way by itself, so that some stay empty."""
    st.markdown(f"**{_name(part)}**")
    _inside(part, answers)


def _inside(part: Part, answers: dict[str, Answer]) -> None:
    if part.again:
        names = "、".join(named(one.label) for one in part.again)
        st.caption(said(f"上面已经问过，这里也用：{names}", f"Asked above already: {names}"))
    _fields(part.fields, answers)
    for number, below in enumerate(part.parts, start=1):
        if part.is_choice:
            filled = any(one.question.key in answers for one in below.all_fields())
            way = said(f"途径 {number}：{_name(below)}", f"Way {number}: {_name(below)}")
            with st.expander(way, expanded=filled):
                _inside(below, answers)
        else:
            _group(below, answers)


def _name(part: Part) -> str:
    """Name a group with what it means for filling in."""
    group = part.group
    if group is None:
        return ""
    name = named(group.label)
    if part.is_choice:
        return said(f"{name}（满足其一即可，其余可以不填）", f"{name} (any one of these)")
    if isinstance(group, When):
        return said(f"{name}（前提成立才适用）", f"{name} (only where the condition holds)")
    if isinstance(group, Waiver | Equivalence):
        return f"{name}（{class_label(type(group).__name__)}）" if _chinese() else name
    return name


def _chinese() -> bool:
    return bool(said("1", ""))


def _fields(fields: Sequence[Field], answers: dict[str, Answer]) -> None:
    """Show fields in two columns; what takes more room stands across both."""
    narrow = [one for one in fields if one.question.kind is not Kind.SPAN]
    for pair in _pairs(narrow):
        for column, field in zip(st.columns(2), pair, strict=False):
            with column:
                _field(field, answers)
    for field in fields:
        if field.question.kind is Kind.SPAN:
            _field(field, answers)


def _pairs(fields: Sequence[Field]) -> Iterable[Sequence[Field]]:
    return (fields[start : start + 2] for start in range(0, len(fields), 2))


def _field(field: Field, answers: dict[str, Answer]) -> None:
    question = field.question
    help_ = "\n\n".join(named(message(leaf)) for leaf in field.leaves)
    present = answers.get(question.key)
    match question.kind:
        case Kind.TITLE:
            given = _title(question, present, help_)
        case Kind.FACT:
            words = (said("是", "Yes"), said("否", "No"), _unknown())
            given = _yes_or_no(question, present, help_, words)
        case Kind.JUDGEMENT:
            words = (said("具备", "Yes"), said("不具备", "No"), said("未认定", "Not attested"))
            given = _yes_or_no(question, present, help_, words)
        case Kind.NUMBER:
            given = _number(question, present, help_)
        case Kind.SPAN:
            given = _span(question, present, help_)
    if given is None:
        answers.pop(question.key, None)
    else:
        answers[question.key] = given


def _title(question: Question, present: Answer | None, help_: str) -> Answer | None:
    names = {one.notation: named(one.label) for one in question.ladder}
    names = {UNKNOWN: _unknown(), NO_TITLE: said("尚无职称", "None yet"), **names}
    chosen: str = st.selectbox(
        named(question.label),
        list(names),
        format_func=lambda one: names[one],
        key=_seeded(question.key, present or UNKNOWN),
        help=help_,
    )
    return None if chosen == UNKNOWN else chosen


def _yes_or_no(
    question: Question, present: Answer | None, help_: str, words: tuple[str, str, str]
) -> Answer | None:
    names = dict(zip((_YES, _NO, UNKNOWN), words, strict=True))
    now = UNKNOWN if present is None else _YES if present else _NO
    chosen = st.segmented_control(
        named(question.label),
        list(names),
        format_func=lambda one: names[one],
        key=_seeded(question.key, now),
        required=True,
        help=help_,
    )
    return None if chosen == UNKNOWN else chosen == _YES


def _number(question: Question, present: Answer | None, help_: str) -> Answer | None:
    unit = f"（{question.unit.label.zh}）" if question.unit else ""
    unit_en = f" ({question.unit.label.en})" if question.unit else ""
    kind = int if question.whole else float
    value = kind(present) if isinstance(present, Decimal) else None
    found = st.number_input(
        said(f"{question.label.zh}{unit}", f"{question.label.en}{unit_en}"),
        value=None,
        min_value=kind(0),
        max_value=kind(_MOST if question.most is None else question.most),
        step=kind(1),
        format="%d" if question.whole else "%g",
        key=_seeded(question.key, value),
        placeholder=_unknown(),
        help=help_,
    )
    return None if found is None else Decimal(str(found))


def _span(question: Question, present: Answer | None, help_: str) -> Answer | None:
    """Ask since when; who does not know the day gives the years up to today."""
    left, right = st.columns([3, 2])
    since = left.date_input(
        said(f"{question.label.zh}：自何日起", f"{question.label.en}: since"),
        value=None,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=_seeded(f"{question.key}.since", present if isinstance(present, date) else None),
        help=help_,
    )
    years = right.number_input(
        said(f"{question.label.zh}：或至今几年", f"{question.label.en}: or years up to today"),
        value=None,
        min_value=0.0,
        max_value=_MOST_YEARS,
        step=0.5,
        format="%g",
        key=_seeded(
            f"{question.key}.years", float(present) if isinstance(present, Decimal) else None
        ),
        placeholder=_unknown(),
        disabled=since is not None,
    )
    if isinstance(since, date):
        return since
    return None if years is None else Decimal(str(years))


def _seeded(name: str, value: object) -> str:
    """Give a widget that is not yet made what was filled in before."""
    key = f"{FIELD}{name}"
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _unknown() -> str:
    return said("不清楚", "Unknown")

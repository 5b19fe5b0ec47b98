"""所填的内容：读自文字，写成文字。 What is filled in: read from text, and written as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from zhunru.errors import UserError
from zhunru.one_physician.questions import Kind, Question

#: A day since when, a number, yes or no, or the notation of a title.
Answer = date | Decimal | bool | str
#: What is filled in for somebody who has no title yet.
NO_TITLE: Final = "none"
_WORDS: Final = {"yes": True, "no": False}
#: 再多就不是人的年限或例数。 More than this is no length of a life, and no count of cases.
_MOST: Final = {Kind.SPAN: Decimal(80), Kind.NUMBER: Decimal(1_000_000)}
_EXPECTED: Final = {
    Kind.NUMBER: ("不为负的数", "a number, not negative"),
    Kind.SPAN: ("日期（如 2020-01-31）或不超过 80 的年数", "a date, or at most 80 years"),
    Kind.FACT: ("yes 或 no", "yes or no"),
    Kind.JUDGEMENT: ("yes 或 no", "yes or no"),
    Kind.TITLE: ("职称代号或 none", "the notation of a title, or none"),
}


@dataclass(frozen=True)
class Read:
    """What was read from texts: the answers by key, and what was refused, in words."""

    answers: Mapping[str, Answer]
    refused: tuple[UserError, ...]


def read_answers(questions: Iterable[Question], texts: Mapping[str, str]) -> Read:
    """Read answers as they stand in links.

    Args:
        questions: The fields there are.
        texts: Text by key of the field; other keys are left alone.

    Returns:
        The answers, and a message for every text that is none.
    """
    found: dict[str, Answer] = {}
    refused: list[UserError] = []
    for one in questions:
        if one.key in texts and one.key not in found:
            try:
                found[one.key] = parse(one, texts[one.key])
            except UserError as error:
                refused.append(error)
    return Read(found, tuple(refused))


def parse(question: Question, text: str) -> Answer:
    """Read an answer.

    Args:
        question: The field.
        text: What stands in a link.

    Returns:
        The answer.

    Raises:
        UserError: If it is no answer to the field, with what was expected.
    """
    answer = _parsed(question, text.strip())
    if answer is None:
        zh, en = _EXPECTED[question.kind]
        most = question.most
        if most is not None:
            zh, en = f"{zh}，不超过 {most}", f"{en}, at most {most}"
        raise UserError(
            f"“{question.label.zh}”不能是“{text[:40]}”，应为{zh}。"
            f" {question.label.en} cannot be {text[:40]!r}; expected {en}."
        )
    return answer


def written(answer: Answer) -> str:
    """Write an answer as `parse` reads it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, date):
        return answer.isoformat()
    return f"{answer.normalize():f}" if isinstance(answer, Decimal) else answer


def _parsed(question: Question, text: str) -> Answer | None:
    match question.kind:
        case Kind.FACT | Kind.JUDGEMENT:
            return _WORDS.get(text)
        case Kind.TITLE:
            known = {NO_TITLE, *(one.notation for one in question.ladder)}
            return text if text in known else None
        case Kind.SPAN:
            return _day(text) or _number(question, text)
        case Kind.NUMBER:
            return _number(question, text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(question: Question, text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    most = _MOST[question.kind] if question.most is None else question.most
    if not value.is_finite() or not 0 <= value <= most:
        return None
    return None if question.whole and value != value.to_integral_value() else value

"""要求的卡片。 Cards of requirements, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app_parts.catalogue import class_label
from app_parts.clause_text import full_text
from app_parts.styling import chip, html
from zhunru.reading import criteria
from zhunru.requirements import (
    AnyOf,
    Conformity,
    Equivalence,
    Force,
    Group,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    Waiver,
    When,
)
from zhunru.wording import clause_numbers, number, sentence


def cards(requirements: Iterable[Requirement]) -> str:
    """Return a card for every requirement."""
    body = "".join(f'<div class="zr-card">{_body(one)}</div>' for one in requirements)
    return f'<div class="zr">{body}</div>'


def says(requirement: Requirement) -> str:
    """Return what a requirement says: its sentence with the figures set off, or its kind."""
    if isinstance(requirement, Group):
        return f"{kind_chip(requirement)}{html(requirement.label.zh)}{force_chip(requirement)}"
    text = html(sentence(requirement).zh)
    for figure in _figures(requirement):
        text = text.replace(html(figure), f"<b>{html(figure)}</b>", 1)
    return f"{text}{force_chip(requirement)}"


def source(requirement: Requirement) -> str:
    """Return clause numbers and quotes, with the full text where it is at hand."""
    quotes = "".join(
        f'<span class="zr-quote">{html(quote)}</span> ' for quote in requirement.quotes
    )
    numbers = html(clause_numbers(requirement.clauses))
    texts = dict.fromkeys(text for clause in requirement.clauses if (text := full_text(clause)))
    whole = "".join(f'<p class="zr-full">{html(text)}</p>' for text in texts)
    details = f"<details><summary>条款全文</summary>{whole}</details>" if whole else ""
    return f'<div class="zr-source"><span class="zr-clause">{numbers}</span>{quotes}{details}</div>'


def note(requirement: Requirement) -> str:
    """Return the curator's note."""
    if requirement.note is None:
        return ""
    return f'<p class="zr-note">编者注：{html(requirement.note)}</p>'


def kind_chip(requirement: Requirement) -> str:
    """Return the kind of a group, by the name that the ontology gives it."""
    way = isinstance(requirement, Waiver | Equivalence)
    style = "any" if isinstance(requirement, AnyOf) else "way" if way else ""
    return chip(class_label(type(requirement).__name__), style)


def force_chip(requirement: Requirement) -> str:
    """Return a label for what does not bind."""
    words = {Force.ADVISORY: "原则上，不作为判定依据", Force.PERMISSION: "可以，不作为判定依据"}
    word = words.get(requirement.force)
    return f" {chip(word)}" if word else ""


def _body(requirement: Requirement) -> str:
    head = f'<div class="zr-says">{says(requirement)}{_refers(requirement)}</div>'
    row = f'<div class="zr-row">{head}{source(requirement)}</div>{note(requirement)}'
    if not isinstance(requirement, Group):
        return row
    return f"{row}{_members(requirement)}"


def _members(group: Group) -> str:
    any_of = isinstance(group, AnyOf)
    condition = ""
    if isinstance(group, When):
        condition = f"<li>{chip('条件')}{_body(group.condition)}</li>"
    joint = '<div class="zr-or">或者</div>' if any_of else ""
    items = "".join(
        f"<li>{joint if place else ''}{_body(member)}</li>"
        for place, member in enumerate(group.members)
    )
    return f'<ul class="zr-members {"any" if any_of else "all"}">{condition}{items}</ul>'


def _refers(requirement: Requirement) -> str:
    """Name the criterion that people, or the bearer itself, must meet."""
    if not isinstance(requirement, Staffing | Conformity):
        return ""
    name = html(criteria()[requirement.meets].label.zh)
    return f'<p class="zr-note">所指标准：{name}</p>'


def _figures(requirement: Requirement) -> Iterator[str]:
    """Yield the figures of a leaf as its sentence writes them."""
    if isinstance(requirement, Threshold) and requirement.qualifiers.window:
        yield f"近 {requirement.qualifiers.window.zh}"
    if isinstance(requirement, Threshold | Staffing):
        for value in vars(requirement.limits).values():
            if value is not None:
                yield f"{number(value)} {requirement.unit.label.zh}"
    if isinstance(requirement, TitleRequirement):
        yield requirement.title.label.zh
        if requirement.held_for:
            yield requirement.held_for.zh

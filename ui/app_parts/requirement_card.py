"""要求的卡片。 Cards of requirements, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from app_parts.clause_text import full_text
from app_parts.graph_words import class_label
from app_parts.styling import chip, html
from zhunru.reading import criteria
from zhunru.requirements import (
    AnyOf,
    Conformity,
    Equivalence,
    Force,
    Group,
    Leaf,
    Possession,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    Waiver,
    When,
)
from zhunru.wording import clause_numbers, number, sentence

#: One of several ways with more conditions than this is folded.
_LONG: Final = 6


def cards(requirements: Iterable[Requirement]) -> str:
    """Return a card for every requirement."""
    body = "".join(f'<div class="zr-card">{_body(one)}</div>' for one in requirements)
    return f'<div class="zr">{body}</div>'


def says(requirement: Requirement, *, premise: bool = False) -> str:
    """Return what a requirement says: its sentence with the figures set off, or its kind.

    Args:
        requirement: A leaf or a group.
        premise: Whether other requirements depend on it: it is worded as a fact then.
    """
    if isinstance(requirement, Leaf):
        text = figures_set_off(requirement, premise=premise)
    else:
        text = f"{kind_chip(requirement)}{html(requirement.label.zh)}"
    return f"{text}{force_chip(requirement)}"


def figures_set_off(leaf: Leaf, *, premise: bool = False) -> str:
    """Return the sentence of a leaf as HTML, its figures in bold; a fact where it is a premise."""
    text = html(_fact(leaf) if premise else sentence(leaf).zh)
    for figure in _figures(leaf):
        text = text.replace(html(figure), f"<b>{html(figure)}</b>", 1)
    return text


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
    return f" {chip(word, 'soft')}" if word else ""


def _body(
    requirement: Requirement, *, lead: str = "", premise: bool = False, fold: bool = False
) -> str:
    said = f"{lead}{says(requirement, premise=premise)}{_refers(requirement)}"
    row = f'<div class="zr-row"><div class="zr-says">{said}</div>{source(requirement)}</div>'
    if not isinstance(requirement, Group):
        return f"{row}{note(requirement)}"
    members = _members(requirement, premise=premise)
    if fold:
        summary = f"<summary>展开 {len(list(requirement.leaves()))} 项条件</summary>"
        members = f"<details>{summary}{members}</details>"
    return f"{row}{note(requirement)}{members}"


def _members(group: Group, *, premise: bool) -> str:
    if isinstance(group, AnyOf):
        return f'<ul class="zr-members any">{_ways(group, premise=premise)}</ul>'
    condition, then = "", ""
    if isinstance(group, When):
        condition = f"<li>{_body(group.condition, lead=chip('如果', 'if'), premise=True)}</li>"
        then = chip("则", "if")
    items = "".join(
        f"<li>{_body(member, lead=then, premise=premise)}</li>" for member in group.members
    )
    return f'<ul class="zr-members all">{condition}{items}</ul>'


def _ways(group: AnyOf, *, premise: bool) -> str:
    """List alternatives: by number where they have parts of their own, folded where long."""
    numbered = any(isinstance(member, Group) for member in group.members)
    ways = []
    for place, member in enumerate(group.members):
        words = "或者" if place else ""
        if numbered:
            words = f"途径 {place + 1}（共 {len(group.members)} 条，满足其一）"
        joint = f'<div class="zr-or">{words}</div>' if words else ""
        long = isinstance(member, Group) and len(list(member.leaves())) > _LONG
        ways.append(f"<li>{joint}{_body(member, premise=premise, fold=long)}</li>")
    return "".join(ways)


def _fact(leaf: Leaf) -> str:
    """Word a leaf without the demand: 有机构评估不合格, not 须有机构评估不合格."""
    if isinstance(leaf, Possession | Conformity):
        return leaf.label.zh
    said = sentence(leaf).zh.replace(f"{leaf.label.zh}须", f"{leaf.label.zh}", 1)
    return said.removeprefix("须")


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
        yield requirement.title.label.zh.removesuffix("职称")
        if requirement.held_for:
            yield requirement.held_for.zh

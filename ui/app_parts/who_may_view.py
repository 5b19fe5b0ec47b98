"""谁可以做，谁可以决定做：开门见山的回答。 Who may perform, who may decide: the direct answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from app_parts.documents import Document
from app_parts.language import named, said
from app_parts.requirement_card import figures_set_off, force_chip
from app_parts.styling import html
from zhunru.criterion import Criterion
from zhunru.namespaces import ID
from zhunru.requirements import Leaf, Requirement
from zhunru.who_may import who_may
from zhunru.wording import clause_numbers, sentence

#: So many conditions are shown at once; the others unfold.
_SHOWN: Final = 6


def show_who_may(document: Document, grade: str | None) -> None:
    """Show who may perform what a document governs at a grade, and who may decide on it."""
    found = who_may(str(ID[f"regulation/{document.key}"]), document.technique.notation, grade)
    perform = _answer(said("谁可以做", "Who may perform"), found.perform)
    decide = _answer(said("谁可以决定做", "Who may decide"), found.decide)
    st.html(f'<div class="zr zr-who">{perform}{decide}</div>')


def _answer(question: str, criteria: Iterable[Criterion]) -> str:
    given = list(criteria)
    body = "".join(map(_bearer, given)) or f"<p>{said('规范没有规定。', 'Not laid down.')}</p>"
    return f'<section class="zr-card"><h3>{html(question)}</h3>{body}</section>'


def _bearer(criterion: Criterion) -> str:
    """Name the bearer and list what it must meet, what is particular to it first."""
    wanted = [one for part in reversed(criterion.closure) for one in part.requirements]
    name = html(named(criterion.role.label))
    number = len(wanted)
    lead = said(f"须同时符合 {number} 项：", f"must meet all {number}:")
    shown, more = wanted[:_SHOWN], wanted[_SHOWN:]
    rest = ""
    if more:
        fold = said(f"另外 {len(more)} 项", f"{len(more)} more")
        rest = f"<details><summary>{fold}</summary>{_list(more)}</details>"
    return f"<p><b>{name}</b>　{lead}</p>{_list(shown)}{rest}"


def _list(requirements: Iterable[Requirement]) -> str:
    return f"<ul>{''.join(map(_item, requirements))}</ul>"


def _item(one: Requirement) -> str:
    says = figures_set_off(one) if isinstance(one, Leaf) else html(sentence(one).zh)
    numbers = html(clause_numbers(one.clauses))
    return f'<li>{says}{force_chip(one)} <span class="zr-clause">{numbers}</span></li>'

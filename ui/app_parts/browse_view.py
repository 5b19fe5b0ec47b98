"""浏览页的各块：技术、手术、承担者。 The parts of the browse page."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from rdflib import URIRef

from app_parts.bearers import Bearer
from app_parts.catalogue import Overlap, Procedure, Technique, label, procedures
from app_parts.pages import BROWSE
from app_parts.requirement_card import cards
from app_parts.styling import html, plain
from zhunru.requirements import Criterion


def show_technique(technique: Technique) -> None:
    """Show what a technique is and what its regulation leaves to others."""
    facts = [
        ("规范", technique.regulation),
        ("范围", " ".join(filter(None, (technique.definition, technique.scope)))),
        ("移交", "；".join(technique.handovers)),
    ]
    st.subheader(technique.concept.label.zh, anchor=False)
    _facts(facts)


def show_procedure(procedure: Procedure) -> None:
    """Show a procedure: where it stands, what it is, and how it overlaps with others."""
    with st.container(border=True):
        st.subheader(plain(procedure.name), anchor=False)
        facts = [
            ("目录", f"{procedure.catalogue} {procedure.position}"),
            ("所在节", procedure.section),
            ("级别", procedure.grade.label.zh),
            ("别名", "；".join(procedure.other_names)),
            *((name, "、".join(values)) for name, values in procedure.facets),
            ("编者注", procedure.note),
        ]
        _facts(facts)
        for overlap in procedure.overlaps:
            _overlap(procedure, overlap)


def show_bearer(bearer: Bearer) -> None:
    """Show everything that binds a bearer: what is particular first, then what it builds on."""
    criterion = bearer.criterion
    regulation = label(URIRef(criterion.regulation))
    total = len(criterion.all_requirements)
    st.caption(f"{regulation} · {criterion.label.zh} · 共 {total} 项要求")
    extended = len(criterion.closure) > 1
    for one in reversed(criterion.closure):
        if extended:
            st.markdown(f"**{_heading(one, criterion)}**（{len(one.requirements)} 项）")
        st.html(cards(one.requirements))


def _heading(criterion: Criterion, last: Criterion) -> str:
    grade = criterion.grade.label.zh if criterion.grade else "各级别都须符合"
    return f"{grade}另须符合" if criterion is last else f"{grade}：{criterion.label.zh}"


def _overlap(procedure: Procedure, overlap: Overlap) -> None:
    other = procedures()[overlap.other]
    differs = other.grade != procedure.grade
    words = f"**与{other.technique.label.zh}重叠：{overlap.kind}**　{plain(overlap.reason)}"
    if differs:
        words += (
            f"\n\n**级别不一致**：这里是{procedure.grade.label.zh}，"
            f"{other.technique.label.zh}列为{other.grade.label.zh}。"
        )
        st.warning(words, icon=":material/warning:")
    else:
        st.info(words, icon=":material/join_inner:")
    st.page_link(
        BROWSE,
        label=f"去看 {plain(other.name)}（{other.technique.label.zh}，{other.grade.label.zh}）",
        icon=":material/arrow_forward:",
        query_params={"procedure": other.key},
    )


def _facts(facts: Iterable[tuple[str, str | None]]) -> None:
    rows = "".join(f"<dt>{html(name)}</dt><dd>{html(value)}</dd>" for name, value in facts if value)
    if rows:
        st.html(f'<div class="zr"><dl class="zr-facts">{rows}</dl></div>')

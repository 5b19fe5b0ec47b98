"""单看一条：全文（如有）与由它而来的要求。 One clause: its full text, and its requirements."""

from __future__ import annotations

from functools import cache

import streamlit as st
from rdflib import URIRef
from rdflib.namespace import RDF

from app_parts.clause_text import full_text
from app_parts.documents import Document
from app_parts.graph_words import texts
from app_parts.language import said
from app_parts.requirement_card import cards
from app_parts.styling import html, plain
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ID, ZR, local_path
from zhunru.reading import criteria
from zhunru.requirements import Clause, Requirement
from zhunru.rule_cache import cached_on_disk


def show_clause(document: Document, path: str | None) -> str | None:
    """Show a clause of a document, and return its path if there is one.

    Args:
        document: The document.
        path: The path of the clause, such as 2.1.2.1; None, or one that is not there, for nothing.
    """
    number = clause_numbers().get(f"{document.key}/{path}")
    if number is None or path is None:
        return None
    clause = Clause(str(ID[f"clause/{document.key}/{path}"]), number)
    with st.container(border=True):
        heading = said(f"条款 {number}", f"Clause {number}")
        st.header(plain(heading), anchor=False)
        st.caption(plain(document.title))
        text = full_text(clause)
        if text:
            st.html(f'<div class="zr"><p class="zr-full">{html(text)}</p></div>')
        stated = _stated(clause.iri)
        if stated:
            st.markdown(
                said(f"依据这一条的要求（{len(stated)} 项）", f"Requirements ({len(stated)})")
            )
            st.html(cards(stated))
        elif not text:
            _show_quotes(clause.iri)
        st.button(
            said("不再单看这一条", "Close this clause"),
            on_click=_close,
            icon=":material/close:",
            type="tertiary",
        )
    return path


def _show_quotes(clause: str) -> None:
    """Show what is quoted from a clause that states no requirement: a scope, a definition."""
    st.caption(
        said("没有直接出自这一条的要求。", "No requirement derives from this clause itself.")
    )
    nodes = sorted(load_graph().subjects(CV.isDerivedFrom, URIRef(clause)), key=str)
    quotes = dict.fromkeys(quote for one in nodes for quote in texts(one, ZR.quote))
    lines = "".join(f'<p class="zr-quote">{html(quote)}</p>' for quote in quotes)
    if lines:
        st.html(f'<div class="zr">{lines}</div>')


@cached_on_disk
def clause_numbers() -> dict[str, str]:
    """Return the printed numbers of all clauses, by document and path."""
    graph = load_graph()
    nodes = sorted(graph.subjects(RDF.type, ELI.LegalResourceSubdivision), key=str)
    return {local_path(str(node)): str(graph.value(node, ELI.number)) for node in nodes}


@cache
def _stated(clause: str) -> tuple[Requirement, ...]:
    """Return the requirements that derive from a clause, without those inside another of them."""
    found: dict[str, Requirement] = {}
    for criterion in criteria().values():
        for requirement in criterion.requirements:
            found |= {one.iri: one for one in _outermost(requirement, clause)}
    return tuple(found.values())


def _outermost(requirement: Requirement, clause: str) -> list[Requirement]:
    if clause in [one.iri for one in requirement.clauses]:
        return [requirement]
    return [one for child in requirement.children for one in _outermost(child, clause)]


def _close() -> None:
    st.query_params.pop("clause", None)

"""概念：职称、场所、设备、指标、专科、部位等。 Concepts: titles, facilities, measures, sites …

A concept leads to what it is used for: one that classifies procedures to the catalogue narrowed to
its name, a grade to its catalogue, any other one to the criteria, techniques or requirements that
it stands in. Concepts that nothing uses are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.requirements import Label
from zhunru.search.entry import BROWSE, HOME, Entry, joined, names_of
from zhunru.search.graph_texts import label, texts
from zhunru.search.hits import Found, Kind
from zhunru.search.listed_entries import FACETS
from zhunru.search.rule_entries import ABOUT

#: What uses a concept, by the property that names it; the first that does is where it leads.
_USES: Final = (
    *((facet, ZR.Procedure, Kind.PROCEDURE) for facet in FACETS),
    (ZR.role, ZR.Criterion, Kind.CRITERION),
    (ZR.grade, ZR.Procedure, Kind.PROCEDURE),
    (ZR.specialty, ZR.Technique, Kind.TECHNIQUE),
    *((part, None, Kind.REQUIREMENT) for part in ABOUT),
)


def concept_entries() -> Iterator[Entry]:
    """Yield every concept that something uses."""
    for node, scheme in sorted(load_graph().subject_objects(SKOS.inScheme)):
        if (scheme, RDF.type, SKOS.ConceptScheme) in load_graph():
            yield from _concept(node, label(scheme))


def _concept(node: Node, scheme: Label) -> Iterator[Entry]:
    kind = _used(node)
    if kind is None:
        return
    name = label(node)
    page, parameters = _place(node, kind, name)
    yield Entry(
        Found(
            kind=Kind.CONCEPT,
            iri=str(node),
            label=name,
            where=joined(scheme, kind.label),
            page=page,
            parameters=parameters,
        ),
        names=names_of((name.zh, *texts(node, SKOS.altLabel))),
        english=name.en.casefold(),
    )


def _used(node: Node) -> Kind | None:
    """Return what uses a concept; None where nothing does."""
    graph = load_graph()
    for part, of, kind in _USES:
        users = graph.subjects(part, node)
        if any(of is None or (one, RDF.type, of) in graph for one in users):
            return kind
    return None


def _place(node: Node, kind: Kind, name: Label) -> tuple[str, tuple[tuple[str, str], ...]]:
    if kind is not Kind.PROCEDURE:
        return HOME, (("q", name.zh), ("kind", kind.value))
    if (node, RDF.type, ZR.Grade) in load_graph():
        return BROWSE, (("grade", str(load_graph().value(node, SKOS.notation))),)
    return BROWSE, (("words", name.zh),)

"""手术、技术与规范。 Procedures, techniques and documents, as things that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.graph import load_graph
from zhunru.matching.catalogue import Procedure, procedures
from zhunru.namespaces import ZR
from zhunru.requirements import Label
from zhunru.search.entry import BROWSE, Entry, joined, names_of, same_text, words_of
from zhunru.search.folding import fold
from zhunru.search.graph_texts import label, texts
from zhunru.search.hits import Found, Kind
from zhunru.search.standing import Standing, standings

FACETS: Final = (ZR.bodySite, ZR.lesion, ZR.action, ZR.access)


def listed_entries() -> Iterator[Entry]:
    """Yield every procedure, technique and document."""
    yield from map(_procedure, procedures().values())
    for node in sorted(load_graph().subjects(RDF.type, ZR.Technique), key=str):
        yield _technique(node)
    yield from map(_document, standings().values())


def _procedure(one: Procedure) -> Entry:
    standing, node = standings()[one.regulation.iri], URIRef(one.iri)
    name, place = label(node), " ".join(filter(None, (one.annex, one.position)))
    facets = [label(value).zh for facet in FACETS for value in load_graph().objects(node, facet)]
    return Entry(
        Found(
            kind=Kind.PROCEDURE,
            iri=one.iri,
            label=name,
            where=joined(one.grade.label, standing.edition, Label(place, place)),
            page=BROWSE,
            parameters=(("procedure", one.notation),),
            in_force=standing.in_force,
        ),
        names=names_of(one.names),
        context=same_text(fold(" ".join((*sorted(facets), one.grade.label.zh, standing.words)))),
        english=name.en.casefold(),
    )


def _technique(node: Node) -> Entry:
    """A part of a technique leads to the rules of the whole."""
    graph, name = load_graph(), label(node)
    lineage = graph.transitive_objects(node, SKOS.broader)
    governed = next(one for one in lineage if one and (None, ZR.governs, one) in graph)
    specialties = [label(one).zh for one in graph.objects(node, ZR.specialty)]
    whole = label(governed) if governed != node else Label("", "")
    return Entry(
        Found(
            kind=Kind.TECHNIQUE,
            iri=str(node),
            label=name,
            where=whole,
            page=BROWSE,
            parameters=(("technique", str(graph.value(governed, SKOS.notation))),),
        ),
        names=names_of((name.zh, *texts(node, SKOS.altLabel))),
        wording=words_of(specialties),
        english=name.en.casefold(),
    )


def _document(one: Standing) -> Entry:
    title, year = one.regulation.label, one.regulation.issued.year
    return Entry(
        Found(
            kind=Kind.DOCUMENT,
            iri=one.regulation.iri,
            label=title,
            where=one.edition,
            page=BROWSE,
            parameters=one.parameters,
            in_force=one.in_force,
        ),
        names=names_of((title.zh,)),
        wording=words_of((one.technique.label.zh,)),
        context=str(year),
        english=title.en.casefold(),
    )

"""关于数据集自身的文档：服务描述、VoID、DCAT、首页。 Documents about the data set itself.

All counts are computed: from the rules, and for the named graphs from the store.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.namespace import VOID as VOID_TERMS

from zhunru.describing import SD, dcat, service, void
from zhunru.linked_data.knowledge import Knowledge, canonical, natural, serialised
from zhunru.linked_data.pages import page
from zhunru.linked_data.places import DCAT, HTML, SERVICE, VOID
from zhunru.linked_data.statements import Value, Wording
from zhunru.namespaces import ZR
from zhunru.requirements import Label
from zhunru.serving.frames import Reply
from zhunru.serving.settings import PATH

_TITLES: Final = {
    VOID: Label("数据集概况（VoID）", "The data set in figures (VoID)"),
    DCAT: Label("数据目录（DCAT）", "The catalogue of data (DCAT)"),
}
#: A query that shows something worth seeing, in the form of the start page.
_EXAMPLE: Final = """\
SELECT ?technique ?label (COUNT(?procedure) AS ?procedures) {
  ?procedure a zr:Procedure ; skos:inScheme ?catalogue .
  ?catalogue zr:technique ?technique .
  ?technique skos:prefLabel ?label FILTER(LANG(?label) = "zh")
} GROUP BY ?technique ?label ORDER BY DESC(?procedures)
"""


def about_data(path: str, home: str, store: pyoxigraph.Store, media_type: str) -> Reply:
    """Write the service description, the VoID or the DCAT description.

    For people the service description is the start page.

    Args:
        path: Which of them.
        home: The address of this server, such as `http://127.0.0.1:8890`.
        store: The graphs.
        media_type: The media type wanted.

    Returns:
        The document.
    """
    knowledge = Knowledge(store)
    if path == SERVICE and media_type == HTML:
        return Reply(200, HTML, _start_page(knowledge))
    endpoint = f"{home}{PATH}"
    if path == SERVICE:
        described = service(endpoint)
        _name_graphs(described, store)
    else:
        described = void(endpoint=endpoint) if path == VOID else dcat(endpoint=endpoint)
    nt = described.serialize(format="nt", encoding="utf-8")
    triples = list(pyoxigraph.parse(nt, format=pyoxigraph.RdfFormat.N_TRIPLES))
    if media_type != HTML:
        return Reply(200, media_type, serialised((quad.triple for quad in triples), media_type))
    facts = pyoxigraph.Store()
    facts.extend(canonical(quad.triple for quad in triples))
    return Reply(200, HTML, _page(path, Knowledge(facts), knowledge, described))


def _start_page(knowledge: Knowledge) -> bytes:
    """Write what there is, and a form for queries."""
    wording = Wording(knowledge, knowledge)
    kinds = knowledge.instances()
    ordered = sorted(kinds, key=lambda iri: (-len(kinds[iri]), iri))
    regulations = sorted(kinds.get(str(ZR.Regulation), ()), key=natural)
    return page(
        "start",
        SERVICE,
        kinds=[(wording.thing(iri), len(kinds[iri])) for iri in ordered],
        regulations=[wording.thing(iri) for iri in regulations],
        size=knowledge.size(),
        example=_EXAMPLE,
    )


def _name_graphs(described: Graph, store: pyoxigraph.Store) -> None:
    """Add the named graphs to a service description; the rules are its default graph."""
    for dataset in list(described.subjects(RDF.type, SD.Dataset)):
        for name in store.named_graphs():
            if not isinstance(name, pyoxigraph.NamedNode):
                continue
            count = sum(1 for _ in store.quads_for_pattern(None, None, None, name))
            entry, graph = BNode(), BNode()
            described.add((dataset, SD.namedGraph, entry))
            described.add((entry, RDF.type, SD.NamedGraph))
            described.add((entry, SD.name, URIRef(name.value)))
            described.add((entry, SD.graph, graph))
            described.add((graph, RDF.type, SD.Graph))
            described.add((graph, VOID_TERMS.triples, Literal(count)))


def _page(path: str, facts: Knowledge, names: Knowledge, described: Graph) -> bytes:
    wording = Wording(facts, names)
    subjects = sorted({str(one) for one in described.subjects() if isinstance(one, URIRef)})
    nodes = [pyoxigraph.NamedNode(iri) for iri in subjects]
    entries = [
        (Value(facts.label(node)), node.value, wording.kinds(node), wording.properties(node))
        for node in nodes
    ]
    return page("about_data", path, title=_TITLES[path], entries=entries)

"""写一份文档：工作进程做的事。 Write a document: what a worker does.

A document is asked for by its address, as `http://127.0.0.1:8890/id/grade/4?via=…&page=2`, and by
its media type. `LOCATION` asks where the document about a thing is, without having it written.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

import pyoxigraph

from zhunru.linked_data.about_data import about_data
from zhunru.linked_data.knowledge import Knowledge, serialised
from zhunru.linked_data.nearby import nearby
from zhunru.linked_data.pages import page
from zhunru.linked_data.places import (
    DCAT,
    DESCRIBED_ELSEWHERE,
    HTML,
    ONTOLOGY,
    SERVICE,
    VOID,
    iris_at,
)
from zhunru.linked_data.rules import criteria_of, quotes_of, requirements, requirements_of
from zhunru.linked_data.statements import Wording
from zhunru.namespaces import HOME
from zhunru.serving.frames import Reply
from zhunru.serving.refusals import told

#: The media type of a reply whose body is the path of a document.
LOCATION: Final = "text/uri-list"

_ONTOLOGY_IRI: Final = f"{HOME}ontology"


def prepare() -> None:
    """Read what pages need besides the graph, so that forked workers share it."""
    from zhunru.graph import load_graph

    requirements()
    # 规则若须重读，rdflib 图随后就没用了。 If the rules had to be read anew: the graph may go.
    load_graph.cache_clear()


def document(store: pyoxigraph.Store, address: str, media_type: str) -> Reply:
    """Write a document.

    Args:
        store: The graph.
        address: Its full address, without the ending of its form.
        media_type: Its media type, or `LOCATION`.

    Returns:
        The document; 404 if there is no such thing, with what comes near.
    """
    parts = urlsplit(address)
    knowledge = Knowledge(store)
    if parts.path in (SERVICE, VOID, DCAT):
        home = f"{parts.scheme}://{parts.netloc}"
        return about_data(parts.path, home, store, media_type)
    if parts.path == ONTOLOGY:
        return _ontology(knowledge, media_type)
    iri = _known(knowledge, parts.path)
    if iri is None:
        return _nothing(knowledge, parts.path, media_type)
    return _thing(knowledge, iri, parts, media_type)


def _known(knowledge: Knowledge, path: str) -> str | None:
    return next(
        (iri for iri in iris_at(path) if iri in DESCRIBED_ELSEWHERE or knowledge.knows(iri)), None
    )


def _nothing(knowledge: Knowledge, path: str, media_type: str) -> Reply:
    if media_type != HTML:
        return told(404, "图谱中没有这一项。", "There is no such thing in the graph.")
    wording = Wording(knowledge, knowledge)
    near = [wording.thing(iri) for iri in nearby(knowledge, path)]
    return Reply(404, HTML, page("nothing", None, near=near, wanted=iris_at(path)[0]))


def _thing(knowledge: Knowledge, iri: str, parts: SplitResult, media_type: str) -> Reply:
    node = pyoxigraph.NamedNode(iri)
    if media_type == LOCATION:
        return Reply(200, LOCATION, DESCRIBED_ELSEWHERE.get(iri, parts.path).encode())
    if media_type == HTML:
        return _page(knowledge, node, parts)
    return Reply(200, media_type, serialised(knowledge.described(node), media_type))


def _page(knowledge: Knowledge, node: pyoxigraph.NamedNode, parts: SplitResult) -> Reply:
    wording = Wording(knowledge, knowledge)
    asked = parse_qs(parts.query)
    address = f"{parts.path}.html"
    if "via" in asked:
        number = asked.get("page", ["1"])[0]
        # 页码再大也没有六位。 No page has a number of more than six digits.
        page_number = int(number) if re.fullmatch("[0-9]{1,6}", number) else 0
        extract = wording.extract(node, address, asked["via"][0], page_number)
        if extract is None:
            return _nothing(knowledge, parts.path, HTML)
        thing = wording.thing(node.value)
        return Reply(200, HTML, page("extract", None, thing=thing, extract=extract))
    return Reply(
        200,
        HTML,
        page(
            "thing",
            parts.path,
            iri=node.value,
            thing=wording.thing(node.value),
            kinds=wording.kinds(node),
            requirements=requirements_of(node.value),
            criteria=criteria_of(node.value, knowledge),
            quotes=quotes_of(node.value, knowledge),
            properties=wording.properties(node),
            pointers=wording.pointers(node, address),
        ),
    )


def _ontology(knowledge: Knowledge, media_type: str) -> Reply:
    """Write the ontology as a whole: a document, and the home of its terms."""
    head = pyoxigraph.NamedNode(_ONTOLOGY_IRI)
    terms = knowledge.terms()
    if media_type != HTML:
        said = {triple: None for node in (head, *terms) for triple in knowledge.stated(node)}
        return Reply(200, media_type, serialised(said, media_type))
    wording = Wording(knowledge, knowledge)
    shown = [
        (one.value.removeprefix(f"{_ONTOLOGY_IRI}#"), wording.thing(one.value), one)
        for one in terms
    ]
    content = page(
        "ontology",
        ONTOLOGY,
        thing=wording.thing(head.value),
        properties=wording.properties(head),
        pointers=wording.pointers(head, f"{ONTOLOGY}.html"),
        terms=[
            (name, thing, wording.kinds(node), wording.properties(node))
            for name, thing, node in shown
        ],
    )
    return Reply(200, HTML, content)

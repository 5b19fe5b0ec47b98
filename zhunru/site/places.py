"""每个 IRI 在网站的哪一页、哪一处。 On which page of the site an IRI stands, and where."""

from __future__ import annotations

import posixpath
from typing import Final

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import ID, ZR

ONTOLOGY_PAGE: Final = "ontology/index.md"

#: Kinds of IRI that stand on the page of their regulation, the first part of their path.
_OF_A_REGULATION: Final = ("clause", "criterion", "procedure", "catalogue", "requirement")


def document_page(key: str) -> str:
    """Return the page of a regulation, by the last part of its IRI."""
    return f"documents/{key}.md"


def technique_page(notation: str) -> str:
    """Return the page of a technique, by its notation."""
    return f"techniques/{notation}.md"


def query_page(name: str) -> str:
    """Return the page of a saved query, by its name."""
    return f"queries/{name}.md"


def scheme_page(name: str) -> str:
    """Return the page of a concept scheme, by the last part of its IRI."""
    return f"concepts/{name}.md"


def anchor(iri: str) -> str:
    """Return the fragment by which an IRI is found on its page.

    Args:
        iri: An IRI of the project.

    Returns:
        The local name of a term; else its path without the regulation, joined by full stops.
    """
    if iri.startswith(str(ZR)):
        return iri.removeprefix(str(ZR))
    kind, *path = iri.removeprefix(str(ID)).split("/")
    return ".".join([kind, *(path[1:] if kind in _OF_A_REGULATION else path)])


def href(iri: str, here: str) -> str | None:
    """Link to an IRI.

    Args:
        iri: Any IRI.
        here: The page that the link stands on, such as `documents/nasal-endoscopy-2019.md`.

    Returns:
        A relative address, None for what has no place on the site.
    """
    page = _page(iri)
    if page is None:
        return None
    whole = iri.startswith((str(ID["regulation/"]), str(ID["technique/"]), str(ID["scheme/"])))
    return relative(page, here) + ("" if whole else f"#{anchor(iri)}")


def relative(page: str, here: str) -> str:
    """Return the address of a built page, relative to another."""
    return posixpath.relpath(page, posixpath.dirname(here)).removesuffix(".md") + ".html"


def _page(iri: str) -> str | None:
    if iri.startswith(str(ZR)):
        return ONTOLOGY_PAGE if (URIRef(iri), RDF.type, None) in load_graph() else None
    if not iri.startswith(str(ID)):
        return None
    kind, *path = iri.removeprefix(str(ID)).split("/")
    if kind == "regulation" or kind in _OF_A_REGULATION:
        return document_page(path[0])
    if kind == "technique":
        return technique_page(path[0])
    if kind == "scheme":
        return scheme_page(path[0])
    scheme = load_graph().value(URIRef(iri), SKOS.inScheme)
    is_listed = scheme is not None and (scheme, RDF.type, SKOS.ConceptScheme) in load_graph()
    return scheme_page(str(scheme).rsplit("/", 1)[-1]) if is_listed else None

"""IRI 在本服务器上的地址，以及文档的形式。 Where IRIs are on this server, and forms of documents.

`https://w3id.org/zhunru/id/grade/4` is the thing; `/id/grade/4.html`, `/id/grade/4.ttl` … are
documents about it. Terms of the ontology have a page each, too: `/ontology/Threshold`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from zhunru.namespaces import HOME, ID, ZR
from zhunru.serving.dataset import HOSPITAL_GRAPH, RULES_GRAPH

HTML: Final = "text/html"

#: Media types of documents by the ending of their address, the preferred one first.
FORMS: Final = {
    "html": HTML,
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}

#: Other media types that mean one of the forms.
_ALIASES: Final = {"application/xml": "rdf", "text/xml": "rdf"}

#: What a client may ask for.
OFFERED: Final = (*FORMS.values(), *_ALIASES)

ONTOLOGY: Final = "/ontology"
SERVICE: Final = "/service"
VOID: Final = "/.well-known/void"
DCAT: Final = "/dcat"

#: The compiled shapes: a named graph, as they are no rules of their own.
SHAPES_GRAPH: Final = f"{ID}graph/shapes"

#: Things of ours that the documents about the data set describe.
DESCRIBED_ELSEWHERE: Final = {
    str(ID["dataset/zhunru"]): VOID,
    str(ID["dataset/catalogue"]): DCAT,
    RULES_GRAPH: SERVICE,
    SHAPES_GRAPH: SERVICE,
    HOSPITAL_GRAPH: SERVICE,
}

# RFC 3986 路径里可照写的字符；% 也照写，它在 IRI 里已是转义。
# What a path may hold as it is by RFC 3986; % stays, as in an IRI it is an escape already.
_PLAIN: Final = "/:@!$&'()*+,;=~%"


def ending_of(media_type: str) -> str:
    """Return the ending of the addresses of documents of a media type.

    Args:
        media_type: One of `OFFERED`.

    Returns:
        The ending, without point.
    """
    if media_type in _ALIASES:
        return _ALIASES[media_type]
    return next(ending for ending, name in FORMS.items() if name == media_type)


def split_ending(path: str) -> tuple[str, str | None]:
    """Split the ending of a form off a path.

    Args:
        path: A path such as `/id/clause/nasal-endoscopy-2019/2.1.ttl`.

    Returns:
        The path without ending, and the ending; None if it has none of a form.
    """
    before, point, ending = path.rpartition(".")
    return (before, ending) if point and ending in FORMS else (path, None)


def address_of(iri: str) -> str | None:
    """Return the path at which an IRI is answered here, percent-encoded.

    Args:
        iri: Any IRI.

    Returns:
        The path; None for an IRI that is not ours.
    """
    if iri in DESCRIBED_ELSEWHERE:
        return DESCRIBED_ELSEWHERE[iri]
    if iri.startswith(str(ZR)):
        return f"{ONTOLOGY}/{quote(iri.removeprefix(str(ZR)), safe=_PLAIN)}"
    if iri.startswith(str(ID)) or f"{iri}/".startswith(f"{HOME}ontology/"):
        return f"/{quote(iri.removeprefix(HOME), safe=_PLAIN)}"
    return None


def iris_at(path: str) -> tuple[str, ...]:
    """Return the IRIs that a path may mean, the likeliest first.

    Args:
        path: A path without ending, percent-encoded as it came.

    Returns:
        The IRIs; whether there are such things is another question.
    """
    # IRI 里可直接写汉字，也可写成 %E9…，两者在路径里看不出分别。
    # An IRI may hold 鼻 or %E9%BC%BB: a path does not tell which of them is meant.
    spellings = dict.fromkeys((unquote(path), path))
    iris = [f"{HOME}{spelling.removeprefix('/')}" for spelling in spellings]
    if path.startswith(f"{ONTOLOGY}/"):
        terms = [f"{ZR}{spelling.removeprefix(f'{ONTOLOGY}/')}" for spelling in spellings]
        return (*terms, *iris)
    return tuple(iris)

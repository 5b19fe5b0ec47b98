"""内容协商：客户要什么格式。 Content negotiation: the format that a client wants (RFC 9110)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph

#: Media types of SELECT and ASK, the preferred one first.
TABLE_TYPES: Final = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
    "application/json": pyoxigraph.QueryResultsFormat.JSON,
    "application/xml": pyoxigraph.QueryResultsFormat.XML,
    "text/xml": pyoxigraph.QueryResultsFormat.XML,
}

#: Media types of CONSTRUCT and DESCRIBE, the preferred one first.
GRAPH_TYPES: Final = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/xml": pyoxigraph.RdfFormat.RDF_XML,
    "text/xml": pyoxigraph.RdfFormat.RDF_XML,
}


def preferred(accept: str, offered: Iterable[str]) -> str | None:
    """Choose the media type that a client likes best.

    Args:
        accept: The `Accept` header; empty for anything.
        offered: Media types, in the order of preference among those that it likes equally.

    Returns:
        One of the offered types, or None if the client accepts none of them.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return next(iter(offered))
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _number(value)
    return name, 1.0


def _number(text: str) -> float:
    """Read a q-value; what is none counts as 0, as nobody can tell what was meant."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality that the most specific matching range gives."""
    whole_type = media_type.partition("/")[0] + "/*"
    for name in (media_type, whole_type, "*/*"):
        matching = [quality for given, quality in ranges if given == name]
        if matching:
            return max(matching)
    return 0.0

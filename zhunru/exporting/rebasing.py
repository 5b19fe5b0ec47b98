"""换成自家的命名空间。 Move our IRIs into somebody's own namespace."""

from __future__ import annotations

import re
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from zhunru.errors import UserError
from zhunru.namespaces import HOME, PREFIXES

_BASE: Final = re.compile(r'https?://[^\s<>"{}|\\^`?#/]+(/[^\s<>"{}|\\^`?#]*)?')


class Rebasing:
    """Rewrites IRIs that begin with `https://w3id.org/zhunru/`; others stay as they are."""

    def __init__(self, base: str | None = None) -> None:
        """Take the new beginning.

        Args:
            base: An http(s) address without query and fragment; nothing is rewritten without.

        Raises:
            UserError: If it is none.
        """
        if base is not None and not _BASE.fullmatch(base):
            raise UserError(
                f"“{base}”不能作 IRI 的开头，应如 https://example.org/rules/，不含 ? 与 #。"
                f" IRIs cannot begin with {base!r}; write for example https://example.org/rules/."
            )
        self.home = HOME if base is None else f"{base.rstrip('/')}/"

    def text(self, text: str) -> str:
        """Rewrite a text if it is one of our IRIs."""
        return self.home + text[len(HOME) :] if text.startswith(HOME) else text

    @property
    def prefixes(self) -> dict[str, str]:
        """The project's prefixes."""
        return {prefix: self.text(iri) for prefix, iri in PREFIXES.items()}

    def graph(self, graph: Graph) -> Graph:
        """Copy a graph, with its prefixes.

        Args:
            graph: The graph.

        Returns:
            A graph with all our IRIs rewritten: terms, datatypes, and literals that are one.
        """
        if self.home == HOME:
            return graph
        moved = Graph(bind_namespaces="none")
        for prefix, namespace in graph.namespaces():
            moved.bind(prefix, self.text(namespace))
        for triple in graph:
            moved.add(tuple(map(self._term, triple)))  # type: ignore[arg-type]
        return moved

    def _term(self, term: Node) -> Node:
        if isinstance(term, URIRef):
            return URIRef(self.text(term))
        if isinstance(term, Literal) and HOME in f"{term} {term.datatype}":
            datatype = URIRef(self.text(term.datatype)) if term.datatype else None
            return Literal(self.text(term), lang=term.language, datatype=datatype, normalize=False)
        return term

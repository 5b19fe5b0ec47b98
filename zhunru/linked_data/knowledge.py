"""图谱中关于一物的陈述。 What the graph says about a thing.

Rules and shapes are read; a hospital's evidence never is, as it must be named to be met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS, SH, SKOS, VOID

from zhunru.answer_table import short_iri
from zhunru.describing import SD
from zhunru.linked_data.places import SHAPES_GRAPH
from zhunru.namespaces import ELI, PREFIXES, ZR
from zhunru.requirements import Label
from zhunru.serving.negotiation import GRAPH_TYPES

Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode
Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

_GRAPHS: Final = (pyoxigraph.DefaultGraph(), pyoxigraph.NamedNode(SHAPES_GRAPH))
_LABELS: Final = tuple(
    pyoxigraph.NamedNode(str(iri))
    for iri in (SKOS.prefLabel, RDFS.label, ELI.title, DCTERMS.title, SH.name)
)
#: The project's prefixes, and those of the vocabularies that describe data sets.
_PREFIXES: Final = {
    **PREFIXES,
    "dct": str(DCTERMS),
    "void": str(VOID),
    "dcat": str(DCAT),
    "sd": str(SD),
}
_TYPE: Final = pyoxigraph.NamedNode(str(RDF.type))
_NUMBER: Final = pyoxigraph.NamedNode(str(ELI.number))
_PART_OF: Final = pyoxigraph.NamedNode(str(ELI.is_part_of))
_LIST: Final = (str(RDF.first), str(RDF.rest))


class Knowledge:
    """Rules and shapes of a store."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def said_of(self, node: Node) -> list[pyoxigraph.Triple]:
        """Return the statements that a node is the subject of."""
        return self._matching(node, None)

    def pointing_to(self, node: Node) -> list[pyoxigraph.Triple]:
        """Return the statements that a node is the object of."""
        return self._matching(None, node)

    def knows(self, iri: str) -> bool:
        """Tell whether anything is said of an IRI, or points to it."""
        node = named(iri)
        return node is not None and bool(self.said_of(node) or self.pointing_to(node))

    def values(self, node: Node, predicate: str) -> list[Term]:
        """Return the values of a property of a node."""
        return [one.object for one in self.said_of(node) if one.predicate.value == predicate]

    def stated(self, node: Node) -> list[pyoxigraph.Triple]:
        """Return the statements that a node is subject of, with those of blank nodes below it."""
        return self._gathered(node, inward=False)

    def described(self, node: Node) -> list[pyoxigraph.Triple]:
        """Describe a node: its symmetric concise bounded description.

        Args:
            node: The node.

        Returns:
            Every statement that it is subject or object of, and those of the blank nodes met on
            the way, in both directions until a name is reached.
        """
        return self._gathered(node, inward=True)

    def _gathered(self, start: Node, *, inward: bool) -> list[pyoxigraph.Triple]:
        found: set[pyoxigraph.Triple] = set()
        seen: set[tuple[Node, bool]] = set()
        waiting: list[tuple[Node, bool]] = [(start, False), (start, True)]
        while waiting:
            node, upward = step = waiting.pop()
            if step in seen or (upward and not inward):
                continue
            seen.add(step)
            for triple in self.pointing_to(node) if upward else self.said_of(node):
                found.add(triple)
                next_node = triple.subject if upward else triple.object
                if isinstance(next_node, pyoxigraph.BlankNode):
                    # 从无名节点往上时，它自己的陈述也要。
                    # On the way up, what a blank node says itself is needed, too.
                    waiting += [(next_node, False), (next_node, upward)]
        return list(found)

    def size(self) -> int:
        """Return how many statements the rules are."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, _GRAPHS[0]))

    def instances(self) -> dict[str, set[str]]:
        """Return the things of every class of ours that has some, by IRI of the class."""
        found: dict[str, set[str]] = {}
        for quad in self._store.quads_for_pattern(None, _TYPE, None, _GRAPHS[0]):
            thing, kind = quad.subject, quad.object
            if (
                isinstance(thing, pyoxigraph.NamedNode)
                and isinstance(kind, pyoxigraph.NamedNode)
                and kind.value.startswith(str(ZR))
            ):
                found.setdefault(kind.value, set()).add(thing.value)
        return found

    def terms(self) -> list[pyoxigraph.NamedNode]:
        """Return the terms of the ontology."""
        found = {
            quad.subject
            for quad in self._store.quads_for_pattern(None, _TYPE, None, _GRAPHS[0])
            if isinstance(quad.subject, pyoxigraph.NamedNode)
            and quad.subject.value.startswith(str(ZR))
        }
        return sorted(found, key=lambda node: node.value)

    def pointers(self, node: Node) -> dict[str, list[str]]:
        """Find the things that lead to a node, by property.

        Args:
            node: The node.

        Returns:
            By IRI of the property, the IRIs of the things in natural order. Where only blank nodes
            are between, for instance a list, the property is the one that leads into them.
        """
        found: dict[str, set[str]] = {}
        seen: set[Node] = set()
        waiting: list[Node] = [node]
        while waiting:
            for triple in self.pointing_to(waiting.pop()):
                if isinstance(triple.subject, pyoxigraph.NamedNode):
                    found.setdefault(triple.predicate.value, set()).add(triple.subject.value)
                elif isinstance(triple.subject, pyoxigraph.BlankNode) and (
                    triple.subject not in seen
                ):
                    seen.add(triple.subject)
                    waiting.append(triple.subject)
        return {predicate: sorted(iris, key=natural) for predicate, iris in found.items()}

    def members(self, head: pyoxigraph.BlankNode) -> list[Term] | None:
        """Return the members of an RDF list; None if a node is no list."""
        found: list[Term] = []
        seen: set[Term] = set()
        current: Term = head
        while isinstance(current, pyoxigraph.BlankNode) and current not in seen:
            seen.add(current)
            first, rest = (self.values(current, predicate) for predicate in _LIST)
            if not (first and rest):
                return None
            found.append(first[0])
            current = rest[0]
        return found

    def label(self, node: pyoxigraph.NamedNode) -> Label:
        """Name a thing: by its labels, a clause by its number, else by its short IRI."""
        texts = self._texts(node)
        chinese = texts.get("zh") or texts.get("") or self._clause(node)
        return Label(chinese or short_iri(node.value), texts.get("en", ""))

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield every labelled IRI of ours with each of its labels."""
        for predicate in _LABELS[:2]:
            for quad in self._store.quads_for_pattern(None, predicate, None, _GRAPHS[0]):
                if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(
                    quad.object, pyoxigraph.Literal
                ):
                    yield quad.subject.value, quad.object.value

    def _texts(self, node: pyoxigraph.NamedNode) -> dict[str, str]:
        """Return the labels of a node by language, those of the first property that has some."""
        for predicate in _LABELS:
            literals = [
                value
                for value in self.values(node, predicate.value)
                if isinstance(value, pyoxigraph.Literal)
            ]
            if literals:
                ordered = sorted(literals, key=lambda one: one.value, reverse=True)
                return {one.language or "": one.value for one in ordered}
        return {}

    def _clause(self, node: pyoxigraph.NamedNode) -> str:
        """Name a clause: its number, after the title of its regulation."""
        numbers = self.values(node, _NUMBER.value)
        wholes = [
            one
            for one in self.values(node, _PART_OF.value)
            if isinstance(one, pyoxigraph.NamedNode)
        ]
        if not (numbers and isinstance(numbers[0], pyoxigraph.Literal)):
            return ""
        titles = "".join(f"《{self.label(one).zh}》" for one in wholes[:1])
        return f"{titles}{numbers[0].value}"

    def _matching(self, subject: Node | None, value: Node | None) -> list[pyoxigraph.Triple]:
        return [
            quad.triple
            for graph in _GRAPHS
            for quad in self._store.quads_for_pattern(subject, None, value, graph)
        ]


def named(iri: str) -> pyoxigraph.NamedNode | None:
    """Return the node of an IRI; None if it is malformed."""
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError:
        return None


def natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which numbers in texts are ordered as numbers."""
    return [(int(n) if n.isdecimal() else -1, n) for n in re.split(r"(\d+)", text)]


def canonical(triples: Iterable[pyoxigraph.Triple]) -> pyoxigraph.Dataset:
    """Give blank nodes names that depend on the statements only, by RDFC-1.0.

    Clients that ask again then see whether anything has changed.

    Args:
        triples: The triples.

    Returns:
        The same statements.
    """
    said = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in triples)
    said.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return said


def serialised(triples: Iterable[pyoxigraph.Triple], media_type: str) -> bytes:
    """Write triples: the same text for the same statements.

    Args:
        triples: The triples.
        media_type: One of RDF.

    Returns:
        The text in UTF-8, with the prefixes that it uses.
    """
    ordered = sorted((quad.triple for quad in canonical(triples)), key=str)
    text = "\n".join(map(str, ordered))
    used = {prefix: name for prefix, name in _PREFIXES.items() if f"<{name}" in text}
    written = pyoxigraph.serialize(ordered, format=GRAPH_TYPES[media_type], prefixes=used)
    assert written is not None
    return written

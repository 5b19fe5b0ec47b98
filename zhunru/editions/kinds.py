"""版本变化的类型与数字的比较。 Kinds of change between editions, and what the figures say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.namespaces import ID, ZR
from zhunru.reading import Reader
from zhunru.requirements import Concept, Label


class Kind(StrEnum):
    """Kinds of change that can be computed or checked, in the order in which to tell them.

    The values are notations of `scheme/change-kind`.
    """

    MOVED_UP = "moved-up"
    MOVED_DOWN = "moved-down"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    NEW = "new"
    DROPPED = "dropped"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"


class Outcome(StrEnum):
    """What the figures of two editions say."""

    LOOSENED = "loosened"
    TIGHTENED = "tightened"
    EQUAL = "equal"
    NOT_COMPARABLE = "not comparable"

    @property
    def label(self) -> Label:
        """The outcome in words."""
        return Label(_OUTCOMES[self], self.value)


_OUTCOMES: Final = {
    Outcome.LOOSENED: "放宽",
    Outcome.TIGHTENED: "收紧",
    Outcome.EQUAL: "相同",
    Outcome.NOT_COMPARABLE: "不可比",
}


@dataclass(frozen=True)
class CuratedChange:
    """编者判断的一处变化。 A change as the curator judged it.

    Attributes:
        iri: Its IRI.
        label: Its name.
        kinds: Its kinds, one or more.
        before: The IRIs of what stood in the older edition.
        after: The IRIs of what stands in the newer one.
        reason: Why it was judged so.
    """

    iri: str
    label: Label
    kinds: tuple[Concept, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: Label


def kinds_order(kinds: Iterable[Concept]) -> list[int]:
    """Order changes by their kinds: moves first, then stricter and milder, unchanged last."""
    known = [one.value for one in Kind]
    other = known.index(Kind.REWORDED)
    ranks = (known.index(one.notation) if one.notation in known else other for one in kinds)
    return sorted(ranks) or [other]


def kind_concept(reader: Reader, kind: Kind) -> Concept:
    """Return the concept of a kind of change."""
    return reader.concept(ID[f"change-kind/{kind}"])


def curated_changes(
    graph: Graph, reader: Reader, old: Iterable[str], new: Iterable[str]
) -> tuple[CuratedChange, ...]:
    """Read the curated changes between two sets of things.

    Args:
        graph: The knowledge graph.
        reader: Reads its concepts.
        old: The IRIs of everything that the older edition has.
        new: The IRIs of everything that the newer one has.

    Returns:
        The changes whose sides lie in the two editions, in order of IRI.
    """
    earlier, later = frozenset(old), frozenset(new)
    changes = []
    for node in sorted(graph.subjects(RDF.type, ZR.EditionChange), key=str):
        before, after = _sides(graph, node, ZR.before), _sides(graph, node, ZR.after)
        if earlier.issuperset(before) and later.issuperset(after):
            changes.append(_change(graph, reader, node, before, after))
    return tuple(changes)


def _change(
    graph: Graph, reader: Reader, node: Node, before: tuple[str, ...], after: tuple[str, ...]
) -> CuratedChange:
    kinds = [reader.concept(kind) for kind in graph.objects(node, ZR.change)]
    return CuratedChange(
        iri=str(node),
        label=_texts(graph, node, SKOS.prefLabel),
        kinds=tuple(sorted(kinds, key=lambda kind: kind.notation)),
        before=before,
        after=after,
        reason=_texts(graph, node, ZR.reason),
    )


def _sides(graph: Graph, node: Node, side: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(one) for one in graph.objects(node, side)))


def _texts(graph: Graph, node: Node, predicate: URIRef) -> Label:
    texts = {
        str(text.language): str(text)
        for text in graph.objects(node, predicate)
        if isinstance(text, Literal)
    }
    return Label(texts.get("zh", ""), texts.get("en", ""))

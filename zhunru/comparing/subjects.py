"""比较的是什么。 What is compared: a measure, a title, or something that must be had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.comparing.named import find, local_name
from zhunru.hierarchy import Hierarchy
from zhunru.namespaces import ZR
from zhunru.reading import Reader
from zhunru.requirements import Label, Leaf, Possession, Requirement, Threshold, TitleRequirement

_ANY_TITLE: Final = ("title", "职称")
_WHAT: Final = Label("指标、职称或须具备之物", "measure, title or thing to be had")


@dataclass(frozen=True)
class Subject:
    """比较的对象。 The subject of a comparison.

    Attributes:
        node: A measure, a title, a thing that must be had; the class of titles for any of them.
        label: Its name.
        notations: The notations of a thing and of all narrower ones.
    """

    node: Node
    label: Label
    notations: frozenset[str]

    @property
    def key(self) -> str:
        """What names it in a link: `title` for titles, else the last part of its IRI."""
        return "title" if self.node == ZR.Title else local_name(self.node)

    def covers(self, leaf: Leaf) -> bool:
        """Tell whether a requirement is about it; a narrower thing is the thing as well."""
        if isinstance(leaf, Threshold):
            return leaf.measure.iri == str(self.node)
        if isinstance(leaf, TitleRequirement):
            return self.node == ZR.Title or leaf.title.iri == str(self.node)
        return isinstance(leaf, Possession) and leaf.thing.notation in self.notations


_TITLE: Final = Subject(ZR.Title, Label("职称", "Title"), frozenset())


def subjects_with_figures(requirements: Iterable[Requirement]) -> tuple[Subject, ...]:
    """Return what requirements put figures to: measures, and titles of any rank as one.

    Args:
        requirements: Leaves and groups; groups are not looked into.

    Returns:
        The subjects, each once, in the order in which they first occur.
    """
    found: dict[str, Subject] = {}
    for one in requirements:
        if isinstance(one, TitleRequirement):
            found[str(_TITLE.node)] = _TITLE
        elif isinstance(one, Threshold):
            measure = one.measure
            found[measure.iri] = Subject(URIRef(measure.iri), measure.label, frozenset())
    return tuple(found.values())


def find_subject(graph: Graph, name: str) -> Subject:
    """Find what a user wants to compare.

    Args:
        graph: The knowledge graph.
        name: The notation or a label of a measure, a title or a thing that must be had; `title`
            or 职称 for titles of any rank.

    Returns:
        The subject.

    Raises:
        UserError: If nothing, or more than one thing, goes by that name.
    """
    if name.strip().lower() in _ANY_TITLE:
        return _TITLE
    things = set(graph.objects(None, ZR.possesses))
    things |= {above for one in things for above in graph.objects(one, SKOS.broader)}
    known = [*_all(graph, ZR.Measure), *_all(graph, ZR.Title), *_sorted(things)]
    node = find(graph, name, known, _WHAT)
    concept = Reader(graph).concept(node)
    below = Hierarchy(graph).below(concept.notation) if node in things else frozenset[str]()
    return Subject(node, concept.label, below)


def _all(graph: Graph, kind: Node) -> list[Node]:
    return _sorted(set(graph.subjects(RDF.type, kind)))


def _sorted(nodes: set[Node]) -> list[Node]:
    return sorted(nodes, key=str)

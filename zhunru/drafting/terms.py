"""图谱里已有的概念，供起草时引用。 The concepts that a draft may refer to.

A draft refers only to concepts that the graph defines, so that what it says can be read at once;
a guess that needs another concept is left to the person who reviews.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from zhunru.namespaces import CV, ID, ZR
from zhunru.requirements import Label

# 印本的单位 → 概念表里的写法。 Units as printed → as the concept scheme writes them.
_UNIT_WORDS: Final = {"人": "名", "例次": "例", "月": "个月", "m²": "平方米", "㎡": "平方米"}
_FACETS: Final = {
    "body-site": ZR.BodySite,
    "lesion": ZR.Lesion,
    "action": ZR.Action,
    "access": ZR.Access,
}
_SHORTEST_FACET: Final = 2
"""一个字的名称处处都有，不作提示。 Names of one character occur everywhere."""


class Terms:
    """起草所用的词。 The words of a graph, by kind and notation."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.titles = _longest_first(self._names(ZR.Title))
        self.case_roles = _longest_first(self._names(ZR.CaseRole))
        self.case_kinds = _longest_first(self._names(ZR.CaseKind))
        self._units = dict(self._names(ZR.Unit))
        self._facets = {kind: _longest_first(self._names(c)) for kind, c in _FACETS.items()}
        ranks = graph.subject_objects(ZR.rank)
        self.grades = {
            int(str(rank)): _notation(node)
            for node, rank in ranks
            if (node, RDF.type, ZR.Grade) in graph and isinstance(node, URIRef)
        }

    def has(self, kind: str, notation: str) -> bool:
        """Tell whether the graph defines a concept, such as `measure`, `cases`."""
        return (_iri(kind, notation), RDF.type, None) in self._graph

    def label(self, kind: str, notation: str) -> Label:
        """Return the names of a concept; its notation where it has none."""
        names = {
            name.language: str(name)
            for name in self._graph.objects(_iri(kind, notation), SKOS.prefLabel)
            if isinstance(name, Literal)
        }
        return Label(names.get("zh", notation), names.get("en", notation))

    def unit(self, printed: str) -> str | None:
        """Return the notation of a printed unit (例 → case), or None."""
        return self._units.get(_UNIT_WORDS.get(printed, printed))

    def is_person(self, role: str) -> bool:
        """Tell whether people bear a role."""
        return (_iri("role", role), RDF.type, ZR.PersonRole) in self._graph

    def knows_technique(self, technique: str, regulation: str) -> bool:
        """Tell whether another regulation already declares a technique."""
        clauses = self._graph.objects(_iri("technique", technique), CV.isDerivedFrom)
        own = f"{ID}clause/{regulation}/"
        return any(not str(clause).startswith(own) for clause in clauses)

    def has_regulation(self, name: str) -> bool:
        """Tell whether the graph already holds a regulation."""
        return (_iri("regulation", name), RDF.type, ZR.Regulation) in self._graph

    def facets_in(self, name: str) -> tuple[str, ...]:
        """Return the facets whose names occur in the name of a procedure: `action:resection`."""
        found = []
        for kind, facets in self._facets.items():
            rest = name
            for word, notation in facets:
                if len(word) >= _SHORTEST_FACET and word in rest:
                    # 长名先认，其中的短名不再认。 A short name inside a long one is not meant.
                    rest = rest.replace(word, "，")
                    found.append(f"{kind}:{notation}")
        return tuple(dict.fromkeys(found))

    def _names(self, concept_class: URIRef) -> Iterator[tuple[str, str]]:
        """Yield Chinese name and notation of every concept of a class."""
        for node in sorted(set(self._graph.subjects(RDF.type, concept_class)), key=str):
            for property_ in (SKOS.prefLabel, SKOS.altLabel):
                for name in self._graph.objects(node, property_):
                    if isinstance(name, Literal) and name.language == "zh":
                        yield str(name), _notation(node)


def _iri(kind: str, notation: str) -> URIRef:
    return ID[f"{kind}/{notation}"]


def _notation(node: object) -> str:
    return str(node).rpartition("/")[2]


def _longest_first(names: Iterator[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(names), key=lambda name: (-len(name[0]), name)))

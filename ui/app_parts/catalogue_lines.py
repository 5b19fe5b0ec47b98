"""目录里不是手术的行：目录引用与兜底规则。 Lines of catalogues that are no procedures."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from app_parts.graph_words import label, need, note, texts
from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path

_KINDS = (ZR.CatalogueReference, ZR.ResidualRule)


@dataclass(frozen=True)
class Target:
    """The catalogue that a line points to: its name, and technique and grade for links."""

    name: str
    technique: str
    edition: str
    grade: str


@dataclass(frozen=True)
class Line:
    """A line of a catalogue that only points elsewhere, or grades what is not listed."""

    key: str
    kind: str
    text: str
    position: str
    quotes: tuple[str, ...]
    note: str | None
    targets: tuple[Target, ...]

    def mentions(self, words: str) -> bool:
        """Tell whether every word occurs in it."""
        text = " ".join((self.text, *self.quotes)).casefold()
        return all(word in text for word in words.casefold().split())


def lines_of(catalogue: Node) -> tuple[Line, ...]:
    """Return the lines of a catalogue that are no procedures, references first."""
    graph = load_graph()
    return tuple(
        _line(node, label(kind))
        for kind in _KINDS
        for node in sorted(graph.subjects(SKOS.inScheme, catalogue), key=str)
        if (node, RDF.type, kind) in graph
    )


def _line(node: Node, kind: str) -> Line:
    graph = load_graph()
    return Line(
        key=local_path(str(node)),
        kind=kind,
        text=label(node),
        position=str(graph.value(node, ZR.position) or ""),
        quotes=tuple(sorted(texts(node, ZR.quote))),
        note=note(node),
        targets=tuple(_target(one) for one in sorted(graph.objects(node, ELI.cites), key=str)),
    )


def _target(catalogue: Node) -> Target:
    graph = load_graph()
    technique, grade = need(catalogue, ZR.technique), need(catalogue, ZR.grade)
    return Target(
        name=label(catalogue),
        technique=str(graph.value(technique, SKOS.notation)),
        edition=local_name(need(catalogue, ELI.is_part_of)),
        grade=str(graph.value(grade, SKOS.notation)),
    )

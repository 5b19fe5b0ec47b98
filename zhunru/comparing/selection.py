"""选出要比较的标准及其要求。 Choose the criteria to compare, and what their bearers must meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from zhunru.comparing.named import find
from zhunru.comparing.placement import Placement, placements
from zhunru.criterion import Criterion
from zhunru.namespaces import ZR
from zhunru.requirements import Concept, Label

#: What asks for all editions instead of those in force.
ALL_EDITIONS: Final = "all"
_KINDS: Final = {
    ZR.Role: Label("承担者", "bearer"),
    ZR.Grade: Label("级别", "grade"),
    ZR.Technique: Label("技术", "technique"),
    ZR.Regulation: Label("规范", "regulation"),
}


@dataclass(frozen=True)
class Choice:
    """用户的选择。 What a user chose, by names; nothing chosen is everything.

    Attributes:
        roles: The bearers.
        grade: A grade for which the criteria must bind.
        techniques: The techniques.
        editions: Regulations that stand in for the edition in force of their technique, or `all`.
    """

    roles: tuple[str, ...] = ()
    grade: str | None = None
    techniques: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """选出的标准。 The criteria chosen.

    Attributes:
        bearers: The criteria of the bearers, techniques, grade and editions chosen.
        techniques: The techniques that are compared.
    """

    bearers: tuple[Criterion, ...]
    techniques: tuple[Concept, ...]

    def placements(self) -> Iterator[tuple[Criterion, Placement]]:
        """Yield every requirement with the bearer's criterion.

        A criterion extends others: their requirements count as the bearer's, unless the other
        criterion was chosen as well and tells them itself.
        """
        chosen = {one.iri for one in self.bearers}
        for bearer in self.bearers:
            for criterion in bearer.closure:
                if criterion is bearer or criterion.iri not in chosen:
                    yield from ((bearer, place) for place in placements(criterion))


def select(graph: Graph, criteria: Sequence[Criterion], choice: Choice) -> Selection:
    """Choose criteria.

    Args:
        graph: The knowledge graph.
        criteria: Its criteria.
        choice: What the user chose.

    Returns:
        The selection.

    Raises:
        UserError: If a name is unknown, or goes for several things.
    """
    roles = [_named(graph, name, ZR.Role) for name in choice.roles]
    techniques = [_named(graph, name, ZR.Technique) for name in choice.techniques]
    grade = None
    if choice.grade is not None:
        node = URIRef(_named(graph, choice.grade, ZR.Grade))
        grade = str(graph.value(node, SKOS.notation))
    among = [
        one
        for one in _of_editions(graph, criteria, choice.editions)
        if not techniques or one.technique.iri in techniques
    ]
    bearers = tuple(
        one
        for one in among
        if (not roles or one.role.iri in roles) and (grade is None or one.covers(grade))
    )
    # 没有自己规范的下位技术，只在点名时才说“未规定”。 Parts of a technique count only if named.
    governed = {str(node) for node in graph.objects(None, ZR.governs)} | set(techniques)
    compared = {one.technique.iri: one.technique for one in among if one.technique.iri in governed}
    return Selection(bearers, tuple(compared.values()))


def _of_editions(
    graph: Graph, criteria: Sequence[Criterion], names: Sequence[str]
) -> list[Criterion]:
    """Take the editions that are named; for every other technique, those in force."""
    if ALL_EDITIONS in names:
        return list(criteria)
    chosen = {_named(graph, name, ZR.Regulation) for name in names}
    settled = {one.technique for one in criteria if one.regulation.iri in chosen}
    return [
        one
        for one in criteria
        if one.regulation.iri in chosen
        or (one.regulation.replaced is None and one.technique not in settled)
    ]


def _named(graph: Graph, name: str, kind: URIRef) -> str:
    nodes = sorted(graph.subjects(RDF.type, kind), key=str)
    return str(find(graph, name, nodes, _KINDS[kind]))

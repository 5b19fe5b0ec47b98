"""卷宗：一个承担者在一项标准下的证据。 Dossiers: a bearer's evidence under one criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS

from zhunru.criterion import Criterion
from zhunru.intervals import Interval
from zhunru.namespaces import EVIDENCE, bind_prefixes
from zhunru.next_steps.running import Running
from zhunru.requirements import ValueType

Value = bool | int | Decimal


@dataclass(frozen=True)
class Dossier:
    """What is known of one bearer under one criterion.

    Attributes:
        iri: Its IRI, unique in a run.
        bearer: The identifier of the person or institution, as the hospital gave it.
        name: The bearer's name for reports; the identifier where there is none.
        institution: The identifier of the institution, the bearer's own for institutions.
        criterion: The criterion it is checked against.
        values: Evidence by column name (`Leaf.evidence_key`); a missing key is missing evidence.
        running: Time that goes on by itself (任职、从业年限), by column name; may be left out.
        wholes: The denominators of rates, by column name of the rate; may be left out.
        ranges: What is known of numbers that no value stands for, by column name.
    """

    iri: str
    bearer: str
    name: str
    institution: str
    criterion: Criterion
    values: Mapping[str, Value]
    running: Mapping[str, Running] = field(default_factory=dict)
    wholes: Mapping[str, Decimal] = field(default_factory=dict)
    ranges: Mapping[str, Interval] = field(default_factory=dict)


def literal(value: Value, value_type: ValueType) -> Literal:
    """Write an evidence value as a literal of its datatype, in canonical form."""
    if isinstance(value, bool):
        return Literal(value)
    return Literal(value_type.lexical(value), datatype=URIRef(value_type.iri))


def to_graph(dossiers: Iterable[Dossier]) -> Graph:
    """Write dossiers as RDF, typed by the dossier class of their criterion.

    Args:
        dossiers: The dossiers.

    Returns:
        A graph that the shapes of `shapes/eligibility/` apply to.
    """
    graph = bind_prefixes(Graph())
    for dossier in dossiers:
        node = URIRef(dossier.iri)
        graph.add((node, RDF.type, URIRef(dossier.criterion.dossier_class)))
        graph.add((node, RDFS.label, Literal(dossier.name)))
        for leaf in dossier.criterion.leaves():
            value = dossier.values.get(leaf.evidence_key)
            if value is not None:
                path = EVIDENCE[leaf.evidence_key]
                graph.add((node, path, literal(value, leaf.value_type)))
    return graph


def to_ntriples(dossiers: Iterable[Dossier]) -> str:
    """Write the classes and the evidence of dossiers as N-Triples, fast.

    Args:
        dossiers: The dossiers.

    Returns:
        The triples of `to_graph` without the names.
    """
    lines = []
    for dossier in dossiers:
        lines.append(f"<{dossier.iri}> <{RDF.type}> <{dossier.criterion.dossier_class}> .")
        types = {leaf.evidence_key: leaf.value_type for leaf in dossier.criterion.leaves()}
        lines += [
            f"<{dossier.iri}> <{EVIDENCE}{key}> {literal(value, types[key]).n3()} ."
            for key, value in dossier.values.items()
            if key in types
        ]
    return "\n".join(lines)

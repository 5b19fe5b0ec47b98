"""把卷宗的格式编译为 SHACL 形状。 Compile the form of dossiers into SHACL shapes.

`shapes/intake.ttl` says which evidence a dossier of each criterion may carry, and of what datatype:
a sender checks his RDF with any SHACL engine before the conditions themselves are looked at. Tables
are checked by their Table Schemas (`zhunru/tables.py`) and never become RDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH

from zhunru.criterion import Criterion
from zhunru.files import write_text
from zhunru.namespaces import DOSSIER, EVIDENCE, SHAPE, bind_prefixes, local_path
from zhunru.reading import criteria
from zhunru.requirements import Leaf, ValueType
from zhunru.resources import folder

INTAKE: Final = Namespace(f"{SHAPE}intake/")

_HEADER: Final = """\
# 由 data/ 编译，勿手改；重新编译：zhunru shapes build
# Compiled from data/, do not edit; to rebuild: zhunru shapes build

"""

_DATATYPES: Final = {
    ValueType.INTEGER: ("一个整数（xsd:integer）", "one xsd:integer"),
    ValueType.DECIMAL: ("一个小数（xsd:decimal）", "one xsd:decimal"),
    ValueType.BOOLEAN: ("是或否（xsd:boolean）", "one xsd:boolean"),
}


def compile_intake(chosen: Iterable[Criterion] | None = None) -> Graph:
    """Compile the form of dossiers.

    Args:
        chosen: The criteria; those of the shipped knowledge graph unless given.

    Returns:
        A closed node shape per dossier class, and a property shape per kind of evidence.
    """
    graph = bind_prefixes(Graph())
    graph.bind("intake", INTAKE)
    graph.bind("dossier", DOSSIER)
    known: dict[str, Leaf] = {}
    for criterion in criteria().values() if chosen is None else chosen:
        leaves = {leaf.evidence_key: leaf for leaf in criterion.leaves()}
        known |= leaves
        _add_dossier(graph, criterion, leaves)
    for key, leaf in known.items():
        _add_evidence(graph, key, leaf.value_type)
    return graph


def build(target: Path | None = None) -> Path:
    """Compile the form of every dossier and write it.

    Args:
        target: The file; `shapes/intake.ttl` unless given.

    Returns:
        The file, complete or untouched.
    """
    target = target or folder("shapes") / "intake.ttl"
    write_text(target, _HEADER + compile_intake().serialize(format="turtle"))
    return target


def _add_dossier(graph: Graph, criterion: Criterion, evidence: Iterable[str]) -> None:
    shape = INTAKE[local_path(criterion.iri)]
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, URIRef(criterion.dossier_class)))
    graph.add((shape, SH.closed, Literal(True)))
    ignored = Collection(graph, BNode(), [RDF.type, RDFS.label])
    graph.add((shape, SH.ignoredProperties, ignored.uri))
    _say(
        graph,
        shape,
        f"“{criterion.label.zh}”的卷宗只能有该标准用到的证据。",
        f"A dossier of {criterion.label.en!r} carries only evidence that the criterion uses.",
    )
    for key in evidence:
        graph.add((shape, SH.property, INTAKE[key]))


def _add_evidence(graph: Graph, key: str, value_type: ValueType) -> None:
    shape = INTAKE[key]
    zh, en = _DATATYPES[value_type]
    graph.add((shape, RDF.type, SH.PropertyShape))
    graph.add((shape, SH.path, EVIDENCE[key]))
    graph.add((shape, SH.datatype, URIRef(value_type.iri)))
    graph.add((shape, SH.maxCount, Literal(1)))
    _say(graph, shape, f"evidence:{key} 至多{zh}。", f"evidence:{key} has at most {en}.")


def _say(graph: Graph, shape: URIRef, zh: str, en: str) -> None:
    graph.add((shape, SH.message, Literal(zh, lang="zh")))
    graph.add((shape, SH.message, Literal(en, lang="en")))

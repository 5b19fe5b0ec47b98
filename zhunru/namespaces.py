"""项目使用的命名空间与 IRI 前缀。 Namespaces and IRI prefixes of the project.

The IRI scheme is described in `docs/design.md`.
"""

from __future__ import annotations

from typing import Final

from rdflib import Graph, Namespace
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS, XSD

#: What every IRI of the project begins with.
HOME: Final = "https://w3id.org/zhunru/"

ZR: Final = Namespace(f"{HOME}ontology#")
ID: Final = Namespace(f"{HOME}id/")
CV: Final = Namespace("http://data.europa.eu/m8g/")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")

DOSSIER: Final = Namespace(ID + "dossier/")
EVIDENCE: Final = Namespace(ID + "evidence/")
SHAPE: Final = Namespace(ID + "shape/")

#: Kinds of data IRI that get a prefix of their own, besides the vocabularies.
CONCEPT_KINDS: Final = (
    "access",
    "action",
    "body-site",
    "case-role",
    "certificate",
    "equipment",
    "facility",
    "force",
    "grade",
    "hospital-level",
    "judgement",
    "lesion",
    "measure",
    "practice",
    "practice-scope",
    "regulation",
    "role",
    "scheme",
    "specialty",
    "technique",
    "title",
    "unit",
)

PREFIXES: Final[dict[str, str]] = {
    "zr": str(ZR),
    "cv": str(CV),
    "eli": str(ELI),
    "skos": str(SKOS),
    "sh": str(SH),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "evidence": str(EVIDENCE),
    **{kind: f"{ID}{kind}/" for kind in CONCEPT_KINDS},
}


def bind_prefixes(graph: Graph) -> Graph:
    """Bind the project's prefixes to a graph, in place.

    Args:
        graph: The graph to bind them to.

    Returns:
        The same graph.
    """
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


def local_path(iri: str) -> str:
    """Return what follows the data namespace and the kind, e.g. `nasal-endoscopy-2019/operator`.

    Args:
        iri: A data IRI of the project.

    Returns:
        The path without namespace and kind.

    Raises:
        ValueError: If the IRI is not in the data namespace.
    """
    if not iri.startswith(str(ID)):
        raise ValueError(f"不是本项目的数据 IRI：{iri}。 Not a data IRI of the project: {iri}.")
    return iri.removeprefix(str(ID)).split("/", 1)[1]

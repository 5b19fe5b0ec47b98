"""手术目录成表，一个条目一行。 The catalogues as a table, an entry a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.csv_text import Cell
from zhunru.editions.entries import printed_order
from zhunru.exporting.sheet import Sheet, joined
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.reading import Reader
from zhunru.requirements import Label

_TITLE: Final = Label("手术目录", "Catalogues")
_COLUMNS: Final = (
    Label("专科", "specialty"),
    Label("技术", "technique"),
    Label("级别", "grade"),
    Label("编号", "number"),
    Label("名称", "name"),
    Label("英文名", "English name"),
    Label("别名", "other names"),
    Label("种类", "kind"),
    Label("所在节", "section"),
    Label("部位", "body site"),
    Label("病损", "lesion"),
    Label("术式", "action"),
    Label("入路", "access"),
    Label("规范", "regulation"),
    Label("施行中", "in force"),
    Label("条款", "clause"),
    Label("编者注", "note"),
    Label("技术代号", "technique code"),
    Label("级别代号", "grade code"),
    Label("条目代号", "entry code"),
    Label("IRI", "of the entry"),
)
_KINDS: Final[Mapping[Node, str]] = {
    ZR.Procedure: "操作",
    ZR.CatalogueReference: "指向另一目录",
    ZR.ResidualRule: "未列出的操作统一定级",
}
_FACETS: Final = (ZR.bodySite, ZR.lesion, ZR.action, ZR.access)


def catalogue_sheet(graph: Graph) -> Sheet:
    """Write every entry of every catalogue as a row.

    Args:
        graph: The knowledge graph.

    Returns:
        The entries by technique, edition and grade, as they are printed.
    """
    entries = [
        (catalogue, node)
        for catalogue in graph.subjects(RDF.type, ZR.Catalogue)
        for node in graph.subjects(SKOS.inScheme, catalogue)
        if graph.value(node, RDF.type) in _KINDS
    ]
    entries.sort(key=lambda pair: (str(pair[0]), printed_order(str(pair[1]))))
    reader = Reader(graph)
    rows = tuple(tuple(_row(graph, reader, *entry)) for entry in entries)
    return Sheet("catalogues", _TITLE, _COLUMNS, rows)


def _row(graph: Graph, reader: Reader, catalogue: Node, node: Node) -> Iterator[Cell]:
    names = _Names(graph)
    technique = next(graph.objects(catalogue, ZR.technique))
    grade = reader.concept(next(graph.objects(catalogue, ZR.grade)))
    regulation = reader.regulation(next(graph.objects(catalogue, ELI.is_part_of)))
    yield joined(names.of(graph.objects(technique, ZR.specialty)))
    yield names.chinese(technique)
    yield grade.label.zh
    yield _text(graph.value(node, ZR.position))
    yield names.chinese(node)
    yield joined(names.all(node, SKOS.prefLabel, "en"))
    yield joined(names.all(node, SKOS.altLabel, "zh"))
    yield _KINDS[next(one for one in graph.objects(node, RDF.type) if one in _KINDS)]
    yield joined(names.of(graph.objects(node, ZR.section)))
    for facet in _FACETS:
        yield joined(names.of(graph.objects(node, facet)))
    yield regulation.label.zh
    yield "否" if regulation.replaced else "是"
    yield _text(graph.value(catalogue, ELI.number))
    yield joined(names.all(node, ZR.curationNote, "zh"))
    yield reader.concept(technique).notation
    yield grade.notation
    yield local_path(str(node))
    yield str(node)


class _Names:
    """Names the things of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def chinese(self, node: Node) -> str | None:
        return joined(self.all(node, SKOS.prefLabel, "zh"))

    def of(self, nodes: Iterator[Node]) -> list[str]:
        return [self.chinese(one) or str(one) for one in sorted(nodes, key=str)]

    def all(self, node: Node, predicate: URIRef, language: str) -> list[str]:
        texts = self._graph.objects(node, predicate)
        return sorted(str(one) for one in texts if getattr(one, "language", None) == language)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)

"""读入 RDF 形式的证据。 Read ready-made evidence in RDF.

Dossiers typed by the dossier class of a criterion, with evidence properties: what the shapes of
`shapes/eligibility/` validate, and what `zhunru validate --report FILE.ttl` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.namespaces import DOSSIER, EVIDENCE
from zhunru.requirements import Leaf, ValueType

#: File endings that are read as RDF, with the format's name in rdflib and in Oxigraph.
FORMATS: Final = {
    ".ttl": ("turtle", pyoxigraph.RdfFormat.TURTLE),
    ".nt": ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
}

RDF_EVIDENCE: Final = "rdf-evidence"
"""问题代号：证据有问题，列名里有其节点。 The code of problems whose column names the node."""

_DATATYPES: Final = {
    ValueType.INTEGER: Bilingual("整数（xsd:integer）", "an xsd:integer"),
    ValueType.DECIMAL: Bilingual("小数（xsd:decimal）", "an xsd:decimal"),
    ValueType.BOOLEAN: Bilingual("是或否（xsd:boolean）", "an xsd:boolean"),
}


def read_dossiers(paths: Sequence[Path], criteria: Mapping[str, Criterion]) -> tuple[Dossier, ...]:
    """Read dossiers from RDF files.

    Args:
        paths: Turtle or N-Triples files.
        criteria: The criteria, by IRI.

    Returns:
        The dossiers, in order of IRI.

    Raises:
        InputError: With every problem: a file that cannot be parsed (with line and column), no
            dossier, an unknown dossier class, a value that is repeated or of the wrong datatype.
    """
    reading = _Reading({criterion.dossier_class: criterion for criterion in criteria.values()})
    for path in paths:
        reading.file(path)
    if reading.problems:
        raise InputError(reading.problems)
    return tuple(sorted(reading.dossiers, key=lambda dossier: dossier.iri))


@dataclass
class _Reading:
    by_class: Mapping[str, Criterion]
    dossiers: list[Dossier] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def file(self, path: Path) -> None:
        graph = self._parse(path)
        if graph is None:
            return
        before = len(self.dossiers)
        known = {dossier.iri for dossier in self.dossiers}
        for node, kind in sorted(graph.subject_objects(RDF.type), key=str):
            if str(kind) in self.by_class and str(node) in known:
                self._report(path, None, str(node), _SAME_DOSSIER, _ONE_DOSSIER)
            elif str(kind) in self.by_class:
                known.add(str(node))
                self.dossiers.append(self._dossier(path, graph, node, self.by_class[str(kind)]))
            elif str(kind).startswith(str(DOSSIER)):
                self._report(path, None, str(kind), _UNKNOWN_CLASS, _A_CLASS)
        if len(self.dossiers) == before and not self.problems:
            self._report(path, None, None, _NO_DOSSIER, _A_DOSSIER)

    def _parse(self, path: Path) -> Graph | None:
        rdflib_name, oxigraph_format = FORMATS[path.suffix.lower()]
        try:
            content = path.read_bytes()
            # Oxigraph 的语法错误带行列。 Oxigraph's syntax errors carry line and column.
            for _ in pyoxigraph.parse(content, format=oxigraph_format):
                pass
        except OSError as error:
            self._report(
                path,
                None,
                None,
                Bilingual(f"不能读取（{error}）", f"cannot be read ({error})"),
                _RDF,
            )
            return None
        except SyntaxError as error:
            finding = Bilingual(f"语法错误（{error.msg}）", f"is malformed ({error.msg})")
            self._report(path, f"第 {error.offset} 个字符", None, finding, _RDF, row=error.lineno)
            return None
        try:
            return Graph().parse(data=content, format=rdflib_name)
        except (BadSyntax, ParserError, ValueError, RecursionError) as error:
            finding = Bilingual("含有不支持的语法", f"uses unsupported syntax ({error})")
            self._report(path, None, None, finding, _RDF)
            return None

    def _dossier(self, path: Path, graph: Graph, node: Node, criterion: Criterion) -> Dossier:
        values: dict[str, Value] = {}
        expected = {EVIDENCE[leaf.evidence_key] for leaf in criterion.leaves()}
        for predicate in sorted(set(graph.predicates(node)) - expected, key=str):
            if str(predicate).startswith(str(EVIDENCE)):
                name = f"evidence:{str(predicate).removeprefix(str(EVIDENCE))}"
                self._report(path, str(node), name, _UNKNOWN_EVIDENCE, _KNOWN_EVIDENCE)
        for leaf in criterion.leaves():
            for value in self._values(path, graph, node, leaf):
                values[leaf.evidence_key] = value
        name = str(graph.value(node, RDFS.label) or node)
        return Dossier(str(node), str(node), name, "", criterion, values)

    def _values(self, path: Path, graph: Graph, node: Node, leaf: Leaf) -> Iterator[Value]:
        column = f"evidence:{leaf.evidence_key}"
        found = sorted(graph.objects(node, EVIDENCE[leaf.evidence_key]), key=str)
        if len(found) > 1:
            texts = "、".join(map(str, found))
            self._report(path, f"{node} {column}", texts, _REPEATED, _ONE_VALUE)
            return
        for value in found:
            read = _value(value, leaf.value_type)
            if read is None:
                expected = _DATATYPES[leaf.value_type]
                self._report(path, f"{node} {column}", value.n3(), _ILL_TYPED, expected)
            else:
                yield read

    def _report(
        self,
        path: Path,
        column: str | None,
        value: str | None,
        finding: Bilingual,
        expected: Bilingual,
        row: int | None = None,
    ) -> None:
        kind = "malformed-rdf" if row else RDF_EVIDENCE
        self.problems.append(Problem(kind, path.name, row, column, value, finding, expected))


def _value(node: Node, value_type: ValueType) -> Value | None:
    if not isinstance(node, Literal) or node.datatype != URIRef(value_type.iri) or node.ill_typed:
        return None
    if value_type is ValueType.BOOLEAN:
        return bool(node.value)
    return int(str(node)) if value_type is ValueType.INTEGER else Decimal(str(node))


_RDF: Final = Bilingual("Turtle 或 N-Triples 文件", "a Turtle or N-Triples file")
_UNKNOWN_CLASS: Final = Bilingual("没有这一卷宗类", "is no dossier class")
_A_CLASS: Final = Bilingual("某项准入标准的 zr:dossierClass", "the zr:dossierClass of a criterion")
_SAME_DOSSIER: Final = Bilingual("一个节点有几份卷宗", "one node has several dossiers")
_ONE_DOSSIER: Final = Bilingual(
    "一个节点、一个文件、一个卷宗类", "one node, in one file, of one dossier class"
)
_UNKNOWN_EVIDENCE: Final = Bilingual("该标准没有这项证据", "is no evidence of the criterion")
_KNOWN_EVIDENCE: Final = Bilingual(
    "该标准的形状中用到的证据属性", "an evidence property that the criterion's shape uses"
)
_NO_DOSSIER: Final = Bilingual("没有卷宗", "has no dossier")
_A_DOSSIER: Final = Bilingual(
    "至少一个以卷宗类为类型的节点", "at least one node of a dossier class"
)
_REPEATED: Final = Bilingual("同一证据有多个值", "evidence has several values")
_ONE_VALUE: Final = Bilingual("一个值", "one value")
_ILL_TYPED: Final = Bilingual("类型不符", "has the wrong datatype")

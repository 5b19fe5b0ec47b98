"""把报告写成标准的 SHACL 校验报告（Turtle）。 Write a report as a standard SHACL validation report.

It is worded from the findings and says what a SHACL engine says of the same dossiers under
`shapes/eligibility/`; inside an alternative it says more, as `sh:detail`, which engines leave out.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from zhunru.dossiers import Dossier, Value, literal, to_graph
from zhunru.namespaces import EVIDENCE, ZR, bind_prefixes
from zhunru.report import Finding, Report
from zhunru.requirements import AllOf, Group, Leaf
from zhunru.shapes import SEVERITY, shape_iri


def to_turtle(report: Report) -> str:
    """Write a report as Turtle: the dossiers, their verdicts and the SHACL validation report.

    As the dossiers and their evidence are included, the file can be validated again.

    Args:
        report: The report.

    Returns:
        The Turtle text, the same for the same report.
    """
    # 两行可指同一卷宗，只写一次。 Two rows may ask for one dossier: write it once.
    results = {result.dossier.iri: result for result in report.results}
    graph = to_graph(result.dossier for result in results.values())
    validation = _Validation(graph)
    for iri, result in results.items():
        graph.add((URIRef(iri), ZR.verdict, Literal(result.verdict.value, lang="zh")))
        for finding in result.findings:
            for violated in _violated(finding):
                validation.add(result.dossier, violated)
    validation.conclude()
    text: str = bind_prefixes(graph).serialize(format="turtle")
    return text


class _Validation:
    """The `sh:ValidationReport` in a graph; blank nodes are numbered to make the text stable."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._numbers = count(1)
        self._report = BNode("report")
        self._conforms = True
        graph.add((self._report, RDF.type, SH.ValidationReport))

    def add(self, dossier: Dossier, finding: Finding) -> None:
        """Add a result, with the open leaves of a group as its details."""
        self._conforms = False
        result = self._result(dossier, finding)
        self._graph.add((self._report, SH.result, result))
        if isinstance(finding.requirement, Group):
            for leaf in _open_leaves(finding):
                self._graph.add((result, SH.detail, self._result(dossier, leaf)))

    def conclude(self) -> None:
        """State whether the data conform: as the standard has it, only without any result."""
        self._graph.add((self._report, SH.conforms, Literal(self._conforms)))

    def _result(self, dossier: Dossier, finding: Finding) -> BNode:
        requirement, focus = finding.requirement, URIRef(dossier.iri)
        result = self._node("result")
        statements = [
            (RDF.type, SH.ValidationResult),
            (SH.focusNode, focus),
            (SH.sourceShape, shape_iri(requirement.iri)),
            (SH.resultSeverity, SEVERITY[requirement.force]),
            (SH.resultMessage, Literal(finding.required.zh, lang="zh")),
            (SH.resultMessage, Literal(finding.required.en, lang="en")),
            (ZR.verdict, Literal(finding.verdict.value, lang="zh")),
        ]
        if isinstance(requirement, Leaf):
            value = dossier.values.get(requirement.evidence_key)
            statements.append((SH.resultPath, EVIDENCE[requirement.evidence_key]))
            statements.append((SH.sourceConstraintComponent, _component(requirement, value)))
            if value is not None:
                statements.append((SH.value, literal(value, requirement.value_type)))
        else:
            statements.append((SH.resultPath, self._path_to_self()))
            statements.append((SH.sourceConstraintComponent, SH.OrConstraintComponent))
            statements.append((SH.value, focus))
        for predicate, object_ in statements:
            self._graph.add((result, predicate, object_))
        return result

    def _path_to_self(self) -> BNode:
        path = self._node("path")
        self._graph.add((path, SH.zeroOrOnePath, ZR.self))
        return path

    def _node(self, kind: str) -> BNode:
        return BNode(f"{kind}{next(self._numbers):07}")


def _violated(finding: Finding, *, alone: bool = True) -> Iterator[Finding]:
    """Yield what has a result of its own: open leaves outside of alternatives, open alternatives.

    Args:
        finding: The finding on a requirement.
        alone: Whether members that do not decide it are reported, too: they are unless a waiver
            or an equivalence is around them.
    """
    requirement = finding.requirement
    if not isinstance(requirement, AllOf):
        if finding.is_open:
            yield finding
        return
    alone = alone and type(requirement) is AllOf
    for part in finding.parts:
        if alone or part.requirement in requirement.deciding:
            yield from _violated(part, alone=alone)


def _open_leaves(finding: Finding) -> Iterator[Finding]:
    """Yield the leaves that keep a group open; those below a settled member do not."""
    if isinstance(finding.requirement, Leaf):
        yield finding
    for part in finding.parts:
        if part.is_open:
            yield from _open_leaves(part)


def _component(leaf: Leaf, value: Value | None) -> URIRef:
    """Name the constraint that a value, or its absence, violates."""
    if value is None:
        return SH.MinCountConstraintComponent
    bounds = leaf.bounds
    if not bounds:
        return SH.InConstraintComponent
    number = Decimal(value)
    if bounds.minimum is not None and number < bounds.minimum:
        return SH.MinInclusiveConstraintComponent
    if bounds.maximum is not None and number > bounds.maximum:
        return SH.MaxInclusiveConstraintComponent
    if bounds.exclusive_minimum is not None and number <= bounds.exclusive_minimum:
        return SH.MinExclusiveConstraintComponent
    return SH.MaxExclusiveConstraintComponent

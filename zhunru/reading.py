"""从 RDF 读出准入标准。 Read the criteria out of RDF.

The only place that knows how the vocabulary of `ontology/zhunru.ttl` maps to the dataclasses of
`zhunru/requirements.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypedDict

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import Node

from zhunru.criterion import Criterion, Regulation
from zhunru.durations import Period
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ID, ZR
from zhunru.requirements import (
    AllOf,
    AnyOf,
    Bounds,
    Clause,
    Concept,
    Conformity,
    Equivalence,
    Force,
    Label,
    Measure,
    Possession,
    Qualifiers,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    Waiver,
    When,
)
from zhunru.rule_cache import cached_on_disk

_A_YEAR = Period(12)


class GraphError(ValueError):
    """The graph lacks or contradicts something that the model needs."""

    def __init__(self, node: Node, zh: str, en: str) -> None:
        super().__init__(f"{node}：{zh} {en}")


class _Common(TypedDict):
    """The parts that every requirement has."""

    iri: str
    label: Label
    force: Force
    clauses: tuple[Clause, ...]
    quotes: tuple[str, ...]
    note: str | None


class Reader:
    """Reads criteria from one graph, each node once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._concepts: dict[Node, Concept] = {}
        self._requirements: dict[tuple[Node, bool], Requirement] = {}
        self._criteria: dict[Node, Criterion] = {}
        self._regulations: dict[Node, Regulation] = {}
        self._builders: dict[Node, Callable[[Node, bool], Requirement]] = {
            ZR.Threshold: self._threshold,
            ZR.TitleRequirement: self._title_requirement,
            ZR.Possession: self._possession,
            ZR.Staffing: self._staffing,
            ZR.Conformity: self._conformity,
            ZR.When: self._when,
            **{
                kind: self._group_builder(group)
                for kind, group in (
                    (ZR.AllOf, AllOf),
                    (ZR.AnyOf, AnyOf),
                    (ZR.Waiver, Waiver),
                    (ZR.Equivalence, Equivalence),
                )
            },
        }

    def criteria(self) -> dict[str, Criterion]:
        """Read every criterion, by IRI, in order of IRI.

        Raises:
            GraphError: If a criterion or requirement lacks what the model needs.
        """
        nodes = sorted(self._graph.subjects(RDF.type, ZR.Criterion), key=str)
        return {str(node): self._criterion(node) for node in nodes}

    def concept(self, node: Node) -> Concept:
        """Read a SKOS concept.

        Raises:
            GraphError: If it has no notation or no label.
        """
        if node not in self._concepts:
            notation = self._need(node, SKOS.notation)
            rank = self._graph.value(node, ZR.rank)
            self._concepts[node] = Concept(
                iri=str(node),
                kind=str(node).removeprefix(str(ID)).split("/", 1)[0],
                notation=str(notation),
                label=self._label(node),
                rank=None if rank is None else int(str(rank)),
                decimal=self._graph.value(node, ZR.valueType) == XSD.decimal,
            )
        return self._concepts[node]

    @cached_property
    def titles(self) -> tuple[Concept, ...]:
        """Every professional title, from the lowest to the highest."""
        titles = [self.concept(node) for node in self._graph.subjects(RDF.type, ZR.Title)]
        return tuple(sorted(titles, key=lambda title: (title.rank or 0, title.iri)))

    def _criterion(self, node: Node) -> Criterion:
        if node not in self._criteria:
            role = self._need(node, ZR.role)
            self._criteria[node] = Criterion(
                iri=str(node),
                label=self._label(node),
                role=self.concept(role),
                role_is_person=(role, RDF.type, ZR.PersonRole) in self._graph,
                technique=self.concept(self._need(node, ZR.technique)),
                grades=self._concepts_of(node, ZR.grade),
                regulation=self._regulation_of(node),
                dossier_class=str(self._need(node, ZR.dossierClass)),
                extends=tuple(
                    self._criterion(parent)
                    for parent in sorted(self._graph.objects(node, ZR.extends), key=str)
                ),
                requirements=self._members(node, as_of_issue=False),
            )
        return self._criteria[node]

    def _regulation_of(self, criterion: Node) -> Regulation:
        regulations = {
            regulation
            for clause in self._graph.objects(criterion, CV.isDerivedFrom)
            for regulation in self._graph.objects(clause, ELI.is_part_of)
        }
        if len(regulations) != 1:
            raise GraphError(
                criterion, "须出自一部规范的条款。", "Must derive from one regulation."
            )
        return self.regulation(regulations.pop())

    def regulation(self, node: Node) -> Regulation:
        """Read a regulation.

        Raises:
            GraphError: If it has no date or no label.
        """
        if node not in self._regulations:
            later = self._graph.subjects(ELI.repeals, node)
            self._regulations[node] = Regulation(
                iri=str(node),
                label=self._label(node),
                issued=self._issued(node),
                replaces=(node, ELI.repeals, None) in self._graph,
                replaced=min(map(self._issued, later), default=None),
            )
        return self._regulations[node]

    def _issued(self, regulation: Node) -> date:
        return _last_day(str(self._need(regulation, ELI.date_document)))

    def _members(self, node: Node, *, as_of_issue: bool) -> tuple[Requirement, ...]:
        """Read the members of a criterion or group, in the order of their clauses."""
        members = [
            self._requirement(member, as_of_issue=as_of_issue)
            for member in self._graph.objects(node, CV.hasRequirement)
        ]
        if not members:
            raise GraphError(node, "没有任何要求。", "Has no requirement.")
        return tuple(sorted(members, key=_clause_order))

    def _requirement(self, node: Node, *, as_of_issue: bool) -> Requirement:
        # 写在免除条款上的“印发之日前”管它的全部成员。 A group's as-of-issue governs its members.
        as_of_issue = as_of_issue or self._is_true(node, ZR.asOfIssue)
        key = (node, as_of_issue)
        if key not in self._requirements:
            kinds = [kind for kind in self._graph.objects(node, RDF.type) if kind in self._builders]
            if len(kinds) != 1:
                raise GraphError(node, "须恰为一种要求。", "Must be exactly one kind.")
            self._requirements[key] = self._builders[kinds[0]](node, as_of_issue)
        return self._requirements[key]

    def _threshold(self, node: Node, as_of_issue: bool) -> Threshold:
        return Threshold(
            **self._common(node),
            measure=self._measure(self._need(node, ZR.measure)),
            qualifiers=self._qualifiers(node, as_of_issue=as_of_issue),
            limits=self._bounds(node),
            unit=self.concept(self._need(node, ZR.unit)),
        )

    def _measure(self, node: Node) -> Measure:
        parts = (
            self._optional_concept(node, ZR.numerator),
            self._optional_concept(node, ZR.denominator),
        )
        if (parts[0] is None) != (parts[1] is None):
            raise GraphError(node, "比率须有分子和分母。", "A rate needs both its parts.")
        return Measure(
            **vars(self.concept(node)),
            numerator=parts[0],
            denominator=parts[1],
            stock=self._is_true(node, ZR.stock),
        )

    def _title_requirement(self, node: Node, as_of_issue: bool) -> TitleRequirement:
        return TitleRequirement(
            **self._common(node),
            title=self.concept(self._need(node, ZR.atLeastTitle)),
            ladder=self.titles,
            held_for=self._period(node, ZR.heldFor),
            qualifiers=self._qualifiers(node, as_of_issue=as_of_issue),
        )

    def _possession(self, node: Node, as_of_issue: bool) -> Possession:
        return Possession(
            **self._common(node),
            thing=self.concept(self._need(node, ZR.possesses)),
            qualifiers=self._qualifiers(node, as_of_issue=as_of_issue),
        )

    def _staffing(self, node: Node, as_of_issue: bool) -> Staffing:
        del as_of_issue
        return Staffing(
            **self._common(node),
            meets=str(self._need(node, ZR.meets)),
            limits=self._bounds(node),
            unit=self.concept(self._need(node, ZR.unit)),
            title=self._optional_concept(node, ZR.atLeastTitle),
            in_house=self._is_true(node, ZR.inHouse),
        )

    def _conformity(self, node: Node, as_of_issue: bool) -> Conformity:
        del as_of_issue
        return Conformity(**self._common(node), meets=str(self._need(node, ZR.meets)))

    def _group_builder(
        self, group: type[AllOf] | type[AnyOf]
    ) -> Callable[[Node, bool], Requirement]:
        def build(node: Node, as_of_issue: bool) -> Requirement:
            return group(**self._common(node), members=self._members(node, as_of_issue=as_of_issue))

        return build

    def _when(self, node: Node, as_of_issue: bool) -> When:
        return When(
            **self._common(node),
            members=self._members(node, as_of_issue=as_of_issue),
            condition=self._requirement(self._need(node, ZR.condition), as_of_issue=as_of_issue),
        )

    def _common(self, node: Node) -> _Common:
        clauses = [
            Clause(str(clause), str(self._need(clause, ELI.number)))
            for clause in self._graph.objects(node, CV.isDerivedFrom)
        ]
        note = self._graph.value(node, ZR.curationNote)
        return {
            "iri": str(node),
            "label": self._label(node),
            "force": Force(self.concept(self._need(node, ZR.force)).notation),
            "clauses": tuple(sorted(clauses, key=lambda clause: _path_order(clause.iri))),
            "quotes": tuple(sorted(str(quote) for quote in self._graph.objects(node, ZR.quote))),
            "note": None if note is None else str(note),
        }

    def _qualifiers(self, node: Node, *, as_of_issue: bool) -> Qualifiers:
        window, per = self._period(node, ZR.window), self._period(node, ZR.per)
        if per and (per != _A_YEAR or (window and window.months % _A_YEAR.months)):
            raise GraphError(
                node, "频率只支持每年，时间窗须为整年。", "Only yearly rates are read."
            )
        return Qualifiers(
            techniques=self._concepts_of(node, ZR.technique),
            grades=self._concepts_of(node, ZR.ofGrade),
            specialties=self._concepts_of(node, ZR.specialty),
            case_role=self._optional_concept(node, ZR.caseRole),
            case_kind=self._optional_concept(node, ZR.caseKind),
            window=window,
            per=per,
            as_of_issue=as_of_issue,
        )

    def _bounds(self, node: Node) -> Bounds:
        bounds = Bounds(
            minimum=self._number(node, ZR.minimum),
            maximum=self._number(node, ZR.maximum),
            exclusive_minimum=self._number(node, ZR.exclusiveMinimum),
            exclusive_maximum=self._number(node, ZR.exclusiveMaximum),
        )
        if not bounds:
            raise GraphError(node, "没有上下限。", "Has no bound.")
        return bounds

    def _is_true(self, node: Node, predicate: URIRef) -> bool:
        return (node, predicate, Literal(True)) in self._graph

    def _number(self, node: Node, predicate: URIRef) -> Decimal | None:
        value = self._graph.value(node, predicate)
        return None if value is None else Decimal(str(value))

    def _period(self, node: Node, predicate: URIRef) -> Period | None:
        value = self._graph.value(node, predicate)
        try:
            return None if value is None else Period.parse(str(value))
        except ValueError as error:
            raise GraphError(node, str(error), "") from error

    def _optional_concept(self, node: Node, predicate: URIRef) -> Concept | None:
        value = self._graph.value(node, predicate)
        return None if value is None else self.concept(value)

    def _concepts_of(self, node: Node, predicate: URIRef) -> tuple[Concept, ...]:
        concepts = map(self.concept, self._graph.objects(node, predicate))
        return tuple(sorted(concepts, key=lambda concept: concept.notation))

    def _label(self, node: Node) -> Label:
        texts = {
            label.language: str(label)
            for label in self._graph.objects(node, SKOS.prefLabel)
            if isinstance(label, Literal)
        }
        if not {"zh", "en"} <= texts.keys():
            raise GraphError(node, "缺中文或英文名。", "Lacks a Chinese or English label.")
        return Label(texts["zh"], texts["en"])

    def _need(self, node: Node, predicate: URIRef) -> Node:
        value = self._graph.value(node, predicate)
        if value is None:
            raise GraphError(node, f"缺 {predicate}。", f"Lacks {predicate}.")
        return value


def _last_day(document_date: str) -> date:
    """Read a date, or the last day of a year where only the year is known."""
    return date.fromisoformat(document_date if "-" in document_date else f"{document_date}-12-31")


def _path_order(iri: str) -> tuple[int, ...]:
    """Order clauses as they are printed, by the numbers of their path."""
    return tuple(int(part) for part in iri.rsplit("/", 1)[1].split(".") if part.isdigit())


def _clause_order(requirement: Requirement) -> tuple[tuple[int, ...], str]:
    return _path_order(requirement.clauses[0].iri) if requirement.clauses else (), requirement.iri


@cached_on_disk
def criteria() -> dict[str, Criterion]:
    """Return every criterion of the shipped knowledge graph, by IRI.

    Returns:
        The criteria, in order of IRI; read once per process.
    """
    return Reader(load_graph()).criteria()

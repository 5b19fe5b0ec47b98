"""What the graph says of each regulation, in the form in which the verifier compares it.

Nodes are read by the kind and document in their IRI (…/procedure/nasal-endoscopy-2019/grade4/1.1),
so that a graph exported to a house namespace verifies just as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from zhunru.figures import Figure
from zhunru.namespaces import CV, ELI, ZR

_PLACE = re.compile(
    r"/(regulation|clause|criterion|requirement|catalogue|section|procedure|catalogue-reference"
    r"|residual-rule|not-encoded|scope-handover|technique)/([^/]+)(?:/(.+))?$"
)
_GROUPS = frozenset({ZR.AllOf, ZR.AnyOf, ZR.When, ZR.Waiver, ZR.Equivalence})
_LEAVES = frozenset({ZR.Threshold, ZR.TitleRequirement, ZR.Possession, ZR.Staffing, ZR.Conformity})
_NUMBERS = (ZR.minimum, ZR.maximum, ZR.exclusiveMinimum, ZR.exclusiveMaximum)
_DURATIONS = (ZR.heldFor, ZR.window, ZR.per)
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?.*)?"
)
_MONTHS_PER = {"年": 12, "个月": 1, "月": 1}
_HOURS_PER = {"小时": 1, "个小时": 1, "h": 1, "H": 1, "日": 24, "天": 24, "个工作日": 24, "周": 168}


@dataclass(frozen=True, slots=True)
class Place:
    """Kind, document and path in an IRI: (procedure, nasal-endoscopy-2019, grade4/1.1.1)."""

    kind: str
    document: str
    path: str


def place_of(iri: Node) -> Place | None:
    """Return the place that an IRI names, or None."""
    found = _PLACE.search(str(iri))
    return Place(found[1], found[2], found[3] or "") if found else None


def short_name(iri: Node) -> str:
    """Return an IRI from its kind on: requirement/nasal-endoscopy-2019/operator/title."""
    found = _PLACE.search(str(iri))
    return found[0].lstrip("/") if found else str(iri)


@dataclass(frozen=True, slots=True)
class CarriedNumber:
    """A number that a requirement carries: a plain value, or a duration.

    A duration is compared by its length, not by its spelling: rdflib turns P12M into P1Y, and both
    12个月 and 1年 are right for it.
    """

    name: str
    lexical: str
    value: Decimal | None = None
    months: int = 0
    hours: int = 0

    def is_printed_as(self, figure: Figure) -> bool:
        """Tell whether the figure prints this number."""
        if figure.is_annex:
            return False
        if self.value is not None:
            return figure.value == self.value
        if figure.unit in _MONTHS_PER:
            return figure.value * _MONTHS_PER[figure.unit] == self.months
        if figure.unit in _HOURS_PER:
            return figure.value * _HOURS_PER[figure.unit] == self.hours
        lengths = (self.months, Decimal(self.months) / 12, self.hours, Decimal(self.hours) / 24)
        return not figure.unit and figure.value in lengths

    @property
    def is_said_in_words(self) -> bool:
        """Whether words may express it: 0 (未发生), 1 (有), once a year (每年)."""
        if self.value is not None:
            return self.value in (0, 1)
        return (self.months, self.hours) in ((1, 0), (12, 0), (0, 24), (0, 1))


@dataclass(frozen=True, slots=True)
class Statement:
    """A node that rests on clauses and quotes them."""

    iri: Node
    kinds: frozenset[Node]
    clauses: frozenset[Node]
    quotes: tuple[str, ...]
    carried: tuple[CarriedNumber, ...]
    reason: str

    @property
    def name(self) -> str:
        """The short name of the node."""
        return short_name(self.iri)

    @property
    def is_leaf(self) -> bool:
        """Whether it is a requirement and not a group."""
        return bool(self.kinds & _LEAVES)

    @property
    def is_group(self) -> bool:
        """Whether it is a group of requirements."""
        return bool(self.kinds & _GROUPS)

    @property
    def is_not_encoded(self) -> bool:
        """Whether it lists a passage as deliberately not encoded."""
        return ZR.NotEncoded in self.kinds


@dataclass(frozen=True, slots=True)
class EncodedClause:
    """A clause node: its numbers (one, if all is well), and the annexes it cites."""

    iri: Node
    path: str
    numbers: tuple[str, ...]
    annexes: frozenset[str]


@dataclass(frozen=True, slots=True)
class EncodedItem:
    """A procedure, section or catalogue node; every field holds all values found.

    Attributes:
        iri: the node.
        path: what follows the document in its IRI: grade4/1.1.1.
        names: Chinese preferred labels.
        positions: zr:position of a procedure, eli:number of a section or catalogue.
        grades: the ends of the grade IRIs.
        schemes: the catalogues it is in.
        above: zr:section of a procedure, skos:broader of a section.
        has_note: whether a curation note stands beside it.
    """

    iri: Node
    path: str
    names: tuple[str, ...]
    positions: tuple[str, ...]
    grades: tuple[str, ...]
    schemes: frozenset[Node]
    above: frozenset[Node]
    has_note: bool


@dataclass(frozen=True, slots=True)
class EncodedRegulation:
    """Everything that the graph says of one regulation."""

    name: str
    iri: Node
    title: str
    clauses: tuple[EncodedClause, ...]
    statements: tuple[Statement, ...]
    catalogues: tuple[EncodedItem, ...]
    sections: tuple[EncodedItem, ...]
    procedures: tuple[EncodedItem, ...]
    references: tuple[EncodedItem, ...]


def read_encoding(graph: Graph) -> dict[str, EncodedRegulation]:
    """Return the regulations of a graph by local name."""
    regulations = set(graph.subjects(RDF.type, ZR.Regulation))
    regulations |= set(graph.objects(None, ELI.is_part_of))
    named = {place.document: iri for iri in regulations if (place := place_of(iri))}
    statements = _statements_by_document(graph)
    items = {kind: _items_by_document(graph, kind) for kind in _ITEM_PROPERTIES}
    clauses = _clauses_by_document(graph)
    return {
        name: EncodedRegulation(
            name=name,
            iri=iri,
            title=next(iter(_texts(graph, iri, ELI.title)), name),
            clauses=tuple(clauses[name]),
            statements=tuple(statements[name]),
            catalogues=tuple(items[ZR.Catalogue][name]),
            sections=tuple(items[ZR.Section][name]),
            procedures=tuple(items[ZR.Procedure][name]),
            references=tuple(items[ZR.CatalogueReference][name]),
        )
        for name, iri in sorted(named.items())
    }


def _texts(graph: Graph, subject: Node, predicate: URIRef) -> tuple[str, ...]:
    """Return Chinese and untagged literals, sorted."""
    return tuple(
        sorted(
            str(value)
            for value in graph.objects(subject, predicate)
            if isinstance(value, Literal) and (value.language or "zh").startswith("zh")
        )
    )


def _clauses_by_document(graph: Graph) -> dict[str, list[EncodedClause]]:
    clauses: dict[str, list[EncodedClause]] = defaultdict(list)
    for iri in sorted(set(graph.subjects(RDF.type, ELI.LegalResourceSubdivision)), key=str):
        place = place_of(iri)
        whole = graph.value(iri, ELI.is_part_of)
        regulation = place_of(whole) if whole else None
        if regulation is None:
            continue
        in_order = place and place.kind == "clause" and place.document == regulation.document
        path = place.path if place and in_order else short_name(iri)
        cited = graph.objects(iri, ELI.cites)
        annexes = frozenset(str(n) for c in cited for n in graph.objects(c, ELI.number))
        numbers = _texts(graph, iri, ELI.number)
        clauses[regulation.document].append(EncodedClause(iri, path, numbers, annexes))
    return clauses


def _carried(graph: Graph, subject: Node) -> Iterable[CarriedNumber]:
    for predicate in _NUMBERS:
        for value in graph.objects(subject, predicate):
            yield CarriedNumber(_local(predicate), str(value), value=Decimal(str(value)))
    for predicate in _DURATIONS:
        for value in graph.objects(subject, predicate):
            found = _DURATION.fullmatch(str(value))
            part = {unit: int(n or 0) for unit, n in found.groupdict().items()} if found else {}
            months = part.get("years", 0) * 12 + part.get("months", 0)
            days = part.get("weeks", 0) * 7 + part.get("days", 0)
            hours = days * 24 + part.get("hours", 0)
            yield CarriedNumber(_local(predicate), str(value), months=months, hours=hours)


def _local(predicate: URIRef) -> str:
    return f"zr:{predicate.removeprefix(str(ZR))}"


def _statements_by_document(graph: Graph) -> dict[str, list[Statement]]:
    """Return the statements by every document whose clauses they cite, or by their own IRI."""
    typed = {s for kind in _LEAVES | {ZR.NotEncoded} for s in graph.subjects(RDF.type, kind)}
    statements: dict[str, list[Statement]] = defaultdict(list)
    for iri in sorted(typed | set(graph.subjects(CV.isDerivedFrom, None)), key=str):
        clauses = frozenset(graph.objects(iri, CV.isDerivedFrom))
        statement = Statement(
            iri=iri,
            kinds=_kinds(graph, iri),
            clauses=clauses,
            quotes=_texts(graph, iri, ZR.quote),
            carried=tuple(_carried(graph, iri)),
            reason=" ".join(_texts(graph, iri, ZR.reason)),
        )
        places = [place_of(node) for node in clauses or {iri}]
        for document in sorted({place.document for place in places if place}):
            statements[document].append(statement)
    return statements


def _kinds(graph: Graph, subject: Node) -> frozenset[Node]:
    """Return the classes of a node and, where the ontology is in the graph, those above them."""
    return frozenset(
        above
        for kind in graph.objects(subject, RDF.type)
        for above in graph.transitive_objects(kind, RDFS.subClassOf)
        if above is not None
    )


# 类 → （印本编号的属性，上级的属性） · class → (property of the printed number, of what is above)
_ITEM_PROPERTIES: dict[URIRef, tuple[URIRef, URIRef]] = {
    ZR.Catalogue: (ELI.number, SKOS.broader),
    ZR.Section: (ELI.number, SKOS.broader),
    ZR.Procedure: (ZR.position, ZR.section),
    ZR.CatalogueReference: (ZR.position, ZR.section),
}


def _items_by_document(graph: Graph, kind: URIRef) -> dict[str, list[EncodedItem]]:
    number, above = _ITEM_PROPERTIES[kind]
    items: dict[str, list[EncodedItem]] = defaultdict(list)
    for iri in sorted(set(graph.subjects(RDF.type, kind)), key=str):
        schemes = frozenset(graph.objects(iri, SKOS.inScheme))
        place = place_of(iri)
        item = EncodedItem(
            iri=iri,
            path=place.path if place else short_name(iri),
            names=_texts(graph, iri, SKOS.prefLabel),
            positions=_texts(graph, iri, number),
            grades=tuple(sorted(str(g).rpartition("/")[2] for g in graph.objects(iri, ZR.grade))),
            schemes=schemes,
            above=frozenset(graph.objects(iri, above)),
            has_note=(iri, ZR.curationNote, None) in graph,
        )
        documents = {p.document for node in (iri, *schemes) if (p := place_of(node))}
        for document in documents:
            items[document].append(item)
    return items

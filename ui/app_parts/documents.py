"""收入的规范：年份、效力、目录与技术。 The regulations: year, force, catalogues, technique.

A technique has one regulation, or several editions of it; a regulation without catalogue has none
of the grades.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from app_parts.catalogue_lines import Line, lines_of
from app_parts.graph_words import by_sound, label, need, note, reader, texts
from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ZR
from zhunru.reading import criteria
from zhunru.requirements import Concept
from zhunru.rule_cache import cached_on_disk


@dataclass(frozen=True)
class Catalogue:
    """A catalogue of a grade, with the lines in it that are no procedures."""

    label: str
    grade: Concept
    note: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document:
    """A regulation as one edition for its technique; `key` is the end of its IRI.

    `family` is the broader technique that has rules of its own, if any; `successor` is the key of
    the edition that replaced this one; `specialties` are those of its technique, the broader ones
    after them.
    """

    key: str
    title: str
    year: int
    technique: Concept
    family: Concept | None
    specialties: tuple[Concept, ...]
    successor: str | None
    definition: str | None
    scope: tuple[str, ...]
    handovers: tuple[str, ...]
    notes: tuple[str, ...]
    catalogues: tuple[Catalogue, ...]

    @property
    def in_force(self) -> bool:
        """Whether no later edition among the documents replaced it."""
        return self.successor is None

    def is_of(self, specialty: str | None) -> bool:
        """Tell whether its technique belongs to a specialty, by notation; None for any."""
        return specialty is None or specialty in [one.notation for one in self.specialties]

    @property
    def status(self) -> str:
        """The year, and whether it is in force or what replaced it, in words."""
        if self.successor is None:
            return f"{self.year} 年，现行"
        return f"{self.year} 年，已由{documents()[self.successor].title}代替"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all its catalogues."""
        return tuple(line for one in self.catalogues for line in one.lines)


@cached_on_disk
def documents() -> dict[str, Document]:
    """Return every regulation by key, family by family, in the order of technique and year."""
    found = map(_document, load_graph().subjects(RDF.type, ZR.Regulation))
    return {one.key: one for one in sorted(found, key=_order)}


@cache
def techniques() -> dict[str, tuple[Document, ...]]:
    """Return the editions by notation of the technique that they govern, the newest first.

    Parts of a technique have no regulation of their own and are not listed.
    """
    found: dict[str, tuple[Document, ...]] = {}
    for one in documents().values():
        found[one.technique.notation] = (*found.get(one.technique.notation, ()), one)
    return found


@cache
def families() -> dict[str, tuple[Document, ...]]:
    """Return the documents by broader technique, each after the rules of that technique itself.

    Documents of techniques that stand alone come last, under the empty name.
    """
    found: dict[str, tuple[Document, ...]] = {}
    for one in documents().values():
        name = _family(one)
        found[name] = (*found.get(name, ()), one)
    return dict(sorted(found.items(), key=lambda item: not item[0]))


@cache
def specialties() -> dict[str, Concept]:
    """Return the specialties of all documents by notation, broader ones included, by sound."""
    found = {concept for one in documents().values() for concept in one.specialties}
    ordered = sorted(found, key=lambda one: by_sound(one.label.zh))
    return {one.notation: one for one in ordered}


def grades_of(document: Document | None) -> dict[str, Concept]:
    """Return the grades by notation, highest first: those that its catalogues or criteria name.

    Args:
        document: The document; None for the grades of every document.
    """
    found = {
        catalogue.grade
        for one in ([document] if document else documents().values())
        for catalogue in one.catalogues
    }
    if document:
        found |= {
            grade
            for one in criteria().values()
            if local_name(URIRef(one.regulation.iri)) == document.key
            for grade in one.grades
        }
    ordered = sorted(found, key=lambda grade: -(grade.rank or 0))
    return {grade.notation: grade for grade in ordered}


def _document(node: Node) -> Document:
    graph = load_graph()
    regulation = reader().regulation(node)
    technique = need(node, ZR.governs)
    later = graph.value(predicate=ELI.repeals, object=node)
    # 技术的定义出自某一版：只在那一版显示。 A technique's definition is from one edition's text.
    own = _derives_from(technique, node)
    handovers = [
        one
        for one in graph.subjects(ZR.technique, technique)
        if (one, RDF.type, ZR.ScopeHandover) in graph and _derives_from(one, node)
    ]
    said = [node, technique] if own else [node]
    return Document(
        key=local_name(node),
        title=regulation.label.zh,
        year=regulation.issued.year,
        technique=reader().concept(technique),
        family=_broader(technique),
        specialties=_specialties(technique),
        successor=local_name(later) if later else None,
        definition=next(texts(technique, SKOS.definition), None) if own else None,
        scope=tuple(text for one in reversed(said) for text in texts(one, SKOS.scopeNote)),
        handovers=tuple(sorted(map(_with_note, handovers), key=by_sound)),
        notes=tuple(text for one in said if (text := note(one))),
        catalogues=_catalogues(node),
    )


def _catalogues(regulation: Node) -> tuple[Catalogue, ...]:
    graph = load_graph()
    found = [
        Catalogue(
            label=catalogue_label(node),
            grade=reader().concept(need(node, ZR.grade)),
            note=note(node),
            lines=lines_of(node),
        )
        for node in graph.subjects(ELI.is_part_of, regulation)
        if (node, RDF.type, ZR.Catalogue) in graph
    ]
    return tuple(sorted(found, key=lambda one: -(one.grade.rank or 0)))


def catalogue_label(node: Node) -> str:
    """Name a catalogue with the number of its annex."""
    return f"{label(node)}（{load_graph().value(node, ELI.number)}）"


def _derives_from(node: Node, regulation: Node) -> bool:
    graph = load_graph()
    clauses = graph.objects(node, CV.isDerivedFrom)
    return any((clause, ELI.is_part_of, regulation) in graph for clause in clauses)


def _broader(technique: Node) -> Concept | None:
    graph = load_graph()
    above = graph.value(technique, SKOS.broader)
    governed = above is not None and (None, ZR.governs, above) in graph
    return reader().concept(above) if above is not None and governed else None


def _specialties(technique: Node) -> tuple[Concept, ...]:
    graph = load_graph()
    own = sorted(graph.objects(technique, ZR.specialty), key=str)
    lineage = (above for one in own for above in graph.transitive_objects(one, SKOS.broader))
    return tuple(reader().concept(one) for one in dict.fromkeys(lineage) if one is not None)


def _with_note(node: Node) -> str:
    said = note(node)
    return f"{label(node)}（编者注：{said}）" if said else label(node)


def _family(document: Document) -> str:
    if document.family:
        return document.family.label.zh
    heads = any(
        one.family and one.family.notation == document.technique.notation
        for one in documents().values()
    )
    return document.technique.label.zh if heads else ""


def _order(document: Document) -> tuple[bytes, bool, bytes, int]:
    name = document.technique.label.zh
    family = document.family.label.zh if document.family else name
    return by_sound(family), document.family is not None, by_sound(name), -document.year

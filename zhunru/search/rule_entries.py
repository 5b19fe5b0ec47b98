"""标准、要求与条款。 Criteria, requirements and clauses, as things that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.criterion import Criterion
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ZR, local_path
from zhunru.reading import criteria
from zhunru.requirements import Label, Leaf, Requirement
from zhunru.search.clause_numbers import printed_number
from zhunru.search.entry import BROWSE, Entry, joined, names_of, same_text, words_of
from zhunru.search.folding import fold
from zhunru.search.graph_texts import label, texts
from zhunru.search.hits import Found, Kind
from zhunru.search.standing import standings
from zhunru.wording import clause_numbers, sentence

#: What a requirement is about.
ABOUT: Final = (ZR.possesses, ZR.measure, ZR.atLeastTitle, ZR.specialty)
_Parameters = tuple[tuple[str, str], ...]


def rule_entries() -> Iterator[Entry]:
    """Yield every criterion, requirement and clause."""
    for one in criteria().values():
        yield _criterion(one)
        for requirement in one.requirements:
            yield from (_requirement(one, part) for part in with_parts(requirement))
    yield from _clauses()


def with_parts(requirement: Requirement) -> Iterator[Requirement]:
    """Yield a requirement and everything below it."""
    yield requirement
    for child in requirement.children:
        yield from with_parts(child)


def _criterion(one: Criterion) -> Entry:
    standing = standings()[one.regulation.iri]
    return Entry(
        Found(
            kind=Kind.CRITERION,
            iri=one.iri,
            label=one.label,
            where=joined(one.role.label, standing.name),
            page=BROWSE,
            parameters=_of_bearer(one),
            in_force=standing.in_force,
        ),
        names=names_of((one.label.zh,)),
        wording=words_of((one.role.label.zh,)),
        context=_context(one),
        english=one.label.en.casefold(),
    )


def _requirement(criterion: Criterion, one: Requirement) -> Entry:
    standing = standings()[criterion.regulation.iri]
    words = sentence(one) if isinstance(one, Leaf) else one.label
    numbers, node = clause_numbers(one.clauses), URIRef(one.iri)
    about = [label(thing).zh for part in ABOUT for thing in load_graph().objects(node, part)]
    return Entry(
        Found(
            kind=Kind.REQUIREMENT,
            iri=one.iri,
            label=words,
            where=joined(criterion.role.label, standing.name, Label(numbers, numbers)),
            page=BROWSE,
            parameters=(*_of_bearer(criterion), *_of_clause(one)),
            in_force=standing.in_force,
        ),
        names=names_of((one.label.zh, words.zh)),
        wording=words_of((*one.quotes, *sorted(about))),
        context=_context(criterion),
        english=words.en.casefold(),
    )


def _clauses() -> Iterator[Entry]:
    first: dict[str, tuple[Criterion, Requirement]] = {}
    for criterion in criteria().values():
        for whole in criterion.requirements:
            for part in with_parts(whole):
                for clause in part.clauses:
                    first.setdefault(clause.iri, (criterion, part))
    for node in sorted(load_graph().subjects(RDF.type, ELI.LegalResourceSubdivision), key=str):
        yield _clause(node, *first.get(str(node), (None, None)))


def _clause(node: Node, criterion: Criterion | None, requirement: Requirement | None) -> Entry:
    """A clause leads to who is bound by it, else to its document."""
    graph = load_graph()
    number, path = str(graph.value(node, ELI.number)), _path(str(node))
    standing = standings()[str(graph.value(node, ELI.is_part_of))]
    heading = next(texts(node, SKOS.prefLabel), "")
    said = requirement.label if requirement and not heading else Label(heading, heading)
    derived = sorted(graph.subjects(CV.isDerivedFrom, node), key=str)
    return Entry(
        Found(
            kind=Kind.CLAUSE,
            iri=str(node),
            label=Label(f"{number} {said.zh}".strip(), f"{number} {said.en}".strip()),
            where=standing.name,
            page=BROWSE,
            parameters=(
                *(_of_bearer(criterion) if criterion else standing.parameters),
                ("clause", path),
            ),
            in_force=standing.in_force,
        ),
        names=names_of((heading,)),
        wording=words_of(quote for one in derived for quote in texts(one, ZR.quote)),
        context=same_text(fold(standing.words)),
        numbers=(printed_number(number), path),
    )


def _of_bearer(criterion: Criterion) -> _Parameters:
    """Return the parameters that show a criterion, for the highest of its grades."""
    highest = max(criterion.grades, key=lambda one: one.rank or 0, default=None)
    grade = (("grade", highest.notation),) if highest else ()
    bearer = ("bearer", criterion.iri.rsplit("/", 1)[1])
    return (*standings()[criterion.regulation.iri].parameters, *grade, bearer)


def _of_clause(requirement: Requirement) -> _Parameters:
    return tuple(("clause", _path(one.iri)) for one in requirement.clauses[:1])


def _path(clause: str) -> str:
    return local_path(clause).rsplit("/", 1)[1]


def _context(criterion: Criterion) -> str:
    grades = " ".join(one.label.zh for one in criterion.grades)
    words = standings()[criterion.regulation.iri].words
    return same_text(fold(f"{criterion.label.zh} {criterion.role.label.zh} {grades} {words}"))

"""页面上的规则：条件成句，操作受何约束。 Rules on pages: requirements in words, what binds what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyoxigraph
from rdflib.namespace import SKOS

from zhunru.criterion import Criterion
from zhunru.linked_data.knowledge import Knowledge, named, natural
from zhunru.namespaces import CV, ELI, EVIDENCE, ZR
from zhunru.reading import criteria
from zhunru.requirements import Leaf, Requirement


@cache
def requirements() -> Mapping[str, Requirement]:
    """Return every requirement of every criterion by its IRI, members of groups included."""
    found: dict[str, Requirement] = {}
    for criterion in criteria().values():
        found.update((one.iri, one) for one in _all_below(criterion.requirements))
    return found


@cache
def leaves_by_evidence() -> Mapping[str, tuple[Leaf, ...]]:
    """Return the requirements that ask for a piece of evidence, by IRI of the evidence."""
    found: dict[str, tuple[Leaf, ...]] = {}
    for one in requirements().values():
        if isinstance(one, Leaf):
            iri = f"{EVIDENCE}{one.evidence_key}"
            found[iri] = (*found.get(iri, ()), one)
    return found


def requirements_of(iri: str) -> tuple[Requirement, ...]:
    """Return the requirements to be put into words on the page of a thing.

    Args:
        iri: The IRI of a requirement or of evidence.

    Returns:
        The requirement itself, or those that ask for the evidence; otherwise none.
    """
    if one := requirements().get(iri):
        return (one,)
    return leaves_by_evidence().get(iri, ())


def criteria_of(iri: str, knowledge: Knowledge) -> tuple[Criterion, ...]:
    """Return the criteria whose requirements are told on the page of a thing.

    Args:
        iri: The IRI of a criterion or of a procedure.
        knowledge: The graph.

    Returns:
        The criterion with those that it extends; or what binds the procedure, the rules of its own
        regulation first; otherwise none.
    """
    if one := criteria().get(iri):
        return one.closure
    return _binding(iri, knowledge)


def quotes_of(iri: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the phrases of a clause that the requirements derived from it quote, each once."""
    clause = named(iri)
    if clause is None:
        return ()
    deriving = knowledge.pointers(clause).get(str(CV.isDerivedFrom), [])
    found = (requirements().get(one) for one in deriving)
    return tuple(dict.fromkeys(quote for one in found if one for quote in one.quotes))


def _all_below(given: Iterable[Requirement]) -> Iterator[Requirement]:
    for one in given:
        yield one
        yield from _all_below(one.children)


def _binding(iri: str, knowledge: Knowledge) -> tuple[Criterion, ...]:
    """Find the criteria that bind a procedure by its catalogue's technique, and its grade."""
    procedure = named(iri)
    if procedure is None:
        return ()
    catalogues = _things(knowledge, [procedure], str(SKOS.inScheme))
    levels = {one.value for one in _things(knowledge, [procedure], str(ZR.grade))}
    if not (catalogues and levels):
        return ()
    regulations = {one.value for one in _things(knowledge, catalogues, str(ELI.is_part_of))}
    own = _things(knowledge, catalogues, str(ZR.technique))
    own_iris = {one.value for one in own}
    above = {one.value for one in _broader(knowledge, own)} - own_iris
    found: dict[str, Criterion] = {}
    for one in criteria().values():
        of_own = one.technique.iri in own_iris and one.regulation.iri in regulations
        # 上位技术的规定（内镜管理规定）也约束它。 So do the rules of the broader technique.
        of_above = one.technique.iri in above and one.regulation.replaced is None
        if (of_own or of_above) and _covers(one, levels):
            found.update((member.iri, member) for member in one.closure)
    ordered = sorted(
        found.values(), key=lambda one: (one.regulation.iri not in regulations, natural(one.iri))
    )
    return tuple(ordered)


def _covers(criterion: Criterion, levels: set[str]) -> bool:
    return not criterion.grades or any(one.iri in levels for one in criterion.grades)


def _broader(
    knowledge: Knowledge, techniques: list[pyoxigraph.NamedNode]
) -> list[pyoxigraph.NamedNode]:
    found: dict[pyoxigraph.NamedNode, None] = {}
    waiting = list(techniques)
    while waiting:
        for one in _things(knowledge, [waiting.pop()], str(SKOS.broader)):
            if one not in found:
                found[one] = None
                waiting.append(one)
    return list(found)


def _things(
    knowledge: Knowledge, nodes: Iterable[pyoxigraph.NamedNode], predicate: str
) -> list[pyoxigraph.NamedNode]:
    return [
        value
        for node in nodes
        for value in knowledge.values(node, predicate)
        if isinstance(value, pyoxigraph.NamedNode)
    ]

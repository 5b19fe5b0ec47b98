"""谁可以做，谁可以决定做。 Who may perform a technique, and who may decide on it."""

import pytest
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ID, ZR
from zhunru.reading import criteria
from zhunru.who_may import who_may


def governed():
    """Every document with its technique and its grades."""
    graph = load_graph()
    for regulation, technique in graph.subject_objects(ZR.governs):
        catalogues = [
            one
            for one in graph.subjects(ELI.is_part_of, regulation)
            if (one, RDF.type, ZR.Catalogue) in graph
        ]
        grades = {str(graph.value(graph.value(one, ZR.grade), SKOS.notation)) for one in catalogues}
        for grade in (None, *sorted(grades)):
            yield str(regulation), str(graph.value(technique, SKOS.notation)), grade


@pytest.mark.parametrize(("regulation", "technique", "grade"), list(governed()))
def test_every_document_says_who_performs_and_who_decides(regulation, technique, grade):
    found = who_may(regulation, technique, grade)
    assert found.perform
    assert found.decide
    for one in (*found.perform, *found.decide):
        assert one.regulation.iri == regulation
        assert one.covers(grade)
    assert not {one.iri for one in found.perform} & {one.iri for one in found.decide}


def test_the_most_specific_criterion_stands_for_those_that_it_extends():
    base = next(
        one for one in criteria().values() if one.role.notation == "operator" and not one.grades
    )
    for one in criteria().values():
        if base in one.closure[:-1] and one.role.notation.endswith("operator"):
            grade = one.grades[-1].notation if one.grades else None
            found = who_may(one.regulation.iri, one.technique.notation, grade)
            assert base not in found.perform


def test_what_is_no_document_binds_nobody():
    found = who_may(str(ID["regulation/none"]), "endoscopy", None)
    assert (found.perform, found.decide) == ((), ())

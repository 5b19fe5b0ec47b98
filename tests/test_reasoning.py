"""HermiT proves the ontology consistent with members of every class, and catches a broken one."""

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS

from zhunru.class_sample import members, named_classes, sample_of_every_class
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ID, ZR
from zhunru.reasoning import InconsistentOntologyError, classify, sample, terms

pytestmark = pytest.mark.reasoning

NASAL = "nasal-endoscopy-2019"
INDIVIDUALS = [
    URIRef(ID + path)
    for path in (
        f"criterion/{NASAL}/operator-grade4",
        f"criterion/{NASAL}/operator",
        f"requirement/{NASAL}/operator-grade4/title",
        f"procedure/{NASAL}/grade4/1.1.1",
        f"procedure/{NASAL}/grade3/1",
        "title/attending",
        "title/chief",
    )
]


#: Hospitals bring the evidence; the regulations have none.
WITHOUT_MEMBERS = {CV.Evidence, CV.InformationRequirement}


@pytest.fixture(scope="module")
def cut():
    """Members of every class, and those that the tests speak of."""
    return sample_of_every_class(load_graph()) + sample(INDIVIDUALS)


@pytest.fixture(scope="module")
def classified(cut):
    return classify(cut)


def kinds(classified, path):
    return classified.instances[str(ID + path)]


def test_the_ontology_alone_is_consistent_and_no_class_is_empty():
    found = classify(terms(load_graph()))
    assert {str(ZR.Criterion), str(ZR.Grade4Procedure)} <= found.subclasses.keys()


def test_every_class_has_members_in_the_sample(cut):
    for cls in named_classes(load_graph()):
        found = members(cut, cls)
        many = min(2, len(members(load_graph(), cls)))
        assert len(found) >= max(1, many), cls
    without = {cls for cls in named_classes(load_graph()) if not members(load_graph(), cls)}
    assert without == WITHOUT_MEMBERS


def test_the_members_of_a_class_use_every_property_that_members_use(cut):
    graph = load_graph()
    for cls in named_classes(graph):
        used, sampled = (
            {predicate for one in members(given, cls) for predicate in given.predicates(one)}
            for given in (graph, cut)
        )
        assert used <= sampled, cls


def test_the_reasoner_infers_what_the_definitions_say(cut, classified):
    """Read as queries over the data, they give the members that HermiT finds: no more, no fewer."""
    for cls in named_classes(load_graph()):
        inferred = {one for one, classes in classified.instances.items() if str(cls) in classes}
        assert inferred == {str(one) for one in members(cut, cls)}, cls


def test_senior_titles_follow_from_rank(classified):
    assert str(ZR.SeniorTitle) in kinds(classified, "title/chief")
    assert str(ZR.SeniorTitle) not in kinds(classified, "title/attending")


def test_procedures_are_classified_by_grade(classified):
    assert str(ZR.Grade4Procedure) in kinds(classified, f"procedure/{NASAL}/grade4/1.1.1")
    assert str(ZR.Grade4Procedure) not in kinds(classified, f"procedure/{NASAL}/grade3/1")


def test_criteria_are_classified_by_what_they_demand(classified):
    """二（一）2 asks for 副主任医师; 二（一）1 for 主治医师 only."""
    demanding = kinds(classified, f"criterion/{NASAL}/operator-grade4")
    basic = kinds(classified, f"criterion/{NASAL}/operator")
    assert {str(ZR.SeniorTitleCriterion), str(ZR.Grade4Criterion)} <= demanding
    assert str(ZR.SeniorTitleCriterion) not in basic
    assert str(ZR.PersonCriterion) in basic


def test_defined_classes_find_their_superclasses(classified):
    assert str(ZR.Requirement) in classified.subclasses[str(ZR.SeniorTitleRequirement)]


def broken(*triples):
    graph = sample(INDIVIDUALS)
    for triple in triples:
        graph.add(triple)
    return graph


def test_a_contradiction_is_caught():
    """A concept of two kinds: the kinds are disjoint."""
    with pytest.raises(InconsistentOntologyError, match="自相矛盾"):
        classify(broken((URIRef(ID + "title/chief"), RDF.type, ZR.Unit)))


def test_two_ranks_of_one_title_are_caught():
    with pytest.raises(InconsistentOntologyError):
        classify(broken((URIRef(ID + "title/chief"), ZR.rank, Literal(1))))


def test_a_wrong_range_is_caught():
    """What a threshold measures must be a measure, and a unit is none."""
    threshold = URIRef(ID + f"requirement/{NASAL}/operator-grade4/independent-cases")
    graph = sample([*INDIVIDUALS, threshold, URIRef(ID + "unit/case")])
    graph.set((threshold, ZR.measure, URIRef(ID + "unit/case")))
    with pytest.raises(InconsistentOntologyError):
        classify(graph)


def test_a_line_that_points_to_another_catalogue_is_no_procedure():
    """It stands in a section at a position, as procedures do; a body site makes it one."""
    reference = URIRef(ID + "catalogue-reference/digestive-endoscopy-2019/grade4/5.1")
    graph = sample([reference])
    assert (reference, ZR.position, None) in graph
    classify(graph)
    graph.add((reference, ZR.bodySite, URIRef(ID + "body-site/nose")))
    with pytest.raises(InconsistentOntologyError):
        classify(graph)


def test_a_class_that_can_have_no_member_is_caught():
    impossible, both = URIRef(ZR + "Impossible"), BNode()
    graph = Graph()
    graph += terms(load_graph())
    members = BNode()
    Collection(graph, members, [ZR.Criterion, ZR.Requirement])
    graph.add((impossible, RDF.type, OWL.Class))
    graph.add((impossible, RDFS.subClassOf, both))
    graph.add((both, RDF.type, OWL.Class))
    graph.add((both, OWL.intersectionOf, members))
    with pytest.raises(InconsistentOntologyError, match="Impossible"):
        classify(graph)

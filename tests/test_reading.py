import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import CV, ID, ZR
from zhunru.reading import GraphError, Reader, criteria
from zhunru.requirements import AnyOf, Staffing, Threshold, TitleRequirement, Waiver, When

NASAL = f"{ID}criterion/nasal-endoscopy-2019/"


def requirement(criterion, local):
    return next(
        one
        for one in criterion.all_requirements
        if one.iri.endswith(f"{criterion_name(criterion)}/{local}")
    )


def criterion_name(criterion):
    return criterion.iri.removeprefix(f"{ID}criterion/")


def test_every_criterion_of_the_graph_is_read():
    assert set(criteria()) == {str(node) for node in load_graph().subjects(RDF.type, ZR.Criterion)}


def test_every_requirement_of_the_graph_belongs_to_a_criterion():
    def every(one):
        yield one.iri
        for child in one.children:
            yield from every(child)

    read = {
        iri
        for criterion in criteria().values()
        for one in criterion.all_requirements
        for iri in every(one)
    }
    kinds = ("Threshold", "TitleRequirement", "Possession", "Staffing", "Conformity", "AllOf")
    kinds += ("AnyOf", "When", "Waiver", "Equivalence")
    graph = load_graph()
    assert read == {str(node) for kind in kinds for node in graph.subjects(RDF.type, ZR[kind])}


def test_a_grade_4_operator_also_bears_the_basic_conditions():
    """二（一）2: 在满足上述条件的基础上."""
    operator = criteria()[f"{NASAL}operator-grade4"]
    assert [one.iri for one in operator.closure] == [f"{NASAL}operator", f"{NASAL}operator-grade4"]
    assert {one.iri for one in operator.leaves()} > {
        leaf.iri for leaf in criteria()[f"{NASAL}operator"].leaves()
    }


def test_stocks_are_told_from_flows():
    measures = {
        leaf.measure.notation: leaf.measure.stock
        for criterion in criteria().values()
        for leaf in criterion.leaves()
        if isinstance(leaf, Threshold)
    }
    assert {measures[name] for name in ("beds", "open-beds", "room-area")} == {True}
    assert {measures[name] for name in ("cases", "medical-accidents", "death-rate")} == {False}


def test_nothing_counted_over_a_time_is_a_stock():
    """近5年、每年 的数是流量。 What is counted in a window or by the year is a flow."""
    for criterion in criteria().values():
        for leaf in criterion.leaves():
            if isinstance(leaf, Threshold) and (leaf.qualifiers.window or leaf.qualifiers.per):
                assert not leaf.measure.stock, leaf.iri


def test_evidence_keys_follow_the_design():
    operator = criteria()[f"{NASAL}operator-grade4"]
    title = requirement(operator, "title")
    cases = requirement(operator, "independent-grade3-cases")
    assert isinstance(title, TitleRequirement)
    assert title.evidence_key == "years-as-associate-chief-or-above"
    assert isinstance(cases, Threshold)
    assert cases.evidence_key == "independent-cases.nasal-endoscopy.grade3"


def test_a_waiver_dates_every_condition_to_the_day_of_issue():
    """四（一）5: 本规范印发之日前."""
    operator = criteria()[f"{NASAL}operator-grade4"]
    training = requirement(operator, "training-or-waiver")
    assert isinstance(training, AnyOf)
    (waiver,) = (one for one in training.members if isinstance(one, Waiver))
    assert all(leaf.qualifiers.as_of_issue for leaf in waiver.leaves())
    others = [leaf for one in training.members if one is not waiver for leaf in one.leaves()]
    assert not any(leaf.qualifiers.as_of_issue for leaf in others)


def test_conditional_rule_and_staffing():
    institution = criteria()[f"{NASAL}institution-grade4"]
    assert isinstance(requirement(institution, "tumour"), When)
    physicians = requirement(institution, "physicians")
    assert isinstance(physicians, Staffing)
    assert physicians.meets == f"{NASAL}operator-grade4"


def test_one_column_never_has_two_meanings():
    found = {}
    for criterion in criteria().values():
        for leaf in criterion.leaves():
            meaning = (leaf.value_type, type(leaf))
            assert found.setdefault(leaf.evidence_key, meaning) == meaning, leaf.evidence_key


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (ZR.unit, "Lacks"),
        (ZR.measure, "Lacks"),
        (ZR.minimum, "没有上下限"),
        (ZR.force, "Lacks"),
        (SKOS.prefLabel, "缺中文或英文名"),
        (RDF.type, "须恰为一种要求"),
    ],
)
def test_what_is_missing_is_named(predicate, words):
    graph = Graph()
    graph += load_graph()
    node = URIRef(f"{ID}requirement/nasal-endoscopy-2019/operator-grade4/independent-cases")
    graph.remove((node, predicate, None))
    with pytest.raises(GraphError, match=words) as caught:
        Reader(graph).criteria()
    assert str(node) in str(caught.value)


def test_a_criterion_without_members_is_refused():
    graph = Graph()
    graph += load_graph()
    graph.remove((URIRef(f"{NASAL}operator"), CV.hasRequirement, None))
    with pytest.raises(GraphError, match="没有任何要求"):
        Reader(graph).criteria()


def test_titles_from_the_lowest_to_the_highest():
    ranks = [title.rank for title in Reader(load_graph()).titles]
    assert ranks == sorted(ranks)
    assert Literal(ranks[-1]) in set(load_graph().objects(None, ZR.rank))

import pyshacl
import pytest
from dossier_making import dossier, full, step
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from zhunru.dossiers import to_graph
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ZR
from zhunru.pyshacl_engine import leaf_outcomes
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, ValueType, Waiver, When
from zhunru.resources import folder
from zhunru.shapes import build, compile_all, shape_iri, to_turtle
from zhunru.verdicts import Verdict, decide_criterion

CRITERIA = tuple(criteria().values())
FULL = {criterion.iri: full(criterion, str(i)) for i, criterion in enumerate(CRITERIA)}


@pytest.fixture(scope="module")
def committed():
    graph = Graph()
    for path in sorted((folder("shapes") / "eligibility").glob("*.ttl")):
        graph.parse(path)
    return graph


def conforming(dossiers, shapes):
    """Run the shapes as any engine would; return the dossiers without any result."""
    _, results, _ = pyshacl.validate(
        to_graph(dossiers), shacl_graph=shapes, do_owl_imports=False, inplace=True
    )
    failing = {str(node) for node in results.objects(None, SH.focusNode)}
    return {one.iri for one in dossiers} - failing


def test_committed_shapes_equal_compiled_ones(tmp_path):
    committed = sorted((folder("shapes") / "eligibility").glob("*.ttl"))
    built = build(tmp_path)
    assert [path.name for path in built] == [path.name for path in committed]
    for path, kept in zip(built, committed, strict=True):
        assert path.read_text("utf-8") == kept.read_text("utf-8"), "zhunru shapes build"


def test_compiled_text_says_what_was_compiled(tmp_path):
    """One regulation with every kind of group; comparing graphs with blank nodes is slow."""
    chosen = [one for one in CRITERIA if {AnyOf, When, Waiver} <= kinds(one.all_requirements)]
    (graph,) = compile_all(chosen[:1]).values()
    assert isomorphic(graph, Graph().parse(data=to_turtle(graph, "x"), format="turtle"))


def kinds(requirements):
    return {type(one) for one in requirements} | {
        kind for one in requirements for kind in kinds(one.children)
    }


def test_shapes_are_well_formed():
    """Against the shapes of SHACL itself: slow, so for one criterion with every kind of group."""
    chosen = [one for one in CRITERIA if {AnyOf, When, Waiver} <= kinds(one.all_requirements)]
    (shapes,) = compile_all(chosen[:1]).values()
    assert len(shapes) > 0
    pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True, do_owl_imports=False)


def test_every_criterion_has_a_named_shape_and_every_part_leads_back(committed):
    for criterion in CRITERIA:
        shape = shape_iri(criterion.iri)
        assert (shape, SH.targetClass, URIRef(criterion.dossier_class)) in committed
        for leaf in criterion.leaves():
            part = shape_iri(leaf.iri)
            assert (part, ZR.compiledFrom, URIRef(leaf.iri)) in committed
            assert {str(c) for c in committed.objects(part, CV.isDerivedFrom)} == {
                clause.iri for clause in leaf.clauses
            }
            languages = {text.language for text in committed.objects(part, SH.message)}
            assert languages == {"zh", "en"}


def test_every_property_shape_is_named_worded_and_linked(committed):
    requirements = set(load_graph().subjects(ZR.force))
    clauses = set(load_graph().subjects(RDF.type, ELI.LegalResourceSubdivision))
    for shape in committed.subjects(RDF.type, SH.PropertyShape):
        assert isinstance(shape, URIRef)
        assert {text.language for text in committed.objects(shape, SH.message)} == {"zh", "en"}
        assert committed.value(shape, ZR.compiledFrom) in requirements
        cited = set(committed.objects(shape, CV.isDerivedFrom))
        assert cited
        assert cited <= clauses


def test_severity_comes_from_force(committed):
    force = {"mandatory": SH.Violation, "advisory": SH.Warning, "permission": SH.Info}
    for criterion in CRITERIA:
        for leaf in criterion.leaves():
            assert committed.value(shape_iri(leaf.iri), SH.severity) == force[leaf.force]


def test_only_core_is_used(committed):
    assert not list(committed.subject_objects(SH.sparql))
    assert not list(committed.subject_objects(SH.js))


def test_a_dossier_built_to_meet_a_criterion_conforms(committed):
    dossiers = list(FULL.values())
    assert conforming(dossiers, committed) == {one.iri for one in dossiers}


def values_for(leaf):
    if leaf.value_type is ValueType.BOOLEAN:
        return st.sampled_from([None, True, True, False])
    edge = next(number for number in vars(leaf.bounds).values() if number is not None)
    around = [edge - step(leaf), edge, edge, edge + step(leaf)]
    if leaf.value_type is ValueType.INTEGER:
        around = [int(number) for number in around]
    return st.sampled_from([None, *around])


@st.composite
def random_dossiers(draw):
    chosen = draw(st.lists(st.sampled_from(CRITERIA), min_size=8, max_size=8))
    made = []
    for index, criterion in enumerate(chosen):
        # 大多数项满足，判定才不会总被同一项决定。 Mostly met, so that no one leaf always decides.
        odd = draw(st.sets(st.sampled_from(criterion.leaves()), max_size=4))
        values = dict(FULL[criterion.iri].values)
        for leaf in odd:
            value = draw(values_for(leaf))
            values.pop(leaf.evidence_key, None)
            if value is not None:
                values[leaf.evidence_key] = value
        made.append(dossier(criterion, values, str(index)))
    return made


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(dossiers=random_dossiers())
def test_a_criterions_shape_conforms_exactly_where_the_verdict_is_met(dossiers):
    """`docs/design.md`: SHACL and verdicts agree, alternatives and conditional rules included."""
    outcomes = leaf_outcomes(dossiers)
    met = {
        one.iri
        for one in dossiers
        if decide_criterion(one.criterion, outcomes[one.iri])[0] is Verdict.MET
    }
    shapes = Graph()
    for graph in compile_all(
        {one.criterion.iri: one.criterion for one in dossiers}.values()
    ).values():
        shapes += graph
    assert conforming(dossiers, shapes) == met


def test_the_knowledge_graph_has_no_fault():
    shapes = Graph().parse(folder("shapes") / "graph.ttl")
    conforms, _, text = pyshacl.validate(
        load_graph(), shacl_graph=shapes, meta_shacl=True, do_owl_imports=False
    )
    assert conforms, text

"""All data are closed under OWL 2 RL without contradiction, and each kind of one is found."""

import sys

import owlrl
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDFS, SKOS, XSD
from typer.testing import CliRunner

from zhunru.class_sample import members, named_classes, sample_of_every_class
from zhunru.cli import app
from zhunru.contradictions import Kind, contradictions
from zhunru.graph import load_graph
from zhunru.namespaces import ID, ZR
from zhunru.owl_rl import close
from zhunru.reasoning import sample, terms

pytestmark = pytest.mark.reasoning

NASAL = "nasal-endoscopy-2019"
CRITERION = URIRef(f"{ID}criterion/{NASAL}/operator-grade4")
POSSESSION = URIRef(f"{ID}requirement/{NASAL}/operator-grade4/base-training")
CHIEF, ATTENDING = URIRef(ID + "title/chief"), URIRef(ID + "title/attending")
CASE, NOSE = URIRef(ID + "unit/case"), URIRef(ID + "body-site/nose")
OPERATOR = URIRef(ID + "role/independent-operator")
IMPOSSIBLE = URIRef(ZR + "Impossible")
REFERENCE = URIRef(f"{ID}catalogue-reference/digestive-endoscopy-2019/grade4/5.1")

#: Outside OWL 2 RL: defined by a value range. HermiT infers them.
BEYOND_RL = {ZR.SeniorTitle, ZR.SeniorTitleRequirement, ZR.SeniorTitleCriterion}


@pytest.fixture(scope="module")
def closure():
    return close(load_graph())


def test_all_data_are_consistent(closure):
    assert len(closure) > len(load_graph())
    assert contradictions(closure) == ()


def test_grade_four_procedures_are_those_counted_in_the_data(closure):
    graph = load_graph()
    counted = [
        one
        for one in graph.subjects(ZR.grade, URIRef(ID + "grade/4"))
        if (one, RDF.type, ZR.Procedure) in graph
    ]
    assert len(closure.members(ZR.Grade4Procedure)) == len(counted) > 300


def test_every_class_has_the_members_that_its_definition_gives(closure):
    for cls in set(named_classes(load_graph())) - BEYOND_RL:
        assert closure.members(cls) == members(load_graph(), cls), cls


def test_what_a_criterion_extends_is_followed_to_the_end(closure):
    graph = load_graph()
    inferred = closure.pairs[ZR.extends]
    for criterion in graph.subjects(ZR.extends):
        reached = set(graph.transitive_objects(criterion, ZR.extends)) - {criterion}
        assert {other for one, other in inferred if one == criterion} == reached


def test_each_match_is_a_semantic_relation(closure):
    for match in (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch, SKOS.broader):
        assert closure.pairs[match] <= closure.pairs[SKOS.semanticRelation]


def test_a_second_reasoner_agrees():
    """Owlrl is slow, so on the sample only."""
    cut = sample_of_every_class(load_graph())
    individuals = set(cut.subjects(RDF.type, OWL.NamedIndividual))
    kinds = {RDF.type, *cut.subjects(RDF.type, OWL.ObjectProperty)}
    second = Graph() + cut
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(second)
    pairs = close(cut).pairs
    first = {
        (one, predicate, value) for predicate in kinds for one, value in pairs.get(predicate, ())
    }
    difference = {
        triple
        for triple in first ^ {triple for triple in second if triple[1] in kinds}
        if triple[0] in individuals
        and isinstance(triple[2], URIRef)  # 匿名类各写各的 each has anonymous classes of its own
        and triple[2] != OWL.Thing
    }
    assert difference == set()


def test_the_ontology_uses_no_axiom_that_goes_unheeded():
    """Beyond these, the reasoner or the search for contradictions would have to learn the rule."""
    known = {
        "AllDisjointClasses AnnotationProperty Class DatatypeProperty FunctionalProperty",
        "ObjectProperty Ontology Restriction TransitiveProperty",
        "disjointWith equivalentClass hasValue intersectionOf members onProperty someValuesFrom",
        "unionOf onDatatype withRestrictions versionIRI",
    }
    heeded = {OWL[name] for line in known for name in line.split()}
    used = {
        term
        for triple in terms(load_graph())
        for term in triple
        if isinstance(term, URIRef) and term in OWL
    }
    assert used <= heeded


def found_in(*triples, extra=()):
    graph = sample([CRITERION, POSSESSION, CHIEF, ATTENDING, CASE, NOSE, OPERATOR, REFERENCE])
    for triple in (*triples, *extra):
        graph.add(triple)
    return contradictions(close(graph))


def test_the_part_to_be_broken_is_whole():
    assert found_in() == ()


def all_different(*individuals):
    graph = Graph()
    node, parts = BNode(), BNode()
    graph.add((node, RDF.type, OWL.AllDifferent))
    graph.add((node, OWL.distinctMembers, parts))
    Collection(graph, parts, list(individuals))
    return graph


@pytest.mark.parametrize(
    ("triple", "kind", "node", "said"),
    [
        ((CHIEF, RDF.type, ZR.Unit), Kind.DISJOINT, CHIEF, "“专业技术职务任职资格”，又是“单位”"),
        ((CRITERION, RDF.type, ZR.AllOf), Kind.DISJOINT, CRITERION, "又是“准入要求”"),
        ((OPERATOR, RDF.type, ZR.InstitutionRole), Kind.DISJOINT, OPERATOR, "“机构角色”"),
        ((REFERENCE, ZR.bodySite, NOSE), Kind.DISJOINT, REFERENCE, "（由“部位”推得）"),
        ((CHIEF, ZR.handsOverTo, NOSE), Kind.DISJOINT, NOSE, "（由“移交给”推得）"),
        ((POSSESSION, ZR.possesses, CASE), Kind.NO_ALTERNATIVE, CASE, "“设备”"),
        ((CHIEF, ZR.rank, Literal(1)), Kind.SEVERAL_VALUES, CHIEF, "“次序”只能有一个值，却有 1、4"),
        (
            (CHIEF, ZR.rank, Literal("high")),
            Kind.WRONG_VALUE,
            CHIEF,
            "“次序”的值 high 不是 integer",
        ),
        ((CHIEF, OWL.differentFrom, CHIEF), Kind.SAME_AND_DIFFERENT, CHIEF, "“主任医师”"),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else "",
)
def test_a_contradiction_is_found_and_told_in_chinese(triple, kind, node, said):
    (one,) = [one for one in found_in(triple) if one.kind is kind]
    assert one.node == node
    assert said in one.detail.zh
    assert one.detail.en.isascii()


def test_a_member_of_an_empty_class_is_found():
    made = [(IMPOSSIBLE, RDFS.subClassOf, OWL.Nothing), (CHIEF, RDF.type, IMPOSSIBLE)]
    (one,) = found_in(*made)
    assert (one.kind, one.node, one.name.zh) == (Kind.NOTHING, CHIEF, "主任医师")
    assert str(IMPOSSIBLE) in one.detail.zh


def test_two_that_are_the_same_and_different_are_found_once():
    same = (CHIEF, OWL.sameAs, ATTENDING)
    told = found_in(same, (ATTENDING, OWL.differentFrom, CHIEF))
    assert [one.node for one in told if one.kind is Kind.SAME_AND_DIFFERENT] == [ATTENDING]
    # 合为一项之后，次序也有了两个。 Made one, they have two ranks as well.
    assert Kind.SEVERAL_VALUES in {one.kind for one in told}
    listed = found_in(same, extra=all_different(CHIEF, ATTENDING, NOSE))
    assert [one.node for one in listed if one.kind is Kind.SAME_AND_DIFFERENT] == [ATTENDING]


@pytest.mark.parametrize("value", [Literal(4), Literal("4.0", datatype=XSD.decimal)])
def test_one_value_written_twice_is_no_contradiction(value):
    assert found_in((CHIEF, ZR.rank, value)) == ()


def test_a_property_that_only_procedures_may_have_is_found_on_others():
    """As it was with lines that point to another catalogue when only procedures had positions."""
    (one,) = found_in((ZR.position, RDFS.domain, ZR.Procedure))
    assert (one.kind, one.node) == (Kind.DISJOINT, REFERENCE)
    assert "（由“目录位置”推得）" in one.detail.zh


def reason(*arguments):
    return CliRunner().invoke(app, ["reason", *map(str, arguments)])


def test_the_command_finds_contradictions_in_data_of_ones_own(tmp_path):
    file = tmp_path / "own.ttl"
    file.write_text(f"<{CHIEF}> a <{ZR.Unit}> ; <{ZR.rank}> 9 .", encoding="utf-8")
    result = reason("--data", file)
    assert result.exit_code == 1
    assert "2 处" in result.stdout
    assert "“主任医师”既是“专业技术职务任职资格”，又是“单位”。" in result.stdout
    assert "“主任医师”“次序”只能有一个值，却有 4、9。" in result.stdout


def test_the_command_finds_none_in_what_is_shipped(monkeypatch, closure):
    monkeypatch.setattr("zhunru.owl_rl.close", lambda graph: closure)
    result = reason("--all")
    assert (result.exit_code, "没有矛盾" in result.stdout) == (0, True)


def test_the_command_names_the_extra_that_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "reasonable", None)
    monkeypatch.delitem(sys.modules, "zhunru.owl_rl", raising=False)
    result = reason("--all")
    assert result.exit_code == 2
    assert "zhunru[reasoning]" in result.stderr

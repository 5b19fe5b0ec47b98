"""A part of the graph stands on its own."""

import pytest
from export_making import TECHNIQUE, small_content
from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from zhunru.errors import UserError
from zhunru.exporting.part import part
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ID, ZR
from zhunru.reading import Reader, criteria

NASAL = "nasal-endoscopy"


@pytest.fixture(scope="module", params=[TECHNIQUE, NASAL, "comprehensive-intervention"])
def taken(request):
    return part(load_graph(), [request.param])


def test_nothing_that_it_names_is_missing(taken):
    whole = load_graph()
    named = {one for triple in taken for one in triple if isinstance(one, URIRef)}
    missing = {
        one for one in named if (one, None, None) in whole and (one, None, None) not in taken
    }
    assert not missing


def test_its_criteria_are_read_as_from_the_whole(taken):
    read = Reader(taken).criteria()
    assert read
    assert all(read[iri] == criteria()[iri] for iri in read)


def test_it_has_every_rule_of_its_documents():
    taken = part(load_graph(), [NASAL])
    own = {one for one in load_graph().subjects() if f"/{NASAL}-2019" in f"{one}/"}
    assert own <= set(taken.subjects())
    assert all(
        set(taken.triples((one, None, None))) == set(load_graph().triples((one, None, None)))
        for one in own
    )


def test_the_rules_of_the_broader_technique_bind_and_are_there():
    regulations = set(part(load_graph(), [NASAL]).subjects(RDF.type, ZR.Regulation))
    assert ID["regulation/endoscopy-administration-2019"] in regulations


def test_both_editions_are_there():
    taken = part(load_graph(), ["comprehensive-intervention"])
    assert len(list(taken.subject_objects(ELI.repeals))) == 1
    assert set(taken.subjects(RDF.type, ZR.EditionChange))


def test_other_techniques_have_no_criteria_but_those_that_are_referred_to():
    roots = {
        one.technique.notation for one in Reader(part(load_graph(), [NASAL])).criteria().values()
    }
    assert roots == {NASAL, "endoscopy", "restricted-endoscopy"}


def test_overlapping_entries_of_others_are_there_without_their_own_overlaps():
    whole, taken = load_graph(), part(load_graph(), [NASAL])
    partners = {
        one
        for overlap in taken.subjects(RDF.type, ZR.Overlap)
        for one in taken.objects(overlap, ZR.between)
        if NASAL not in one
    }
    assert partners
    assert all((one, SKOS.prefLabel, None) in taken for one in partners)
    matched = {(s, o) for s, o in taken.subject_objects(SKOS.exactMatch) if NASAL not in s + o}
    assert not matched
    assert len(set(taken.subjects(RDF.type, ZR.Procedure))) < len(
        set(whole.subjects(RDF.type, ZR.Procedure))
    )


def test_several_techniques_are_the_union():
    one, other = (set(part(load_graph(), [name])) for name in (NASAL, TECHNIQUE))
    assert one | other <= set(part(load_graph(), [NASAL, TECHNIQUE]))


def test_chinese_names_do_as_well():
    assert set(part(load_graph(), ["鼻科内镜诊疗技术"])) == set(part(load_graph(), [NASAL]))


@pytest.mark.parametrize(
    ("name", "words"),
    [("nasal-endoscpy", "是不是“nasal-endoscopy”"), ("内镜诊疗", "不止一个技术"), ("", "没有")],
)
def test_an_unknown_technique_is_explained(name, words):
    with pytest.raises(UserError, match=words):
        part(load_graph(), [name])


def test_the_part_is_smaller():
    assert 1000 < len(small_content().graph) < len(load_graph()) / 5

"""Answers as networks."""

import pytest

from zhunru.answer_network import MOST_EDGES, MOST_NODES, has_network, network
from zhunru.ask import ask

GRADES = "?p a zr:Procedure ; zr:grade ?g ; skos:prefLabel ?label"


def test_triples_between_resources_are_edges():
    answer = ask(f"CONSTRUCT {{ ?p zr:grade ?g ; skos:prefLabel ?label }} {{ {GRADES} }} LIMIT 9")
    found = network(answer)
    expected = {(str(s), str(o)) for s, p, o in answer.graph if p.endswith("#grade")}
    assert {(one.source, one.target) for one in found.edges} == expected
    assert {one.iri for one in found.nodes} == {end for edge in expected for end in edge}
    assert {one.label for one in found.edges} == {"级别"}
    assert found.left_out == 0


def test_a_row_relates_its_first_resource_to_the_others():
    answer = ask(f"SELECT ?p ?label ?grade {{ {GRADES} BIND(?g AS ?grade) }} ORDER BY ?p LIMIT 1")
    found = network(answer)
    (row,) = answer.rows
    (edge,) = found.edges
    assert (edge.source, edge.target, edge.label) == (str(row[0]), str(row[2]), "级别")
    labels = {one.iri: one.label for one in found.nodes}
    assert labels[str(row[0])] == str(row[1])


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "SELECT ?p { ?p a zr:Procedure }",
        "SELECT ?p ?l { ?p a zr:Title ; skos:prefLabel ?l }",
        "CONSTRUCT { ?t zr:rank ?r } { ?t zr:rank ?r }",
        "SELECT ?a ?b { BIND(zr:Title AS ?a) BIND(zr:Title AS ?b) }",
    ],
)
def test_without_relations_there_is_no_network(text):
    assert not has_network(ask(text))


def test_a_large_network_is_cut_and_says_how_much():
    answer = ask("CONSTRUCT { ?a ?p ?b } { ?a ?p ?b ; a zr:Overlap FILTER(ISIRI(?b)) }")
    found = network(answer)
    assert len(found.nodes) <= MOST_NODES and len(found.edges) <= MOST_EDGES
    assert found.left_out == len(answer.graph) - len(found.edges) > 0
    ends = {end for one in found.edges for end in (one.source, one.target)}
    assert ends == {one.iri for one in found.nodes}


def test_the_layout_is_the_same_each_time_and_keeps_nodes_apart():
    answer = ask(f"CONSTRUCT {{ ?p zr:grade ?g }} {{ {GRADES} }} LIMIT 40")
    found = network(answer)
    assert found == network(answer)
    assert len({(one.x, one.y) for one in found.nodes}) == len(found.nodes)
    assert all(abs(one.x) <= 2 and abs(one.y) <= 2 for one in found.nodes)


def test_degrees_count_edges():
    found = network(ask(f"CONSTRUCT {{ ?p zr:grade ?g }} {{ {GRADES} }} LIMIT 40"))
    assert sum(one.degree for one in found.nodes) == 2 * len(found.edges)


def test_blank_nodes_have_no_name():
    found = network(ask("SELECT ?a ?b { ?a owl:equivalentClass ?b FILTER(ISBLANK(?b)) } LIMIT 1"))
    assert "（无名）" in {one.label for one in found.nodes}

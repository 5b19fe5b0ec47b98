"""Blank nodes are named by what they are, not by where they were read."""

from export_making import oddities, shuffled
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef

from zhunru.exporting.blank_nodes import with_named_blank_nodes
from zhunru.exporting.canonical import fingerprint

P, Q = URIRef("urn:p"), URIRef("urn:q")
TERMS = st.sampled_from([*(BNode(f"n{number}") for number in range(6)), URIRef("urn:a")])
GRAPHS = st.lists(st.tuples(TERMS, st.sampled_from([P, Q]), TERMS), max_size=12)


def graph_of(triples):
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def names(graph):
    return {one for triple in graph for one in triple if isinstance(one, BNode)}


@given(GRAPHS, st.integers())
def test_isomorphic_graphs_get_the_same_names(triples, seed):
    graph = graph_of(triples)
    named = with_named_blank_nodes(graph)
    assert set(named) == set(with_named_blank_nodes(shuffled(graph, seed)))
    assert len(named) == len(graph)
    assert len(names(named)) == len(names(graph))


def test_the_graph_stays_what_it_is():
    assert fingerprint(with_named_blank_nodes(oddities())) == fingerprint(oddities())


def test_a_change_elsewhere_leaves_names_alone():
    one, other = BNode(), BNode()
    graph = graph_of([(URIRef("urn:a"), P, one), (one, Q, Literal(1)), (URIRef("urn:b"), P, other)])
    before = names(with_named_blank_nodes(graph))
    graph.add((other, Q, Literal(2)))
    assert len(before & names(with_named_blank_nodes(graph))) == 1


def test_twins_are_numbered():
    twins = graph_of([(URIRef("urn:a"), P, BNode()), (URIRef("urn:a"), P, BNode())])
    first, second = sorted(names(with_named_blank_nodes(twins)))
    assert (first[-2:], second[-2:]) == ("-1", "-2")
    assert first[:-2] == second[:-2]

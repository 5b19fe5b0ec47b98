"""重叠网络：读出、筛选、布局。 The network of overlaps: read, narrowed and laid out."""

from itertools import combinations
from math import dist

import networkx
import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.overlap_network.layout import layout
from zhunru.overlap_network.network import MATCHES, Narrowing, Network, narrowed, network
from zhunru.reading import GraphError


@pytest.fixture(scope="module")
def whole():
    return network()


def test_every_overlap_of_the_graph_is_there_once(whole):
    nodes = {str(one).rsplit("/", 1)[1] for one in load_graph().subjects(RDF.type, ZR.Overlap)}
    assert {one.key for one in whole.overlaps} == nodes
    assert len(whole.overlaps) == len(nodes)


def test_an_overlap_says_what_the_graph_says(whole):
    found = next(one for one in whole.overlaps if one.key == "subtotal-thyroidectomy")
    assert [end.key for end in found.ends] == [
        "general-surgery-endoscopy-2019/grade4/2.1",
        "pharyngolaryngeal-endoscopy-2019/grade4/13.2",
    ]
    assert all("甲状腺" in end.name for end in found.ends)
    assert MATCHES[found.closeness] == SKOS.exactMatch
    assert found.kind.zh == "同一操作"
    assert found.techniques == {"general-surgery-endoscopy", "pharyngolaryngeal-endoscopy"}
    assert not found.differs
    assert "部位、切除范围与腔镜入路都相同" in found.reason.zh


def test_the_closest_come_first_and_disagreeing_grades_before_agreeing(whole):
    order = [(one.closeness, not one.differs) for one in whole.overlaps]
    assert order == sorted(order)


def test_ends_are_of_two_techniques_and_ordered(whole):
    for one in whole.overlaps:
        first, second = one.ends
        assert (first.technique.notation, first.key) < (second.technique.notation, second.key)


def test_without_what_an_overlap_needs_the_graph_is_refused():
    graph = load_graph()
    broken = Graph() + graph
    node = min(broken.subjects(RDF.type, ZR.Overlap))
    broken.remove((node, ZR.match, None))
    with pytest.raises(GraphError, match="match"):
        network(broken)


# 筛选 Narrowing


def test_replaced_editions_are_left_out_unless_asked_for(whole):
    assert not all(end.in_force for one in whole.overlaps for end in one.ends)
    current = narrowed(whole, Narrowing())
    assert all(end.in_force for one in current.overlaps for end in one.ends)
    assert narrowed(whole, Narrowing(replaced=True)) == whole


def test_a_pair_of_techniques_leaves_what_is_between_them(whole):
    pair = ("thoracic-endoscopy", "respiratory-endoscopy")
    found = narrowed(whole, Narrowing(pair)).overlaps
    assert found
    assert all(one.techniques == set(pair) for one in found)
    one_side = narrowed(whole, Narrowing(pair[:1])).overlaps
    assert set(found) < set(one_side)


def test_only_disagreeing_grades(whole):
    found = narrowed(whole, Narrowing(disagreeing=True)).overlaps
    assert 0 < len(found) < len(whole.overlaps)
    assert all(one.ends[0].grade != one.ends[1].grade for one in found)


def test_a_site_and_words_may_be_of_either_side(whole):
    site = next(one for one in whole.sites if one.label.zh == "甲状腺")
    at_site = narrowed(whole, Narrowing(site=site.notation)).overlaps
    assert at_site
    assert all(any(site in end.sites for end in one.ends) for one in at_site)
    by_words = narrowed(whole, Narrowing(words="甲状腺 切除")).overlaps
    assert by_words
    for one in by_words:
        assert any("甲状腺" in end.words and "切除" in end.words for end in one.ends)


def test_words_of_the_two_sides_are_not_mixed(whole):
    one = next(
        one
        for one in whole.overlaps
        if one.ends[0].name.casefold() not in one.ends[1].words
        and one.ends[1].name.casefold() not in one.ends[0].words
    )
    first, second = (end.name for end in one.ends)
    assert one in narrowed(whole, Narrowing(words=first, replaced=True)).overlaps
    assert one not in narrowed(whole, Narrowing(words=f"{first} {second}", replaced=True)).overlaps


def test_nothing_left_is_an_empty_network(whole):
    nothing = narrowed(whole, Narrowing(words="没有这样的手术"))
    assert (nothing.procedures, nothing.techniques, nothing.sites) == ((), (), ())
    assert layout(nothing) == {}


# 布局 Layout


def test_every_procedure_has_a_place_of_its_own(whole):
    places = layout(whole)
    assert set(places) == {one.key for one in whole.procedures}
    points = [(one.x, one.y) for one in places.values()]
    assert min(dist(*two) for two in combinations(points, 2)) > 0.05


def test_the_layout_stays_the_same(whole):
    shuffled = Network(tuple(reversed(whole.overlaps)))
    assert layout(whole) == layout(network()) == layout(shuffled)


def test_parts_that_have_nothing_to_do_with_one_another_stand_apart(whole):
    places = layout(whole)
    parts = networkx.connected_components(
        networkx.Graph([tuple(end.key for end in one.ends) for one in whole.overlaps])
    )
    boxes = []
    for part in parts:
        across, down = ([getattr(places[key], axis) for key in part] for axis in "xy")
        boxes.append((min(across), max(across), min(down), max(down)))
    for one, other in combinations(boxes, 2):
        beside = one[1] < other[0] or other[1] < one[0]
        below = one[3] < other[2] or other[3] < one[2]
        assert beside or below


def test_a_single_pair_is_laid_out(whole):
    pair = Network(whole.overlaps[:1])
    first, second = (layout(pair)[one.key] for one in pair.procedures)
    assert dist((first.x, first.y), (second.x, second.y)) > 1


def test_it_is_wider_than_high_as_asked(whole):
    def shape(aspect):
        places = layout(whole, aspect).values()
        return max(one.x for one in places) / max(one.y for one in places)

    assert shape(3.0) > shape(1.0)
    assert shape(1.7) == pytest.approx(1.7, rel=0.4)


def test_the_overlaps_of_a_procedure(whole):
    most = max(whole.procedures, key=lambda one: len(whole.of(one.key)))
    found = whole.of(most.key)
    assert all(most in one.ends for one in found)
    assert [one.differs for one in found] == sorted((o.differs for o in found), reverse=True)
    assert whole.of("nothing/like/this") == ()

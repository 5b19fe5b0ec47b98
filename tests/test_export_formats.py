"""Every format reads back as the same graph, and is written in the same bytes each time."""

import difflib
import json

import pytest
from export_making import (
    RDFLIB,
    as_written,
    oddities,
    read_by_oxigraph,
    read_by_rdflib,
    shuffled,
    small_content,
)
from rdflib import Literal, URIRef
from rdflib.namespace import SKOS

from zhunru.exporting import RDF_WRITERS, WRITERS, export
from zhunru.exporting.canonical import empty_like, fingerprint
from zhunru.exporting.content import Content
from zhunru.exporting.rdf import dataset
from zhunru.graph import load_graph
from zhunru.namespaces import ID

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
READERS = [read_by_oxigraph, read_by_rdflib]
SIMPLE = [name for name in RDFLIB if name not in ("trig", "nq", "shapes")]


def expected(content, name):
    """What a format is to hold."""
    if name == "shapes":
        return fingerprint(content.shapes)
    return fingerprint(dataset(content) if name in ("trig", "nq") else content.graph)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", RDF_WRITERS)
def test_a_part_reads_back_by_either_library(name, reader):
    content = small_content()
    written = RDF_WRITERS[name](content)
    assert fingerprint(reader(written, name)) == expected(content, name)


def test_the_whole_graph_reads_back():
    content, whole = Content(), fingerprint(load_graph())
    for name in ("ttl", "jsonld", "nt", "rdfxml"):
        written = WRITERS[name](content)
        assert fingerprint(read_by_oxigraph(written, name)) == whole


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SIMPLE)
def test_odd_values_lists_and_blank_nodes_read_back(name, reader):
    written = WRITERS[name](Content(oddities()))
    with as_written():
        assert fingerprint(reader(written, name)) == fingerprint(oddities())


@pytest.mark.parametrize("name", SIMPLE)
def test_neither_order_nor_names_of_blank_nodes_matter(name):
    once = WRITERS[name](Content(oddities()))
    again = WRITERS[name](Content(shuffled(oddities(), seed=name)))
    assert once == again


def test_formats_do_not_depend_on_what_was_written_before():
    content = Content(oddities())
    WRITERS["ttl"](content)
    assert WRITERS["rdfxml"](content) == WRITERS["rdfxml"](Content(oddities()))


def test_the_fingerprint_tells_graphs_apart():
    other = empty_like(oddities())
    for triple in list(oddities())[1:]:
        other.add(triple)
    assert fingerprint(other) != fingerprint(oddities())


def changed_lines(before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [one for one in lines if one[:1] in "+-" and one[:3] not in ("+++", "---")]


def with_changes(removed, added):
    graph = empty_like(small_content().graph)
    for triple in small_content().graph:
        graph.add(triple)
    for triple in removed:
        graph.remove(triple)
    for triple in added:
        graph.add(triple)
    return Content(graph)


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld"])
def test_a_changed_value_changes_its_lines_only(name):
    node = ID["grade/4"]
    old = next(one for one in load_graph().objects(node, SKOS.prefLabel) if one.language == "zh")
    new = Literal(f"{old}（改）", lang="zh")
    content = with_changes([(node, SKOS.prefLabel, old)], [(node, SKOS.prefLabel, new)])
    before, after = (WRITERS[name](one).decode() for one in (small_content(), content))
    removed, added = changed_lines(before, after)
    assert removed.startswith("-") and str(old) in removed
    assert added.startswith("+") and str(new) in added


def test_a_new_reference_does_not_move_what_it_refers_to():
    added = (ID["grade/4"], SKOS.related, ID["specialty/spine"])
    before, after = (
        WRITERS["ttl"](one).decode() for one in (small_content(), with_changes([], [added]))
    )
    assert len(changed_lines(before, after)) == 1


def test_turtle_stands_in_alphabetical_order():
    content = small_content()
    written = WRITERS["ttl"](content).decode()
    tops = [line for line in written.splitlines() if line.startswith("<")]
    assert tops == sorted(tops)
    assert len(tops) > 100


def test_jsonld_is_readable_and_keeps_to_its_own_context():
    document = json.loads(WRITERS["jsonld"](small_content()))
    context, nodes = document["@context"], {one["@id"]: one for one in document["@graph"]}
    operator = nodes["criterion/spine-endoscopy-2019/operator-grade4"]
    assert operator["@type"] == "准入标准"
    assert operator["首选名"]["zh"]
    assert operator["级别"] == "grade/4"
    assert context["不少于"] == context["minimum"] == "zr:minimum"
    assert any(isinstance(one.get("不少于"), int) for one in nodes.values())
    assert not [name for name, value in context.items() if "http" in str(value) and name[0] != "@"
                and not str(value).endswith(("#", "/"))]  # fmt: skip


def test_a_dataset_describes_itself_in_a_graph_of_its_own():
    quads = read_by_oxigraph(WRITERS["trig"](small_content()), "trig")
    graphs = {str(one.graph_name) for one in quads}
    assert graphs == {"DEFAULT", f"<{ID}dataset/description>"}
    plain = [one for one in quads if str(one.graph_name) == "DEFAULT"]
    assert fingerprint(plain) == fingerprint(small_content().graph)


def test_shapes_are_those_that_are_compiled():
    shape = URIRef(f"{ID}shape/spine-endoscopy-2019/operator-grade4")
    assert (shape, None, None) in small_content().shapes


def test_an_unknown_format_is_explained():
    with pytest.raises(ValueError, match="没有格式“turtle”，可用：ttl"):
        export("turtle")

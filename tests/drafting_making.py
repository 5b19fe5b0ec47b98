"""起草规范的测试所共用的。 What the tests of drafting share."""

from pathlib import Path

from rdflib import Graph

from zhunru.namespaces import ZR
from zhunru.resources import folder
from zhunru.verify import verify

INVENTED = Path(__file__).parent / "fixtures" / "invented"
AUTHORING = INVENTED / "authoring"
KITE = AUTHORING / "sources" / "kite-repair-2098.txt"
TITLE = "滑梯检修技术临床应用管理规范（2090年版）"
NAME = "slide-check-2090"
LEAVES = {ZR.Threshold, ZR.TitleRequirement, ZR.Possession, ZR.Staffing, ZR.Conformity}


def all_concepts():
    """The ontology and the concept schemes, without any regulation."""
    graph = Graph()
    for path in folder("ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


def graph_of(turtle):
    return Graph().parse(data=turtle, format="turtle")


def checked(turtle, text, name):
    (document,) = verify(graph_of(turtle), {name: text}).documents
    return document


def local(node):
    return str(node).rpartition("/")[2]

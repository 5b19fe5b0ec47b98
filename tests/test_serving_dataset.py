"""What graphs there are, and that a hospital's evidence stays in its own."""

import io
import json
from datetime import date

import pyoxigraph
import pytest
from small_hospital import SMALL

from zhunru.graph import load_store
from zhunru.serving.dataset import HOSPITAL_GRAPH, RULES_GRAPH, dataset
from zhunru.serving.frames import Job
from zhunru.serving.worker import Allowance, answer

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
VERDICTS = "SELECT (COUNT(*) AS ?n) { ?dossier zr:verdict ?verdict ; a ?class }"
AS_OF = date(2026, 1, 1)
NAME = "欧阳某某"
ALLOWANCE = Allowance(60, 2**30, 2**20)


def loaded(quads):
    store = pyoxigraph.Store()
    store.bulk_load(io.BytesIO(quads), pyoxigraph.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def rules():
    return loaded(dataset())


def numbers(store, query, **graphs):
    job = Job(query, table_type="application/sparql-results+json", **graphs)
    reply = answer(store, job, ALLOWANCE)
    assert reply.status == 200, reply.body
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def test_rules_alone_are_the_default_graph(rules):
    assert numbers(rules, COUNT) == len(load_store())
    assert list(rules.named_graphs()) == []


def test_the_rules_have_a_name_for_the_protocol(rules):
    assert numbers(rules, COUNT, default_graphs=(RULES_GRAPH,), named_graphs=()) == len(rules)
    assert numbers(rules, COUNT, default_graphs=("urn:none",), named_graphs=()) == 0


def test_a_malformed_graph_is_told(rules):
    job = Job(COUNT, ("not an IRI",), (), "text/csv")
    reply = answer(rules, job, ALLOWANCE)
    assert reply.status == 400
    assert "图的 IRI 写错了" in reply.body.decode()


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    """One physician of one hospital, with a credential to be checked."""
    folder = tmp_path_factory.mktemp("hospital")
    asked = "授权编号,工号,技术,级别,角色\nC1,D001,鼻科内镜诊疗技术,四级,独立术者\n"
    staff = SMALL["人员.csv"].replace("D001,,", f"D001,{NAME},")
    for name, text in {**SMALL, "人员.csv": staff, "授权.csv": asked}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def mixed(hospital):
    return dataset([hospital], AS_OF)


def test_a_hospital_is_never_mixed_in_silently(mixed):
    store = loaded(mixed)
    assert numbers(store, COUNT) == len(load_store())
    assert numbers(store, VERDICTS) == 0
    verdicts = numbers(store, VERDICTS, default_graphs=(HOSPITAL_GRAPH,), named_graphs=())
    assert verdicts > 0
    named = VERDICTS.replace("{ ?d", f"{{ GRAPH <{HOSPITAL_GRAPH}> {{ ?d") + "}"
    assert numbers(store, named) == verdicts
    # 只有点名，才与规则合在一起。 Only by name is it joined with the rules.
    both = {"default_graphs": (RULES_GRAPH, HOSPITAL_GRAPH), "named_graphs": ()}
    assert numbers(store, COUNT, **both) > len(load_store())


def test_people_can_be_pseudonyms(hospital, mixed):
    assert NAME.encode() in mixed
    assert NAME.encode() not in dataset([hospital], AS_OF, pseudonymise=True)

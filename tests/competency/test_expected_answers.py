"""每个保存的查询，答案与依原文手工算出的一致，两个引擎也一致。

Every saved query against answers worked out by hand from the official texts, on both engines.

`expected/<query>.yaml` lists cases. Each has `parameters`, and either `columns` with `rows`, or
`tally`, a column whose values are counted. `each` holds values that every row shares, `with` keeps
rows that have one of these columns, `where` those with these values; `contains` allows more rows.
"""

from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import yaml
from rdflib import Literal

from zhunru.ask import ask_saved
from zhunru.exporting.part import part
from zhunru.graph import load_graph, load_store
from zhunru.queries import saved_queries, saved_query

EXPECTED = Path(__file__).parent / "expected"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{index}")
    for path in sorted(EXPECTED.glob("*.yaml"))
    for index, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")))
]

#: rdflib 慢，每个查询只比第一例；最慢的几个只比几项技术。
#: rdflib is slow: the first case of each query is compared, the slowest on a few techniques only.
SLOWEST = {
    "both-sides-conditions",
    "case-volumes",
    "curation-notes",
    "facilities-required",
    "institution-volumes",
    "overlap-candidates",
    "overlaps",
    "strictest-and-mildest",
    "technique-summary",
    "training-bases",
    "training-requirements",
    "tumour-centre",
    "waivable-conditions",
    "waivers",
}
TECHNIQUES = ["comprehensive-intervention", "general-surgery-endoscopy"]
COMPARED = [param for param in CASES if param.id.endswith("-0")]


def value_of(term):
    if term is None:
        return None
    value = term.toPython() if isinstance(term, Literal) else term
    return value if isinstance(value, bool | int) else str(term)


def answers(name, case):
    answer = ask_saved(name, case["parameters"])
    rows = [
        {c: value_of(t) for c, t in zip(answer.columns, row, strict=True)} for row in answer.rows
    ]
    for column, value in case.get("where", {}).items():
        rows = [row for row in rows if row[column] == value]
    if "with" in case:
        rows = [row for row in rows if any(row[column] is not None for column in case["with"])]
    return rows


def expected_rows(case):
    shared = case.get("each", {})
    own = [column for column in case["columns"] if column not in shared]
    return Counter(
        tuple({**shared, **dict(zip(own, row, strict=True))}[column] for column in case["columns"])
        for row in case["rows"]
    )


@pytest.mark.parametrize(("name", "case"), CASES)
def test_answer_is_the_one_worked_out_by_hand(name, case):
    rows = answers(name, case)
    if "tally" in case:
        assert Counter(row[case["tally"]] for row in rows) == dict(case["rows"])
        return
    found = Counter(tuple(row[column] for column in case["columns"]) for row in rows)
    wanted = expected_rows(case)
    assert (found & wanted if case.get("contains") else found) == wanted


@pytest.fixture(scope="module")
def some_techniques():
    """Part of the graph, for rdflib and for Oxigraph."""
    graph = part(load_graph(), TECHNIQUES)
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return graph, store


@pytest.mark.parametrize(("name", "case"), COMPARED)
def test_rdflib_gives_the_same_rows(name, case, some_techniques):
    graph, store = some_techniques if name in SLOWEST else (load_graph(), load_store())
    text = saved_query(name).bind(case["parameters"])
    answer = store.query(text)
    columns = [variable.value for variable in answer.variables]
    oxigraph = [tuple(None if t is None else t.value for t in row) for row in answer]
    result = graph.query(text)
    rdflib = [tuple(None if t is None else str(t) for t in row) for row in result]
    assert list(map(str, result.vars)) == columns
    assert Counter(rdflib) == Counter(oxigraph)
    assert rdflib == oxigraph, "the order must not depend on the engine"
    assert rdflib, "nothing was compared"


def test_every_query_has_an_expected_answer_for_its_defaults():
    defaults = {param.values[0] for param in CASES if not param.values[1]["parameters"]}
    assert defaults == saved_queries().keys()
    assert {param.values[0] for param in CASES} == saved_queries().keys()

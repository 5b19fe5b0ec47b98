"""The interface for programs: `import zhunru`."""

import subprocess
import sys
from datetime import date, datetime

import polars as pl
import pytest
from rdflib import URIRef
from rdflib.namespace import RDF

import zhunru
from zhunru.ask import Answer, ask_saved
from zhunru.errors import InputError, UserError
from zhunru.evidence_table import EvidenceTable
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.namespaces import EVIDENCE, ZR
from zhunru.queries import QueryError
from zhunru.validation import validate_dossiers
from zhunru.verdicts import Verdict

ASKED = {
    "项目.csv": "项目编号,机构编号,技术,级别,角色\nP1,H01,鼻科内镜诊疗技术,四级,医疗机构\n",
    "例数.csv": None,
}


@pytest.fixture(scope="module")
def report():
    return zhunru.validate(example_hospital(), EXAMPLE_AS_OF)


@pytest.fixture(scope="module")
def evidence(report):
    return EvidenceTable.of(report)


@pytest.fixture(scope="module")
def frame(evidence):
    return evidence.to_pandas()


def test_importing_the_package_imports_none_of_its_libraries():
    heavy = "{'rdflib', 'pyoxigraph', 'pandas', 'ibis', 'polars', 'SPARQLWrapper'}"
    program = f"import sys, zhunru; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_functions_stay_functions_once_modules_of_their_names_are_imported():
    import zhunru.ask
    import zhunru.evidence.questions
    import zhunru.requirements

    for name in zhunru.__all__:
        assert not hasattr(getattr(zhunru, name), "__file__"), name
    assert sys.modules["zhunru.ask"].ask_saved is ask_saved


def test_load_gives_the_graph():
    assert len(set(zhunru.load().subjects(RDF.type, ZR.Regulation))) == 17


def test_a_saved_query_with_parameters():
    assert zhunru.ask("procedures-by-title", years=3) == ask_saved(
        "procedures-by-title", {"years": 3}
    )


def test_a_text_needs_no_prefixes():
    assert zhunru.ask("ASK { ?r a zr:Regulation }").truth is True


def test_a_text_takes_no_parameters():
    with pytest.raises(QueryError, match="years"):
        zhunru.ask("SELECT * { ?s ?p ?o }", years=3)


def test_a_name_that_nothing_has():
    with pytest.raises(QueryError, match="procedures-by-title"):
        zhunru.ask("procedures-by-titel")


def test_frames_of_pandas_and_polars_agree():
    values = "{ VALUES (?n ?x ?t ?m) { (1 1.5 true 1) (UNDEF 2 UNDEF 'a') } }"
    answer = zhunru.ask(f"SELECT ?n ?x ?t ?m {values}")
    rows = [{"n": 1, "x": 1.5, "t": True, "m": "1"}, {"n": None, "x": 2.0, "t": None, "m": "a"}]
    polars = answer.to_polars()
    assert polars.to_dicts() == rows
    assert polars.dtypes == [pl.Int64, pl.Float64, pl.Boolean, pl.String]
    assert answer.to_pandas().n.isna().tolist() == [False, True]


def test_no_rows_keep_their_columns():
    answer = zhunru.ask("SELECT ?a ?b { ?a zr:nothing ?b }")
    assert answer.to_polars().columns == list(answer.to_pandas().columns) == ["a", "b"]


def test_a_truth_value_is_no_frame():
    with pytest.raises(QueryError):
        Answer("ask", truth=True).to_polars()


def test_requirements_of_a_procedure():
    found = zhunru.requirements("腔镜甲状腺癌根治术")
    roles = {criterion.role.notation for criterion in found}
    assert {"institution", "independent-operator"} <= roles
    assert all(criterion.requirements for criterion in found)


@pytest.mark.parametrize("name", ["副主任医师", "没有这种手术"])
def test_requirements_of_anything_else(name):
    with pytest.raises(QueryError, match=name):
        zhunru.requirements(name)


@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), "2026-01-01", datetime(2026, 1, 1, 12, 30)], ids=type
)
def test_days_may_be_written_or_given(hospital, day):
    assert zhunru.validate([hospital(ASKED)], day).as_of == date(2026, 1, 1)


def test_the_day_is_today_unless_given(hospital):
    today = zhunru.validate(str(hospital(ASKED))).as_of
    assert today == date.today()


@pytest.mark.parametrize("day", ["2026-02-30", "1.1.2026", ""])
def test_what_is_no_day_is_refused(hospital, day):
    with pytest.raises(UserError, match="YYYY-MM-DD"):
        zhunru.validate(hospital(), day)


def test_bad_tables_are_explained(tmp_path):
    with pytest.raises(InputError):
        zhunru.validate(tmp_path, "2026-01-01")


def test_evidence_is_read_from_tables(hospital):
    evidence = zhunru.evidence(hospital(ASKED), "2026-01-01")
    assert {one.bearer for one in evidence.dossiers} == {"H01"}


def test_evidence_has_a_row_per_bearer_and_requirement(evidence, frame):
    assert not frame.duplicated(["bearer", "criterion", "requirement"]).any()
    assert len(frame) == sum(len(one.criterion.leaves()) for one in evidence.dossiers)


def test_evidence_is_a_truth_or_a_range_or_unknown(frame):
    truths, numbers = frame.truth.notna(), frame.least.notna()
    assert truths.any() and numbers.any() and (~truths & ~numbers).any()
    assert not (truths & numbers).any()
    assert (frame.least <= frame.most).dropna().all()
    # 已知一部分的：只有下限，或上下限不同。 Partly known: a least only, or a wider range.
    assert (numbers & (frame.most.isna() | (frame.least < frame.most))).any()


def test_evidence_in_rdf_is_what_is_known_exactly(evidence, frame):
    graph = evidence.to_rdf()
    exact = frame.truth.notna() | (frame.least == frame.most).fillna(False)
    known = {(one.iri, key) for one in evidence.dossiers for key in one.values}
    written = {(str(s), str(p)) for s, p in graph.subject_predicates()}
    assert {(iri, str(EVIDENCE[key])) for iri, key in known} <= written
    assert exact.sum() >= len(known)
    assert all((URIRef(one.iri), None, None) in graph for one in evidence.dossiers)


def test_evidence_leads_to_the_same_verdicts(report, evidence):
    wanted = {one.dossier.iri: one.verdict for one in report.results}
    again = validate_dossiers(evidence.dossiers, EXAMPLE_AS_OF)
    assert {one.dossier.iri: one.verdict for one in again.results} == wanted
    assert Verdict.MET in wanted.values()


def test_evidence_twice_asked_for_stands_once(report):
    twice = EvidenceTable.of(type(report)(report.as_of, report.results * 2))
    assert len(twice.dossiers) == len(EvidenceTable.of(report).dossiers)

import pytest
from dossier_making import full

from zhunru.dossiers import to_graph
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.rdf_evidence import read_dossiers
from zhunru.reading import criteria
from zhunru.reports.shacl_report import to_turtle

NASAL = "nasal-endoscopy-2019"
HEAD = f"""
@prefix dossier: <https://w3id.org/zhunru/id/dossier/{NASAL}/> .
@prefix evidence: <https://w3id.org/zhunru/id/evidence/> .
@prefix ex: <https://example.org/> .
"""
CASES = "evidence:independent-cases.nasal-endoscopy.grade3"


def read(tmp_path, text, name="evidence.ttl"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_dossiers([path], criteria())


def test_dossiers_come_back_as_written(tmp_path):
    made = [full(criterion, str(index)) for index, criterion in enumerate(criteria().values())]
    path = tmp_path / "all.ttl"
    to_graph(made).serialize(path, format="turtle")
    found = {one.iri: (one.criterion, one.values) for one in read_dossiers([path], criteria())}
    assert found == {one.iri: (one.criterion, one.values) for one in made}


def test_the_turtle_report_can_be_validated_again(tmp_path):
    tables = validate_paths([example_hospital()], EXAMPLE_AS_OF)
    path = tmp_path / "report.ttl"
    path.write_text(to_turtle(tables), encoding="utf-8")
    again = validate_paths([path], EXAMPLE_AS_OF)
    verdicts = {one.dossier.iri: one.verdict for one in tables.results}
    assert {one.dossier.iri: one.verdict for one in again.results} == verdicts


def test_n_triples(tmp_path):
    text = to_graph([full(next(iter(criteria().values())))]).serialize(format="nt")
    assert len(read(tmp_path, text, "evidence.nt")) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("ex:a a dossier:operator-grade4 ; " + CASES + ' "many" .', ("类型不符", "xsd:integer")),
        ("ex:a a dossier:operator-grade4 ; " + CASES + " 3.5 .", ("类型不符", "xsd:integer")),
        (
            "ex:a a dossier:operator-grade4 ; "
            + CASES
            + ' "x"^^<http://www.w3.org/2001/XMLSchema#integer> .',
            ("类型不符", "xsd:integer"),
        ),
        ("ex:a a dossier:operator-grade4 ; " + CASES + " 1 , 2 .", ("多个值", "1、2")),
        ("ex:a a dossier:nobody .", ("没有这一卷宗类", "zr:dossierClass")),
        ("ex:a ex:b ex:c .", ("没有卷宗",)),
        ("ex:a a dossier:operator , dossier:operator-grade4 .", ("有几份卷宗",)),
        (
            "ex:a a dossier:operator ; evidence:title-rnak 3 .",
            ("没有这项证据", "evidence:title-rnak"),
        ),
        ("", ("没有卷宗",)),
    ],
)
def test_faults_are_named(tmp_path, body, words):
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEAD + body)
    (problem,) = caught.value.problems
    assert problem.file == "evidence.ttl"
    for word in words:
        assert word in problem.chinese


def test_one_node_in_two_files_is_refused(tmp_path):
    paths = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for path in paths:
        path.write_text(HEAD + "ex:a a dossier:operator-grade4 .", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_dossiers(paths, criteria())
    (problem,) = caught.value.problems
    assert problem.file == "b.ttl"


def test_malformed_turtle_gives_line_and_column(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEAD + "ex:a a dossier:operator-grade4 ;; ex:b [ .\n")
    (problem,) = caught.value.problems
    assert problem.row == 5
    assert "第" in problem.column
    assert "语法错误" in problem.chinese


def test_tables_and_rdf_together_are_refused(tmp_path):
    path = tmp_path / "evidence.ttl"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(InputError, match="要么全是表格，要么全是 RDF"):
        validate_paths([example_hospital(), path], EXAMPLE_AS_OF)

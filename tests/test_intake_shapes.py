"""The form of dossiers, for any SHACL engine, agrees with the reader of RDF evidence."""

import pyshacl
import pytest
from dossier_making import full
from rdflib import Graph
from test_rdf_evidence import CASES, HEAD, read

from zhunru.dossiers import to_graph
from zhunru.errors import InputError
from zhunru.intake_shapes import build, compile_intake
from zhunru.namespaces import DOSSIER
from zhunru.reading import criteria
from zhunru.resources import folder

OPERATOR = next(
    one
    for one in criteria().values()
    if one.dossier_class == f"{DOSSIER}nasal-endoscopy-2019/operator-grade4"
)


def test_the_shipped_file_is_kept_in_step(tmp_path):
    built = build(tmp_path / "intake.ttl")
    assert built.read_bytes() == (folder("shapes") / "intake.ttl").read_bytes()


def conforms(data):
    found, _, _ = pyshacl.validate(data, shacl_graph=compile_intake([OPERATOR]), meta_shacl=True)
    return found


def test_a_full_dossier_has_the_right_form():
    assert conforms(to_graph([full(OPERATOR)]))


@pytest.mark.parametrize(
    "statement",
    [
        f'{CASES} "many"',
        f"{CASES} 3.5",
        f'{CASES} "x"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f"{CASES} 1 , 2",
        f"{CASES}.of-nobody 1",
    ],
)
def test_what_the_reader_refuses_does_not_conform(tmp_path, statement):
    body = f"{HEAD} ex:a a dossier:operator-grade4 ; {statement} ."
    assert not conforms(Graph().parse(data=body, format="turtle"))
    with pytest.raises(InputError):
        read(tmp_path, body)


@pytest.mark.parametrize("statement", [f"{CASES} 3", 'rdfs:label "某人"'])
def test_what_the_reader_takes_conforms(tmp_path, statement):
    body = f"""{HEAD} @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:a a dossier:operator-grade4 ; {statement} ."""
    assert conforms(Graph().parse(data=body, format="turtle"))
    assert len(read(tmp_path, body)) == 1

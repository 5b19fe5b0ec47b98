"""Our shapes, run by the engines of others, find what we find; commands are those of the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import debian_jena
import pytest
from dossier_making import dossier
from rdflib import Graph
from rdflib.namespace import RDF, SH
from report_making import example_report, random_report

from zhunru.dossiers import to_graph
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.namespaces import EVIDENCE
from zhunru.rdf_evidence import read_dossiers
from zhunru.reading import criteria
from zhunru.reports.shacl_report import to_turtle
from zhunru.resources import folder as resources
from zhunru.validation import validate_dossiers

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "tests" / "node" / "node_modules"
PAGE = (ROOT / "docs" / "other-shacl-engines.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: Engines by the report that their command on the page writes, with its exit code on findings.
EXIT_CODES = {"pyshacl": 1, "topbraid": 0, "jena": 0, "rdf-validate-shacl": 1}

INVALID = "https://example.org/invalid/"
FLAWED = f"""
@prefix dossier: <https://w3id.org/zhunru/id/dossier/nasal-endoscopy-2019/> .
@prefix evidence: <{EVIDENCE}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <{INVALID}> .
ex:text a dossier:operator-grade4 ; evidence:independent-cases.nasal-endoscopy.grade3 "many" .
ex:decimal a dossier:operator-grade4 ; evidence:independent-cases.nasal-endoscopy.grade3 3.5 .
ex:ill-typed a dossier:operator-grade4 ;
  evidence:independent-cases.nasal-endoscopy.grade3 "3.5"^^xsd:integer .
ex:twice a dossier:operator-grade4 ; evidence:independent-cases.nasal-endoscopy.grade3 1 , 2 .
ex:foreign a dossier:operator-grade4 ; evidence:invented 1 .
"""

#: A warning, and a constraint that does not exist.
ODD_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:Advice a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:advised .
ex:advised a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning .
ex:Typing a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:misspelt .
ex:misspelt a sh:PropertyShape ; sh:path ex:p ; sh:minCuont 1 .
"""


def blocks(language):
    return [body for kind, body in BLOCK.findall(PAGE) if kind == language]


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """A folder with the programs of the page, beside those of our environment."""
    assert NODE_MODULES.is_dir(), "run: make node"
    place = tmp_path_factory.mktemp("tools")
    debian_jena.write_command(place)
    (place / "node_modules").symlink_to(NODE_MODULES)
    (script,) = blocks("js")
    (place / "validate.mjs").write_text(script, "utf-8")
    return place


def run(engine, tools, place, data, shapes):
    """Run the command of the page on two files; returns the report."""
    (command,) = [
        line for body in blocks("sh") for line in body.splitlines() if f"{engine}.ttl" in line
    ]
    (place / "evidence.ttl").write_text(data, "utf-8")
    (place / "shapes.ttl").write_text(shapes, "utf-8")
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command.replace("validate.mjs", str(tools / "validate.mjs"))],
        cwd=place,
        env={
            **os.environ,
            "PATH": path,
            "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == EXIT_CODES[engine], done.stdout + done.stderr
    return Graph().parse(place / f"{engine}.ttl")


@pytest.fixture(scope="module")
def reports():
    """The example, random evidence for every other criterion, and nothing for the rest."""
    rest = list(criteria().values())[1::2]
    empty = [dossier(one, {}, f"empty{number}") for number, one in enumerate(rest)]
    return example_report(), random_report(), validate_dossiers(empty, EXAMPLE_AS_OF)


@pytest.fixture(scope="module")
def ours(reports):
    """What we say of all of that."""
    graphs = [Graph().parse(data=to_turtle(report), format="turtle") for report in reports]
    return set().union(*map(results, graphs))


@pytest.fixture(scope="module")
def data(reports):
    """The same dossiers as Turtle, and flawed ones besides."""
    dossiers = {one.dossier.iri: one.dossier for report in reports for one in report.results}
    return to_graph(dossiers.values()).serialize(format="turtle") + FLAWED


@pytest.fixture(scope="module", params=EXIT_CODES)
def found(request, tools, tmp_path_factory, data):
    """What an engine says of the data, by all shapes that we ship for dossiers."""
    place = resources("shapes")
    shapes = [*(place / "eligibility").glob("*.ttl"), place / "intake.ttl"]
    text = "".join(path.read_text("utf-8") for path in shapes)
    return run(request.param, tools, tmp_path_factory.mktemp("run"), data, text)


def results(graph):
    """Focus node, source shape, severity and component of every result at the top of a report."""
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    about = (SH.focusNode, SH.sourceShape, SH.resultSeverity, SH.sourceConstraintComponent)
    return {
        tuple(str(graph.value(result, one)) for one in about)
        for result in graph.objects(report, SH.result)
    }


def test_it_finds_what_we_find(found, ours):
    theirs = {one for one in results(found) if not one[0].startswith(INVALID)}
    assert theirs == ours
    severities = {severity for _, _, severity, _ in ours}
    assert severities == {str(SH.Violation), str(SH.Warning), str(SH.Info)}


def test_it_refuses_the_evidence_that_we_refuse(found, tmp_path):
    path = tmp_path / "flawed.ttl"
    path.write_text(FLAWED, "utf-8")
    with pytest.raises(InputError) as caught:
        read_dossiers([path], criteria())
    ours = {
        # 多余的证据以节点为列，证据为值。 Foreign evidence is the value, its node the column.
        tuple(f"{one.column} {one.value}".split()[:2])
        for one in caught.value.problems
    }
    theirs = {
        (str(focus), f"evidence:{str(found.value(result, SH.resultPath)).removeprefix(EVIDENCE)}")
        for result, focus in found.subject_objects(SH.focusNode)
        if "/shape/intake/" in found.value(result, SH.sourceShape)
    }
    assert theirs == ours
    assert len(ours) == FLAWED.count(" a dossier:")


def test_results_are_flat_and_in_two_languages(found):
    (report,) = found.subjects(RDF.type, SH.ValidationReport)
    top = set(found.objects(report, SH.result))
    assert set(found.subjects(RDF.type, SH.ValidationResult)) == top
    for result in top:
        messages = found.objects(result, SH.resultMessage)
        assert sorted(one.language for one in messages) == ["en", "zh"]


@pytest.mark.parametrize("engine", EXIT_CODES)
def test_a_warning_spoils_conformance_and_a_misspelt_constraint_is_passed_over(
    engine, tools, tmp_path
):
    data = "@prefix ex: <https://example.org/> . ex:x a ex:T ."
    graph = run(engine, tools, tmp_path, data, ODD_SHAPES)
    (found,) = results(graph)
    assert found[1:3] == ("https://example.org/advised", str(SH.Warning))
    assert [one.toPython() for one in graph.objects(None, SH.conforms)] == [False]

from functools import cache

import pyshacl
import pytest
from dossier_making import full
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from record_making import records, row
from report_making import example_report, nasty_report, random_report

from zhunru.dossiers import to_graph
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.namespaces import ZR
from zhunru.reading import criteria
from zhunru.report import Report
from zhunru.reports.shacl_report import to_turtle
from zhunru.requirements import Force, Leaf
from zhunru.shapes import compile_all
from zhunru.validation import validate_dossiers, validate_records

PROPERTIES = (
    SH.focusNode,
    SH.sourceShape,
    SH.sourceConstraintComponent,
    SH.resultSeverity,
    SH.value,
)


def parsed(report):
    return Graph().parse(data=to_turtle(report), format="turtle")


@cache
def random_graph():
    return parsed(random_report())


def results_of(graph):
    """What a report graph says at its top, in comparable form."""
    (validation,) = graph.subjects(RDF.type, SH.ValidationReport)
    said = set()
    for result in graph.objects(validation, SH.result):
        values = tuple(str(graph.value(result, one)) for one in PROPERTIES)
        path = graph.value(result, SH.resultPath)
        around = graph.value(path, SH.zeroOrOnePath)
        messages = frozenset(graph.objects(result, SH.resultMessage))
        said.add((*values, f"{around}?" if around else str(path), messages))
    return said, graph.value(validation, SH.conforms).toPython()


def said_by_pyshacl(report):
    dossiers = {one.dossier.iri: one.dossier for one in report.results}.values()
    chosen = {one.criterion.iri: one.criterion for one in dossiers}
    shapes = Graph()
    for compiled in compile_all(chosen.values()).values():
        shapes += compiled
    _, results, _ = pyshacl.validate(to_graph(dossiers), shacl_graph=shapes)
    return results_of(results)


@pytest.mark.parametrize(
    ("report", "graph"),
    [(example_report, lambda: parsed(example_report())), (random_report, random_graph)],
    ids=["example", "random"],
)
def test_it_says_what_pyshacl_says(report, graph):
    ours, theirs = results_of(graph()), said_by_pyshacl(report())
    assert ours == theirs
    assert ours[1] is False
    components = {one[2].rsplit("#", 1)[-1] for one in ours[0]}
    assert {"MinCountConstraintComponent", "MinInclusiveConstraintComponent"} <= components
    assert {"InConstraintComponent", "OrConstraintComponent"} <= components


def test_where_all_is_met_it_conforms():
    one = full(next(iter(criteria().values())))
    graph = parsed(validate_dossiers([one], EXAMPLE_AS_OF))
    assert results_of(graph) == (set(), True)


def test_every_open_leaf_that_matters_has_a_result():
    graph = parsed(example_report())
    told = {
        (str(graph.value(r, SH.focusNode)), str(graph.value(r, SH.resultPath)))
        for r in graph.subjects(RDF.type, SH.ValidationResult)
    }
    for result in example_report().results:
        for finding in result.open_findings:
            if isinstance(finding.requirement, Leaf):
                key = finding.requirement.evidence_key
                assert any(f == result.dossier.iri and p.endswith(key) for f, p in told)


def test_an_open_alternative_is_detailed_by_its_leaves():
    graph = random_graph()
    groups = list(graph.subjects(SH.sourceConstraintComponent, SH.OrConstraintComponent))
    assert groups
    for group in groups:
        details = list(graph.objects(group, SH.detail))
        assert details
        for detail in details:
            assert graph.value(detail, SH.focusNode) == graph.value(group, SH.focusNode)
            assert not list(graph.subjects(SH.result, detail))


def test_results_are_well_formed_and_in_two_languages():
    graph = random_graph()
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        for one in PROPERTIES[:-1]:
            assert len(list(graph.objects(result, one))) == 1
        messages = list(graph.objects(result, SH.resultMessage))
        assert sorted(one.language for one in messages) == ["en", "zh"]


def test_advice_is_a_warning():
    advised = [
        (criterion, leaf)
        for criterion in criteria().values()
        for leaf in criterion.all_requirements
        if isinstance(leaf, Leaf) and leaf.force is Force.ADVISORY
    ]
    criterion, leaf = advised[0]
    dossier = full(criterion)
    values = {key: value for key, value in dossier.values.items() if key != leaf.evidence_key}
    lacking = type(dossier)(**{**vars(dossier), "values": values})
    said, conforms = results_of(parsed(validate_dossiers([lacking], EXAMPLE_AS_OF)))
    assert [one[3] for one in said] == [str(SH.Warning)]
    assert conforms is False, "as the standard has it: with any result"


def test_the_verdicts_stand_on_the_dossiers():
    graph = parsed(example_report())
    for one in example_report().results:
        verdict = Literal(one.verdict.value, lang="zh")
        assert (URIRef(one.dossier.iri), ZR.verdict, verdict) in graph


def test_a_dossier_that_two_rows_ask_for_is_told_once():
    report = example_report()
    twice = Report(report.as_of, (*report.results, *report.results))
    assert to_turtle(twice) == to_turtle(report)


def test_odd_identifiers_still_make_iris():
    criterion = next(iter(criteria().values()))
    technique = criterion.technique.notation
    report = validate_records(
        records(
            row("institutions", institution="H1"),
            row("staff", staff="D 001<甲>", institution="H1"),
            row(
                "credentials",
                credential="A1",
                staff="D 001<甲>",
                technique=technique,
                role="operator",
            ),
        ),
        EXAMPLE_AS_OF,
    )
    assert list(parsed(report).subject_objects(ZR.verdict))


def test_awkward_names_survive():
    assert list(parsed(nasty_report()).subject_objects(ZR.verdict))

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from dossier_making import full
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from record_making import records, row

from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.namespaces import ZR
from zhunru.reading import criteria
from zhunru.report_formats import FORMATS, to_csv, to_html, to_json, to_turtle, write_for
from zhunru.validation import validate_dossiers, validate_records


@pytest.fixture(scope="module")
def report():
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def test_json_holds_every_result(report):
    document = json.loads(to_json(report))
    assert document["asOf"] == "2026-01-01"
    assert [one["verdict"] for one in document["results"]] == [
        one.verdict.value for one in report.results
    ]
    assert sum(document["counts"].values()) == len(report.results)


def test_csv_has_a_row_per_finding(report):
    text = to_csv(report)
    assert text.startswith("\ufeff"), "Excel needs the mark to read Chinese"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    findings = sum(1 for one in report.results for top in one.findings for _ in top.flat())
    assert len(rows) == findings
    short = next(row for row in rows if row["差距"] == "还差 1 例")
    assert short["判定"] == "不符合"
    assert short["条款"]
    assert short["原文"]


def test_turtle_is_a_shacl_report_with_verdicts(report):
    graph = Graph().parse(data=to_turtle(report), format="turtle")
    (validation,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(validation, SH.conforms).value is False
    for one in report.results:
        assert str(graph.value(URIRef(one.dossier.iri), ZR.verdict)) == one.verdict.value
    shapes = set(graph.objects(None, SH.sourceShape))
    assert shapes
    assert all(isinstance(shape, URIRef) for shape in shapes)


class Page(HTMLParser):
    """Collects the tags and the outside addresses of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]

    def handle_data(self, data):
        self.words.append(data)


def test_html_stands_alone(report):
    page = Page(to_html(report))
    assert all(address.startswith("#") for address in page.addresses)
    assert "script" not in page.tags
    text = "".join(page.words)
    assert "还差 1 例" in text
    assert "需人工判断" in text


def test_what_people_type_is_defused():
    criterion = next(iter(criteria().values()))
    nasty = replace(full(criterion), name="<script>alert(1)</script>", bearer="=1+2")
    report = validate_dossiers([nasty], EXAMPLE_AS_OF)
    assert "script" not in Page(to_html(report)).tags
    rows = list(csv.reader(io.StringIO(to_csv(report).removeprefix("\ufeff"))))
    assert rows[1][1] == "'=1+2"


def test_odd_identifiers_still_make_iris():
    criterion = next(iter(criteria().values()))
    person = row("staff", staff="D 001<甲>", institution="H1")
    asked = row(
        "credentials",
        credential="A1",
        staff="D 001<甲>",
        technique=criterion.technique.notation,
        role="operator",
    )
    hospital = row("institutions", institution="H1")
    report = validate_records(records(hospital, person, asked), EXAMPLE_AS_OF)
    graph = Graph().parse(data=to_turtle(report), format="turtle")
    assert list(graph.subject_objects(ZR.verdict))


def test_formats_by_ending():
    assert set(FORMATS) == {".ttl", ".json", ".csv", ".html"}
    assert write_for(Path("a/REPORT.HTML")) is to_html
    with pytest.raises(ValueError, match=r"\.ttl、\.json、\.csv、\.html"):
        write_for(Path("report.pdf"))

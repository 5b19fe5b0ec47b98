"""The SARIF report, against the parts of the SARIF 2.1.0 schema that it uses."""

import json
import re
from urllib.parse import unquote

import pytest
from report_making import example_report, nasty_report, random_report

from zhunru.namespaces import local_path
from zhunru.reports.places import file_and_sheet
from zhunru.reports.sarif_report import to_sarif
from zhunru.requirements import Force
from zhunru.verdicts import Verdict

#: What the schema requires and allows of each object that the report has, by its name there.
#: (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)
SCHEMA = {
    "sarifLog": ({"version", "runs"}, {"$schema"}),
    "run": (
        {"tool"},
        {"language", "columnKind", "invocations", "results", "properties"},
    ),
    "toolComponent": (
        {"name"},
        {"fullName", "version", "semanticVersion", "language", "rules"},
    ),
    "reportingDescriptor": ({"id"}, {"shortDescription", "fullDescription", "properties"}),
    "invocation": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "notification": ({"message"}, {"descriptor", "level", "locations", "properties"}),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "properties"}),
    "location": (set(), {"physicalLocation", "logicalLocations"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "logicalLocation": (set(), {"name", "fullyQualifiedName"}),
    "message": ({"text"}, set()),
}
LEVELS = {"none", "note", "warning", "error"}


def check(kind, given):
    required, allowed = SCHEMA[kind]
    assert required <= set(given) <= required | allowed, kind
    return given


def check_location(given):
    check("location", given)
    place = check("physicalLocation", given["physicalLocation"])
    uri = place["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri), "a URI reference, percent-encoded"
    assert place.get("region", {}).get("startLine", 1) >= 1
    for logical in given.get("logicalLocations", []):
        check("logicalLocation", logical)


def check_document(text):
    """Check the document's structure and return its run."""
    document = check("sarifLog", json.loads(text))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    check("run", run)
    driver = check("toolComponent", run["tool"]["driver"])
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", run["language"])
    rules = [check("reportingDescriptor", rule)["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        check("result", result)
        check("message", result["message"])
        assert result["level"] in LEVELS
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for location in result.get("locations", []):
            check_location(location)
    for notification in check("invocation", run["invocations"][0])["toolExecutionNotifications"]:
        check("notification", notification)
        assert notification["level"] in LEVELS
        check_location(notification["locations"][0])
    return run


@pytest.mark.parametrize("report", [example_report, nasty_report, random_report])
def test_it_has_a_result_per_open_finding(report):
    results = check_document(to_sarif(report()))["results"]
    findings = [finding for one in report().results for finding in one.open_findings]
    assert [one["ruleId"] for one in results] == [local_path(f.requirement.iri) for f in findings]
    for result, finding in zip(results, findings, strict=True):
        assert finding.required.zh in result["message"]["text"]
        assert finding.required.en in result["properties"]["message"]


def test_levels_follow_the_verdicts():
    levels = {Verdict.NOT_MET: "error", Verdict.MISSING: "warning", Verdict.JUDGEMENT: "note"}
    run = check_document(to_sarif(random_report()))
    findings = [finding for one in random_report().results for finding in one.open_findings]
    assert {finding.verdict for finding in findings} == set(levels)
    assert any(finding.requirement.force is not Force.MANDATORY for finding in findings)
    for result, finding in zip(run["results"], findings, strict=True):
        binding = finding.requirement.force is Force.MANDATORY
        assert result["level"] == (levels[finding.verdict] if binding else "note")


def test_a_result_is_at_the_row_that_asked_for_it():
    result = example_report().results[5]
    asked = next(one for one in example_report().results if one.open_findings)
    assert result.line is not None
    written = check_document(to_sarif(example_report()))["results"][0]
    place = written["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == asked.file
    assert place["region"]["startLine"] == asked.line
    assert written["properties"]["row"] == asked.row


def test_the_sheet_of_a_workbook_is_a_logical_location():
    written = check_document(to_sarif(nasty_report()))["results"][0]["locations"][0]
    uri = written["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "医院 1.xlsx"
    assert written["logicalLocations"][0]["name"] == "授权"


def test_set_aside_rows_and_remarks_are_notifications():
    run = check_document(to_sarif(nasty_report()))
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["level"] for one in told] == ["warning", "warning", "note"]
    assert "第 7 行" in told[0]["message"]["text"]


def test_ready_made_evidence_has_no_location():
    results = check_document(to_sarif(random_report()))["results"]
    assert all("locations" not in one for one in results)


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("人员.csv", ("人员.csv", None)),
        ("医院.xlsx［人员］", ("医院.xlsx", "人员")),
        ("a［1］.xlsx［人员］", ("a［1］.xlsx", "人员")),
        ("［人员］", ("［人员］", None)),
    ],
)
def test_a_place_is_a_file_and_perhaps_a_sheet(place, parts):
    assert file_and_sheet(place) == parts

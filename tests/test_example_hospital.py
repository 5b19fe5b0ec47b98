"""示例医院的说明里，判定表之外的话。 What the example's README says besides its verdicts."""

import pytest

from zhunru.inputs import EXAMPLE_AS_OF, Reading, example_hospital, validate_paths, vocabulary
from zhunru.intake import read_records
from zhunru.matching.mapping import read_mapping
from zhunru.own_catalogue import FindingKind, compare_catalogue
from zhunru.resources import folder
from zhunru.verdicts import Verdict


@pytest.fixture(scope="module")
def mapping():
    return read_mapping(folder("data") / "example-mapping.csv")


@pytest.fixture(scope="module")
def records():
    return read_records([example_hospital()], vocabulary(), strict=True)


@pytest.fixture(scope="module")
def report():
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def verdicts(report):
    return {(one.row, one.dossier.criterion.iri): one.verdict for one in report.results}


def found(report, row):
    """What was found for every leaf of a row's results, in Chinese."""
    return {
        leaf.requirement.iri.rsplit("/", 1)[1]: leaf.found.zh
        for one in report.results
        if one.row == row
        for finding in one.findings
        for _, leaf in finding.flat()
        if leaf.found
    }


def test_the_reviewed_names_settle_one_verdict_and_no_other(report, mapping):
    matched = validate_paths([example_hospital()], EXAMPLE_AS_OF, reading=Reading(mapping=mapping))
    before, after = verdicts(report), verdicts(matched)
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert [row for row, _ in changed] == ["A047"]
    assert list(changed.values()) == [(Verdict.MISSING, Verdict.MET)]
    assert found(matched, "A047")["independent-grade3-cases"] == "206 例"


def test_open_names_are_told(report, mapping):
    ignored, remark = report.remarks
    assert (ignored.kind, ignored.value) == ("ignored-files", "README.md")
    assert (remark.file, remark.column) == ("病例.csv", "手术名称")
    assert not report.set_aside
    names = remark.value.split("、")
    assert len(names) == 4
    assert all(mapping[name].confirmed for name in names)


def test_figures_of_the_case_log(report):
    managed = found(report, "P08")
    assert managed["annual-cases"] == "64 例"
    assert managed["annual-therapeutic"] == "43 例"
    assert managed["complication-rate"] == "6.25 %"
    assert managed["death-rate"].startswith("1.56")
    assert found(report, "A048")["annual-cases"] == "24 例"
    assert found(report, "A049")["annual-cases"] == "19 例"
    assert found(report, "P05")["cases"] == "682 例"


def test_a_case_of_two_physicians_is_one_case_of_the_hospital(records):
    log = records["case_log"]
    assert (len(log), len({row.values["case"] for row in log})) == (375, 336)


def test_findings_about_the_own_catalogue(records, mapping):
    listed = compare_catalogue(records["own_catalogue"], mapping, EXAMPLE_AS_OF)
    told = {
        (one.kind, *((row.name, row.department) for row in one.rows))
        for one in listed
        if one.kind not in (FindingKind.ABSENT, FindingKind.DISPUTED)
    }
    bronchus = "硬质气管镜下支气管异物取出术"
    assert told == {
        (FindingKind.LOWER, ("显微支撑喉镜声带充填术", "咽喉科")),
        (FindingKind.INCONSISTENT, (bronchus, "咽喉科"), (bronchus, "胸外科")),
        (FindingKind.HIGHER, (bronchus, "胸外科")),
        (FindingKind.UNLISTED, ("支撑喉镜下声带小结切除术", "咽喉科")),
    }

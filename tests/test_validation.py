"""The example hospital, and how verdicts depend on one another."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from record_making import records, row

from zhunru.assignments import Assigner, levels
from zhunru.errors import InputError
from zhunru.evidence import gather
from zhunru.hierarchy import hierarchy
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.kept_evidence import title_ranks
from zhunru.namespaces import ID
from zhunru.reading import criteria
from zhunru.reports.lines import facts
from zhunru.validation import validate_records
from zhunru.verdicts import Verdict


@pytest.fixture(scope="module")
def report():
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def expected_verdicts():
    """Read the table that a person worked out: row, criterion, verdict."""
    regulation = None
    for line in (example_hospital() / "README.md").read_text("utf-8").splitlines():
        if heading := re.match(r"### .*\(`([a-z0-9-]+)`\)", line):
            regulation = heading[1]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if regulation and re.fullmatch(r"[AP]\d+", cells[0]):
            yield cells[0], f"{regulation}/{cells[2]}", cells[3]


EXPECTED = list(expected_verdicts())


def test_the_readme_speaks_of_every_result(report):
    found = [(one.row, one.dossier.criterion.iri) for one in report.results]
    listed = [(number, f"{ID}criterion/{criterion}") for number, criterion, _ in EXPECTED]
    assert sorted(found) == sorted(listed)


@pytest.mark.parametrize(("number", "criterion", "verdict"), EXPECTED)
def test_verdict(report, number, criterion, verdict):
    (result,) = (
        one
        for one in report.results
        if one.row == number and one.dossier.criterion.iri == f"{ID}criterion/{criterion}"
    )
    assert result.verdict.value == verdict


def findings(report, number):
    return {
        finding.requirement.iri.rsplit("/", 1)[1]: finding
        for one in report.results
        if one.row == number
        for finding in one.open_findings
    }


def test_one_case_short_says_so(report):
    (finding,) = findings(report, "A006").values()
    assert finding.verdict is Verdict.NOT_MET
    assert finding.found.zh == "299 例"
    assert finding.distance.zh == "还差 1 例"
    assert finding.distance.en == "1 case short"
    assert "二（一）2（1）" in finding.required.zh
    assert "不少于300例" in finding.requirement.quotes[0]


def test_title_one_month_short_says_so(report):
    (finding,) = findings(report, "A008").values()
    assert finding.found.zh == "2 年 11 个月"
    assert finding.distance.zh == "还差 1 个月"


def test_missing_evidence_is_named(report):
    (finding,) = findings(report, "A011").values()
    assert finding.verdict is Verdict.MISSING
    assert finding.missing.zh.startswith("请提供：")


def test_a_count_that_is_partly_known_is_told_with_both_tables_that_may_hold_the_rest(report):
    """A047: 194 cases for certain, twelve more that may be of the third grade."""
    (finding,) = findings(report, "A047").values()
    assert finding.verdict is Verdict.MISSING
    assert (finding.found.zh, finding.found.en) == ("已知 194–206 例", "known: 194–206 cases")
    assert "（“例数”表的“指标”“数量”列，或“病例”表）" in finding.next_step.zh
    assert next(fact.zh for fact in facts(finding)) == "已知 194–206 例"


def test_an_alternative_shows_every_way(report):
    (finding,) = findings(report, "A010").values()
    assert len(finding.parts) == 3
    assert all(part.verdict is not Verdict.MET for part in finding.parts)


def test_progress_tells_of_every_dossier():
    told = []
    validate_paths([example_hospital()], EXAMPLE_AS_OF, lambda *step: told.append(step))
    assert {total for total, _ in told} == {sum(done for _, done in told)}


def test_the_same_hospital_earlier_has_fewer_years():
    earlier = validate_paths([example_hospital()], date(2020, 1, 1))
    now = validate_paths([example_hospital()], EXAMPLE_AS_OF)
    assert earlier.counts()[Verdict.MET] < now.counts()[Verdict.MET]


HOSPITAL = row("institutions", institution="H1", name="H")
PROGRAMME = row(
    "programmes", programme="P1", institution="H1", technique="nasal-endoscopy", role="institution"
)


def credential(number, staff, grade=None, role="operator"):
    return row(
        "credentials",
        credential=number,
        staff=staff,
        technique="nasal-endoscopy",
        grade=grade,
        role=role,
    )


def person(staff, in_house=True):
    return row("staff", staff=staff, institution="H1", in_house=in_house)


def names(assignments):
    return [(one.row, one.criterion.iri.rsplit("/", 1)[1]) for one in assignments]


def assigned(*rows):
    return Assigner(criteria().values(), hierarchy(), EXAMPLE_AS_OF).assign(records(*rows))


def test_the_grade_chooses_the_criterion():
    rows = [credential("A1", "D1"), credential("A2", "D1", "3"), credential("A3", "D1", "4")]
    assert names(assigned(person("D1"), *rows)) == [
        ("A1", "operator"),
        ("A2", "operator"),
        ("A3", "operator-grade4"),
    ]


def test_a_programme_also_bears_technical_management():
    assert names(assigned(HOSPITAL, PROGRAMME)) == [
        ("P1", "institution"),
        ("P1", "technical-management"),
    ]


def test_a_base_is_also_checked_as_an_institution():
    base = row(
        "programmes",
        programme="P9",
        institution="H1",
        technique="nasal-endoscopy",
        grade="4",
        role="training-base",
    )
    found = assigned(HOSPITAL, base)
    assert names(found) == [
        ("P9", "training-base"),
        ("P9", "training-base-duties"),
        (None, "institution-grade4"),
    ]
    level = {name: index for index, level in enumerate(levels(found)) for _, name in names(level)}
    assert level["institution-grade4"] < level["training-base"]
    report = validate_records(records(HOSPITAL, base), EXAMPLE_AS_OF)
    assert [one.row for one in report.results] == ["P9", "P9"]


def test_a_row_that_no_rule_covers_is_named():
    odd = credential("A1", "D1", grade="1", role="mentor")
    with pytest.raises(InputError) as caught:
        assigned(person("D1"), odd)
    (problem,) = caught.value.problems
    assert (problem.kind, problem.file, problem.row) == ("no-criterion", "credentials.csv", 2)


def test_nothing_to_validate_is_said():
    with pytest.raises(InputError, match="至少一个待校验的项目或授权"):
        assigned(HOSPITAL)


def physicians(report):
    (result,) = (
        one for one in report.results if one.dossier.criterion.iri.endswith("/institution")
    )
    return next(one for one in result.findings if one.requirement.iri.endswith("/physicians"))


def test_colleagues_whose_verdict_is_open_leave_the_count_open():
    alone = validate_records(
        records(HOSPITAL, PROGRAMME, person("D1"), credential("A1", "D1")), EXAMPLE_AS_OF
    )
    assert physicians(alone).verdict is Verdict.NOT_MET
    assert physicians(alone).found.zh == "1 名"
    two = validate_records(
        records(
            HOSPITAL,
            PROGRAMME,
            person("D1"),
            person("D2"),
            credential("A1", "D1"),
            credential("A2", "D2"),
        ),
        EXAMPLE_AS_OF,
    )
    assert physicians(two).verdict is Verdict.MISSING
    nobody = validate_records(records(HOSPITAL, PROGRAMME), EXAMPLE_AS_OF)
    assert physicians(nobody).verdict is Verdict.MISSING


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [
        (("staff", "H1"), Verdict.MISSING),
        (("credentials", "D1"), Verdict.MISSING),
        (("staff", "H2"), Verdict.NOT_MET),
        (("titles", "D1"), Verdict.NOT_MET),
    ],
)
def test_people_whose_rows_were_set_aside_may_still_count(lost, verdict):
    given = records(HOSPITAL, PROGRAMME, person("D1"), credential("A1", "D1"))
    report = validate_records(replace(given, incomplete=frozenset({lost})), EXAMPLE_AS_OF)
    assert physicians(report).verdict is verdict


def test_visiting_physicians_do_not_count_as_in_house():
    """一（三）: 本机构执业医师."""
    visitors = [person(f"D{index}", in_house=False) for index in range(3)]
    unknown = [person(f"D{index}", in_house=None) for index in range(3)]
    credentials = [credential(f"A{index}", f"D{index}") for index in range(3)]
    found = [
        physicians(
            validate_records(records(HOSPITAL, PROGRAMME, *staff, *credentials), EXAMPLE_AS_OF)
        )
        for staff in (visitors, unknown)
    ]
    assert [one.verdict for one in found] == [Verdict.NOT_MET, Verdict.MISSING]


def test_the_edition_in_force_is_the_one_that_binds():
    """综合介入 2019 replaced 2012 at the end of its year, as only the year is printed."""
    for day, edition in ((date(2019, 12, 30), "2012"), (date(2019, 12, 31), "2019")):
        found = assigned_on(day, HOSPITAL, programme("comprehensive-intervention", "3"))
        assert {one.criterion.regulation.iri.rsplit("-", 1)[1] for one in found} == {edition}


def test_a_subtechnique_is_bound_by_the_technique_above_it():
    found = assigned_on(EXAMPLE_AS_OF, HOSPITAL, programme("catheter-ablation", None))
    assert {one.criterion.technique.notation for one in found} == {"cardiovascular-intervention"}


def test_a_programme_for_an_endoscopy_is_not_bound_twice():
    found = assigned_on(EXAMPLE_AS_OF, HOSPITAL, PROGRAMME)
    assert {one.criterion.technique.notation for one in found} == {"nasal-endoscopy"}


def test_rates_come_from_their_numerator_and_denominator():
    key = "complication-rate.peripheral-vascular-intervention.per-P1Y"
    criterion, rate = next(
        (one, leaf)
        for one in criteria().values()
        for leaf in one.leaves()
        if leaf.evidence_key == key
    )
    day = date(2019, 1, 1)
    for complications, verdict in ((4, Decimal(4)), (5, Decimal(5))):
        rows = [
            row(
                "cases",
                bearer="H1",
                measure=measure,
                technique="peripheral-vascular-intervention",
                start=date(2018, 1, 1),
                end=date(2018, 12, 31),
                count=number,
            )
            for measure, number in (("severe-complications", complications), ("cases", 100))
        ]
        asked = [("H1", rate, criterion)]
        evidence = gather(records(HOSPITAL, *rows), asked, hierarchy(), title_ranks(), day)
        known = evidence.of("H1", rate, criterion)
        assert known.settle(rate.bounds) == verdict
        assert rate.bounds.admit(verdict) == (verdict < 5)


def programme(technique, grade):
    return row(
        "programmes",
        programme="P2",
        institution="H1",
        technique=technique,
        grade=grade,
        role="institution",
    )


def assigned_on(day, *rows):
    return Assigner(criteria().values(), hierarchy(), day).assign(records(*rows))

"""What a physician is eligible for: hand-worked standings of small hospitals."""

import csv
import io
import json
from datetime import date

import command_line
import pytest
from record_making import records, row
from small_hospital import CASES_HEADER

from zhunru.eligible import Scope, Standing, criteria_about, eligibility
from zhunru.eligible_formats import to_csv, to_json
from zhunru.errors import UserError
from zhunru.hierarchy import hierarchy
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.reading import criteria
from zhunru.relevance import Person

NASAL = "nasal-endoscopy"
HOSPITAL = row("institutions", institution="H1", name="H")


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary())


@pytest.fixture(scope="module")
def resident(example):
    """D013 in nasal endoscopy."""
    return named(eligibility(example, "D013", EXAMPLE_AS_OF, Scope(NASAL)))


def named(found):
    return {one.criterion.iri.split("/criterion/")[1]: one for one in found}


def person(staff="D1", category="医师", scope=None, **cells):
    return row(
        "staff", staff=staff, institution="H1", category=category, practice_scope=scope, **cells
    )


def test_one_month_short_of_a_title_is_nearly_eligible(example):
    """D004: 副主任医师 since 2023-02-01, everything else met."""
    found = named(eligibility(example, "D004", EXAMPLE_AS_OF, Scope(NASAL, "4")))
    grade4 = found["nasal-endoscopy-2019/operator-grade4"]
    assert grade4.standing is Standing.NEARLY
    assert grade4.plan.meets_from == date(2026, 2, 1)
    assert found["nasal-endoscopy-2019/mentor"].standing is Standing.MEETS
    assert "nasal-endoscopy-2019/operator" not in found


def test_on_the_day_itself_the_title_suffices(example):
    found = named(eligibility(example, "D004", date(2026, 2, 1), Scope(NASAL, "4")))
    assert found["nasal-endoscopy-2019/decision-maker-grade4"].standing is Standing.MEETS


def test_specialty_years_run_for_who_still_practises(resident):
    """D013 works in rhinology since 2022-07-01: five years on 2027-07-01; a resident until then."""
    operator = resident["nasal-endoscopy-2019/operator"]
    steps = {step.leaf.evidence_key: step for step in operator.plan.steps}
    assert steps["specialty-years.otolaryngology"].meets_from == date(2027, 7, 1)
    assert steps["title-rank"].meets_from is None
    assert operator.plan.meets_from is None
    assert operator.standing is Standing.NEARLY


def test_more_than_two_open_conditions_are_not_nearly(resident):
    """D013 lacks the title, the years, the cases, the training for the fourth grade."""
    assert resident["nasal-endoscopy-2019/operator-grade4"].standing is Standing.NOT


def test_those_met_come_first(example):
    found = eligibility(example, "D004", EXAMPLE_AS_OF)
    order = [list(Standing).index(one.standing) for one in found]
    assert order == sorted(order)
    assert all(not one.plan.steps for one in found if one.standing is Standing.MEETS)


def techniques_of(*rows, **scope):
    given = records(HOSPITAL, *rows)
    found = criteria_about(given, "D1", EXAMPLE_AS_OF, Scope(**scope))
    return {one.technique.notation for one in found}


def test_the_specialty_chooses_the_techniques():
    works = row("experience", bearer="D1", specialty="urology", start=date(2010, 1, 1))
    # 外周血管介入问的是外科工作经验，泌尿外科也算。 Urology is surgery, which that one asks for.
    assert techniques_of(person(), works) == {
        "urologic-endoscopy",
        "peripheral-vascular-intervention",
    }


def test_the_scope_of_practice_chooses_where_no_specialty_is_recorded():
    found = techniques_of(person(scope="surgery-scope"))
    assert {"urologic-endoscopy", "spine-endoscopy", "general-surgery-endoscopy"} <= found
    assert NASAL not in found


def test_what_somebody_was_trained_for_concerns_them():
    works = row("experience", bearer="D1", specialty="urology", start=date(2010, 1, 1))
    trained = row("trainings", staff="D1", technique=NASAL, kind="系统培训")
    assert NASAL in techniques_of(person(), works, trained)


def test_all_techniques_can_be_asked_about():
    found = techniques_of(person(), everything=True)
    assert found == {
        one.technique.notation
        for one in criteria().values()
        if one.role_is_person and one.regulation.in_force(EXAMPLE_AS_OF)
    }


def test_a_technique_without_criteria_of_its_own_is_bound_by_the_one_above():
    assert techniques_of(person(), technique="catheter-ablation") == {"cardiovascular-intervention"}


def test_a_lead_is_checked_as_an_operator_too():
    """The technical lead of hyperthermia must conform to the operator's criterion."""
    found = named(
        eligibility(
            records(HOSPITAL, person()), "D1", EXAMPLE_AS_OF, Scope(technique="tumor-hyperthermia")
        )
    )
    lead = found["tumor-hyperthermia-2017/technical-lead"]
    assert any(step.leaf.evidence_key.startswith("conforms.") for step in lead.plan.steps)


@pytest.mark.parametrize(
    ("category", "criterion", "may"),
    [
        ("医师", "nasal-endoscopy-2019/operator", True),
        ("护士", "nasal-endoscopy-2019/operator", False),
        ("护士", "nasal-endoscopy-2019/other-staff", True),
        ("医师", "nasal-endoscopy-2019/other-staff", False),
        ("医师", "neurovascular-intervention-2012/critical-care-nurse", False),
        ("护士", "neurovascular-intervention-2012/critical-care-nurse", True),
        ("技师", "yunnan-precision-radiotherapy-2016/technician", True),
        (None, "nasal-endoscopy-2019/other-staff", True),
    ],
)
def test_professions_are_told_apart(category, criterion, may):
    given = person(category=category)
    one = next(c for iri, c in criteria().items() if iri.endswith(criterion))
    assert Person(records(given), given.values, hierarchy()).may_be(one) is may


def test_editions_follow_the_date():
    given = records(HOSPITAL, person())
    scope = Scope(technique="comprehensive-intervention")
    for day, year in ((date(2019, 12, 30), "2012"), (date(2019, 12, 31), "2019")):
        found = criteria_about(given, "D1", day, scope)
        assert {one.regulation.iri.rsplit("-", 1)[1] for one in found} == {year}


def test_mistakes_are_named(example):
    with pytest.raises(UserError, match="没有工号“D0O4”。是不是“D024”"):
        eligibility(example, "D0O4", EXAMPLE_AS_OF)
    with pytest.raises(UserError, match="没有涉及“D1”的标准"):
        eligibility(records(HOSPITAL, person()), "D1", EXAMPLE_AS_OF)
    with pytest.raises(UserError, match="没有名为“五级”的级别，可用的有：一级手术"):
        Scope.named(None, "五级")
    with pytest.raises(UserError, match="没有名为“牙科”的技术"):
        Scope.named("牙科", None)
    assert Scope.named("鼻科", "四级") == Scope(NASAL, "4")


def test_formats_hold_every_criterion():
    name = '=HYPERLINK("x")'
    given = records(HOSPITAL, person(name=name))
    found = eligibility(given, "D1", EXAMPLE_AS_OF, Scope(technique=NASAL))
    rows = list(csv.DictReader(io.StringIO(to_csv(found).removeprefix("\ufeff"))))
    assert [line["标准"] for line in rows] == [one.criterion.label.zh for one in found]
    objects = json.loads(to_json(found))
    assert [one["criterion"]["iri"] for one in objects] == [one.criterion.iri for one in found]
    assert {one["name"] for one in objects} == {name}


def run(*arguments):
    return command_line.run("eligible", arguments[0], example_hospital(), *arguments[1:])


def test_the_command_tells_what_is_missing():
    day = ("--as-of", "2026-01-01")
    shown = run("D004", *day, "-t", "鼻科", "-g", "四级")
    assert shown.exit_code == 1
    assert "接近符合" in shown.output
    answer = run("N001", *day, "-t", "鼻科", "-f", "json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)[0]["standing"]["zh"] == "符合"
    assert run("D999", *day).exit_code == 2


def test_rows_that_cannot_be_read_are_told_and_the_rest_counts(hospital):
    """The count of 2021 is unreadable: whatever else is recorded, cases are missing evidence."""
    odd = "D001,诊疗操作例数,,鼻科内镜诊疗技术,三级,独立完成,2021-01-01,2021-12-31,许多"
    folder = hospital({"例数.csv": f"{CASES_HEADER}\n{odd}\n"})
    answer = command_line.run(
        "eligible", "D001", folder, "--as-of", "2026-01-01", "-t", "鼻科", "-f", "json"
    )
    assert "搁置 1 行" in answer.stderr
    assert "许多" in answer.stderr
    (operator,) = (
        one
        for one in json.loads(answer.stdout)
        if one["criterion"]["iri"].endswith("nasal-endoscopy-2019/operator-grade4")
    )
    cases = [
        step for step in operator["steps"] if step["requirement"].endswith("/independent-cases")
    ]
    assert [step["means"]["zh"] for step in cases] == ["补充资料"]

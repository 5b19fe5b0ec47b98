from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from record_making import records, row
from row_evidence import RowEvidence

from zhunru.evidence import gather
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.reading import criteria

AS_OF = date(2026, 1, 1)
ISSUED = date(2019, 12, 31)
LEAVES = {leaf.evidence_key: (leaf, one) for one in criteria().values() for leaf in one.leaves()}


def known(key, *rows, bearer="D1", as_of=AS_OF, incomplete=()):
    """What the columns know; reading row by row must give the same."""
    leaf, criterion = LEAVES[key]
    criterion = replace(criterion, regulation=replace(criterion.regulation, issued=ISSUED))
    given = replace(records(*rows), incomplete=frozenset(incomplete))
    by_row = RowEvidence(given, hierarchy(), title_ranks(), as_of).of(bearer, leaf, criterion)
    gathered = gather(given, [(bearer, leaf, criterion)], hierarchy(), title_ranks(), as_of)
    assert gathered.of(bearer, leaf, criterion) == by_row
    return by_row


def exactly(number):
    return Interval.exactly(Decimal(str(number)))


def title(name, since):
    return row("titles", staff="D1", title=name, since=since)


YEARS = "years-as-associate-chief-or-above"


@pytest.mark.parametrize(
    ("rows", "years"),
    [
        ([], None),
        ([title("attending", date(2010, 1, 1))], exactly(0)),
        ([title("associate-chief", date(2023, 1, 1))], exactly(3)),
        ([title("associate-chief", date(2023, 1, 2))], exactly("2.9973")),
        # 主任医师保留其副主任医师以来的年限。 A chief keeps his years as associate chief.
        (
            [title("associate-chief", date(2015, 1, 1)), title("chief", date(2025, 1, 1))],
            exactly(11),
        ),
        ([title("chief", date(2025, 1, 1))], exactly(1)),
        ([title("associate-chief", None)], Interval(Decimal(0), None)),
        ([title("associate-chief", date(2027, 1, 1))], exactly(0)),
    ],
)
def test_years_as_associate_chief(rows, years):
    assert known(YEARS, *rows) == years


def test_title_rank_is_the_highest_held_by_then():
    rows = (title("attending", date(2015, 1, 1)), title("associate-chief", date(2026, 1, 2)))
    assert known("title-rank", *rows) == exactly(2)
    assert known("title-rank", *rows, as_of=date(2026, 1, 2)) == exactly(3)
    assert known("title-rank") is None


def test_whether_somebody_holds_a_title():
    given = records(row("staff", staff="D1"), title("attending", date(2015, 1, 1)))
    lost = replace(given, incomplete=frozenset([("titles", "D1")]))
    for told, higher in ((given, False), (lost, None)):
        gathered = gather(told, [], hierarchy(), title_ranks(), AS_OF)
        assert [gathered.holds_title("D1", rank) for rank in (1, 2, 3)] == [True, True, higher]
        assert gathered.holds_title("D2", 1) is None


def test_a_title_without_a_date_may_be_younger_than_the_regulation():
    undated = title("associate-chief", None)
    assert known("title-rank", undated) == exactly(3)
    assert known("title-rank.as-of-issue", undated) == Interval(Decimal(0), Decimal(3))


def test_waiver_conditions_are_counted_to_the_day_of_issue():
    waiver_years = f"{YEARS}.as-of-issue"
    assert known(waiver_years, title("associate-chief", date(2016, 12, 31))) == exactly(3)
    person = row("staff", staff="D1", clinical_since=date(2009, 12, 31))
    assert known("clinical-years.as-of-issue", person) == exactly(10)


def period(specialty, start, end=None, bearer="D1"):
    return row("experience", bearer=bearer, specialty=specialty, start=start, end=end)


def test_narrower_specialties_count_and_overlaps_count_once():
    rows = (
        period("rhinology", date(2020, 1, 1)),
        period("pharyngolaryngology", date(2018, 1, 1), date(2021, 1, 1)),
    )
    assert known("specialty-years.otolaryngology", *rows) == exactly(8)
    assert known("specialty-years.rhinology", *rows) == exactly(6)
    assert known("specialty-years.general-surgery", *rows) == exactly(0)
    assert known("specialty-years.rhinology") is None
    assert known("specialty-years.rhinology", period("rhinology", None)) is None


def test_a_broader_specialty_may_or_may_not_be_the_narrower_one():
    ent = period("otolaryngology", date(2014, 1, 1))
    nose = period("rhinology", date(2020, 1, 1))
    assert known("specialty-years.rhinology", ent, nose) == Interval(Decimal(6), Decimal(12))
    assert known("has.current-practice.rhinology", ent) is None


def test_current_practice():
    key = "has.current-practice.rhinology"
    assert known(key) is None
    assert known(key, period("rhinology", date(2020, 1, 1))) is True
    assert known(key, period("rhinology", date(2020, 1, 1), date(2026, 1, 1))) is True
    assert known(key, period("rhinology", date(2020, 1, 1), date(2025, 12, 31))) is False
    assert known(key, period("surgery", date(2020, 1, 1))) is False


def condition(present, **values):
    return row("conditions", bearer="H1", condition="department", present=present, **values)


def test_conditions_must_say_just_what_is_asked():
    key = "has.department.otolaryngology"
    assert known(key, condition(True, specialty="otolaryngology"), bearer="H1") is True
    assert known(key, condition(False, specialty="otolaryngology"), bearer="H1") is False
    assert known(key, condition(None, specialty="otolaryngology"), bearer="H1") is None
    assert known(key, condition(True, specialty="surgery"), bearer="H1") is None
    assert known(key, condition(True), bearer="H1") is None


def test_contradictory_conditions_say_nothing():
    rows = [condition(yes, specialty="otolaryngology") for yes in (True, False)]
    assert known("has.department.otolaryngology", *rows, bearer="H1") is None


def test_having_something_narrower_is_having_it():
    def monitor(condition, present, technique="general-surgery-endoscopy"):
        given = {"condition": condition, "present": present, "technique": technique}
        return row("conditions", bearer="H1", **given)

    key = "has.ecg-monitor.general-surgery-endoscopy"
    assert known(key, monitor("ecg-spo2-monitor", True), bearer="H1") is True
    assert known(key, monitor("ecg-spo2-monitor", False), bearer="H1") is None
    both = (monitor("ecg-spo2-monitor", True), monitor("ecg-monitor", False))
    assert known(key, *both, bearer="H1") is None, "they contradict each other"
    nasal = "nasal-endoscopy"
    plain = monitor("ecg-monitor", True, nasal)
    assert known(f"has.ecg-spo2-monitor.{nasal}", plain, bearer="H1") is None


def test_staff_and_institution_columns():
    person = row("staff", staff="D1", practice_scope="surgery-scope", in_house=False)
    assert known("has.surgery-scope", person) is True
    assert known("has.otolaryngology-scope", person) is False
    assert known("has.in-house-physician", person) is False
    assert known("has.surgery-scope", row("staff", staff="D1")) is None
    hospital = row("institutions", institution="H1", level="tertiary-a")
    assert known("has.tertiary-a", hospital, bearer="H1") is True
    assert known("has.tertiary-a", bearer="H1") is None


def training(kind, start=date(2024, 1, 1), end=date(2024, 6, 30), **values):
    grade = None if kind == "系统培训" else "4"
    return row(
        "trainings",
        staff="D1",
        technique="nasal-endoscopy",
        grade=grade,
        kind=kind,
        start=start,
        end=end,
        **values,
    )


G4 = ".nasal-endoscopy.grade4"


def test_base_training():
    good = training(
        "培训基地培训", filed=True, assessment="合格", participated_cases=15, managed_patients=30
    )
    assert known(f"has.base-training{G4}", good) is True
    assert known(f"has.base-assessment{G4}", good) is True
    assert known(f"training-duration{G4}", good) == exactly(6)
    assert known(f"training-cases{G4}", good) == exactly(15)
    assert known(f"managed-patients{G4}", good) == exactly(30)
    assert known("has.systematic-training.nasal-endoscopy", good) is True
    assert known(f"has.base-training{G4}", training("培训基地培训", filed=False)) is False
    assert known(f"has.base-assessment{G4}", training("培训基地培训")) is None
    assert known(f"has.base-assessment{G4}", training("培训基地培训", assessment="未考核")) is False
    assert known(f"has.base-training{G4}") is None


def test_figures_of_one_training_belong_together():
    """The training that fails in fewer points answers all of them."""
    short = training(
        "培训基地培训", end=date(2024, 2, 29), filed=True, assessment="合格", participated_cases=5
    )
    long = training("培训基地培训", filed=True, assessment="不合格", participated_cases=50)
    assert known(f"training-duration{G4}", short, long) == exactly(6)
    assert known(f"training-cases{G4}", short, long) == exactly(50)
    assert known(f"has.base-assessment{G4}", short, long) is False


def test_a_running_training_counts_to_the_as_of_date():
    running = training("培训基地培训", start=date(2025, 11, 1), end=date(2026, 6, 1))
    assert known(f"training-duration{G4}", running) == exactly(2)
    later = training("培训基地培训", start=date(2026, 3, 1), end=date(2026, 9, 1))
    assert known(f"training-duration{G4}", later) is None
    assert known("has.systematic-training.nasal-endoscopy", later) is None


def test_overseas_training():
    good = training("境外培训", certificate=True, filed=True, assessment="合格")
    assert known("overseas-training-duration.nasal-endoscopy", good) == exactly(6)
    assert known("has.overseas-certificate.nasal-endoscopy", good) is True
    assert known("has.provincial-base-assessment.nasal-endoscopy", good) is True
    unfiled = training("境外培训", filed=False, assessment="合格")
    assert known("has.provincial-base-assessment.nasal-endoscopy", unfiled) is False
    assert known(f"has.base-training{G4}", good) is None


def test_leaves_that_need_verdicts_are_refused():
    with pytest.raises(TypeError, match="取决于其他判定"):
        known("staff.nasal-endoscopy-2019.operator.in-house")


def test_the_last_day_counts():
    """截止日期 is the last day: half a year from 1 January ends on 30 June."""
    rows = (
        period("rhinology", date(2021, 1, 1), date(2023, 12, 31)),
        period("rhinology", date(2024, 1, 1)),
    )
    assert known("specialty-years.rhinology", *rows) == exactly(5)
    half = training("培训基地培训", start=date(2025, 1, 1), end=date(2025, 6, 30))
    assert known(f"training-duration{G4}", half) == exactly(6)


def test_nobody_is_trained_before_the_training_has_ended():
    later = training(
        "培训基地培训",
        start=date(2025, 12, 1),
        end=date(2026, 7, 31),
        filed=True,
        assessment="合格",
    )
    assert known(f"has.base-training{G4}", later) is None
    assert known(f"has.base-assessment{G4}", later) is None


def test_an_unknown_result_ranks_above_a_failed_one():
    unknown = training("培训基地培训", filed=True)
    failed = training("培训基地培训", filed=True, assessment="不合格")
    assert known(f"has.base-assessment{G4}", unknown, failed) is None


def beds(number, start=None, specialty="rhinology"):
    return row(
        "cases", bearer="H1", measure="open-beds", specialty=specialty, start=start, count=number
    )


def test_a_stock_is_its_latest_figure_never_a_sum_over_time():
    key, rows = "open-beds.rhinology", [beds(20, date(2024, 1, 1)), beds(24, date(2025, 1, 1))]
    assert known(key, *rows, bearer="H1") == exactly(24)
    assert known(key, *rows, bearer="H1", as_of=date(2024, 12, 31)) == exactly(20)
    assert known(key, *rows, bearer="H1", as_of=date(2025, 1, 1)) == exactly(24)
    assert known(key, *rows, bearer="H1", as_of=date(2023, 12, 31)) is None
    # 两个病区同日的床位相加。 Beds of two wards on a day are added.
    assert known(key, *rows, beds(6, date(2025, 1, 1)), bearer="H1") == exactly(30)
    # 无日期的是现有数，只在没有注明日期的数字时算。 Undated figures count where none is dated.
    assert known(key, beds(5), beds(7), bearer="H1") == exactly(12)
    assert known(key, *rows, beds(5), bearer="H1") == exactly(24)


def test_where_rows_were_set_aside_numbers_are_a_least():
    title_2023 = title("associate-chief", date(2023, 1, 1))
    at_least_three = Interval(Decimal(3), None)
    assert known(YEARS, title_2023, incomplete=[("titles", "D1")]) == at_least_three
    assert known(YEARS, title_2023, incomplete=[("titles", "D2"), ("cases", "D1")]) == exactly(3)
    assert known(YEARS, incomplete=[("titles", "D1")]) is None
    nose = period("rhinology", date(2020, 1, 1))
    years = known("specialty-years.rhinology", nose, incomplete=[("experience", "D1")])
    assert years == Interval(Decimal(6), None)


def test_where_rows_were_set_aside_no_is_not_known_but_yes_is():
    key, department = "has.department.otolaryngology", {"specialty": "otolaryngology"}
    lost = {"bearer": "H1", "incomplete": [("conditions", "H1")]}
    assert known(key, condition(False, **department), **lost) is None
    assert known(key, condition(True, **department), **lost) is True
    elsewhere = period("surgery", date(2020, 1, 1))
    practice = "has.current-practice.rhinology"
    assert known(practice, elsewhere, incomplete=[("experience", "D1")]) is None


def test_leap_days_and_month_ends():
    """满1年 of a title held since a leap day is reached on the last day of February."""
    leap = title("associate-chief", date(2020, 2, 29))
    assert known(YEARS, leap, as_of=date(2023, 2, 27)) == exactly("2.9972")
    assert known(YEARS, leap, as_of=date(2023, 2, 28)) == exactly(3)
    end_of_month = training("培训基地培训", start=date(2025, 8, 31), end=date(2026, 2, 27))
    day = {"as_of": date(2026, 3, 1)}
    assert known(f"training-duration{G4}", end_of_month, **day) == exactly(6)
    a_day_less = training("培训基地培训", start=date(2025, 8, 31), end=date(2026, 2, 26))
    assert known(f"training-duration{G4}", a_day_less, **day) == exactly("5.9642")


def test_two_trainings_alike_but_for_their_figures():
    """The order of rows decides nothing."""
    few, many = (
        training("培训基地培训", filed=True, assessment="合格", participated_cases=number)
        for number in (5, 15)
    )
    assert known(f"training-cases{G4}", few, many) == exactly(15)
    assert known(f"training-cases{G4}", many, few) == exactly(15)

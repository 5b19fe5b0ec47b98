from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from record_making import row
from row_case_counts import count

from zhunru.durations import Period
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.reading import criteria
from zhunru.requirements import Bounds

AS_OF = date(2026, 1, 1)
LEAVES = {leaf.evidence_key: leaf for one in criteria().values() for leaf in one.leaves()}

GRADE3 = LEAVES["independent-cases.nasal-endoscopy.grade3"]
ANY_GRADE = LEAVES["independent-cases.nasal-endoscopy"]
PARTICIPATED = LEAVES["participant-cases.nasal-endoscopy"]
LAST_5_YEARS = LEAVES["cases.nasal-endoscopy.last-P5Y"]
EVERY_YEAR = LEAVES["patients-admitted.general-surgery.per-P1Y"]
BEDS = LEAVES["open-beds.rhinology"]


def cases(number, grade="3", role="independent", start=date(2025, 1, 1), end=date(2025, 12, 31)):
    return row(
        "cases",
        bearer="D1",
        measure="cases",
        technique="nasal-endoscopy",
        grade=grade,
        case_role=role,
        start=start,
        end=end,
        count=number,
    )


def counted(leaf, *rows, as_of=AS_OF):
    return count(rows, leaf, hierarchy(), as_of)


def between(low, high):
    return Interval(Decimal(low), None if high is None else Decimal(high))


def test_rows_add_up():
    assert counted(GRADE3, cases(100), cases(99, end=date(2024, 12, 31))) == between(199, 199)


def test_no_row_is_no_evidence():
    other = row("cases", bearer="D1", measure="open-beds", count=3)
    assert counted(GRADE3) is None
    assert counted(GRADE3, other) is None


def test_rows_of_other_grades_mean_that_the_table_speaks_of_it():
    assert counted(GRADE3, cases(50, grade="4")) == between(0, 0)


def test_ungraded_cases_may_hold_the_grade():
    assert counted(GRADE3, cases(10), cases(5, grade=None)) == between(10, 15)
    assert counted(ANY_GRADE, cases(10), cases(5, grade=None)) == between(15, 15)


def test_an_empty_count_is_unknown_not_zero():
    assert counted(GRADE3, cases(10), cases(None)) == between(10, None)


def test_independent_cases_count_as_taken_part_in_but_not_the_reverse():
    rows = (cases(10), cases(7, role="participant"))
    assert counted(PARTICIPATED, *rows) == between(17, 17)
    assert counted(ANY_GRADE, *rows) == between(10, 10)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), between(9, 9)),
        (date(2020, 1, 1), date(2020, 12, 31), between(0, 0)),
        (date(2020, 12, 31), date(2021, 12, 31), between(0, 9)),
        (date(2025, 12, 1), date(2026, 1, 1), between(9, 9)),
        (date(2025, 12, 1), date(2026, 1, 2), between(0, 9)),
        (date(2026, 1, 2), date(2026, 1, 3), between(0, 0)),
        (None, date(2021, 12, 31), between(0, 9)),
        (date(2022, 1, 1), None, between(0, 9)),
        (None, None, between(0, 9)),
    ],
)
def test_window(start, end, expected):
    """近5年 to 2026-01-01 begins on 2021-01-01."""
    elsewhere = cases(0, start=date(2021, 1, 1), end=date(2025, 12, 31))
    assert counted(LAST_5_YEARS, cases(9, start=start, end=end), elsewhere) == expected


def test_a_stretch_without_rows_may_hold_more():
    years = [cases(9, start=date(y, 1, 1), end=date(y, 12, 31)) for y in range(2021, 2026)]
    assert counted(LAST_5_YEARS, *years) == between(45, 45)
    assert counted(LAST_5_YEARS, *years[1:]) == between(36, None)
    assert counted(LAST_5_YEARS, *years[:2], *years[3:]) == between(36, None)
    assert counted(LAST_5_YEARS, *years[:-1]) == between(36, None)


def test_five_years_are_not_a_day_more():
    before = cases(600, start=date(2020, 1, 1), end=date(2020, 12, 31))
    years = [cases(9, start=date(y, 1, 1), end=date(y, 12, 31)) for y in range(2021, 2026)]
    for as_of in (date(2025, 12, 31), date(2026, 1, 1)):
        assert counted(LAST_5_YEARS, before, *years, as_of=as_of) == between(45, 45)


def test_what_may_be_meant_is_possible_not_certain():
    blank_role = cases(300, role=None)
    assert counted(ANY_GRADE, cases(50), blank_role) == between(50, 350)
    ent = row("cases", bearer="H1", measure="open-beds", specialty="otolaryngology", count=40)
    assert counted(BEDS, ent) == between(0, 40)


def test_a_stock_needs_no_dates():
    beds = row("cases", bearer="H1", measure="open-beds", specialty="rhinology", count=20)
    assert counted(BEDS, beds) == between(20, 20)


def admitted(number, year, specialty="general-surgery"):
    return row(
        "cases",
        bearer="H1",
        measure="patients-admitted",
        specialty=specialty,
        start=date(year, 1, 1),
        end=date(year, 12, 31),
        count=number,
    )


def test_every_year_looks_at_the_last_whole_year():
    rows = (admitted(600, 2024), admitted(400, 2025))
    assert counted(EVERY_YEAR, *rows) == between(400, 400)
    assert counted(EVERY_YEAR, *rows, as_of=date(2025, 12, 31)) == between(400, 400)
    assert counted(EVERY_YEAR, *rows, as_of=date(2025, 12, 30)) == between(600, 600)


def test_a_year_without_figures_is_not_supplied_yet():
    assert counted(EVERY_YEAR, admitted(600, 2023)) is None


def test_a_narrower_specialty_counts_and_a_wider_one_may():
    assert counted(EVERY_YEAR, admitted(600, 2025, "surgery")) == between(0, 600)
    assert (
        counted(BEDS, row("cases", bearer="H1", measure="open-beds", specialty="surgery")) is None
    )


def test_the_worst_year_of_a_window_decides():
    window = replace(EVERY_YEAR.qualifiers, window=Period(24))
    at_least = replace(EVERY_YEAR, qualifiers=window)
    at_most = replace(at_least, limits=Bounds(maximum=Decimal(10)))
    rows = (admitted(3000, 2024), admitted(2, 2025))
    assert counted(at_least, *rows) == between(2, 2)
    assert counted(at_most, *rows) == between(3000, 3000)
    unknown = (admitted(None, 2024), admitted(5, 2025))
    assert counted(at_least, *unknown) == between(0, 5)
    assert counted(at_most, *unknown) == between(5, None)


OPERATED = LEAVES["as-operator-cases.peripheral-vascular-intervention.therapeutic.per-P1Y"]
HIGHER = LEAVES["cases.comprehensive-intervention.grade3+4.per-P1Y"]
ABLATIONS = LEAVES["as-operator-cases.catheter-ablation.per-P1Y"]
ALL_CARDIAC = LEAVES["as-operator-cases.cardiovascular-intervention.per-P1Y"]


def treated(number, technique, kind="therapeutic", grade="3", role="as-operator"):
    case = cases(number, grade=grade, role=role)
    return replace(case, values={**case.values, "technique": technique, "case_kind": kind})


def test_cases_of_no_kind_may_be_of_the_kind_asked_for():
    technique = "peripheral-vascular-intervention"
    rows = [
        treated(20, technique),
        treated(7, technique, kind=None),
        treated(90, technique, kind="diagnostic"),
    ]
    assert counted(OPERATED, *rows) == between(20, 27)


def test_independent_cases_are_cases_as_operator():
    technique = "peripheral-vascular-intervention"
    assert counted(OPERATED, treated(20, technique, role="independent")) == between(20, 20)
    assert counted(OPERATED, treated(20, technique, role="participant")) is None


def test_several_grades_count_together():
    technique = "comprehensive-intervention"
    rows = [treated(number, technique, grade=grade) for number, grade in ((3, "3"), (4, "4"))]
    assert counted(HIGHER, *rows, treated(9, technique, grade="2")) == between(7, 7)
    assert counted(HIGHER, *rows, treated(9, technique, grade=None)) == between(7, 16)


def test_cases_of_a_subtechnique_count_for_the_technique():
    """心血管 2011 三（八）: 导管消融 cases are 心血管介入 cases, not the other way round."""
    assert counted(ALL_CARDIAC, treated(20, "catheter-ablation")) == between(20, 20)
    assert counted(ABLATIONS, treated(50, "cardiovascular-intervention")) == between(0, 50)
    assert counted(ABLATIONS, treated(50, "coronary-intervention")) is None

"""哪一天起够。 From which day it suffices: hand-worked dates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from next_steps_making import AS_OF, OPERATOR
from record_making import records, row

from zhunru.durations import Period, add_months, years_between
from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import title_ranks
from zhunru.next_steps.days import after_years, time_left, window_passed, years_renewed
from zhunru.next_steps.running import Running, RunningTimes
from zhunru.requirements import Qualifiers


def test_running_time_is_exact_on_leap_days_and_month_ends():
    assert Running(date(2023, 2, 1)).reaches(Decimal(3)) == date(2026, 2, 1)
    assert Running(date(2024, 2, 29)).reaches(Decimal(3)) == date(2027, 2, 28)
    assert Running(date(2024, 2, 29)).reaches(Decimal(4)) == date(2028, 2, 29)
    assert Running(date(2023, 8, 31)).reaches(Decimal("1.5")) == date(2025, 2, 28)
    split = Running(date(2024, 1, 1), before=Decimal("1.5"))
    assert split.reaches(Decimal(3)) == date(2025, 7, 1)


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.integers(0, 400),
    st.integers(0, 4),
)
def test_the_day_found_is_the_first_that_suffices(start, months, before):
    asked, done = Period(months).years, Decimal(before)
    day = Running(start, done).reaches(asked)
    assert done + years_between(start, day) >= asked
    assert day == start or done + years_between(start, day - timedelta(days=1)) < asked


@pytest.mark.parametrize("start", [date(2023, 1, 31), date(2024, 2, 29), date(2022, 12, 1)])
def test_without_the_first_day_the_date_is_never_too_early(start):
    """From what is known on any day before, the date found is at most a month late."""
    exact = Running(start).reaches(Decimal(3))
    for days in range(0, 1090, 7):
        day = start + timedelta(days=days)
        found = after_years(day, Decimal(3) - years_between(start, day))
        assert exact <= found <= add_months(exact, 1) + timedelta(days=3), day


def test_at_the_end_of_february_the_longer_month_counts():
    start, day = date(2022, 12, 31), date(2023, 2, 28)
    missing = Decimal(1) - years_between(start, day)
    assert after_years(day, missing) == date(2023, 12, 31)


def test_when_a_window_has_passed():
    five = Period.parse("P5Y")
    assert window_passed(date(2026, 1, 1), five) == date(2031, 1, 1)
    assert window_passed(date(2024, 2, 29), five) == date(2029, 3, 1)


def test_when_years_are_renewed():
    once, thrice = Qualifiers(), Qualifiers(window=Period.parse("P3Y"))
    assert years_renewed(date(2025, 12, 30), once) == date(2025, 12, 31)
    assert years_renewed(date(2025, 12, 31), once) == date(2026, 12, 31)
    assert years_renewed(date(2026, 1, 1), thrice) == date(2028, 12, 31)


def test_time_left_is_told_in_months_or_days():
    assert time_left(date(2026, 1, 1), date(2026, 3, 1)).zh == "2 个月"
    assert time_left(date(2026, 1, 1), date(2026, 3, 2)).zh == "3 个月"
    assert time_left(date(2026, 1, 1), date(2026, 1, 13)) == ("12 天", "12 days")
    assert time_left(date(2026, 1, 31), date(2026, 2, 1)).en == "1 day"


def running(*rows):
    times = RunningTimes(records(*rows), hierarchy(), title_ranks(), AS_OF)
    return times.of("D1", OPERATOR.leaves())


def test_what_runs_is_found_in_the_records():
    found = running(
        row("staff", staff="D1", clinical_since=date(2020, 7, 1)),
        row("titles", staff="D1", title="attending", since=date(2018, 1, 1)),
        row("titles", staff="D1", title="chief", since=date(2025, 1, 1)),
        row("titles", staff="D1", title="associate-chief", since=date(2023, 6, 1)),
    )
    assert found["years-as-associate-chief-or-above"] == Running(date(2023, 6, 1))
    assert found["clinical-years.as-of-issue"] == Running(date(2020, 7, 1))
    assert not any(key.startswith("specialty-years") for key in found)


def period(specialty, start, end=None):
    return row("experience", bearer="D1", specialty=specialty, start=start, end=end)


def test_years_in_a_specialty_run_only_while_practising():
    key = "specialty-years.rhinology"
    past = period("rhinology", date(2010, 1, 1), date(2011, 12, 31))
    assert key not in running(past)
    now = period("rhinology", date(2020, 1, 1))
    assert running(past, now)[key] == Running(date(2020, 1, 1), before=Decimal(2))
    touching = period("rhinology", date(2018, 1, 1), date(2019, 12, 31))
    assert running(past, touching, now)[key] == Running(date(2018, 1, 1), before=Decimal(2))
    assert key not in running(period("rhinology", date(2026, 6, 1)))
    assert key not in running(period("general-surgery", date(2020, 1, 1)))

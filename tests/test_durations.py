from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunru.durations import Period, add_months, months_between, years_between


@pytest.mark.parametrize(
    ("text", "months", "zh", "en"),
    [
        ("P3Y", 36, "3 年", "3 years"),
        ("P1Y", 12, "1 年", "1 year"),
        ("P6M", 6, "6 个月", "6 months"),
        ("P1Y6M", 18, "1 年 6 个月", "1 year 6 months"),
    ],
)
def test_period(text, months, zh, en):
    period = Period.parse(text)
    assert (period.months, str(period), period.zh, period.en) == (months, text, zh, en)


@pytest.mark.parametrize("text", ["", "P", "3Y", "P3D", "P3Y2D", "PT5H", "P-3Y"])
def test_not_a_period(text):
    with pytest.raises(ValueError, match="不是年月时长"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("start", "months", "moved"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 1), -60, date(2021, 1, 1)),
    ],
)
def test_add_months(start, months, moved):
    assert add_months(start, months) == moved


@pytest.mark.parametrize(
    ("start", "end", "enough"),
    [
        (date(2023, 1, 1), date(2025, 12, 31), False),
        (date(2023, 1, 1), date(2026, 1, 1), True),
        (date(2023, 1, 1), date(2026, 1, 2), True),
        (date(2024, 2, 29), date(2027, 2, 27), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2023, 2, 1), date(2026, 1, 1), False),
    ],
)
def test_three_years_end_on_the_anniversary(start, end, enough):
    assert (years_between(start, end) >= 3) is enough


def test_six_months_run_to_the_end_of_a_short_month():
    assert months_between(date(2025, 8, 31), date(2026, 2, 27)) < 6
    assert months_between(date(2025, 8, 31), date(2026, 2, 28)) == 6


def test_nothing_before_the_start():
    assert years_between(date(2026, 1, 1), date(2025, 1, 1)) == 0
    assert months_between(date(2026, 1, 1), date(2026, 1, 1)) == 0


@given(
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.integers(0, 20_000),
    st.integers(0, 2_000),
)
def test_years_never_shrink_and_whole_years_are_exact(start, days, more):
    end = date.fromordinal(start.toordinal() + days)
    later = date.fromordinal(end.toordinal() + more)
    assert years_between(start, end) <= years_between(start, later)
    assert years_between(start, add_months(start, 36)) == Decimal(3)


def test_a_period_is_reached_on_its_anniversary_in_thirds_of_a_year_too():
    start = date(2024, 2, 1)
    for months in range(1, 37):
        day = add_months(start, months)
        assert years_between(start, day) >= Period(months).years
        assert years_between(start, day - timedelta(days=1)) < Period(months).years

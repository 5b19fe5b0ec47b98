"""Years and months in columns are those of `zhunru.durations`, to the ten-thousandth."""

from datetime import date, timedelta
from random import Random

import ibis
import pytest

from zhunru import durations
from zhunru.evidence.relations import relation
from zhunru.evidence.years import SCALE, months_between, next_day, years_between

BY_HAND = [
    # 闰日：到次年2月28日满一年，月末为准。 Leap day: a year is full on the last of February.
    (date(2024, 2, 29), date(2025, 2, 27), 9972, 119666),
    (date(2024, 2, 29), date(2025, 2, 28), 10000, 120000),
    (date(2024, 2, 29), date(2025, 3, 1), 10028, 120344),
    (date(2024, 2, 29), date(2028, 2, 28), 39973, 479677),
    (date(2024, 2, 29), date(2028, 2, 29), 40000, 480000),
    (date(2023, 2, 28), date(2024, 2, 28), 10000, 120000),
    # 31日：小月以月末为准。 The 31st falls on the last day of shorter months.
    (date(2025, 1, 31), date(2025, 2, 27), 803, 9642),
    (date(2025, 1, 31), date(2025, 2, 28), 833, 10000),
    (date(2025, 1, 31), date(2025, 4, 30), 2500, 30000),
    (date(2025, 12, 31), date(2026, 1, 1), 26, 322),
    # 满九天的三十天月：恰为整万分之几。 Nine days of thirty: whole ten-thousandths.
    (date(2025, 4, 1), date(2025, 4, 10), 250, 3000),
    (date(2025, 6, 1), date(2025, 6, 1), 0, 0),
    (date(2025, 6, 1), date(2025, 5, 31), 0, 0),
]


def counted(pairs):
    table = relation({"start": "date", "end": "date"}, pairs)
    years = years_between(table.start, table.end)
    months = months_between(table.start, table.end)
    table = table.mutate(years=years, months=months, after=next_day(table.end))
    return ibis.duckdb.connect().to_pyarrow(table).to_pylist()


@pytest.fixture(scope="module")
def by_hand():
    return {
        (row["start"], row["end"]): row for row in counted([(one[0], one[1]) for one in BY_HAND])
    }


@pytest.mark.parametrize(("start", "end", "years", "months"), BY_HAND)
def test_ten_thousandths_by_hand(by_hand, start, end, years, months):
    assert (by_hand[start, end]["years"], by_hand[start, end]["months"]) == (years, months)


def test_any_two_days():
    random = Random(7)
    days = [date(1995, 1, 1) + timedelta(random.randrange(13000)) for _ in range(20000)]
    edges = [date(year, 2, day) for year in (1999, 2000, 2004) for day in (27, 28)]
    pairs = list(zip(days[::2], days[1::2], strict=True))
    pairs += [(start, end) for start in edges for end in days[:500]]
    for row in counted(pairs):
        start, end = row["start"], row["end"]
        assert row["years"] == durations.years_between(start, end) * SCALE, (start, end)
        assert row["months"] == durations.months_between(start, end) * SCALE, (start, end)
        assert row["after"] == end + timedelta(days=1)

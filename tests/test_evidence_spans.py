from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhunru.durations import Period
from zhunru.evidence.spans import Pieces, Span, spans
from zhunru.requirements import Qualifiers

FIVE_YEARS, YEAR = Period(60), Period(12)
WINDOW = Qualifiers(window=FIVE_YEARS)


def test_without_a_window_everything_up_to_the_day_counts():
    assert spans(Qualifiers(), date(2026, 1, 1)) == (Span(None, None, date(2026, 1, 1)),)


@pytest.mark.parametrize(
    ("day", "start", "first"),
    [
        (date(2026, 1, 1), date(2021, 1, 1), date(2021, 1, 2)),
        (date(2024, 2, 29), date(2019, 2, 28), date(2019, 3, 1)),
        (date(2025, 2, 28), date(2020, 2, 28), date(2020, 2, 29)),
    ],
)
def test_a_window_ends_on_the_day(day, start, first):
    assert spans(WINDOW, day) == (Span(start, first, day),)


@pytest.mark.parametrize(("day", "last"), [(date(2025, 12, 30), 2024), (date(2025, 12, 31), 2025)])
def test_a_yearly_rate_looks_at_whole_calendar_years(day, last):
    (one,) = spans(Qualifiers(per=YEAR), day)
    assert one == Span(date(last, 1, 1), date(last, 1, 1), date(last, 12, 31))
    several = spans(replace(WINDOW, per=YEAR), day)
    assert [span.last.year for span in several] == list(range(last - 4, last + 1))


def test_pieces_of_time_never_straddle_an_edge():
    given = [
        span
        for asked in (Qualifiers(), WINDOW, replace(WINDOW, per=YEAR))
        for day in (date(2025, 12, 31), date(2020, 2, 29))
        for span in spans(asked, day)
    ]
    pieces = Pieces.of(given)
    for span in given:
        for days in range(-400, 5000, 7):
            day = date(2014, 1, 1) + timedelta(days)
            piece = sum(edge <= day for edge in pieces.edges)
            inside = (span.first is None or day >= span.first) and day <= span.last
            assert (piece in pieces.within(span)) == inside

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_intervals import rate, total

from zhunru.intervals import Interval
from zhunru.requirements import Bounds

AT_LEAST_10 = Bounds(minimum=Decimal(10))
AT_MOST_3 = Bounds(maximum=Decimal(3))
BELOW_5 = Bounds(exclusive_maximum=Decimal(5))


@pytest.mark.parametrize(
    ("low", "high", "bounds", "settled"),
    [
        (10, 10, AT_LEAST_10, 10),
        (9, 9, AT_LEAST_10, 9),
        (10, None, AT_LEAST_10, 10),
        (9, None, AT_LEAST_10, None),
        (8, 9, AT_LEAST_10, 9),
        (8, 10, AT_LEAST_10, None),
        (0, 3, AT_MOST_3, 0),
        (0, 4, AT_MOST_3, None),
        (0, None, AT_MOST_3, None),
        (4, None, AT_MOST_3, 4),
        (0, 5, BELOW_5, None),
        (5, 9, BELOW_5, 5),
    ],
)
def test_settle(low, high, bounds, settled):
    interval = Interval(Decimal(low), None if high is None else Decimal(high))
    assert interval.settle(bounds) == settled


numbers = st.integers(0, 20).map(Decimal)


@given(numbers, numbers, numbers, numbers)
def test_a_settled_number_speaks_for_the_whole_interval(low, width, minimum, span):
    bounds = Bounds(minimum=minimum, maximum=minimum + span)
    interval = Interval(low, low + width)
    verdicts = {bounds.admit(low + step) for step in range(int(width) + 1)}
    settled = interval.settle(bounds)
    if settled is None:
        assert verdicts == {True, False} or width > span
    else:
        assert {bounds.admit(settled)} == verdicts


def test_total():
    assert total([]) == Interval(Decimal(0), Decimal(0))
    parts = [Interval.exactly(2), Interval(Decimal(1), Decimal(4))]
    assert total(parts) == Interval(Decimal(3), Decimal(6))
    assert total([*parts, Interval(Decimal(0), None)]) == Interval(Decimal(3), None)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        ((5, 5), (100, 100), 5, 5),
        ((0, 2), (50, 100), 0, 4),
        ((3, None), (60, 60), 5, None),
        ((3, 3), (60, None), 0, 5),
        ((9, 9), (6, 6), 100, 100),
    ],
)
def test_a_rate_lies_between_its_extremes(part, whole, low, high):
    assert rate(interval(*part), interval(*whole)) == interval(low, high)


def test_a_rate_of_nothing_is_unknown():
    assert rate(interval(0, 0), interval(0, 5)) is None


def test_a_rate_is_never_rounded_onto_its_limit():
    just_below = rate(interval(49_999, 49_999), interval(1_000_000, 1_000_000))
    assert just_below is not None
    assert BELOW_5.admit(just_below.settle(BELOW_5))


def interval(low, high):
    return Interval(Decimal(low), None if high is None else Decimal(high))

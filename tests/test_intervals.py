from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunru.intervals import Interval, total
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

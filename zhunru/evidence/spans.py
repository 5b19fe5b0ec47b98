"""数例数的时段。 The stretches of time in which cases are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhunru.durations import add_months
from zhunru.requirements import Qualifiers

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days that count.

    Attributes:
        start: The day from which a row may begin and still lie inside; None from the beginning.
        first: The first day that counts: for a window the day after `start`, as five years are
            not a day more; for a calendar year its first day.
        last: The last day that counts.
    """

    start: date | None
    first: date | None
    last: date


def spans(asked: Qualifiers, day: date) -> tuple[Span, ...]:
    """Give the stretches that a count speaks of.

    Args:
        asked: With a window (近5年), a rate (每年), both or neither.
        day: The day up to which to count.

    Returns:
        One stretch; for a yearly rate each whole calendar year of the window, the last at the end.
    """
    if asked.per is not None:
        last = (day + _ONE_DAY).year - 1
        years = int(asked.window.years) if asked.window else 1
        return tuple(_calendar_year(year) for year in range(last - years + 1, last + 1))
    if asked.window is None:
        return (Span(None, None, day),)
    start = add_months(day, -asked.window.months)
    return (Span(start, start + _ONE_DAY, day),)


def _calendar_year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class Pieces:
    """Time cut at every edge of some spans, so that no piece straddles an edge.

    Piece 0 ends before the first edge; piece n begins on the n-th.
    """

    edges: tuple[date, ...]

    @classmethod
    def of(cls, given: Iterable[Span]) -> Pieces:
        """Cut time at the edges of spans."""
        edges: set[date] = set()
        for span in given:
            edges.add(span.last + _ONE_DAY)
            if span.first is not None:
                edges.add(span.first)
        return cls(tuple(sorted(edges)))

    def within(self, span: Span) -> range:
        """Tell which pieces make up a span."""
        start = 0 if span.first is None else self.edges.index(span.first) + 1
        return range(start, self.edges.index(span.last + _ONE_DAY) + 1)

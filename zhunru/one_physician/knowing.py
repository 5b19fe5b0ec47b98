"""由所填的知道什么。 What is known from what is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from zhunru.criterion import Criterion
from zhunru.durations import years_between
from zhunru.evidence import Known
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.next_steps.running import Running
from zhunru.one_physician.answers import NO_TITLE, Answer
from zhunru.one_physician.questions import TITLE, is_span, questions_of, title_key
from zhunru.requirements import Concept, Leaf, TitleRequirement


class Physician:
    """What somebody filled in, as of a date; whatever is left out is unknown."""

    def __init__(self, answers: Mapping[str, Answer], as_of: date) -> None:
        """Take the answers.

        Args:
            answers: The answers, by key of the field.
            as_of: The day as of which periods of years are counted.
        """
        self._answers = answers
        self._as_of = as_of
        title = answers.get(TITLE)
        self._now = 0 if title == NO_TITLE else title_ranks().get(str(title))

    def knows(self, leaf: Leaf, criterion: Criterion) -> Known:
        """Say what is known about a leaf.

        Args:
            leaf: The leaf.
            criterion: The criterion it belongs to.

        Returns:
            A number more or less known, yes or no, or None where nothing is.
        """
        day = self._day(leaf, criterion)
        if isinstance(leaf, TitleRequirement):
            return self._title_years(leaf, day) if leaf.held_for else self._rank(leaf, day)
        answer = self._answers.get(questions_of(leaf, criterion)[0].key)
        if answer is None or isinstance(answer, bool):
            return answer
        if is_span(leaf):
            return Interval.exactly(self._years(answer, day))
        return Interval.exactly(Decimal(str(answer)))

    def running(self, leaf: Leaf) -> Running | None:
        """Say since when what a leaf asks about goes on, where the day is known."""
        if isinstance(leaf, TitleRequirement) and leaf.held_for:
            since = self._answers.get(title_key(leaf.title)) if self._may_hold(leaf.title) else None
        elif is_span(leaf):
            since = self._answers.get(leaf.evidence_key.removesuffix(".as-of-issue"))
        else:
            return None
        return Running(since) if isinstance(since, date) else None

    def _day(self, leaf: Leaf, criterion: Criterion) -> date:
        counted_to_issue = leaf.evidence_key.endswith(".as-of-issue")
        return min(criterion.regulation.issued, self._as_of) if counted_to_issue else self._as_of

    def _years(self, answer: Answer, day: date) -> Decimal:
        """Count the years up to a day; years that were filled in are those up to today."""
        if isinstance(answer, date):
            return years_between(answer, day)
        return max(Decimal(0), Decimal(answer) - years_between(day, self._as_of))

    def _title_years(self, leaf: TitleRequirement, day: date) -> Interval | None:
        """Count the years at or above a title.

        The time at a higher title is part of it, and that at a lower one includes it.
        """
        if not self._may_hold(leaf.title):
            return Interval.exactly(0)
        wanted = leaf.title.rank or 0
        held = [(rank, self._years(answer, day)) for rank, answer in self._held(leaf.ladder)]
        own = [years for rank, years in held if rank == wanted]
        if own:
            return Interval.exactly(max(own))
        least = max((years for rank, years in held if rank > wanted), default=Decimal(0))
        most = min((years for rank, years in held if rank < wanted), default=None)
        return Interval(least, most) if least or most is not None else None

    def _rank(self, leaf: TitleRequirement, day: date) -> Interval | None:
        """Say which rank was held on a day."""
        if self._now is not None and (day >= self._as_of or self._now == 0):
            return Interval.exactly(self._now)
        held, at_most = [0], [] if self._now is None else [self._now]
        for rank, answer in self._held(leaf.ladder):
            if self._had_begun(answer, day):
                held.append(rank)
            else:
                at_most.append(rank - 1)
        least, most = max(held), min(at_most, default=None)
        if most is None:
            return Interval(Decimal(least), None) if least else None
        return Interval(Decimal(least), Decimal(max(least, most)))

    def _had_begun(self, answer: Answer, day: date) -> bool:
        if isinstance(answer, date):
            return answer <= day
        return Decimal(answer) >= years_between(day, self._as_of)

    def _held(self, ladder: Iterable[Concept]) -> Iterator[tuple[int, Answer]]:
        """Yield the ranks whose time is filled in; not those above the title held."""
        for title in ladder:
            answer = self._answers.get(title_key(title))
            if answer is not None and self._may_hold(title):
                yield title.rank or 0, answer

    def _may_hold(self, title: Concept) -> bool:
        return self._now is None or self._now >= (title.rank or 0)

"""一次取证，反复判定。 Evidence that is gathered once and kept, to be decided again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from threading import Lock
from typing import Any

from zhunru.assignments import Assignment
from zhunru.criterion import Criterion
from zhunru.evidence import Gathered, gather
from zhunru.evidence.questions import Question, question_of
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.next_steps.ceilings import denominator
from zhunru.next_steps.running import RunningTimes
from zhunru.reading import Reader
from zhunru.records import Records
from zhunru.requirements import Conformity, Leaf, Staffing, Threshold
from zhunru.rule_cache import cached_on_disk


@cached_on_disk
def title_ranks() -> dict[str, int]:
    """Return the rank of every title by notation, read once per process."""
    titles = Reader(load_graph()).titles
    return {title.notation: title.rank for title in titles if title.rank is not None}


class KeptEvidence:
    """What the tables of a hospital know; they are asked everything once only.

    It may be shared by threads.

    Attributes:
        as_of: The day as of which evidence is counted.
        running: What runs by itself for the people.
        understated: The institutions of whose people rows were set aside: their head-counts are a
            least.
    """

    def __init__(self, records: Records, as_of: date) -> None:
        """Take the tables.

        Args:
            records: The tables.
            as_of: The day as of which evidence is counted.
        """
        self.as_of = as_of
        self.running = RunningTimes(records, hierarchy(), title_ranks(), as_of)
        self.understated = _understated(records)
        self._records = records
        self._asked: set[tuple[str, Question]] = set()
        self._answers: dict[tuple[str, Question], Interval | bool] = {}
        self._lock = Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the lock: what was gathered in one process may be used in another."""
        return {name: one for name, one in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what was gathered elsewhere."""
        vars(self).update(state)
        self._lock = Lock()

    def about(self, assignments: Iterable[Assignment]) -> Gathered:
        """Say what is known about bearers under criteria, which may be changed ones.

        Args:
            assignments: Who is to be checked against what.

        Returns:
            The evidence; the tables are read only for what was not asked before.
        """
        with self._lock:
            new = {}
            for bearer, leaf, criterion in _asked(assignments):
                pair = bearer, question_of(leaf, criterion, self.as_of)
                if pair not in self._asked:
                    new[pair] = bearer, leaf, criterion
            if new or not self._asked:
                found = gather(self._records, new.values(), hierarchy(), title_ranks(), self.as_of)
                self._asked.update(new)
                self._answers = {**self._answers, **found.answers}
            return Gathered(self.as_of, self._answers)


def _understated(records: Records) -> frozenset[str]:
    places = {row.values["staff"]: row.values["institution"] for row in records["staff"]}
    return frozenset(
        who if table == "staff" else places.get(who, "")
        for table, who in records.incomplete
        if table in ("staff", "credentials")
    )


def _asked(assignments: Iterable[Assignment]) -> Iterator[tuple[str, Leaf, Criterion]]:
    """List what records are asked: leaves that need no verdict, and what rates divide by."""
    for one in assignments:
        for leaf in one.criterion.leaves():
            if not isinstance(leaf, Staffing | Conformity):
                yield one.bearer, leaf, one.criterion
            if isinstance(leaf, Threshold) and leaf.measure.denominator:
                yield one.bearer, denominator(leaf), one.criterion

"""一家或几家医院的证据，一次取齐。 The evidence of a hospital or a few, gathered at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import ibis
import ibis.expr.types as ir

from zhunru.criterion import Criterion
from zhunru.evidence.coverage import entries_relation
from zhunru.evidence.inquiry import Inquiry
from zhunru.evidence.questions import Question, Questions, Recorded, TitleRank, question_of
from zhunru.evidence.relations import relation
from zhunru.hierarchy import Hierarchy
from zhunru.intervals import Interval
from zhunru.records import Records
from zhunru.requirements import Leaf
from zhunru.typed_tables import from_records

#: What the records say: a number more or less known, yes, no, or nothing.
Known = Interval | bool | None

_IN_HOUSE = Question((Recorded("staff", "in_house", None),))


@dataclass(frozen=True)
class Gathered:
    """What the records know of everything that was asked.

    Attributes:
        as_of: The day as of which evidence was counted.
        answers: By bearer and question; nothing known, no entry.
    """

    as_of: date
    answers: Mapping[tuple[str, Question], Interval | bool]

    def of(self, bearer: str, leaf: Leaf, criterion: Criterion) -> Known:
        """Say what the records know about a leaf that was asked about.

        Args:
            bearer: The identifier of a person or institution.
            leaf: A threshold, title requirement or possession.
            criterion: The criterion on whose behalf it was asked.

        Returns:
            A number more or less known, yes or no, or None where nothing is recorded.

        Raises:
            TypeError: For leaves that depend on verdicts (staffing, conformity).
        """
        return self.answers.get((bearer, question_of(leaf, criterion, self.as_of)))

    def holds_title(self, staff: str, rank: int) -> bool | None:
        """Say whether somebody holds a title of at least a rank; None where that is not known."""
        known = self.answers.get((staff, Question((TitleRank(self.as_of),))))
        if not isinstance(known, Interval):
            return None
        if known.low >= rank:
            return True
        return None if known.high is None or known.high >= rank else False

    def in_house(self, staff: str) -> bool | None:
        """Say whether a person is licensed at the institution, None where it is not recorded."""
        known = self.answers.get((staff, _IN_HOUSE))
        return known if isinstance(known, bool) else None


def gather(
    records: Records,
    asked: Iterable[tuple[str, Leaf, Criterion]],
    hierarchy: Hierarchy,
    ranks: Mapping[str, int],
    as_of: date,
) -> Gathered:
    """Ask the records everything at once.

    Args:
        records: The tables.
        asked: Bearer, leaf, and the criterion on whose behalf it is asked.
        hierarchy: What counts for what.
        ranks: The rank of every title, by notation.
        as_of: The day as of which evidence is counted.

    Returns:
        What is known, also of everybody's title and place of practice.

    Raises:
        TypeError: For leaves that depend on verdicts (staffing, conformity).
    """
    about_all = (Question((TitleRank(as_of),)), _IN_HOUSE)
    people = [row.values["staff"] for row in records["staff"]]
    wanted = [(bearer, question_of(leaf, criterion, as_of)) for bearer, leaf, criterion in asked]
    pairs = dict.fromkeys([*wanted, *product(people, about_all)])
    if not pairs:
        return Gathered(as_of, {})
    questions = Questions.of(question for _, question in pairs)
    con = ibis.duckdb.connect()
    tables, lost = from_records(records, con), _incomplete(records)
    inquiry = Inquiry(
        tables, questions, hierarchy, ranks, as_of, lost, entries=entries_relation(records.entries)
    )
    schema = {"bearer": "string", "question": "int64"}
    rows = ((bearer, questions.numbers[question]) for bearer, question in pairs)
    known = con.to_pyarrow(inquiry.known(con.create_table("asked", relation(schema, rows))))
    by_number = list(questions.numbers)
    return Gathered(
        as_of,
        {(row["bearer"], by_number[row["question"]]): _value(row) for row in known.to_pylist()},
    )


def _incomplete(records: Records) -> ir.Table | None:
    if not records.incomplete:
        return None
    return relation({"table": "string", "bearer": "string"}, sorted(records.incomplete))


def _value(row: Mapping[str, Any]) -> Interval | bool:
    if row["flag"] is not None:
        return bool(row["flag"])
    return Interval(_exact(row["low"]), None if row["high"] is None else _exact(row["high"]))


def _exact(number: float) -> Decimal:
    """Give a number back as it was counted: whole, or of eight places at most."""
    return Decimal(int(number)) if number.is_integer() else Decimal(f"{number:.8f}").normalize()

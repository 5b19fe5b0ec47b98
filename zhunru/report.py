"""校验报告的数据类。 The report of a validation, as frozen dataclasses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual, Problem
from zhunru.next_steps.plan import next_step
from zhunru.requirements import Label, Leaf, Possession, Requirement
from zhunru.verdicts import Decision, Verdict
from zhunru.wording import clause_numbers, distance, found, message

#: Verdicts in the order in which a reader wants to see them.
WORST_FIRST = (
    Verdict.NOT_MET,
    Verdict.MISSING,
    Verdict.JUDGEMENT,
    Verdict.MET,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Finding:
    """What was found about one requirement of a dossier.

    Attributes:
        requirement: The requirement.
        verdict: The verdict on it.
        required: What is required, with figures and clause.
        found: What was found; None for groups.
        distance: How far from it (还差 120 例); None where that has no meaning.
        parts: The findings on its parts.
        next_step: What would help most, where it is open and something is known to help.
    """

    requirement: Requirement
    verdict: Verdict
    required: Label
    found: Label | None
    distance: Label | None
    parts: tuple[Finding, ...]
    next_step: Bilingual | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done or settled about it."""
        return self.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE)

    @property
    def clauses(self) -> str:
        """The printed clause numbers."""
        return clause_numbers(self.requirement.clauses)

    @property
    def missing(self) -> Label | None:
        """Which evidence would settle it, where evidence is missing."""
        if self.verdict is Verdict.MISSING and isinstance(self.requirement, Leaf):
            label = self.requirement.label
            return Label(f"请提供：{label.zh}", f"please provide: {label.en}")
        if self.verdict is Verdict.JUDGEMENT and isinstance(self.requirement, Possession):
            label = self.requirement.label
            return Label(f"请由负责人认定：{label.zh}", f"please have attested: {label.en}")
        return None

    def flat(self) -> Iterator[tuple[int, Finding]]:
        """Yield the finding and its parts, each with its depth."""
        yield 0, self
        for part in self.parts:
            for depth, finding in part.flat():
                yield depth + 1, finding


@dataclass(frozen=True)
class Result:
    """The verdict on one dossier, with a finding per requirement.

    `row` is the identifier of the row that asked for it; None where another criterion did. `file`
    and `line` say where that row stands, as in `zhunru.records.Row`; None without tables.
    """

    dossier: Dossier
    row: str | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    file: str | None = None
    line: int | None = None

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that are not met, worst first."""
        return tuple(worst_first(finding for finding in self.findings if finding.is_open))


@dataclass(frozen=True)
class Report:
    """The results of a run, as of a date.

    `set_aside` are the rows of the input that could not be read and were left out; `remarks` are
    what a reader of the results should know about the rest.
    """

    as_of: date
    results: tuple[Result, ...]
    set_aside: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def all_met(self) -> bool:
        """Whether every dossier meets its criterion."""
        return all(result.verdict is Verdict.MET for result in self.results)

    def counts(self) -> dict[Verdict, int]:
        """Count the results by verdict, worst first, zeros included."""
        return count_verdicts(self.results)


_Judged = TypeVar("_Judged", Finding, Result)


def worst_first(judged: Iterable[_Judged]) -> list[_Judged]:
    """Order findings or results by verdict, the worst first, else as they are."""
    return sorted(judged, key=lambda one: WORST_FIRST.index(one.verdict))


def count_verdicts(results: Iterable[Finding | Result]) -> dict[Verdict, int]:
    """Count results or findings by verdict, worst first, zeros included."""
    counted = Counter(result.verdict for result in results)
    return {verdict: counted[verdict] for verdict in WORST_FIRST[:-1]}


def finding_of(decision: Decision, dossier: Dossier, as_of: date) -> Finding:
    """Word a decision for readers.

    Args:
        decision: The verdict on a requirement, with those on its parts.
        dossier: The dossier that it is about.
        as_of: The day as of which its evidence was counted.

    Returns:
        The finding.
    """
    requirement = decision.requirement
    leaf = requirement if isinstance(requirement, Leaf) else None
    value = dossier.values.get(leaf.evidence_key) if leaf else None
    known = dossier.ranges.get(leaf.evidence_key) if leaf else None
    return Finding(
        requirement=requirement,
        verdict=decision.verdict,
        required=message(requirement),
        found=found(leaf, value, known) if leaf else None,
        distance=distance(leaf, value) if leaf else None,
        parts=tuple(finding_of(part, dossier, as_of) for part in decision.parts),
        next_step=next_step(decision, dossier, as_of),
    )

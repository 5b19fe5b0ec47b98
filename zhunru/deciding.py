"""由证据到判定：谁先判，谁后判。 From evidence to verdicts, in the order in which they depend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from zhunru.assignments import Assignment, levels
from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.evidence import Gathered, Known
from zhunru.intervals import Interval
from zhunru.kept_evidence import KeptEvidence
from zhunru.namespaces import ID, local_path
from zhunru.next_steps.ceilings import denominator
from zhunru.outcomes import Outcomes
from zhunru.requirements import Conformity, Leaf, Staffing, Threshold, ValueType
from zhunru.verdicts import Verdict, all_of, decide_criterion

#: Gives the verdicts on the leaves of dossiers, by IRI of the dossier.
Check = Callable[[Sequence[Dossier]], Mapping[str, Outcomes]]


@dataclass(frozen=True)
class Decided:
    """A bearer under a criterion, with the verdicts on the leaves.

    Attributes:
        assignment: Who was checked against what.
        dossier: The evidence.
        outcomes: The verdict on every leaf.
    """

    assignment: Assignment
    dossier: Dossier
    outcomes: Outcomes

    @property
    def verdict(self) -> Verdict:
        """The verdict on the criterion."""
        return decide_criterion(self.dossier.criterion, self.outcomes)[0]


def decide_assignments(
    evidence: KeptEvidence, assignments: Sequence[Assignment], check: Check
) -> tuple[Decided, ...]:
    """Decide bearers under criteria.

    Args:
        evidence: What is known of the bearers.
        assignments: Who is to be checked against what. Criteria that one of these must conform to,
            and the people that it counts, are answered from these assignments only.
        check: Gives the verdicts on leaves.

    Returns:
        What was decided, in the order of the assignments.
    """
    run = _Run(evidence, evidence.about(assignments), check)
    for level in levels(assignments):
        run.decide(level)
    return tuple(run.decided[_key(one)] for one in assignments)


def settled(
    known_of: Iterable[tuple[Leaf, Known]],
) -> tuple[dict[str, Value], dict[str, Interval]]:
    """Choose the values that stand for what is known about leaves.

    Args:
        known_of: Every leaf with a number more or less known, yes, no, or nothing.

    Returns:
        The values by evidence key, of the leaves' datatypes; and what is known of numbers that no
        value stands for.
    """
    values: dict[str, Value | None] = {}
    ranges: dict[str, Interval] = {}
    for leaf, known in known_of:
        key, value = leaf.evidence_key, _settle(leaf, known)
        if isinstance(known, Interval):
            ranges[key] = known
        # 两项要求共用一列而结论不一时，此列不定。 Settled in two ways, a column is open.
        values[key] = value if values.get(key, value) == value else None
    return (
        {key: value for key, value in values.items() if value is not None},
        {key: known for key, known in ranges.items() if values[key] is None},
    )


def _settle(leaf: Leaf, known: Known) -> Value | None:
    if not isinstance(known, Interval):
        return known
    value = known.settle(leaf.bounds)
    if value is None or leaf.value_type is ValueType.DECIMAL:
        return value
    return int(value)


class _Run:
    """The state of a run: verdicts of earlier levels answer the leaves of later ones."""

    def __init__(self, kept: KeptEvidence, evidence: Gathered, check: Check) -> None:
        self._kept = kept
        self._evidence = evidence
        self._check = check
        self._criteria: dict[str, Criterion] = {}
        self._outcomes: dict[tuple[str, str], Outcomes] = {}
        self._people: defaultdict[str, list[Assignment]] = defaultdict(list)
        self.decided: dict[tuple[str | None, str, str], Decided] = {}

    def decide(self, level: Iterable[Assignment]) -> None:
        dossiers = {_key(one): self._dossier(one) for one in level}
        outcomes = self._check(list(dossiers.values()))
        for one in level:
            dossier = dossiers[_key(one)]
            found = outcomes[dossier.iri]
            self._criteria[one.criterion.iri] = one.criterion
            self._outcomes[one.bearer, one.criterion.iri] = found
            self.decided[_key(one)] = Decided(one, dossier, found)
            if one.criterion.role_is_person:
                self._people[one.institution].append(one)

    def _dossier(self, one: Assignment) -> Dossier:
        leaves = one.criterion.leaves()
        values, ranges = settled((leaf, self._known(one, leaf)) for leaf in leaves)
        return Dossier(
            iri=f"{ID}dossier-of/{local_path(one.criterion.iri)}/{quote(one.bearer, safe='')}",
            bearer=one.bearer,
            name=one.name,
            institution=one.institution,
            criterion=one.criterion,
            values=values,
            running=self._kept.running.of(one.bearer, leaves),
            wholes=self._wholes(one, leaves),
            ranges=ranges,
        )

    def _wholes(self, one: Assignment, leaves: Iterable[Leaf]) -> dict[str, Decimal]:
        """The denominators of rates, where they are known exactly."""
        rates = [
            leaf for leaf in leaves if isinstance(leaf, Threshold) and leaf.measure.denominator
        ]
        wholes = {leaf.evidence_key: self._known(one, denominator(leaf)) for leaf in rates}
        return {
            key: known.low
            for key, known in wholes.items()
            if isinstance(known, Interval) and known.low == known.high
        }

    def _known(self, one: Assignment, leaf: Leaf) -> Known:
        if isinstance(leaf, Staffing):
            return self._staff(one.institution, leaf)
        if isinstance(leaf, Conformity):
            return self._conforms(one.bearer, leaf)
        return self._evidence.of(one.bearer, leaf, one.criterion)

    def _staff(self, institution: str, leaf: Staffing) -> Interval | None:
        """Count the people who meet a criterion; those whose verdict is open may or may not."""
        verdicts: dict[str, Verdict] = {}
        for one in self._people[institution]:
            criterion = next((c for c in one.criterion.closure if c.iri == leaf.meets), None)
            if criterion is not None:
                verdict = self._standing(one, criterion, leaf)
                known = verdicts.get(one.bearer)
                verdicts[one.bearer] = Verdict.MET if Verdict.MET in (verdict, known) else verdict
        if not verdicts:
            return None
        met = sum(verdict is Verdict.MET for verdict in verdicts.values())
        lost = sum(verdict is Verdict.NOT_MET for verdict in verdicts.values())
        # 人员或授权有行被搁置的，人数可能更多。 With rows of people set aside, there may be more.
        open_ended = institution in self._kept.understated
        return Interval(Decimal(met), None if open_ended else Decimal(len(verdicts) - lost))

    def _standing(self, one: Assignment, criterion: Criterion, leaf: Staffing) -> Verdict:
        """Say whether a colleague counts: of the criterion, the title, and in-house if asked."""
        verdict, _ = decide_criterion(criterion, self._outcomes[one.bearer, one.criterion.iri])
        counts = [verdict]
        if leaf.title is not None:
            held = self._evidence.holds_title(one.bearer, leaf.title.rank or 0)
            counts.append(_verdict(held))
        if leaf.in_house:
            counts.append(_verdict(self._evidence.in_house(one.bearer)))
        return all_of(counts)

    def _conforms(self, bearer: str, leaf: Conformity) -> bool | None:
        outcomes = self._outcomes.get((bearer, leaf.meets))
        if outcomes is None:
            return None
        verdict, _ = decide_criterion(self._criteria[leaf.meets], outcomes)
        return {Verdict.MET: True, Verdict.NOT_MET: False}.get(verdict)


def _key(one: Assignment) -> tuple[str | None, str, str]:
    return one.row, one.bearer, one.criterion.iri


def _verdict(known: bool | None) -> Verdict:
    return {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.MISSING}[known]

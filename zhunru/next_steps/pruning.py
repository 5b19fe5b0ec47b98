"""去掉多余的步骤。 Leave out steps that others make idle.

Each group of alternatives chooses its nearest way for itself; what one group asks for may be enough
for another one, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from zhunru.next_steps.step import Step
from zhunru.requirements import Leaf, Requirement, When
from zhunru.verdicts import Verdict, all_of, decide


class Decided(Protocol):
    """A requirement with the verdict on it and on its parts: a decision, or a finding."""

    @property
    def requirement(self) -> Requirement:
        """The requirement."""

    @property
    def verdict(self) -> Verdict:
        """The verdict on it."""

    @property
    def parts(self) -> Sequence[Decided]:
        """Its parts with their verdicts."""


def pruned(steps: Sequence[Step], decisions: Sequence[Decided]) -> tuple[Step, ...]:
    """Leave out the steps without which the others still suffice, the largest first.

    Args:
        steps: Steps that together turn every decision to met.
        decisions: The decisions.

    Returns:
        The steps that are needed, in their order. What is asked about the condition of a rule all
        stays: it is not known which of it fails.
    """
    outcomes = dict(pair for one in decisions for pair in _outcomes(one))
    requirements = [one.requirement for one in decisions]
    conditions = {leaf.iri for one in requirements for leaf in _conditions(one)}
    kept = list(steps)
    for step in sorted(steps, key=lambda one: one.shortfall, reverse=True):
        rest = [one for one in kept if one is not step]
        if step.leaf.iri not in conditions and _suffices(rest, requirements, outcomes, conditions):
            kept = rest
    return tuple(kept)


def _suffices(
    steps: Iterable[Step],
    requirements: Iterable[Requirement],
    outcomes: Mapping[str, tuple[Leaf, Verdict]],
    conditions: set[str],
) -> bool:
    keys = {step.leaf.evidence_key for step in steps}
    after = {
        iri: _taken(iri in conditions) if leaf.evidence_key in keys else verdict
        for iri, (leaf, verdict) in outcomes.items()
    }
    # 做了不会使已符合的变为不符合。 Taking a step never spoils what was met.
    after |= {iri: verdict for iri, (_, verdict) in outcomes.items() if verdict is Verdict.MET}
    return all_of(decide(one, after).verdict for one in requirements) is Verdict.MET


def _taken(is_condition: bool) -> Verdict:
    return Verdict.NOT_MET if is_condition else Verdict.MET


def _outcomes(decided: Decided) -> Iterator[tuple[str, tuple[Leaf, Verdict]]]:
    if isinstance(decided.requirement, Leaf):
        yield decided.requirement.iri, (decided.requirement, decided.verdict)
    for part in decided.parts:
        yield from _outcomes(part)


def _conditions(requirement: Requirement) -> Iterator[Leaf]:
    if isinstance(requirement, When):
        yield from requirement.condition.leaves()
    for child in requirement.children:
        yield from _conditions(child)

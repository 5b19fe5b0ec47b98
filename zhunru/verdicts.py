"""四值判定与强 Kleene 合并。 Verdicts of four values, combined by strong Kleene logic.

See “判定” in `docs/design.md`. A fifth value, not applicable, is that of a conditional rule whose
condition fails; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhunru.criterion import Criterion
from zhunru.requirements import AnyOf, Force, Group, Leaf, Requirement, When


class Verdict(StrEnum):
    """What is known about a requirement or criterion; the values are shown to users."""

    MET = "符合"
    NOT_MET = "不符合"
    MISSING = "资料不足"
    JUDGEMENT = "需人工判断"
    NOT_APPLICABLE = "不适用"

    @property
    def en(self) -> str:
        """The verdict in English."""
        return _ENGLISH[self]


_ENGLISH = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.MISSING: "evidence missing",
    Verdict.JUDGEMENT: "needs judgement",
    Verdict.NOT_APPLICABLE: "not applicable",
}


@dataclass(frozen=True)
class Decision:
    """The verdict on a requirement, with those on its parts."""

    requirement: Requirement
    verdict: Verdict
    parts: tuple[Decision, ...] = ()


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Combine verdicts that must all be met; those that do not apply are left out."""
    given = set(verdicts)
    order = (Verdict.NOT_MET, Verdict.MISSING, Verdict.JUDGEMENT)
    return next((verdict for verdict in order if verdict in given), Verdict.MET)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Combine verdicts of which one must be met; those that do not apply are left out."""
    given = set(verdicts)
    order = (Verdict.MET, Verdict.MISSING, Verdict.JUDGEMENT)
    return next((verdict for verdict in order if verdict in given), Verdict.NOT_MET)


def when(condition: Verdict, consequence: Verdict) -> Verdict:
    """Combine a condition and what it entails.

    Args:
        condition: The verdict on the condition.
        consequence: The verdict on what is required where it holds.

    Returns:
        Not applicable where the condition fails; where it is unknown, met if the consequence
        holds anyway, else evidence missing.
    """
    if condition is Verdict.MET:
        return consequence
    if condition is Verdict.NOT_MET:
        return Verdict.NOT_APPLICABLE
    return Verdict.MET if consequence is Verdict.MET else Verdict.MISSING


def decide(requirement: Requirement, outcomes: Mapping[str, Verdict]) -> Decision:
    """Decide a requirement from the verdicts on its leaves.

    Args:
        requirement: A leaf or a group.
        outcomes: The verdict on every leaf, by IRI of the leaf.

    Returns:
        The decision, with a part for every child.
    """
    if isinstance(requirement, Leaf):
        return Decision(requirement, outcomes[requirement.iri])
    if not isinstance(requirement, Group):
        raise TypeError(type(requirement))
    parts = tuple(decide(child, outcomes) for child in requirement.children)
    deciding = [part.verdict for part in parts if part.requirement in requirement.deciding]
    if isinstance(requirement, When):
        verdict = when(parts[0].verdict, all_of(deciding))
    else:
        verdict = any_of(deciding) if isinstance(requirement, AnyOf) else all_of(deciding)
    return Decision(requirement, verdict, parts)


def decide_criterion(
    criterion: Criterion, outcomes: Mapping[str, Verdict]
) -> tuple[Verdict, tuple[Decision, ...]]:
    """Decide a criterion, with those that it extends, from the verdicts on its leaves.

    Args:
        criterion: The criterion.
        outcomes: The verdict on every leaf, by IRI of the leaf.

    Returns:
        The verdict, and the decision on every requirement.
    """
    decisions = tuple(decide(req, outcomes) for req in criterion.all_requirements)
    # 原则上与可以只报告。 In principle and may are reported and never decide.
    binding = (one.verdict for one in decisions if one.requirement.force is Force.MANDATORY)
    return all_of(binding), decisions

"""最省的途径：哪几步使其符合。 The cheapest way: which steps would turn it to met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual
from zhunru.next_steps.leaf_step import step_for
from zhunru.next_steps.pruning import Decided, pruned
from zhunru.next_steps.step import Means, Step
from zhunru.requirements import AnyOf, Force, Group, Leaf, When
from zhunru.verdicts import Verdict

_SETTLED = (Verdict.MET, Verdict.NOT_APPLICABLE)
_UNKNOWN = (Verdict.MISSING, Verdict.JUDGEMENT)


@dataclass(frozen=True)
class Plan:
    """The steps that together turn a verdict to met; none where it is met already."""

    steps: tuple[Step, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way that cannot change."""
        return all(step.means is not Means.NEVER for step in self.steps)

    @property
    def only_records(self) -> bool:
        """Whether records and attestations are all that is missing."""
        return all(step.means in (Means.RECORDS, Means.ATTESTATION) for step in self.steps)

    @property
    def meets_from(self) -> date | None:
        """The first day from which all is met, if time alone suffices and nothing else changes."""
        days = [step.meets_from for step in self.steps if step.meets_from is not None]
        return max(days) if days and len(days) == len(self.steps) else None

    @property
    def words(self) -> Bilingual:
        """The steps in words; if several of them only need time, the day of the last, too."""
        zh = "；".join(step.words.zh for step in self.steps)
        en = "; ".join(step.words.en for step in self.steps)
        if len(self.steps) > 1 and self.meets_from is not None:
            day = self.meets_from.isoformat()
            return Bilingual(f"{zh}；自 {day} 起全部符合", f"{en}; all met from {day}")
        return Bilingual(zh, en)

    @property
    def cost(self) -> tuple[bool, int, bool, Decimal]:
        """What makes one way cheaper than another, the most important first.

        That it is possible at all, how few leaves are open, that time alone suffices, and how
        little is missing of each.
        """
        shortfall = sum((step.shortfall for step in self.steps), Decimal(0))
        return not self.possible, len(self.steps), self.meets_from is None, shortfall


def next_step(decided: Decided, dossier: Dossier, as_of: date) -> Bilingual | None:
    """Word what would turn a requirement to met, by the cheapest way.

    Args:
        decided: The decision on a leaf or a group, or the finding.
        dossier: The dossier that it is about.
        as_of: The day as of which its evidence was counted.

    Returns:
        The steps; of alternatives the nearest, by name. None where nothing is open.
    """
    if decided.verdict in _SETTLED:
        return None
    way, plan = _chosen(decided, dossier, as_of)
    if way is decided or not plan.steps:
        return plan.words
    label = way.requirement.label
    return Bilingual(
        f"最近的途径是“{label.zh}”：{plan.words.zh}",
        f"the nearest way is “{label.en}”: {plan.words.en}",
    )


def cheapest(decisions: Iterable[Decided], dossier: Dossier, as_of: date) -> Plan:
    """Find the steps that would turn the verdict on a criterion to met.

    Args:
        decisions: The decision or finding on every requirement of the criterion.
        dossier: The dossier that they are about.
        as_of: The day as of which its evidence was counted.

    Returns:
        The cheapest plan; in principle and may are reported only, and need no step.
    """
    binding = [one for one in decisions if one.requirement.force is Force.MANDATORY]
    plan = _together(_plan(one, dossier, as_of) for one in binding)
    return Plan(pruned(plan.steps, binding)) if len(plan.steps) > 1 else plan


def _plan(decided: Decided, dossier: Dossier, as_of: date) -> Plan:
    return _chosen(decided, dossier, as_of)[1]


def _chosen(decided: Decided, dossier: Dossier, as_of: date) -> tuple[Decided, Plan]:
    """The plan for a requirement, and which of its alternatives it takes; itself if none."""
    requirement = decided.requirement
    if decided.verdict in _SETTLED:
        return decided, Plan()
    if isinstance(requirement, Leaf):
        return decided, Plan((step_for(requirement, decided.verdict, dossier, as_of),))
    if isinstance(requirement, When) and decided.parts[0].verdict is not Verdict.MET:
        unknown = _unknown(decided.parts[0])
        return decided, _together(Plan((step,)) for step in _steps(unknown, dossier, as_of))
    parts = _deciding(decided)
    if isinstance(requirement, AnyOf):
        # 资料不足要的是资料：只在带来该判定的途径里选。
        # What lacks evidence needs records: choose among the ways that cause the verdict.
        ways = [part for part in parts if part.verdict is decided.verdict]
        plans = [(way, _plan(way, dossier, as_of)) for way in ways]
        return min(plans, key=lambda one: one[1].cost, default=(decided, Plan()))
    return decided, _together(_plan(part, dossier, as_of) for part in parts)


def _deciding(decided: Decided) -> list[Decided]:
    requirement = decided.requirement
    deciding = requirement.deciding if isinstance(requirement, Group) else ()
    return [part for part in decided.parts if part.requirement in deciding]


def _unknown(condition: Decided) -> Iterator[Decided]:
    """The leaves of a condition that nothing is known about: nobody should make it hold."""
    if isinstance(condition.requirement, Leaf) and condition.verdict in _UNKNOWN:
        yield condition
    for part in condition.parts:
        yield from _unknown(part)


def _steps(leaves: Iterable[Decided], dossier: Dossier, as_of: date) -> Iterator[Step]:
    for one in leaves:
        if isinstance(one.requirement, Leaf):
            yield step_for(one.requirement, one.verdict, dossier, as_of)


def _together(plans: Iterable[Plan]) -> Plan:
    """Join plans; of several steps on the same evidence the one that asks for most stays."""
    joined: dict[str, Step] = {}
    for plan in plans:
        for step in plan.steps:
            known = joined.get(step.leaf.evidence_key)
            if known is None or _weight(step) > _weight(known):
                joined[step.leaf.evidence_key] = step
    return Plan(tuple(joined.values()))


def _weight(step: Step) -> tuple[bool, Decimal, Decimal]:
    least = step.leaf.bounds.minimum
    return step.means is Means.NEVER, step.shortfall, Decimal(0) if least is None else least

"""把各条的草稿归到标准之下。 Gather the drafts of the clauses under criteria.

Requirements get their names here, staffing finds the criterion that people must meet, and what an
alternative (免于培训, 境外培训) replaces is set beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from typing import Final

from zhunru.drafting.bearers import Bearer
from zhunru.drafting.clauses import ClauseDraft, DraftLeaf, settled
from zhunru.official_text import Clause

_GROUP_NAMES: Final = {"zr:Waiver": "waiver", "zr:Equivalence": "overseas"}


@dataclass(frozen=True, slots=True)
class NamedLeaf:
    """A drafted requirement with its local name, its clause and its alternative group."""

    local: str
    leaf: DraftLeaf
    clause: Clause
    group: str


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """An alternative way: a waiver or an equivalence, and the clause that offers it."""

    local: str
    kind: str
    clause: Clause


@dataclass(slots=True)
class CriterionPlan:
    """One criterion of the draft.

    Attributes:
        bearer: whom it binds.
        sources: the clauses from which its requirements derive, in printed order.
        clauses: the drafts of the clauses that bind this bearer, or have a requirement here.
        leaves: the requirements, named.
        groups: the alternatives that it offers.
    """

    bearer: Bearer
    sources: list[Clause] = field(default_factory=list)
    clauses: list[ClauseDraft] = field(default_factory=list)
    leaves: list[NamedLeaf] = field(default_factory=list)
    groups: list[GroupPlan] = field(default_factory=list)

    def of_clause(self, draft: ClauseDraft) -> list[NamedLeaf]:
        """Return the requirements drafted from one clause."""
        return [named for named in self.leaves if named.clause is draft.clause]

    @property
    def plain(self) -> list[NamedLeaf]:
        """The requirements that stand directly in the criterion."""
        return [n for n in self.leaves if not n.group and not (self.groups and n.leaf.is_training)]

    @property
    def course(self) -> list[NamedLeaf]:
        """The requirements of a course to which the groups are alternatives."""
        return [n for n in self.leaves if not n.group and self.groups and n.leaf.is_training]


def plan(drafts: Iterable[ClauseDraft]) -> list[CriterionPlan]:
    """Return the criteria of a draft, in the order of their first clauses."""
    drafts = _staffed(list(drafts))
    plans: dict[str, CriterionPlan] = {}
    for draft in drafts:
        own = plans.setdefault(draft.bearer.local, CriterionPlan(draft.bearer))
        own.clauses.append(draft)
        for leaf in draft.leaves:
            target = plans.setdefault(leaf.bearer.local, CriterionPlan(leaf.bearer))
            if target is not own and draft not in target.clauses:
                target.clauses.append(draft)
            if draft.clause not in target.sources:
                target.sources.append(draft.clause)
            target.leaves.append(_named(leaf, draft, target))
    return list(plans.values())


def _staffed(drafts: list[ClauseDraft]) -> list[ClauseDraft]:
    """Point staffing at criteria that the draft has; figures of the others become open."""
    people = {
        leaf.bearer.local: leaf.bearer
        for draft in drafts
        for leaf in draft.leaves
        if leaf.bearer.is_person
    }
    return [
        settled(
            replace(
                draft,
                leaves=tuple(
                    pointed for leaf in draft.leaves if (pointed := _pointed(leaf, people))
                ),
            )
        )
        for draft in drafts
    ]


def _pointed(leaf: DraftLeaf, people: dict[str, Bearer]) -> DraftLeaf | None:
    if leaf.guess.kind != "zr:Staffing":
        return leaf
    same = [b for b in people.values() if b.base == leaf.guess.meets]
    # 先取同级的，再取不分级的。 The same grades first, then those without grades.
    ranked = sorted(same, key=lambda b: (b.ranks != leaf.bearer.ranks, b.ranks))
    return replace(leaf, guess=replace(leaf.guess, meets=ranked[0].local)) if ranked else None


def _named(leaf: DraftLeaf, draft: ClauseDraft, target: CriterionPlan) -> NamedLeaf:
    group = _group_of(draft, target) if draft.group else ""
    stem = _stem(leaf)
    if group and not stem.startswith(group):
        stem = f"{group}-{stem}"
    taken = {named.local for named in target.leaves}
    return NamedLeaf(_untaken(stem, taken), leaf, draft.clause, group)


def _untaken(stem: str, taken: Set[str]) -> str:
    """Return the name, numbered if an earlier requirement has it."""
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(name for name in numbered if name not in taken)


def _group_of(draft: ClauseDraft, target: CriterionPlan) -> str:
    """Return the name of the alternative group of a clause, made when it is first met."""
    for group in target.groups:
        if group.clause == draft.group_clause:
            return group.local
    local = _untaken(_GROUP_NAMES[draft.group], {group.local for group in target.groups})
    target.groups.append(GroupPlan(local, draft.group, draft.group_clause))
    return local


def _stem(leaf: DraftLeaf) -> str:
    """Return a name from what a requirement is about: independent-grade3-cases."""
    guess = leaf.guess
    if guess.kind == "zr:TitleRequirement":
        return "title"
    if guess.kind == "zr:Staffing":
        return f"{guess.title}-staff" if guess.title else f"{guess.meets}-staff"
    notations = dict(leaf.qualifiers)
    role = notations.get("zr:caseRole", "").rpartition(":")[2]
    grade = notations.get("zr:ofGrade", "").replace(":", "")
    return "-".join(part for part in (role, grade, guess.measure) if part)

"""把改动写进标准。 Put changes into criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zhunru.criterion import Criterion
from zhunru.errors import UserError
from zhunru.namespaces import local_path
from zhunru.requirements import Conformity, Group, Requirement, Staffing, When
from zhunru.whatif.settings import Setting


def changed(
    criteria: Mapping[str, Criterion], settings: Iterable[Setting]
) -> Mapping[str, Criterion]:
    """Change requirements wherever they stand, in criteria that extend theirs, too.

    A group whose last member is dropped is dropped as well.

    Args:
        criteria: The criteria, by IRI.
        settings: What is to be changed; of several on one requirement each is applied in turn.

    Returns:
        All the criteria, by IRI; those that nothing changes in are the same objects.

    Raises:
        UserError: If the condition of a conditional rule is to be dropped.
    """
    rebuilding = _Rebuilding(tuple(settings))
    return {iri: rebuilding.criterion(one) for iri, one in criteria.items()}


def affected(before: Mapping[str, Criterion], after: Mapping[str, Criterion]) -> frozenset[str]:
    """Find the criteria whose verdicts may differ.

    Args:
        before: The criteria, by IRI.
        after: The changed ones.

    Returns:
        The IRIs of those that changed, and of those that ask how many meet one that changed, or
        whether the bearer conforms to one.
    """
    found = {iri for iri, one in after.items() if one is not before[iri]}
    queue = list(found)
    asking = {iri: asked(one) for iri, one in after.items()}
    while queue:
        changed_one = queue.pop()
        new = {iri for iri, needs in asking.items() if changed_one in needs} - found
        found |= new
        queue.extend(new)
    return frozenset(found)


def asked(criterion: Criterion) -> frozenset[str]:
    """Return the criteria that a criterion asks its people, or its bearer, to meet."""
    return frozenset(
        leaf.meets for leaf in criterion.leaves() if isinstance(leaf, Staffing | Conformity)
    )


class _Rebuilding:
    """Rebuilds what a change touches, each criterion once."""

    def __init__(self, settings: tuple[Setting, ...]) -> None:
        self._settings = settings
        self._criteria: dict[str, Criterion] = {}

    def criterion(self, criterion: Criterion) -> Criterion:
        if criterion.iri not in self._criteria:
            extends = tuple(map(self.criterion, criterion.extends))
            own = self._all(criterion.requirements)
            same = _same(extends, criterion.extends) and _same(own, criterion.requirements)
            self._criteria[criterion.iri] = (
                criterion if same else replace(criterion, extends=extends, requirements=own)
            )
        return self._criteria[criterion.iri]

    def _all(self, requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
        found = map(self._requirement, requirements)
        return tuple(one for one in found if one is not None)

    def _requirement(self, requirement: Requirement) -> Requirement | None:
        now: Requirement | None = requirement
        for setting in self._settings:
            if now is not None and setting.requirement.iri == requirement.iri:
                now = setting.apply(now)
        return self._group(now) if isinstance(now, Group) else now

    def _group(self, group: Group) -> Group | None:
        members = self._all(group.members)
        if not members:
            return None
        rebuilt = group if _same(members, group.members) else replace(group, members=members)
        if isinstance(rebuilt, When):
            condition = self._requirement(rebuilt.condition)
            if condition is None:
                path = local_path(rebuilt.condition.iri)
                raise UserError(
                    f"“{path}”是前提，不能取消；可取消由它引出的要求。"
                    f" Requirement {path} is a condition and stays; what it entails can be dropped."
                )
            if condition is not rebuilt.condition:
                return replace(rebuilt, condition=condition)
        return rebuilt


def _same(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    return len(new) == len(old) and all(a is b for a, b in zip(new, old, strict=True))

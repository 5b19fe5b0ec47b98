"""Dossiers for tests, made from the criteria themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.requirements import AllOf, AnyOf, Group, Leaf, Requirement, ValueType, When


def typed(leaf: Leaf, number: Decimal) -> Value:
    return number if leaf.value_type is ValueType.DECIMAL else int(number)


def step(leaf: Leaf) -> Decimal:
    """The least difference that can matter: a case, or a ten-thousandth of a year or month."""
    return Decimal("0.0001") if leaf.value_type is ValueType.DECIMAL else Decimal(1)


def dossier(criterion: Criterion, values: dict[str, Value], name: str = "d") -> Dossier:
    return Dossier(f"urn:test:{name}", "b", "b", "b", criterion, values)


@dataclass(frozen=True)
class Wish:
    """A leaf that is to be met, or to be refused; conditions decide nothing by themselves."""

    leaf: Leaf
    met: bool
    is_condition: bool = False

    def candidates(self) -> list[Value]:
        """Values that grant the wish, those nearest to the limit first."""
        if self.leaf.value_type is ValueType.BOOLEAN:
            return [self.met]
        edges = [number for number in vars(self.leaf.bounds).values() if number is not None]
        near = [edge + sign * step(self.leaf) for edge in edges for sign in (0, -1, 1)]
        return [
            typed(self.leaf, number)
            for number in near
            if number >= 0 and within(self.leaf, number) == self.met
        ]

    def is_granted_by(self, value: Value) -> bool:
        if self.leaf.value_type is ValueType.BOOLEAN:
            return value == self.met
        return within(self.leaf, Decimal(value)) == self.met


def within(leaf: Leaf, number: Decimal) -> bool:
    """What 不少于, 不超过, 高于 and 低于 mean, written apart from the code under test."""
    bounds = leaf.bounds
    refused = (
        (bounds.minimum is not None and number < bounds.minimum)
        or (bounds.maximum is not None and number > bounds.maximum)
        or (bounds.exclusive_minimum is not None and number <= bounds.exclusive_minimum)
        or (bounds.exclusive_maximum is not None and number >= bounds.exclusive_maximum)
    )
    return not refused


Wishes = tuple[Wish, ...]


def ways_to_meet(requirement: Requirement) -> Iterator[Wishes]:
    """Every way to meet a requirement: each alternative; a condition that holds, or does not."""
    if isinstance(requirement, Leaf):
        yield (Wish(requirement, met=True),)
    elif isinstance(requirement, AnyOf):
        for member in requirement.deciding:
            yield from ways_to_meet(member)
    elif isinstance(requirement, When):
        for one in map(as_condition, ways_to_meet(requirement.condition)):
            for rest in together([list(ways_to_meet(m)) for m in requirement.deciding]):
                yield (*one, *rest)
        yield from map(as_condition, ways_to_refuse(requirement.condition))
    elif isinstance(requirement, Group):
        yield from together([list(ways_to_meet(m)) for m in requirement.deciding])


def as_condition(wishes: Wishes) -> Wishes:
    return tuple(replace(wish, is_condition=True) for wish in wishes)


def ways_to_refuse(condition: Requirement) -> Iterator[Wishes]:
    if isinstance(condition, Leaf):
        yield (Wish(condition, met=False),)
    elif isinstance(condition, AnyOf):
        yield from together([list(ways_to_refuse(m)) for m in condition.members])
    elif isinstance(condition, AllOf):
        for member in condition.members:
            yield from ways_to_refuse(member)


def together(ways: list[list[Wishes]]) -> Iterator[Wishes]:
    """Combine ways of several requirements so that each way of each occurs, not every product."""
    for index, own in enumerate(ways):
        for way in own if index == 0 else own[1:]:
            chosen = {index: way}
            found = _fitting(ways, chosen, 0)
            if found is not None:
                yield found
    if not ways:
        yield ()


def _fitting(ways: list[list[Wishes]], chosen: dict[int, Wishes], start: int) -> Wishes | None:
    """Fill in the first ways of the others that contradict nothing chosen so far."""
    wishes = tuple(wish for way in chosen.values() for wish in way)
    if values_for(wishes) is None:
        return None
    if start == len(ways):
        return wishes
    if start in chosen:
        return _fitting(ways, chosen, start + 1)
    for way in ways[start]:
        found = _fitting(ways, {**chosen, start: way}, start + 1)
        if found is not None:
            return found
    return None


def values_for(wishes: Wishes) -> dict[str, Value] | None:
    """Values that grant every wish, at the limit; None where wishes contradict each other."""
    by_key: dict[str, list[Wish]] = {}
    for wish in wishes:
        by_key.setdefault(wish.leaf.evidence_key, []).append(wish)
    values: dict[str, Value] = {}
    for key, about in by_key.items():
        candidates = [value for wish in about for value in wish.candidates()]
        fitting = [v for v in candidates if all(wish.is_granted_by(v) for wish in about)]
        if not fitting:
            return None
        values[key] = fitting[0]
    return values


def ways_to_meet_all(criterion: Criterion) -> list[Wishes]:
    """Ways to meet a criterion in which each alternative and condition occurs once."""
    mandatory = [req for req in criterion.all_requirements if req.force == "mandatory"]
    return list(together([list(ways_to_meet(req)) for req in mandatory]))


def is_met(requirement: Requirement, values: dict[str, Value]) -> bool:
    """Whether values meet a requirement for certain, written apart from the code under test."""
    if isinstance(requirement, Leaf):
        value = values.get(requirement.evidence_key)
        return value is not None and Wish(requirement, met=True).is_granted_by(value)
    assert isinstance(requirement, Group)
    met = [is_met(member, values) for member in requirement.deciding]
    if isinstance(requirement, When):
        return all(met) or is_refuted(requirement.condition, values)
    return any(met) if isinstance(requirement, AnyOf) else all(met)


def is_refuted(condition: Requirement, values: dict[str, Value]) -> bool:
    if isinstance(condition, Leaf):
        value = values.get(condition.evidence_key)
        return value is not None and not Wish(condition, met=True).is_granted_by(value)
    assert isinstance(condition, Group)
    refuted = [is_refuted(member, values) for member in condition.members]
    return all(refuted) if isinstance(condition, AnyOf) else any(refuted)


def meets(criterion: Criterion, values: dict[str, Value]) -> bool:
    mandatory = (req for req in criterion.all_requirements if req.force == "mandatory")
    return all(is_met(requirement, values) for requirement in mandatory)


def full(criterion: Criterion, name: str = "d") -> Dossier:
    """A dossier that meets a criterion, advice and permissions included."""
    everything = [list(ways_to_meet(req)) for req in criterion.all_requirements]
    return dossier(criterion, values_for(next(together(everything))) or {}, name)

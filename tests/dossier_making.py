"""Dossiers for tests, made from the criteria themselves."""

from decimal import Decimal

from zhunru.dossiers import Dossier, Value
from zhunru.requirements import Criterion, Leaf, ValueType


def typed(leaf: Leaf, number: Decimal) -> Value:
    return number if leaf.value_type is ValueType.DECIMAL else int(number)


def step(leaf: Leaf) -> Decimal:
    """The least difference that can matter: a case, or a ten-thousandth of a year or month."""
    return Decimal("0.0001") if leaf.value_type is ValueType.DECIMAL else Decimal(1)


def limit(leaf: Leaf) -> Decimal:
    """The number of a leaf with one inclusive bound."""
    bounds = leaf.bounds
    (number,) = {bounds.minimum, bounds.maximum} - {None}
    return number


def just_enough(leaf: Leaf) -> Value:
    return True if leaf.value_type is ValueType.BOOLEAN else typed(leaf, limit(leaf))


def dossier(criterion: Criterion, values: dict[str, Value], name: str = "d") -> Dossier:
    return Dossier(f"urn:test:{name}", "b", "b", "b", criterion, values)


def full(criterion: Criterion, name: str = "d") -> Dossier:
    values = {leaf.evidence_key: just_enough(leaf) for leaf in criterion.leaves()}
    return dossier(criterion, values, name)

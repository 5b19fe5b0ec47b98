"""哪些要求须一并满足。 Which requirements must be met together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhunru.requirements import AnyOf, Force, Leaf, Requirement, When


def conjunctions(
    requirements: Iterable[Requirement], force: Force = Force.MANDATORY
) -> Iterator[tuple[Leaf, ...]]:
    """Yield the leaves that must be met together, set by set.

    Args:
        requirements: Requirements that must all be met, as those of a criterion.
        force: How binding they are; what is less binding stands alone.

    Yields:
        First the leaves that these ask for in any case; then those of every alternative, of every
        rule and of every condition by themselves.
    """
    together: list[Leaf] = []
    apart: list[Requirement] = []
    _part(requirements, force, together, apart)
    yield tuple(together)
    for one in apart:
        if isinstance(one, When):
            yield from conjunctions([one.condition], one.condition.force)
            yield from conjunctions(one.members, one.force)
        elif isinstance(one, AnyOf):
            for member in one.members:
                yield from conjunctions([member], member.force)
        else:
            yield from conjunctions([one], one.force)


def _part(
    requirements: Iterable[Requirement],
    force: Force,
    together: list[Leaf],
    apart: list[Requirement],
) -> None:
    """Sort what must all be met: leaves to be taken together, and what stands apart."""
    for one in requirements:
        if isinstance(one, AnyOf | When) or one.force not in (force, Force.MANDATORY):
            apart.append(one)
        elif isinstance(one, Leaf):
            together.append(one)
        else:
            _part(one.children, one.force, together, apart)

"""谁可以做，谁可以决定做。 Who may perform a technique, and who may decide that it is performed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhunru.criterion import Criterion, most_specific
from zhunru.hierarchy import hierarchy
from zhunru.reading import criteria

_PERFORMS: Final = "operator"
_DECIDES: Final = "decision-maker"


@dataclass(frozen=True)
class WhoMay:
    """The criteria of those who perform a technique and of those who decide on it.

    Attributes:
        perform: The criteria of the operator, by the most specific role; none where the document
            has none.
        decide: Those of the decision-maker.
    """

    perform: tuple[Criterion, ...]
    decide: tuple[Criterion, ...]


def who_may(regulation: str, technique: str, grade: str | None) -> WhoMay:
    """Find who may perform a technique at a grade, and who may decide that it is performed.

    Args:
        regulation: The IRI of the document.
        technique: The notation of its technique.
        grade: The notation of the grade; None for work that is not graded, or for what binds at
            every grade.

    Returns:
        The criteria, without those that another one of them extends.
    """
    bound = [
        one
        for one in criteria().values()
        if one.regulation.iri == regulation
        and one.technique.notation == technique
        and one.covers(grade)
    ]
    return WhoMay(_of_role(bound, _PERFORMS), _of_role(bound, _DECIDES))


def _of_role(bound: list[Criterion], role: str) -> tuple[Criterion, ...]:
    roles = hierarchy().below(role)
    return tuple(most_specific(one for one in bound if one.role.notation in roles))

"""检索所得。 What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhunru.requirements import Label


class Kind(StrEnum):
    """What a hit is; the values stand in URLs."""

    PROCEDURE = "procedure"
    TECHNIQUE = "technique"
    DOCUMENT = "document"
    CRITERION = "criterion"
    REQUIREMENT = "requirement"
    CLAUSE = "clause"
    CONCEPT = "concept"

    @property
    def label(self) -> Label:
        """Its name."""
        return _NAMES[self]


_NAMES: Final = {
    Kind.PROCEDURE: Label("手术", "Procedures"),
    Kind.TECHNIQUE: Label("技术", "Techniques"),
    Kind.DOCUMENT: Label("规范", "Regulations"),
    Kind.CRITERION: Label("准入标准", "Criteria"),
    Kind.REQUIREMENT: Label("准入要求", "Requirements"),
    Kind.CLAUSE: Label("条款", "Clauses"),
    Kind.CONCEPT: Label("用语", "Terms"),
}


@dataclass(frozen=True)
class Found:
    """可以找到的一样东西。 A thing that can be found.

    Attributes:
        kind: What it is.
        iri: Its IRI.
        label: Its name, or what it says.
        where: Where it stands: document with edition, clause, grade, bearer.
        page: The page of the app that shows it, by its part of the URL.
        parameters: The parameters of that page.
        in_force: Whether it belongs to an edition that was not replaced, or to none.
    """

    kind: Kind
    iri: str
    label: Label
    where: Label
    page: str
    parameters: tuple[tuple[str, str], ...]
    in_force: bool = True


@dataclass(frozen=True)
class Hit:
    """一样找到的东西。 A thing that was found.

    Attributes:
        found: The thing.
        score: How well it fits, above 0 and up to 1.
    """

    found: Found
    score: float

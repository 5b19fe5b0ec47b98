"""本机构目录中的问题。 What is found about a hospital's own catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhunru.matching.catalogue import Procedure
from zhunru.records import Row
from zhunru.requirements import Concept, Label


class FindingKind(StrEnum):
    """What is found, the gravest first."""

    LOWER = "lower"
    INCONSISTENT = "inconsistent"
    HIGHER = "higher"
    DISPUTED = "disputed"
    UNGRADED = "ungraded"
    UNCONFIRMED = "unconfirmed"
    UNLISTED = "unlisted"
    ABSENT = "absent"

    @property
    def label(self) -> Label:
        """The kind in words."""
        return _LABELS[self]


_LABELS: Final = {
    FindingKind.LOWER: Label("低于参考级别", "graded lower than the reference"),
    FindingKind.INCONSISTENT: Label("各科级别不一", "graded differently by departments"),
    FindingKind.HIGHER: Label("高于参考级别", "graded higher than the reference"),
    FindingKind.DISPUTED: Label("各规范级别不一", "graded differently by regulations"),
    FindingKind.UNGRADED: Label("未定级别", "not graded"),
    FindingKind.UNCONFIRMED: Label("对应条目待确认", "entry to be confirmed"),
    FindingKind.UNLISTED: Label("参考目录未列", "not in the reference catalogues"),
    FindingKind.ABSENT: Label("本机构目录未列", "not in the hospital's catalogue"),
}


@dataclass(frozen=True)
class ListedRow:
    """本机构目录的一行。 A row of the hospital's own catalogue.

    Attributes:
        row: As it was read.
        grade: The grade that the hospital gives; None if it gives none.
    """

    row: Row
    grade: Concept | None

    @property
    def name(self) -> str:
        """The name as the hospital writes it."""
        return str(self.row.values["procedure"])

    @property
    def department(self) -> str:
        """The department; empty if none is given."""
        return str(self.row.values["department"] or "")


@dataclass(frozen=True)
class Reference:
    """参考目录中的一个条目。 An entry of a reference catalogue that bears on a finding.

    Attributes:
        procedure: The entry.
        match: How it relates to the entry that the row means: itself, the same (`exactMatch`) or
            a close one (`closeMatch`) of another regulation, or a candidate.
    """

    procedure: Procedure
    match: str

    @property
    def place(self) -> str:
        """Where it is printed: the annex and the position."""
        return " ".join(part for part in (self.procedure.annex, self.procedure.position) if part)


@dataclass(frozen=True)
class CatalogueFinding:
    """关于本机构目录的一处发现。 One thing that is found.

    Attributes:
        kind: What is found.
        institution: The number of the institution.
        rows: The rows concerned; none for an entry that the hospital does not list.
        references: The entries that bear on it, the one that the row means first.
    """

    kind: FindingKind
    institution: str
    rows: tuple[ListedRow, ...]
    references: tuple[Reference, ...]

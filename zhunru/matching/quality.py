"""匹配得怎样：在有标准答案的名称上量。 How good the matching is, on names with known answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.matching.candidates import SUGGESTED_SCORE, Candidate, candidates_of, leaders
from zhunru.matching.cited import cited_procedure
from zhunru.matching.columns import TableRow, read_columns

NAME: Final = "手术名称"
ANSWERS: Final = "手术代号"
USE: Final = "用途"
HELD_OUT: Final = "检验"
"""只用来检验、不用来调整的名称。 Names that are for measuring only, never for tuning."""
_NEAR: Final = 5


@dataclass(frozen=True)
class Labelled:
    """一个名称及其正确条目。 A name with the entries that it means; none for none of them."""

    name: str
    answers: frozenset[str]
    use: str


@dataclass(frozen=True)
class Quality:
    """量得的结果。 What was measured.

    Attributes:
        names: How many names there are.
        meaning: How many of them mean an entry.
        accepted: How many would be accepted.
        right: How many of those mean exactly the entries that came out best.
        near: How many have a right entry among the first five candidates.
        wrong: The names that would be accepted wrongly.
    """

    names: int
    meaning: int
    accepted: int
    right: int
    near: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of right ones among the accepted; 1 where none is accepted."""
        return self.right / self.accepted if self.accepted else 1.0

    @property
    def recall(self) -> float:
        """The share of names with an entry that are accepted rightly; 1 where there are none."""
        return self.right / self.meaning if self.meaning else 1.0

    @property
    def near_recall(self) -> float:
        """The share of names with an entry that have it among the first five candidates."""
        return self.near / self.meaning if self.meaning else 1.0


def read_labelled(path: Path) -> list[Labelled]:
    """Read names with their right entries.

    Args:
        path: A table with the columns 手术名称, 手术代号 (several, with spaces between; empty for a
            name that means no entry) and, if you like, 用途.

    Returns:
        The names.

    Raises:
        InputError: If a column is missing, or an answer is no entry.
    """
    rows = read_columns([path], {NAME: "name", ANSWERS: "code"}, {USE: ()})
    problems = [problem for row in rows for problem in _unknown(row)]
    if problems:
        raise InputError(problems)
    return [
        Labelled(row[NAME], frozenset(row[ANSWERS].split()), row.cells.get(USE, "")) for row in rows
    ]


def measure(labelled: Sequence[Labelled], accept_above: float = SUGGESTED_SCORE) -> Quality:
    """Measure how the matching does.

    A name is accepted if its best candidate has the score. It is right if all that share the best
    score are right answers: the technique tells apart those that several regulations list.

    Args:
        labelled: The names with their answers.
        accept_above: The score from which on the best candidate is accepted.

    Returns:
        The counts.
    """
    found = candidates_of((one.name for one in labelled), limit=_NEAR)
    taken = [one for one in labelled if _is_accepted(found[one.name], accept_above)]
    wrong = [one for one in taken if not _notations(leaders(found[one.name])) <= one.answers]
    near = [one for one in labelled if _notations(found[one.name]) & one.answers]
    return Quality(
        names=len(labelled),
        meaning=sum(bool(one.answers) for one in labelled),
        accepted=len(taken),
        right=len(taken) - len(wrong),
        near=len(near),
        wrong=tuple(one.name for one in wrong),
    )


def _is_accepted(found: Sequence[Candidate], accept_above: float) -> bool:
    return bool(found) and found[0].score >= accept_above


def _notations(found: Sequence[Candidate]) -> set[str]:
    return {one.procedure.notation for one in found}


def _unknown(row: TableRow) -> list[Problem]:
    finding = Bilingual("没有这个条目", "is no entry")
    expected = Bilingual("目录条目的代号", "the path of a catalogue entry")
    return [
        Problem("unknown-entry", row.file, row.line, ANSWERS, answer, finding, expected)
        for answer in row[ANSWERS].split()
        if cited_procedure(answer) is None
    ]

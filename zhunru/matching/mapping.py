"""名称对照表：程序提出，人来决定。 The mapping of names: proposed here, decided by people.

A row is a name with one entry that it may mean. A person changes the state to 确认 or 否; a
confirmed row without an entry says that the name means none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from zhunru.csv_text import csv_text
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.intake.headers import MAPPING_HEADER
from zhunru.intake.sources import Sheet, whole_file
from zhunru.matching.candidates import Candidate
from zhunru.matching.catalogue import Procedure
from zhunru.matching.cited import cited_procedure
from zhunru.matching.columns import TableRow, columns_of, read_columns

NAME, CODE, STATE = MAPPING_HEADER
TECHNIQUE, GRADE, SCORE = "技术", "级别", "分数"
ENTRY, DIFFERENCE = "目录条目", "差别"
COLUMNS: Final = (NAME, ENTRY, CODE, TECHNIQUE, GRADE, SCORE, STATE, DIFFERENCE)
_ENGLISH: Final = {NAME: "name", CODE: "code", STATE: "state"}


class State(StrEnum):
    """What a person decided about a row."""

    PENDING = "待确认"
    CONFIRMED = "确认"
    REJECTED = "否"


_STATES: Final = {
    **{state.value: state for state in State},
    "": State.PENDING,
    "是": State.CONFIRMED,
    "已确认": State.CONFIRMED,
    "不是": State.REJECTED,
}


@dataclass(frozen=True)
class ProcedureChoice:
    """关于一个名称的决定。 What was decided about a name.

    Attributes:
        name: The name as the hospital writes it.
        confirmed: The IRIs of the entries that it was confirmed to mean, one for a technique.
        none: Whether it was confirmed to mean no entry at all.
        rejected: The IRIs of the entries that it was said not to mean.
    """

    name: str
    confirmed: tuple[str, ...] = ()
    none: bool = False
    rejected: frozenset[str] = field(default_factory=frozenset)

    @property
    def decided(self) -> bool:
        """Whether a person said what it means."""
        return self.none or bool(self.confirmed)


def read_mapping(path: Path) -> dict[str, ProcedureChoice]:
    """Read a mapping that people have reviewed.

    Args:
        path: A CSV or XLSX file with the columns 手术名称, 手术代号 and 状态; others are not read.

    Returns:
        The choices by name, in the order of the file. Rows that wait (待确认) give none.

    Raises:
        InputError: With every row that cannot be read or contradicts another.
        OSError: If the file cannot be read.
    """
    return _choices(read_columns([path], _ENGLISH))


def mapping_beside(sheets: Iterable[Sheet]) -> tuple[dict[str, ProcedureChoice], list[Problem]]:
    """Read the mappings that lie beside the tables of a hospital.

    Args:
        sheets: Those that the intake found.

    Returns:
        The choices by name, and a remark per sheet that says that they are used.

    Raises:
        InputError: With every row that cannot be read or contradicts another.
    """
    found: dict[str, ProcedureChoice] = {}
    remarks: list[Problem] = []
    for sheet in sheets:
        choices = _choices(columns_of([sheet], _ENGLISH) or ())
        found |= choices
        finding = Bilingual(
            f"是手术名称对照表，已采用其中 {len(choices)} 个名称的决定",
            f"maps operation names; what it decides of {len(choices)} names was used",
        )
        expected = Bilingual("经人审阅的对照表", "a mapping that people reviewed")
        remarks.append(whole_file("name-mapping", sheet.file, finding, expected))
    return found, remarks


def _choices(rows: Iterable[TableRow]) -> dict[str, ProcedureChoice]:
    choices: dict[str, ProcedureChoice] = {}
    problems: list[Problem] = []
    for row in rows:
        try:
            choices[row[NAME]] = _with(choices.get(row[NAME], ProcedureChoice(row[NAME])), row)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return {name: one for name, one in choices.items() if one.decided or one.rejected}


def _with(choice: ProcedureChoice, row: TableRow) -> ProcedureChoice:
    """Add what a row says to what was known of its name."""
    state = _STATES.get(row[STATE])
    if state is None:
        words = Bilingual("、".join(State), "待确认, 确认 (confirmed) or 否 (no)")
        raise _wrong(row, STATE, Bilingual("不认识", "is unknown"), words)
    procedure = cited_procedure(row[CODE]) if row[CODE] else None
    if row[CODE] and procedure is None:
        expected = Bilingual("目录条目的代号，或留空", "the path of a catalogue entry, or nothing")
        raise _wrong(row, CODE, Bilingual("没有这个条目", "is no entry"), expected)
    if state is State.PENDING:
        return choice
    if state is State.REJECTED:
        rejected = choice.rejected | ({procedure.iri} if procedure else frozenset())
        return ProcedureChoice(choice.name, choice.confirmed, choice.none, rejected)
    if _contradicts(choice, procedure):
        finding = Bilingual("同一名称确认了不止一次", "is confirmed more than once")
        expected = Bilingual("一项技术至多确认一个", "at most one confirmed for a technique")
        raise _wrong(row, NAME, finding, expected)
    confirmed = (*choice.confirmed, *([procedure.iri] if procedure else []))
    return ProcedureChoice(choice.name, confirmed, procedure is None, choice.rejected)


def _contradicts(choice: ProcedureChoice, procedure: Procedure | None) -> bool:
    if procedure is None or choice.none:
        return choice.decided
    known = [cited_procedure(iri) for iri in choice.confirmed]
    return any(one and one.technique == procedure.technique for one in known)


def _wrong(row: TableRow, column: str, finding: Bilingual, expected: Bilingual) -> InputError:
    value = row[column] or None
    return InputError([Problem("mapping", row.file, row.line, column, value, finding, expected)])


def mapping_text(
    proposed: Mapping[str, Sequence[Candidate]], known: Mapping[str, ProcedureChoice]
) -> str:
    """Write a mapping for people to review, with what they decided before.

    Args:
        proposed: The candidates of every name, the likeliest first.
        known: What was decided before; names that are not proposed are kept, too.

    Returns:
        The CSV text.
    """
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys([*proposed, *known]):
        rows += _rows(name, proposed.get(name, ()), known.get(name, ProcedureChoice(name)))
    return csv_text(COLUMNS, rows)


def _rows(
    name: str, proposed: Sequence[Candidate], choice: ProcedureChoice
) -> list[tuple[str, ...]]:
    """Write the rows of a name: what was decided first, then what waits."""
    scored = {one.procedure.iri: one for one in proposed}
    decided = [(iri, State.CONFIRMED) for iri in choice.confirmed]
    if choice.none:
        decided.append(("", State.CONFIRMED))
    if not choice.decided:
        decided += [(iri, State.PENDING) for iri in scored if iri not in choice.rejected]
    decided += [(iri, State.REJECTED) for iri in sorted(choice.rejected)]
    return [_row(name, cited_procedure(iri), state, scored.get(iri)) for iri, state in decided] or [
        _row(name, None, State.PENDING, None)
    ]


def _row(
    name: str, entry: Procedure | None, state: State, scored: Candidate | None
) -> tuple[str, ...]:
    return (
        name,
        entry.name if entry else "",
        entry.notation if entry else "",
        entry.technique.label.zh if entry else "",
        entry.grade.label.zh if entry else "",
        f"{scored.score:.0f}" if scored else "",
        state.value,
        scored.reason if scored else "",
    )

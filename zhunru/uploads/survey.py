"""看交上来的文件读成了什么：哪张表、哪些列、哪些手术名称还没有对上。

Look at what was handed in before it is validated: which table a sheet is, what its columns are,
and which operation names nobody has related to a catalogue entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from rapidfuzz import process

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.inputs import vocabulary
from zhunru.intake.columns import Column
from zhunru.intake.headers import (
    find_header,
    header_text,
    is_name_mapping,
    likely_table,
    recognise,
    table_of,
)
from zhunru.intake.opening import files_at, sheets_of, sources_of
from zhunru.intake.read_as import NOT_READ, ReadAs
from zhunru.intake.rows import is_example
from zhunru.intake.sources import NumberedRows, Sheet, SheetError
from zhunru.jobs.request import Tell
from zhunru.matching.candidates import Candidate
from zhunru.matching.listed_names import ListedName, propose
from zhunru.matching.mapping import ProcedureChoice, mapping_beside
from zhunru.rdf_evidence import FORMATS
from zhunru.tables import Field, Table, load_tables
from zhunru.vocabulary import normalised
from zhunru.wide_evidence import holds_evidence

_CANDIDATES: Final = 5
_CASE_LOG: Final = "case_log"
_UNKNOWN_COLUMN: Final = "unknown-column"
_NO_HEADER: Final = "missing-header"


@dataclass(frozen=True)
class SurveyedColumn:
    """A column of a sheet.

    Attributes:
        header: As the file has it.
        field: The English name of the field that it is read as; None if it is not known.
        suggested: That of the field that an unknown header is most like; None if all have columns.
        chosen: Whether people said what it is.
    """

    header: str
    field: str | None
    suggested: str | None = None
    chosen: bool = False


@dataclass(frozen=True)
class SurveyedSheet:
    """A sheet, or a file that is one.

    Attributes:
        file: How messages call it.
        table: The English name of the table that it is read as; None if it is not read.
        guess: That of the table that it looks like, where its name does not tell.
        columns: Those that are read or unknown; what is passed over is not listed.
        missing: The English names of the required fields without a column.
        rows: How many rows there are below the header.
        chosen: Whether people said what it is.
    """

    file: str
    table: str | None
    guess: str | None = None
    columns: tuple[SurveyedColumn, ...] = ()
    missing: tuple[str, ...] = ()
    rows: int = 0
    chosen: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something about it is still unknown."""
        unknown = any(column.field is None and not column.chosen for column in self.columns)
        return bool(unknown or self.missing or (self.table is None and not self.chosen))


@dataclass(frozen=True)
class NamedOperation:
    """An operation name of the case log that nobody has decided on.

    Attributes:
        name: As the hospital writes it.
        count: In how many cases it stands.
        candidates: The entries that it may mean, the likeliest first.
    """

    name: str
    count: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Survey:
    """What was handed in.

    Attributes:
        as_of: The day as of which it is to be validated.
        read_as: What people said of sheets and columns so far.
        sheets: The sheets, in the order of the files.
        evidence: The names of files of ready-made evidence.
        names: The names nobody has decided on, those of most cases first.
        decided: What a mapping among the tables decides.
        problems: What cannot be read at all.
        remarks: What is left out, and does no harm.
    """

    as_of: date
    read_as: ReadAs
    sheets: tuple[SurveyedSheet, ...]
    evidence: tuple[str, ...]
    names: tuple[NamedOperation, ...]
    decided: Mapping[str, ProcedureChoice]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def survey_upload(files: Sequence[Path], as_of: date, read_as: ReadAs, *, tell: Tell) -> Survey:
    """Look at what was handed in.

    Args:
        files: The files.
        as_of: The day as of which operation names are looked up.
        read_as: What people said of sheets and columns so far.
        tell: Told how many files were looked at.

    Returns:
        What was found.
    """
    looking = _Looking(read_as)
    for number, path in enumerate(files):
        tell(number, len(files), _LOOKING)
        looking.file(path)
    tell(len(files), len(files), _MATCHING)
    return Survey(
        as_of=as_of,
        read_as=read_as,
        sheets=tuple(looking.sheets),
        evidence=tuple(looking.evidence),
        names=tuple(looking.undecided(as_of)),
        decided=looking.decided,
        problems=tuple(looking.problems),
        remarks=tuple(looking.remarks),
    )


@dataclass
class _Looking:
    read_as: ReadAs
    sheets: list[SurveyedSheet] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    decided: dict[str, ProcedureChoice] = field(default_factory=dict)
    listed: dict[str, ListedName] = field(default_factory=dict)

    def file(self, path: Path) -> None:
        if path.suffix.lower() in FORMATS or holds_evidence(path):
            self.evidence.append(path.name)
            return
        try:
            for file in files_at(path):
                for source in sources_of(file):
                    opened = sheets_of(source)
                    self.remarks += opened.remarks
                    for sheet in opened.sheets:
                        self._sheet(sheet)
        except SheetError as error:
            self.problems.append(error.problem)
        except InputError as error:
            self.problems += error.problems

    def _sheet(self, sheet: Sheet) -> None:
        rows = sheet.rows()
        first = next(rows, None)
        if first is None:
            return
        said = self.read_as.tables.get(sheet.file)
        table = load_tables()[said] if said else table_of(sheet)
        if said == NOT_READ:
            self.sheets.append(SurveyedSheet(sheet.file, None, chosen=True))
        elif table is not None:
            self._table(sheet, table, chain([first], rows))
        elif is_name_mapping(sheet):
            choices, _ = mapping_beside([sheet])
            self.decided |= choices
        else:
            likely = likely_table(sheet)
            self.sheets.append(SurveyedSheet(sheet.file, None, likely.name if likely else None))

    def _table(self, sheet: Sheet, table: Table, rows: NumberedRows) -> None:
        header, below = find_header(rows, table)
        chosen = self.read_as.columns_of(sheet.file)
        columns, problems, unread = recognise(sheet, table, header, vocabulary(), chosen)
        unknown = {
            one.column for one in (*problems, *unread) if one.kind == _UNKNOWN_COLUMN and one.column
        }
        if any(one.kind == _NO_HEADER for one in problems):
            # 没有一列认得，就每一列都由人来说。 Where none is known, people say it of each.
            unknown = {header_text(cell, place) for place, cell in enumerate(header[1]) if cell}
            unknown -= chosen.keys()
        shown = _SHOWN_OTHERWISE if unknown else _SHOWN_OTHERWISE - {_NO_HEADER}
        self.problems += [one for one in problems if one.kind not in shown]
        found = {column.field.name for column in columns}
        missing = [one for one in table.fields if one.name not in found]
        surveyed = _columns(header[1], columns, unknown, missing, chosen)
        self.sheets.append(
            SurveyedSheet(
                sheet.file,
                table.name,
                columns=tuple(surveyed),
                missing=tuple(one.name for one in missing if one.required),
                rows=self._rows(table, columns, below),
                chosen=sheet.file in self.read_as.tables,
            )
        )

    def _rows(self, table: Table, columns: Sequence[Column], rows: NumberedRows) -> int:
        """Count the rows, and note the operation names of the case log."""
        places = {one.field.name: one.index for one in columns} if table.name == _CASE_LOG else {}
        count = 0
        for _, cells in rows:
            if is_example(cells):
                continue
            count += 1
            name = _text(cells, places.get("procedure"))
            if name:
                one = self.listed.setdefault(name, ListedName(name))
                one.count += 1
                beside = vocabulary().resolve("technique", _text(cells, places.get("technique")))
                if beside:
                    one.techniques.add(beside)
        return count

    def undecided(self, as_of: date) -> Iterator[NamedOperation]:
        """Yield the names that no mapping decides, with their candidates."""
        names = [
            one
            for name, one in self.listed.items()
            if name not in self.decided or not self.decided[name].decided
        ]
        found = propose(names, day=as_of, limit=_CANDIDATES)
        for one in sorted(names, key=lambda name: -name.count):
            yield NamedOperation(one.name, one.count, found[one.name])


def _columns(
    header: Sequence[object],
    columns: Sequence[Column],
    unknown: set[str],
    missing: Sequence[Field],
    chosen: Mapping[str, str],
) -> Iterator[SurveyedColumn]:
    read = {column.index: column.field.name for column in columns}
    for index, cell in enumerate(header):
        title = header_text(cell, index)
        if index in read:
            yield SurveyedColumn(title, read[index], chosen=title in chosen)
        elif title in unknown:
            yield SurveyedColumn(title, None, _suggested(title, missing))
        elif title in chosen:
            yield SurveyedColumn(title, None, chosen=True)


def _suggested(title: str, missing: Sequence[Field]) -> str | None:
    """Return the field without a column that a header is most like."""
    headers = {normalised(word): one.name for one in missing for word in one.headers}
    near = process.extractOne(normalised(title), headers.keys(), score_cutoff=_ALIKE)
    return headers[near[0]] if near else None


def _text(cells: Sequence[object], place: int | None) -> str:
    cell = cells[place] if place is not None and place < len(cells) else None
    return cell.strip() if isinstance(cell, str) else ""


_ALIKE: Final = 50
"""像到几成（百分）才建议。 How alike, in per cent, a header is to what is suggested."""
_SHOWN_OTHERWISE: Final = frozenset({_UNKNOWN_COLUMN, "missing-column", _NO_HEADER})
_LOOKING: Final = Bilingual("正在看表头", "looking at the headers")
_MATCHING: Final = Bilingual("正在对手术名称", "matching operation names")

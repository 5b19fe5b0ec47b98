"""读宽表。 Read wide tables of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.evidence import Known
from zhunru.intake.cells import CellError, read_text
from zhunru.intake.limits import MAX_EVIDENCE_COLUMNS
from zhunru.intake.opening import sheets_of, sources_of
from zhunru.intake.sources import NumberedRow, Sheet, SheetError
from zhunru.intervals import Interval
from zhunru.namespaces import ID, local_path
from zhunru.requirements import Leaf, ValueType
from zhunru.wide_evidence.cells import read_known
from zhunru.wide_evidence.headers import (
    BEARER,
    CODE,
    CRITERION,
    FIXED,
    INSTITUTION,
    NAME,
    REQUIRED,
    key_of,
    leaves_by_key,
)

_KIND: Final = "wide-evidence"


def read_wide_evidence(
    paths: Sequence[Path], criteria: Mapping[str, Criterion]
) -> tuple[Dossier, ...]:
    """Read dossiers from wide tables of evidence.

    Args:
        paths: CSV, XLSX or Parquet files with the columns 编号 and 标准代号, and a column per piece
            of evidence, its key in brackets at the end of the header or as the whole of it.
        criteria: The criteria, by IRI.

    Returns:
        The dossiers, in the order of the rows. Cells in columns that the criterion of their row
        does not ask for are not read.

    Raises:
        InputError: With every problem: a column or criterion that is unknown, a cell that cannot be
            read, a bearer with two rows for a criterion.
        OSError: If a file cannot be read.
    """
    reading = _Reading({_code(one): one for one in criteria.values()})
    for path in paths:
        reading.file(path)
    if reading.problems:
        raise InputError(reading.problems)
    return tuple(reading.dossiers.values())


def _code(criterion: Criterion) -> str:
    return local_path(criterion.iri).removeprefix("criterion/")


@dataclass
class _Reading:
    by_code: Mapping[str, Criterion]
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._keys = leaves_by_key(self.by_code.values())

    def file(self, path: Path) -> None:
        try:
            for source in sources_of(path):
                for sheet in sheets_of(source).sheets:
                    self._sheet(sheet)
        except SheetError as error:
            self.problems.append(error.problem)

    def _sheet(self, sheet: Sheet) -> None:
        rows = sheet.rows()
        line, cells = next(rows, (1, ()))
        if len(cells) > MAX_EVIDENCE_COLUMNS:
            self._report(sheet, line, None, str(len(cells)), _TOO_WIDE, _NARROWER)
            return
        headers = [read_text(cell) or "" for cell in cells]
        places = dict(self._places(sheet, line, headers))
        for name in REQUIRED:
            if name not in places:
                self._report(sheet, line, name, None, _ABSENT, _REQUIRED)
        if all(name in places for name in REQUIRED):
            for row in rows:
                self._row(sheet, headers, places, row)

    def _places(self, sheet: Sheet, line: int, headers: list[str]) -> Iterator[tuple[str, int]]:
        """Find what every column holds: one of the fixed columns, or a key of evidence."""
        seen: set[str] = set()
        for place, header in enumerate(headers):
            name = key_of(header) or header
            if name in seen:
                self._report(sheet, line, header, None, _REPEATED, _ONCE)
            elif name in FIXED or name in self._keys:
                seen.add(name)
                yield name, place
            elif header:
                self._report(sheet, line, header, None, _UNKNOWN, _KNOWN)

    def _row(
        self, sheet: Sheet, headers: list[str], places: Mapping[str, int], row: NumberedRow
    ) -> None:
        line, cells = row
        fixed = {name: self._text(sheet, row, name, places) for name in FIXED if name in places}
        criterion = self.by_code.get(fixed[CODE] or "")
        bearer = fixed[BEARER]
        if criterion is None:
            self._report(sheet, line, CODE, fixed[CODE], _NO_CRITERION, _A_CRITERION)
        if bearer is None:
            self._report(sheet, line, BEARER, None, _EMPTY, _A_BEARER)
        if criterion is None or bearer is None:
            return
        known = {}
        for leaf in criterion.leaves():
            place = places.get(leaf.evidence_key)
            if place is not None and place < len(cells) and leaf.evidence_key not in known:
                known[leaf.evidence_key] = self._known(
                    sheet, line, headers[place], cells[place], leaf
                )
        iri = f"{ID}dossier-of/{local_path(criterion.iri)}/{quote(bearer, safe='')}"
        if iri in self.dossiers:
            told = f"{bearer}，{fixed.get(CRITERION) or fixed[CODE]}"
            self._report(sheet, line, None, told, _TWICE, _ONE_ROW)
        name, institution = fixed.get(NAME) or bearer, fixed.get(INSTITUTION) or ""
        values, ranges = _settled(criterion, known)
        self.dossiers[iri] = Dossier(
            iri, bearer, name, institution, criterion, values, ranges=ranges
        )

    def _text(
        self, sheet: Sheet, row: NumberedRow, name: str, places: Mapping[str, int]
    ) -> str | None:
        line, cells = row
        cell = cells[places[name]] if places[name] < len(cells) else None
        try:
            text = read_text(cell)
        except CellError as error:
            self._report(sheet, line, name, str(cell), error.finding, error.expected)
            return None
        # 写出时为防当作公式而加的撇号。 The apostrophe that keeps a text from being a formula.
        return text[1:] if text and text[:2] in ("'=", "'+", "'-", "'@") else text

    def _known(self, sheet: Sheet, line: int, header: str, cell: object, leaf: Leaf) -> Known:
        try:
            return read_known(cell, leaf.value_type)
        except CellError as error:
            self._report(sheet, line, header, str(cell), error.finding, error.expected)
            return None

    def _report(
        self,
        sheet: Sheet,
        line: int,
        column: str | None,
        value: str | None,
        finding: Bilingual,
        expected: Bilingual,
    ) -> None:
        self.problems.append(Problem(_KIND, sheet.file, line, column, value, finding, expected))


def _settled(
    criterion: Criterion, known: Mapping[str, Known]
) -> tuple[dict[str, Value], dict[str, Interval]]:
    """Find the values that settle the leaves, and what is known where none does."""
    values: dict[str, Value] = {}
    open_: set[str] = set()
    for leaf in criterion.leaves():
        key, value = leaf.evidence_key, _value(leaf, known.get(leaf.evidence_key))
        # 两项要求共用一列而结论不一时，此列不定。 Settled in two ways, a column is open.
        if value is None or values.get(key, value) != value:
            open_.add(key)
        else:
            values[key] = value
    ranges = {key: told for key in open_ if isinstance(told := known.get(key), Interval)}
    return {key: value for key, value in values.items() if key not in open_}, ranges


def _value(leaf: Leaf, known: Known) -> Value | None:
    if not isinstance(known, Interval):
        return known
    value = known.settle(leaf.bounds)
    if value is None or leaf.value_type is ValueType.DECIMAL:
        return value
    return int(value)


_TOO_WIDE: Final = Bilingual("列太多", "is too wide")
_NARROWER: Final = Bilingual(
    f"不超过 {MAX_EVIDENCE_COLUMNS} 列", f"at most {MAX_EVIDENCE_COLUMNS} columns"
)
_ABSENT: Final = Bilingual("缺少这一列", "is missing")
_REQUIRED: Final = Bilingual(
    "证据宽表的表头，可由 zhunru evidence 写出",
    "the header of a wide table of evidence, as zhunru evidence writes it",
)
_REPEATED: Final = Bilingual("这一列出现了两次", "occurs twice")
_ONCE: Final = Bilingual("每列一次", "every column once")
_UNKNOWN: Final = Bilingual("没有这项证据", "is no piece of evidence")
_KNOWN: Final = Bilingual(
    "某项标准所用的证据号，写在表头末尾的方括号里",
    "the key of a piece of evidence, in brackets at the end of the header",
)
_NO_CRITERION: Final = Bilingual("没有这项标准", "is no criterion")
_A_CRITERION: Final = Bilingual(
    "标准的代号，如 zhunru evidence 写出的", "the code of a criterion, as zhunru evidence writes it"
)
_EMPTY: Final = Bilingual("是空的", "is empty")
_A_BEARER: Final = Bilingual("人员或机构的编号", "the number of a person or an institution")
_TWICE: Final = Bilingual("已有一行", "has a row already")
_ONE_ROW: Final = Bilingual("每个承担者、每项标准一行", "one row per bearer and criterion")

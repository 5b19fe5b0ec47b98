"""跨行与跨表的检查：主键、唯一、引用、起止。 Keys, uniqueness, references and periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from rapidfuzz import process

from zhunru.errors import Bilingual, Problem
from zhunru.intake.columns import required
from zhunru.intake.flaws import Fault, Flaw, Headers, header_of, problem_at
from zhunru.records import Row
from zhunru.tables import Reference, Table, load_tables

_ALIKE: Final = 60
"""像到几成（百分）才问“是否”。 How alike, in per cent, an identifier must be to be suggested."""
_GUESSES: Final = 100
"""错号很多时只猜前若干个。 Where very many identifiers are wrong, only so many are guessed."""

NO_TARGET: Final = "no-target"
"""查无此号。 The number that a row refers to is nowhere."""
ITS_TARGET_ASIDE: Final = "target-set-aside"
"""因所引用的行搁置而搁置：错不在这一行。 Set aside on account of the row that it refers to."""

Rows = Mapping[str, Sequence[Row]]
"""表的英文名 → 各行。 Rows by table name; a table that was not given is absent."""


class Checked(NamedTuple):
    """留下的行、搁置的行，以及没有提供的表。 Rows kept, rows set aside, and absent tables."""

    rows: dict[str, list[Row]]
    flaws: list[Flaw]
    absent: list[Problem]


def check_integrity(
    rows: Rows, flaws: Sequence[Flaw], headers: Headers, *, complete: bool
) -> Checked:
    """搁置彼此不合的行，以及引用了它们的行。 Set aside rows that do not fit, and what cites them.

    Args:
        rows: 表的英文名 → 各行 rows by table name; a table that was not given is absent.
        flaws: 已搁置的行 the rows that were set aside before.
        headers: 各文件的表头 the headers of each file.
        complete: 文件是否都读了进来；否则缺表不报
            whether every file was read; if not, absent tables are not reported.
    """
    checked = Checked({name: list(of_table) for name, of_table in rows.items()}, [], [])
    for name, table in load_tables().items():
        if name not in rows:
            continue
        _sift(checked, name, _without_bearer(table, checked.rows[name], headers))
        keys = {table.primary_key, *((f.name,) for f in table.fields if f.unique)}
        for key in sorted(k for k in keys if k):
            _sift(checked, name, _duplicates(key, checked.rows[name], headers))
        if table.period:
            _sift(checked, name, _reversed_periods(table.period, checked.rows[name], headers))
        for reference in table.references:
            given = [target in rows for target, _ in reference.targets]
            if all(given) or (any(given) and complete):
                lost = _lost(reference, [*flaws, *checked.flaws])
                _sift(checked, name, _dangling(reference, lost, checked.rows, name, headers))
            elif complete and rows[name]:
                checked.absent.append(_absent_table(reference, rows[name][0], headers))
    return checked


def _sift(checked: Checked, name: str, found: Iterator[Flaw]) -> None:
    flaws = list(found)
    if flaws:
        aside = {id(flaw.row) for flaw in flaws}
        checked.flaws.extend(flaws)
        checked.rows[name] = [row for row in checked.rows[name] if id(row) not in aside]


def _without_bearer(table: Table, rows: Sequence[Row], headers: Headers) -> Iterator[Flaw]:
    if not table.any_required:
        return
    for row in rows:
        if all(row.values[name] is None for name in table.any_required):
            expected = required(table.field(table.any_required[0]))
            fault = Fault("required", None, Bilingual("都留空", "are all empty"), expected)
            yield Flaw(row, problem_at(row, table.any_required, headers, fault))


def _duplicates(key: tuple[str, ...], rows: Sequence[Row], headers: Headers) -> Iterator[Flaw]:
    """Keep the first of equal rows; of rows that contradict each other keep none."""
    alike: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[tuple(row.values[name] for name in key)].append(row)
    for value, same in alike.items():
        if None in value or len(same) == 1:
            continue
        first, second = same[:2]
        agree = all(row.values == first.values for row in same)
        others = [first] * (len(same) - 1) if agree else [second, *[first] * (len(same) - 1)]
        for row, other in zip(same[1:] if agree else same, others, strict=True):
            fault = _repeats(value, other, agree=agree)
            yield Flaw(row, problem_at(row, key, headers, fault), is_copy=agree)


def _repeats(value: tuple[object, ...], other: Row, *, agree: bool) -> Fault:
    where = f"“{other.file}”第 {other.line} 行"
    zh, en = f"与{where}重复", f"repeats row {other.line} of “{other.file}”"
    if not agree:
        zh, en = f"{zh}而内容不同", f"{en} with other content"
    expected = Bilingual("不重复的值", "a value that occurs once")
    return Fault("duplicate-key", "，".join(map(str, value)), Bilingual(zh, en), expected)


def _reversed_periods(
    period: tuple[str, str], rows: Sequence[Row], headers: Headers
) -> Iterator[Flaw]:
    for row in rows:
        start, end = (row.values[name] for name in period)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            finding = Bilingual(f"早于起始日期 {start}", f"is before the start, {start}")
            expected = Bilingual("不早于起始日期", "a date not before the start")
            fault = Fault("end-before-start", str(end), finding, expected)
            yield Flaw(row, problem_at(row, period[1:], headers, fault))


def _lost(reference: Reference, flaws: Sequence[Flaw]) -> dict[str, Row]:
    """Return the rows that a reference may mean and that were set aside, by identifier."""
    targets = dict(reference.targets)
    return {
        str(flaw.row.values[targets[flaw.row.table]]): flaw.row
        for flaw in flaws
        if flaw.row.table in targets
    }


def _dangling(
    reference: Reference, lost: Mapping[str, Row], tables: Rows, name: str, headers: Headers
) -> Iterator[Flaw]:
    targets = {
        str(row.values[field]): None
        for table, field in reference.targets
        for row in tables.get(table, ())
    }
    faults: dict[str, Fault] = {}
    for row in tables[name]:
        value = row.values[reference.field]
        if value is None or value in targets:
            continue
        if value not in faults:
            guess_among = list(targets) if len(faults) < _GUESSES else []
            faults[value] = _missing_target(reference, value, lost.get(value), guess_among)
        yield Flaw(row, problem_at(row, (reference.field,), headers, faults[value]))


def _missing_target(
    reference: Reference, value: str, lost: Row | None, targets: Sequence[str]
) -> Fault:
    titles = _titles(reference)
    if lost is not None:
        where = f"“{lost.file}”第 {lost.line} 行"
        finding = Bilingual(
            f"所指的{where}已搁置",
            f"refers to row {lost.line} of “{lost.file}”, which was set aside",
        )
        return Fault(
            ITS_TARGET_ASIDE, value, finding, Bilingual(f"改好的{where}", "that row mended")
        )
    finding = Bilingual(f"在{titles}表中查无此号", f"occurs in no row of {titles}")
    zh, en = f"{titles}表中已有的编号", f"an identifier found in {titles}"
    if near := process.extractOne(value, targets, score_cutoff=_ALIKE):
        zh, en = f"{zh}（是否“{near[0]}”？）", f"{en} (did you mean {near[0]}?)"
    return Fault(NO_TARGET, value, finding, Bilingual(zh, en))


def _absent_table(reference: Reference, row: Row, headers: Headers) -> Problem:
    titles = _titles(reference)
    finding = Bilingual("所引用的表没有提供", "refers to a table that was not given")
    expected = Bilingual(f"同时提供{titles}表", f"{titles} to be given, too")
    column = header_of(row, reference.field, headers)
    return Problem("absent-table", row.file, None, column, None, finding, expected)


def _titles(reference: Reference) -> str:
    titles = [f"“{load_tables()[table].title}”" for table, _ in reference.targets]
    return "或".join(titles)

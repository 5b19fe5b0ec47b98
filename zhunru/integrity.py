"""跨行与跨表的检查：主键、唯一、引用、起止。 Keys, uniqueness, references and periods."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Final

from zhunru.errors import Bilingual, Problem
from zhunru.records import Row
from zhunru.tables import Reference, load_tables

_COMPARED: Final = 2000
"""候选多于此数时不猜相近的编号。 More candidates than this are not searched for a near one."""

Headers = Mapping[tuple[str, str], Mapping[str, str]]
"""（文件，表）→ 列的英文名 → 文件自己的表头。 Headers by field name, of each file and table."""


def check_integrity(
    rows: Mapping[str, Sequence[Row]], headers: Headers, *, complete: bool
) -> Iterator[Problem]:
    """给出各行之间与各表之间的问题。 Yield what is wrong between rows and between tables.

    Args:
        rows: 表的英文名 → 各行 rows by table name; a table that was not given is absent.
        headers: 各文件的表头 the headers of each file.
        complete: 文件是否都读了进来；否则缺表不报
            whether every file was read; if not, absent tables are not reported.
    """
    for name, table in load_tables().items():
        if name not in rows:
            continue
        keys = {table.primary_key, *((f.name,) for f in table.fields if f.unique)}
        for key in sorted(k for k in keys if k):
            yield from _duplicates(key, rows[name], headers)
        if table.period:
            yield from _reversed_periods(table.period, rows[name], headers)
        for reference in table.references:
            given = [target in rows for target, _ in reference.targets]
            if all(given) or (any(given) and complete):
                yield from _dangling(reference, rows, rows[name], headers)
            elif complete and rows[name]:
                yield _absent_table(reference, rows[name][0], headers)


def _duplicates(key: tuple[str, ...], rows: Sequence[Row], headers: Headers) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        value = tuple(row.values[name] for name in key)
        if None in value:
            continue
        earlier = first.setdefault(value, row)
        if earlier is not row:
            where = f"“{earlier.file}”第 {earlier.line} 行"
            finding = Bilingual(f"与{where}重复", f"repeats row {earlier.line} of “{earlier.file}”")
            expected = Bilingual("不重复的值", "a value that occurs once")
            words = "，".join(map(str, value))
            yield _at(row, key, headers, ("duplicate-key", words, finding, expected))


def _reversed_periods(
    period: tuple[str, str], rows: Sequence[Row], headers: Headers
) -> Iterator[Problem]:
    for row in rows:
        start, end = (row.values[name] for name in period)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            finding = Bilingual(f"早于起始日期 {start}", f"is before the start, {start}")
            expected = Bilingual("不早于起始日期", "a date not before the start")
            yield _at(row, period[1:], headers, ("end-before-start", str(end), finding, expected))


def _dangling(
    reference: Reference,
    tables: Mapping[str, Sequence[Row]],
    rows: Sequence[Row],
    headers: Headers,
) -> Iterator[Problem]:
    targets = {
        str(row.values[field]): None
        for table, field in reference.targets
        for row in tables.get(table, ())
    }
    titles = _titles(reference)
    for row in rows:
        value = row.values[reference.field]
        if value is None or value in targets:
            continue
        few = list(targets) if len(targets) <= _COMPARED else []
        near = get_close_matches(str(value), few, n=1, cutoff=0.6)
        finding = Bilingual(f"在{titles}表中查无此号", f"occurs in no row of {titles}")
        zh, en = f"{titles}表中已有的编号", f"an identifier found in {titles}"
        if near:
            zh, en = f"{zh}（是否“{near[0]}”？）", f"{en} (did you mean {near[0]}?)"
        found = ("no-target", str(value), finding, Bilingual(zh, en))
        yield _at(row, (reference.field,), headers, found)


def _absent_table(reference: Reference, row: Row, headers: Headers) -> Problem:
    titles = _titles(reference)
    finding = Bilingual("所引用的表没有提供", "refers to a table that was not given")
    expected = Bilingual(f"同时提供{titles}表", f"{titles} to be given, too")
    column = _header(row, reference.field, headers)
    return Problem("absent-table", row.file, None, column, None, finding, expected)


def _titles(reference: Reference) -> str:
    titles = [f"“{load_tables()[table].title}”" for table, _ in reference.targets]
    return "或".join(titles)


def _at(
    row: Row,
    fields: tuple[str, ...],
    headers: Headers,
    found: tuple[str, str, Bilingual, Bilingual],
) -> Problem:
    kind, value, finding, expected = found
    column = "、".join(_header(row, field, headers) for field in fields)
    return Problem(kind, row.file, row.line, column, value, finding, expected)


def _header(row: Row, field: str, headers: Headers) -> str:
    title = load_tables()[row.table].field(field).title
    return headers.get((row.file, row.table), {}).get(field, title)

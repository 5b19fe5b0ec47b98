"""为眼睛排出答案。 Lay answers out for the eye: Chinese headings, short IRIs, — for the unbound."""

from __future__ import annotations

from typing import Final, cast

from rdflib import BNode, URIRef
from rdflib.namespace import XSD
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhunru.ask import Answer, Term, label_of
from zhunru.column_titles import COLUMN_TITLES
from zhunru.durations import Period
from zhunru.namespaces import ID, PREFIXES

NOTHING: Final = "—"
#: A column of this many terminal columns can be read even where its cells wrap.
_LEGIBLE: Final = 14

_SIDES: Final = {"_a": "甲", "_b": "乙"}


def column_title(variable: str) -> str:
    """Head a column in Chinese, with the variable beside it.

    Args:
        variable: A variable of a query, such as `clause` or `title_a`.

    Returns:
        The heading, such as `条款 · clause`; the bare variable if it has no Chinese name.
    """
    side = _SIDES.get(variable[-2:], "")
    chinese = COLUMN_TITLES.get(variable[:-2] if side else variable)
    return f"{side}{chinese} · {variable}" if chinese else variable


def short_iri(iri: str) -> str:
    """Shorten an IRI for reading.

    Args:
        iri: Any IRI.

    Returns:
        A prefixed name such as `technique:nasal-endoscopy`; the path below the data namespace,
        such as `procedure/nasal-endoscopy-2019/grade4/1.1.1`; or the IRI as it is.
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local:
            return f"{prefix}:{local}"
    return iri.removeprefix(str(ID))


def readable(term: Term | None) -> str:
    """Write a term for reading: short IRIs, 3 年 for a duration, — for nothing.

    Args:
        term: A term, or `None` where a variable is unbound.

    Returns:
        The text.
    """
    if term is None:
        return NOTHING
    if isinstance(term, URIRef):
        return short_iri(str(term))
    if isinstance(term, BNode):
        return f"_:{term}"
    if term.datatype == XSD.boolean:
        return "是" if term.toPython() else "否"
    return _period(str(term)) if term.datatype == XSD.duration else str(term)


def to_table(answer: Answer, width: int | None = None) -> RenderableType:
    """Lay an answer out for a terminal.

    A column of labels is set beside the first one where the query did not ask for labels.

    Args:
        answer: Any answer.
        width: The columns of the terminal. Where the table would not be legible in it, what all
            rows share is told once above it; where that is not enough, every row becomes a card of
            headings and values. Without a width it always stays one whole table.

    Returns:
        Something rich can print; a table of subject, predicate and object for a graph.
    """
    if answer.kind == "ask":
        table = Table("答案 · answer")
        table.add_row("是 · yes" if answer.truth else "否 · no")
        return table
    headings, rows = headings_and_rows(answer)
    if width is None or not rows or _legible_width(headings, rows) <= width:
        return _whole(headings, rows)
    shared, headings, rows = _without_shared(headings, rows)
    fits = _legible_width(headings, rows) <= width
    below = _whole(headings, rows) if fits else _cards(headings, rows)
    return Group(_common(shared), below) if shared else below


def _whole(headings: list[str], rows: list[list[str]]) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # Text：方括号照印，不作样式。 Text, so that brackets are printed and not read as markup.
        table.add_row(*map(Text, row))
    return table


def _without_shared(
    headings: list[str], rows: list[list[str]]
) -> tuple[list[tuple[str, str]], list[str], list[list[str]]]:
    """Take out the columns in which every row says the same, beyond the first two."""
    if len(rows) == 1:
        return [], headings, rows
    same = {
        index
        for index, column in enumerate(zip(*rows, strict=True))
        if index > 1 and len(set(column)) == 1
    }
    shared = [(headings[index], rows[0][index]) for index in sorted(same)]
    kept = [index for index in range(len(headings)) if index not in same]
    return shared, [headings[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _common(shared: list[tuple[str, str]]) -> Table:
    table = Table(title="各行相同 · the same in every row", title_justify="left", show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for heading, cell in shared:
        table.add_row(heading, Text(cell))
    return table


def columns_and_rows(
    answer: Answer,
) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    """Take the columns and rows of a SELECT, or the sorted triples of a graph.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        The names of the columns and the rows.
    """
    if answer.graph is None:
        return answer.columns, answer.rows
    triples = cast("list[tuple[Term, Term, Term]]", sorted(answer.graph))
    return ("subject", "predicate", "object"), tuple(triples)


def _period(text: str) -> str:
    try:
        return Period.parse(text).zh
    except ValueError:
        return text


def headings_and_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Write headings and cells for reading.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        The headings and the rows, with a column of labels where the query did not ask for them.
    """
    columns, terms = columns_and_rows(answer)
    headings = [column_title(name) for name in columns]
    rows = [[readable(term) for term in row] for row in terms]
    if columns[1:2] != ("label",) and any(isinstance(t, URIRef) for row in terms for t in row[:1]):
        headings.insert(1, column_title("label"))
        for row, cells in zip(terms, rows, strict=True):
            label = label_of(str(row[0])) if isinstance(row[0], URIRef) else None
            cells.insert(1, label or NOTHING)
    return headings, rows


def _legible_width(headings: list[str], rows: list[list[str]]) -> int:
    """Estimate the terminal columns that a table needs, with wrapped but not shredded cells."""
    longest = (
        max(cell_len(cell) for cell in column) for column in zip(headings, *rows, strict=True)
    )
    return sum(min(length, _LEGIBLE) + 3 for length in longest) + 1


def _cards(headings: list[str], rows: list[list[str]]) -> Table:
    table = Table(show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            table.add_row(heading, Text(cell))
        table.add_section()
    return table

"""把比较写成表。 Lay a comparison out: rows for files, tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhunru.answer_table import NOTHING
from zhunru.ask import Answer, Term
from zhunru.comparing.comparison import ComparableRows, Comparison, Row
from zhunru.durations import Period
from zhunru.requirements import Concept, TitleRequirement
from zhunru.wording import clause_numbers

#: The columns of a file; a technique without any requirement has only the first ones filled.
COLUMNS: Final = (
    "technique",
    "technique_name",
    "table",
    "rank",
    "role",
    "grade",
    "requirement",
    "label",
    "minimum",
    "maximum",
    "exclusive_minimum",
    "exclusive_maximum",
    "title",
    "held_for",
    "unit",
    "of_grade",
    "case_role",
    "case_kind",
    "window",
    "per",
    "as_of_issue",
    "qualifiers",
    "force",
    "standing",
    "within",
    "clause",
    "regulation",
    "in_force",
)


def to_answer(comparison: Comparison) -> Answer:
    """Turn a comparison into rows, for the writers of `zhunru/answer_formats.py`.

    Args:
        comparison: The comparison.

    Returns:
        Rows of the columns in `COLUMNS`. `table` numbers the tables of comparable rows. A technique
        that has no requirement (未规定) has a row without one: for each table that ranks others,
        and without a table if it has none at all.
    """
    rows: list[tuple[Term | None, ...]] = []
    for index, table in enumerate(comparison.tables, start=1):
        rows.extend(_line(_cells(row, index)) for row in table.rows)
        if len(table.techniques) > 1:
            rows.extend(_line(_unruled(one, index)) for one in table.unruled)
    rows.extend(_line(_unruled(one, None)) for one in comparison.unruled)
    return Answer("select", COLUMNS, tuple(rows))


def render(comparison: Comparison, console: Console) -> None:
    """Print a comparison, Chinese first.

    Args:
        comparison: The comparison.
        console: Where to print it.
    """
    subject = comparison.subject
    console.print(Text(f"{subject.zh} · {subject.en}", style="bold"))
    single = [table for table in comparison.tables if len(table.rows) == 1]
    for table in comparison.tables:
        if len(table.rows) > 1:
            console.print(_ranked(table))
    if single:
        console.print(_not_comparable(single))
    console.print(_unruled_line("完全未规定 ruled nowhere", comparison.unruled))
    if any(not row.in_force for row in comparison.rows):
        console.print(Text("* 已不再施行的版本 · an edition no longer in force", style="dim"))


def _ranked(table: ComparableRows) -> RenderableType:
    shown = _table(f"{table.heading.zh}\n{table.heading.en}", "名次 rank")
    for row in table.rows:
        shown.add_row(*map(Text, (str(row.rank or NOTHING), *_shown(row))))
    return Group(shown, _unruled_line("未规定 not ruled", table.unruled))


def _not_comparable(tables: Iterable[ComparableRows]) -> Table:
    shown = _table("无可比者 · nothing comparable with these", "范围 scope")
    for table in tables:
        shown.add_row(*map(Text, (table.heading.zh, *_shown(table.rows[0]))))
    return shown


def _table(title: str, first: str) -> Table:
    table = Table(title=Text(title), title_justify="left", show_lines=False)
    table.add_column(first, overflow="fold")
    table.add_column("技术 technique", overflow="fold")
    table.add_column("数值 figure", overflow="fold")
    table.add_column("条款 clause", overflow="fold")
    table.add_column("版本 edition", no_wrap=True)
    return table


def _shown(row: Row) -> tuple[str, str, str, str]:
    edition = str(row.regulation.issued.year) + ("" if row.in_force else " *")
    clauses = clause_numbers(row.clauses) or NOTHING
    return row.technique.label.zh, row.figure.zh, clauses, edition


def _unruled_line(heading: str, techniques: Sequence[Concept]) -> Table:
    """Name techniques that have no such requirement; an empty line for none."""
    line = Table.grid(padding=(0, 2))
    line.add_column(no_wrap=True, style="dim")
    line.add_column(overflow="fold", style="dim")
    if techniques:
        # 技术名里有顿号，以分号相隔。 Names of techniques contain 、 themselves.
        line.add_row(heading, Text("；".join(one.label.zh for one in techniques)))
    return line


def _line(cells: dict[str, Term | None]) -> tuple[Term | None, ...]:
    return tuple(cells.get(name) for name in COLUMNS)


def _unruled(technique: Concept, table: int | None) -> dict[str, Term | None]:
    return {
        "technique": URIRef(technique.iri),
        "technique_name": Literal(technique.label.zh, lang="zh"),
        "table": None if table is None else Literal(table),
        "standing": Literal("未规定 not ruled"),
    }


def _cells(row: Row, table: int) -> dict[str, Term | None]:
    leaf = row.requirement
    title = leaf if isinstance(leaf, TitleRequirement) else None
    return {
        **_unruled(row.technique, table),
        **_narrowing(row),
        **_figure(row),
        "rank": None if row.rank is None else Literal(row.rank),
        "role": URIRef(row.role.iri),
        "grade": _notations(row.grades),
        "requirement": URIRef(leaf.iri),
        "label": Literal(leaf.label.zh, lang="zh"),
        "title": _iri(title.title if title else None),
        "held_for": _duration(title.held_for if title else None),
        "force": Literal(row.force.value),
        "standing": Literal(row.standing.value),
        "within": _text(" > ".join(one.label.zh for one in row.place.path)),
        "clause": Literal(clause_numbers(row.clauses)),
        "regulation": URIRef(row.regulation.iri),
        "in_force": Literal(row.in_force),
    }


def _narrowing(row: Row) -> dict[str, Term | None]:
    qualifiers = row.qualifiers
    return {
        "of_grade": _notations(qualifiers.grades),
        "case_role": _iri(qualifiers.case_role),
        "case_kind": _iri(qualifiers.case_kind),
        "window": _duration(qualifiers.window),
        "per": _duration(qualifiers.per),
        "as_of_issue": Literal(qualifiers.as_of_issue),
        "qualifiers": _text(row.qualified.zh),
    }


def _figure(row: Row) -> dict[str, Term | None]:
    # 职称的界限是内部的次序，不写出来。 The bounds of a title are its rank, which is internal.
    bounds = {} if isinstance(row.requirement, TitleRequirement) else vars(row.bounds)
    return {
        **{name: _decimal(value) for name, value in bounds.items()},
        "unit": _iri(row.unit),
    }


def _iri(concept: Concept | None) -> Term | None:
    return None if concept is None else URIRef(concept.iri)


def _notations(concepts: Iterable[Concept]) -> Term | None:
    text = "+".join(one.notation for one in concepts)
    return Literal(text) if text else None


def _duration(period: Period | None) -> Term | None:
    return None if period is None else Literal(str(period), datatype=XSD.duration)


def _text(chinese: str) -> Term | None:
    return Literal(chinese, lang="zh") if chinese else None


def _decimal(value: Decimal | None) -> Term | None:
    return None if value is None else Literal(f"{value:f}", datatype=XSD.decimal)

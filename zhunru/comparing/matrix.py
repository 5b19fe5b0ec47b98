"""指标 × 技术的矩阵。 A matrix of measures by techniques.

A line holds figures of one kind only (see `zhunru/comparing/comparison.py`), so that its cells can
be compared: each knows how strict it is among those of its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import Graph, URIRef

from zhunru.answer_table import NOTHING
from zhunru.comparing.comparison import ComparableRows, Comparison, Row, compare_figures
from zhunru.comparing.figure_words import dotted
from zhunru.comparing.named import local_name
from zhunru.comparing.placement import Standing
from zhunru.comparing.subjects import Subject
from zhunru.requirements import Concept, Label


@dataclass(frozen=True)
class Cell:
    """一项技术在一行里的要求。 What a technique requires in a line.

    Attributes:
        technique: The technique.
        rows: Its requirements, the strictest first.
        strictness: 1 for the strictest figure of the line, 0 for the mildest; None where the line
            has nothing milder or stricter.
    """

    technique: Concept
    rows: tuple[Row, ...]
    strictness: float | None

    @property
    def figures(self) -> tuple[Label, ...]:
        """Its figures in words, each once."""
        return tuple(dict.fromkeys(row.figure for row in self.rows))


@dataclass(frozen=True)
class Line:
    """一行：可以互相比较的要求。 A line: requirements that can be compared with one another.

    Attributes:
        subject: The measure, or titles.
        table: The requirements.
        cells: By IRI of the technique; techniques without such a requirement have none.
    """

    subject: Subject
    table: ComparableRows
    cells: dict[str, Cell]

    @property
    def label(self) -> Label:
        """The measure, and what narrows it, in words."""
        scope = self.table.scope
        if scope.zh == NOTHING:
            return self.subject.label
        return dotted([self.subject.label, scope])

    @property
    def key(self) -> str:
        """What names the line in a link: its first requirement by IRI, which is of no other."""
        return min(row.requirement.iri for row in self.table.rows).split("/requirement/", 1)[-1]

    @property
    def unit(self) -> Concept | None:
        """The unit of its figures; None where there is none, or where they have several."""
        units = {row.unit for row in self.table.rows}
        return units.pop() if len(units) == 1 else None

    @property
    def standing(self) -> Standing:
        """How its requirements take part in their criteria."""
        return self.table.rows[0].standing


@dataclass(frozen=True)
class Matrix:
    """指标 × 技术。 Measures by techniques.

    Attributes:
        lines: The lines, measure by measure: those that most techniques have first.
        techniques: The techniques that have a figure in some line, in the order of their names.
        unruled: The techniques compared that have none.
    """

    lines: tuple[Line, ...]
    techniques: tuple[Concept, ...]
    unruled: tuple[Concept, ...]


def matrix(
    role: str, grade: str | None = None, *, outright: bool = True, graph: Graph | None = None
) -> Matrix:
    """Lay out every figure that a bearer must meet.

    Args:
        role: The bearer, by notation or label.
        grade: Only what binds for this grade; None for all, each scope in lines of its own.
        outright: Whether to leave out what binds only as an alternative, under a condition, for a
            waiver or the like.
        graph: The knowledge graph; the shipped one if none is given.

    Returns:
        The matrix, of the editions in force; without lines where the bearer has no figures.

    Raises:
        UserError: If a name is unknown, or goes for several things.
    """
    compared = compare_figures([role], grade, graph)
    ordered = sorted(compared.items(), key=lambda item: -_spread(item[1]))
    lines = tuple(
        Line(subject, table, _cells(table))
        for subject, comparison in ordered
        for table in comparison.tables
        if not outright or table.rows[0].standing is Standing.OUTRIGHT
    )
    having = {one for line in lines for one in line.table.techniques}
    every = {one for each in compared.values() for one in (*each.unruled, *_having(each))}
    return Matrix(lines, _by_name(having), _by_name(every - having))


def _cells(table: ComparableRows) -> dict[str, Cell]:
    rows = {
        one: tuple(row for row in table.rows if row.technique == one) for one in table.techniques
    }
    best = {
        one: min((row.rank for row in given if row.rank), default=None)
        for one, given in rows.items()
    }
    ranks = sorted({rank for rank in best.values() if rank is not None})
    return {one.iri: Cell(one, given, _strictness(best[one], ranks)) for one, given in rows.items()}


def _strictness(rank: int | None, ranks: Sequence[int]) -> float | None:
    if rank is None or len(ranks) == 1:
        return None
    return 1 - ranks.index(rank) / (len(ranks) - 1)


def _spread(comparison: Comparison) -> int:
    """Count the techniques that have a figure of the measure."""
    return len(_having(comparison))


def _having(comparison: Comparison) -> set[Concept]:
    return {one for table in comparison.tables for one in table.techniques}


def _by_name(techniques: set[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(techniques, key=lambda one: local_name(URIRef(one.iri))))

"""同一指标，各项技术各要求多少。 One measure across techniques.

Figures are ranked only against figures of the same kind: the same bearer and grades, the same
cases, window, rate and unit, the same force, and the same standing in the criterion. Such figures
form one table; a technique without any is told as 未规定, not ruled, beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS

from zhunru.comparing.figure_words import (
    dotted,
    figure,
    force_words,
    grade_scope,
    qualifiers_in_words,
    qualifiers_of,
)
from zhunru.comparing.placement import Placement, Standing
from zhunru.comparing.selection import Choice, Selection, select
from zhunru.comparing.strictness import demands, ends, order, unit_compared
from zhunru.comparing.subjects import Subject, find_subject, subjects_with_figures
from zhunru.criterion import Criterion, Regulation
from zhunru.graph import load_graph
from zhunru.hierarchy import Hierarchy
from zhunru.namespaces import ELI, ZR
from zhunru.reading import Reader, criteria
from zhunru.requirements import (
    Bounds,
    Clause,
    Concept,
    Force,
    Label,
    Leaf,
    Possession,
    Qualifiers,
    Threshold,
)


@dataclass(frozen=True)
class Row:
    """一项要求。 A requirement of the measure.

    Attributes:
        place: The requirement in the criterion that states it.
        bearer: The criterion that was asked for; one that extends the stating criterion where the
            requirement is taken over from it (在满足上述条件的基础上).
        named: The techniques or specialties counted, if not those that the regulation is about.
        in_force: Whether the edition is in force. The latest one in the graph need not be, where
            its successor is not encoded.
        rank: 1 for the strictest of its table; None where nothing can be ranked.
    """

    place: Placement
    bearer: Criterion
    named: tuple[Concept, ...]
    in_force: bool
    rank: int | None = None

    @property
    def requirement(self) -> Leaf:
        """The requirement."""
        assert isinstance(self.place.requirement, Leaf)
        return self.place.requirement

    @property
    def technique(self) -> Concept:
        """The technique."""
        return self.bearer.technique

    @property
    def role(self) -> Concept:
        """Who bears it."""
        return self.bearer.role

    @property
    def grades(self) -> tuple[Concept, ...]:
        """For which grades it binds; none for all of them."""
        return self.bearer.grades

    @property
    def regulation(self) -> Regulation:
        """The edition of the rules."""
        return self.place.criterion.regulation

    @property
    def inherited(self) -> bool:
        """Whether it is taken over from a criterion that the bearer's extends."""
        return self.bearer.iri != self.place.criterion.iri

    @property
    def bounds(self) -> Bounds:
        """The bounds of its figure."""
        return self.requirement.bounds

    @property
    def unit(self) -> Concept | None:
        """The unit of its figure."""
        return self.requirement.unit if isinstance(self.requirement, Threshold) else None

    @property
    def figure(self) -> Label:
        """The figure in words."""
        return figure(self.requirement)

    @property
    def qualifiers(self) -> Qualifiers:
        """What narrows it: grades and kind of cases, case role, window, rate."""
        return qualifiers_of(self.requirement)

    @property
    def qualified(self) -> Label:
        """What narrows it, in words."""
        return dotted(qualifiers_in_words(self.qualifiers, self.named))

    @property
    def force(self) -> Force:
        """How binding it is."""
        return self.place.force

    @property
    def standing(self) -> Standing:
        """Whether it binds outright, or as an alternative, for a waiver, under a condition."""
        return self.place.standing

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that state it."""
        return self.requirement.clauses


@dataclass(frozen=True)
class ComparableRows:
    """可以互相比较的各项。 Requirements that can be compared with one another.

    Attributes:
        rows: The strictest first.
        unruled: The techniques compared that have no such requirement (未规定).
        one_grade: Whether a grade was asked for, so that the scope of the criteria says nothing.
    """

    rows: tuple[Row, ...]
    unruled: tuple[Concept, ...]
    one_grade: bool

    @property
    def techniques(self) -> tuple[Concept, ...]:
        """The techniques that have such a requirement, in the order of the rows."""
        return tuple(dict.fromkeys(row.technique for row in self.rows))

    @property
    def heading(self) -> Label:
        """What the rows have in common, in words."""
        row = self.rows[0]
        bearer, scope = row.role.label, grade_scope(row.grades)
        if not self.one_grade:
            bearer = Label(f"{bearer.zh}（{scope.zh}）", f"{bearer.en} ({scope.en})")
        return dotted([bearer, *self._narrowed()])

    @property
    def scope(self) -> Label:
        """What the rows have in common besides their bearer; a dash for nothing."""
        grades = [] if self.one_grade else [grade_scope(self.rows[0].grades)]
        return dotted([*grades, *self._narrowed()])

    def _narrowed(self) -> list[Label]:
        row = self.rows[0]
        parts = qualifiers_in_words(row.qualifiers, row.named)
        if isinstance(row.requirement, Possession):
            parts.append(row.requirement.thing.label)
        if row.standing is not Standing.OUTRIGHT:
            parts.append(row.standing.label)
        return [*parts, *force_words(row.force)]


@dataclass(frozen=True)
class Comparison:
    """一个指标的比较。 One measure across techniques.

    Attributes:
        subject: The measure, the title or the thing that must be had.
        tables: The requirements, in tables of comparable ones: what binds outright first, then
            those with most techniques.
        unruled: The techniques compared that have no requirement of the measure at all.
    """

    subject: Label
    tables: tuple[ComparableRows, ...]
    unruled: tuple[Concept, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, table by table."""
        return tuple(row for table in self.tables for row in table.rows)


def compare(
    measure: str,
    roles: Sequence[str] = (),
    grade: str | None = None,
    techniques: Sequence[str] = (),
    editions: Sequence[str] = (),
    graph: Graph | None = None,
) -> Comparison:
    """Compare one measure across techniques.

    Every name may be a notation, a label in Chinese or English, or a part that only one has.

    Args:
        measure: A measure, a thing that must be had, a title, or `title` for titles of any rank.
        roles: The bearers; all if none is given. What a bearer's criterion extends counts as his.
        grade: Only what binds for this grade.
        techniques: The techniques; all if none is given.
        editions: Regulations to take instead of the edition in force of their technique, or `all`.
        graph: The knowledge graph; the shipped one if none is given.

    Returns:
        The comparison.

    Raises:
        UserError: If a name is unknown, with the nearest ones, or goes for several things.
    """
    rules = graph or load_graph()
    subject = find_subject(rules, measure)
    chosen = Choice(tuple(roles), grade, tuple(techniques), tuple(editions))
    return _comparison(_Rows(rules), _selected(rules, graph, chosen), subject, chosen)


def compare_figures(
    roles: Sequence[str] = (), grade: str | None = None, graph: Graph | None = None
) -> dict[Subject, Comparison]:
    """Compare everything that has a figure, measure by measure, in the editions in force.

    Args:
        roles: The bearers; all if none is given.
        grade: Only what binds for this grade.
        graph: The knowledge graph; the shipped one if none is given.

    Returns:
        A comparison for each measure, and one for titles, in the order of the requirements.

    Raises:
        UserError: If a name is unknown, or goes for several things.
    """
    rules = graph or load_graph()
    choice = Choice(tuple(roles), grade)
    rows, selection = _Rows(rules), _selected(rules, graph, choice)
    subjects = subjects_with_figures(place.requirement for _, place in selection.placements())
    return {one: _comparison(rows, selection, one, choice) for one in subjects}


def _selected(rules: Graph, given: Graph | None, choice: Choice) -> Selection:
    # 随程序发布的图谱每个进程只读一次。 The shipped graph is read once per process.
    read = criteria() if given is None else Reader(given).criteria()
    return select(rules, tuple(read.values()), choice)


def _comparison(rows: _Rows, selection: Selection, subject: Subject, choice: Choice) -> Comparison:
    tables = _tables(rows, selection, subject, one_grade=choice.grade is not None)
    having = {technique for table in tables for technique in table.techniques}
    unruled = tuple(one for one in selection.techniques if one not in having)
    return Comparison(subject.label, tuple(sorted(tables, key=_prominence)), unruled)


def _tables(
    rows: _Rows, selection: Selection, subject: Subject, *, one_grade: bool
) -> list[ComparableRows]:
    """Gather the requirements about a subject into tables of comparable ones."""
    kinds: dict[tuple[object, ...], dict[str, Row]] = {}
    for bearer, place in selection.placements():
        if isinstance(place.requirement, Leaf) and subject.covers(place.requirement):
            row = rows.row(place, bearer)
            same = kinds.setdefault(_kind(row, one_grade=one_grade), {})
            # 两个标准共有的要求只列一次。 A requirement that two criteria share is told once.
            if row.requirement.iri not in same or same[row.requirement.iri].inherited:
                same[row.requirement.iri] = row
    compared = selection.techniques
    return [_table(list(one.values()), compared, one_grade=one_grade) for one in kinds.values()]


class _Rows:
    """Makes rows, with what only the graph tells about them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._hierarchy = Hierarchy(graph)
        self._own: dict[str, frozenset[str]] = {}

    def row(self, place: Placement, bearer: Criterion) -> Row:
        """Make a row."""
        regulation = place.criterion.regulation
        out_of_force = (URIRef(regulation.iri), ELI.in_force, Literal(False)) in self._graph
        row = Row(place, bearer, (), regulation.replaced is None and not out_of_force)
        return replace(row, named=self._to_be_named(row))

    def _to_be_named(self, row: Row) -> tuple[Concept, ...]:
        """Return what is counted, if it is not just the technique or specialty of the rules."""
        counted = (*row.qualifiers.techniques, *row.qualifiers.specialties)
        own = self._specialties(row.technique.iri)
        usual = all(one.iri == row.technique.iri or one.notation in own for one in counted)
        return () if usual else counted

    def _specialties(self, technique: str) -> frozenset[str]:
        """Return the notations of a technique's specialty, of narrower and of broader ones."""
        if technique not in self._own:
            own: set[str] = set()
            for specialty in self._graph.objects(URIRef(technique), ZR.specialty):
                notation = str(self._graph.value(specialty, SKOS.notation))
                own |= {*self._hierarchy.lineage(notation), *self._hierarchy.below(notation)}
            self._own[technique] = frozenset(own)
        return self._own[technique]


def _kind(row: Row, *, one_grade: bool) -> tuple[object, ...]:
    """Return what must be the same in two requirements for their figures to be comparable."""
    leaf, qualifiers = row.requirement, row.qualifiers
    return (
        row.role.iri,
        () if one_grade else row.grades,
        leaf.thing.iri if isinstance(leaf, Possession) else (unit_compared(leaf), ends(leaf)),
        row.named,
        replace(qualifiers, techniques=(), specialties=()),
        row.standing,
        row.force,
    )


def _table(rows: list[Row], compared: tuple[Concept, ...], *, one_grade: bool) -> ComparableRows:
    """Order comparable rows, the strictest first, and rank them."""
    ranked = [replace(row, rank=_rank(row, rows)) for row in rows]
    ranked.sort(key=lambda row: row.requirement.iri)
    ranked.sort(key=lambda row: demands(row.requirement), reverse=True)
    having = {row.technique for row in rows}
    unruled = tuple(one for one in compared if one not in having)
    return ComparableRows(tuple(ranked), unruled, one_grade)


def _rank(row: Row, rows: list[Row]) -> int | None:
    """Rank a row by how many are stricter; equal rows share a rank."""
    # 前提越难成立，约束越少：不按严宽排。 A premise that is harder to hold binds less: no rank.
    if len(rows) == 1 or not demands(row.requirement) or row.standing is Standing.PREMISE:
        return None
    return 1 + sum(order(other.requirement, row.requirement) == 1 for other in rows)


def _prominence(table: ComparableRows) -> tuple[object, ...]:
    row = table.rows[0]
    standing = list(Standing).index(row.standing)
    return standing, -len(table.techniques), row.role.iri, row.requirement.iri

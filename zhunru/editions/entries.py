"""两版目录的条目。 The catalogue entries of two editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.editions.kinds import CuratedChange, Kind, kind_concept, kinds_order
from zhunru.namespaces import ELI, ZR
from zhunru.reading import Reader
from zhunru.requirements import Concept, Label

_Grouping: TypeAlias = tuple[tuple[Concept, ...], tuple[Concept, ...], tuple[Concept, ...]]


@dataclass(frozen=True)
class Entry:
    """目录的一个条目。 A catalogue entry.

    Attributes:
        iri: Its IRI.
        name: Its name as printed.
        grade: The grade of its catalogue.
        position: Its printed number.
    """

    iri: str
    name: str
    grade: Concept
    position: str


@dataclass(frozen=True)
class EntryChange:
    """条目的一处变化。 A change of entries.

    Attributes:
        kinds: Its kinds: the curator's, or the one found by name and grade.
        before: The entries of the older edition.
        after: The entries of the newer one.
        curated: The curator's change; None where only names were compared.
        disagreement: In what the grades contradict the curator; None where they do not.
    """

    kinds: tuple[Concept, ...]
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    curated: CuratedChange | None = None
    disagreement: Label | None = None


@dataclass(frozen=True)
class EntryGroup:
    """同类变化的条目。 Changes of one kind, between the same grades.

    Attributes:
        kinds: Their kinds.
        before: The grades in the older edition.
        after: The grades in the newer one.
        changes: The changes.
    """

    kinds: tuple[Concept, ...]
    before: tuple[Concept, ...]
    after: tuple[Concept, ...]
    changes: tuple[EntryChange, ...]


def printed_order(iri: str) -> list[tuple[int, str]]:
    """Order entries and clauses as they are printed, by the numbers of their path."""
    parts = iri.rsplit("/", 1)[-1].split(".")
    return [(int(part) if part.isdigit() else 0, part) for part in parts]


def read_entries(graph: Graph, reader: Reader, regulation: str) -> tuple[Entry, ...]:
    """Read the catalogue entries of a regulation.

    Args:
        graph: The knowledge graph.
        reader: Reads its concepts.
        regulation: The IRI of the regulation.

    Returns:
        Its procedures and the lines that refer to other catalogues, the highest grade first, as
        they are printed.
    """
    entries = []
    for catalogue in graph.subjects(ELI.is_part_of, URIRef(regulation)):
        listed = graph.value(catalogue, ZR.grade)
        for node in graph.subjects(SKOS.inScheme, catalogue):
            if listed is not None and _is_entry(graph, node):
                grade = reader.concept(graph.value(node, ZR.grade) or listed)
                position = str(graph.value(node, ZR.position) or "")
                entries.append(Entry(str(node), _name(graph, node), grade, position))
    return tuple(sorted(entries, key=lambda one: (-(one.grade.rank or 0), printed_order(one.iri))))


def entry_changes(
    reader: Reader,
    old: Sequence[Entry],
    new: Sequence[Entry],
    curated: Iterable[CuratedChange],
) -> tuple[EntryChange, ...]:
    """Tell what became of the entries.

    Args:
        reader: Reads the kinds of change.
        old: The entries of the older edition.
        new: The entries of the newer one.
        curated: The curated changes; those of other things are left out.

    Returns:
        The curated changes, and one for each entry that they do not mention: entries of exactly
        the same name are the same entry.
    """
    earlier, later = {one.iri: one for one in old}, {one.iri: one for one in new}
    changes = [
        _of_curator(one, earlier, later)
        for one in curated
        if any(iri in earlier for iri in one.before) or any(iri in later for iri in one.after)
    ]
    told = {entry.iri for change in changes for entry in (*change.before, *change.after)}
    rest = _by_name(
        reader, [e for e in old if e.iri not in told], [e for e in new if e.iri not in told]
    )
    # 按新版的次序，再按旧版。 In the order of the newer edition, then of the older.
    places = {iri: index for index, iri in enumerate((*later, *earlier))}
    return tuple(
        sorted((*changes, *rest), key=lambda one: places[(one.after or one.before)[0].iri])
    )


def grouped(changes: Iterable[EntryChange]) -> tuple[EntryGroup, ...]:
    """Gather changes of one kind and between the same grades, moves first."""
    groups: dict[_Grouping, list[EntryChange]] = defaultdict(list)
    for change in changes:
        groups[change.kinds, _grades(change.before), _grades(change.after)].append(change)
    found = [
        EntryGroup(kinds, before, after, tuple(members))
        for (kinds, before, after), members in groups.items()
    ]
    return tuple(sorted(found, key=_group_order))


def _name(graph: Graph, node: Node) -> str:
    labels = sorted(graph.objects(node, SKOS.prefLabel), key=str)
    chinese = (str(one) for one in labels if getattr(one, "language", None) == "zh")
    return next(chinese, str(node))


def _is_entry(graph: Graph, node: Node) -> bool:
    return any((node, RDF.type, kind) in graph for kind in (ZR.Procedure, ZR.CatalogueReference))


def _of_curator(
    change: CuratedChange, earlier: dict[str, Entry], later: dict[str, Entry]
) -> EntryChange:
    before = tuple(earlier[iri] for iri in change.before if iri in earlier)
    after = tuple(later[iri] for iri in change.after if iri in later)
    return EntryChange(change.kinds, before, after, change, _disagreement(change, before, after))


def _by_name(reader: Reader, old: Sequence[Entry], new: Sequence[Entry]) -> list[EntryChange]:
    """Pair entries of the same name, those of the same grade first; each only once."""
    left, changes = list(new), []
    pairs: dict[str, Entry] = {}
    for same_grade in (True, False):
        for entry in (one for one in old if one.iri not in pairs):
            found = (
                one
                for one in left
                if one.name == entry.name and (one.grade == entry.grade or not same_grade)
            )
            if twin := next(found, None):
                left.remove(twin)
                pairs[entry.iri] = twin
    for entry in old:
        after = (pairs[entry.iri],) if entry.iri in pairs else ()
        kind = _move(entry, after[0]) or Kind.UNCHANGED if after else Kind.DROPPED
        changes.append(EntryChange((kind_concept(reader, kind),), (entry,), after))
    new_kind = kind_concept(reader, Kind.NEW)
    return [*changes, *(EntryChange((new_kind,), (), (entry,)) for entry in left)]


def _move(before: Entry, after: Entry) -> Kind | None:
    was, now = before.grade.rank or 0, after.grade.rank or 0
    if was == now:
        return None
    return Kind.MOVED_UP if now > was else Kind.MOVED_DOWN


def _disagreement(
    change: CuratedChange, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> Label | None:
    """Compare the grades with the curator's kinds, where each side is of one grade."""
    if len(_grades(before)) != 1 or len(_grades(after)) != 1:
        return None
    said = {kind.notation for kind in change.kinds} & {Kind.MOVED_UP, Kind.MOVED_DOWN}
    move = _move(before[0], after[0])
    if said == ({move.value} if move else set()):
        return None
    names = "、".join(kind.label.zh for kind in change.kinds)
    was, now = before[0].grade.label, after[0].grade.label
    return Label(
        f"编者：{names}；级别：{was.zh} → {now.zh}",
        f"curator: {', '.join(kind.label.en for kind in change.kinds)}; "
        f"grades: {was.en} → {now.en}",
    )


def _grades(entries: Iterable[Entry]) -> tuple[Concept, ...]:
    return tuple(sorted({one.grade for one in entries}, key=lambda grade: -(grade.rank or 0)))


def _group_order(group: EntryGroup) -> tuple[list[int], list[int]]:
    grades = [-(one.rank or 0) for one in (*group.before, *group.after)]
    return kinds_order(group.kinds), grades

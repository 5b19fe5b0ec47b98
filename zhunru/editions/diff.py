"""两版规范之间的变化。 What changed between two editions.

The curated changes of `data/editions.ttl` come first; what they do not mention is compared by name
(entries) or by bearer and measure (conditions), so that editions without any can be compared too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import Node

from zhunru.comparing.named import find, local_name
from zhunru.criterion import Criterion, Regulation
from zhunru.editions.conditions import ConditionChange, ConditionGroup, read_conditions
from zhunru.editions.conditions import grouped as conditions_grouped
from zhunru.editions.entries import (
    Entry,
    EntryChange,
    EntryGroup,
    entry_changes,
    read_entries,
)
from zhunru.editions.entries import grouped as entries_grouped
from zhunru.editions.kinds import curated_changes
from zhunru.editions.matching import Matcher, condition_changes
from zhunru.errors import UserError
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR
from zhunru.reading import Reader, criteria
from zhunru.requirements import Label

_REGULATION = Label("规范", "regulation")
_EITHER = Label("规范或技术", "regulation or technique")


@dataclass(frozen=True)
class EditionDiff:
    """两版之间的变化。 The changes between two editions.

    Attributes:
        old: The older edition.
        new: The newer one.
        entries: What became of the catalogue entries.
        conditions: What became of the conditions.
    """

    old: Regulation
    new: Regulation
    entries: tuple[EntryChange, ...]
    conditions: tuple[ConditionChange, ...]

    @property
    def entry_groups(self) -> tuple[EntryGroup, ...]:
        """The changes of entries, gathered by kind and grades."""
        return entries_grouped(self.entries)

    @property
    def condition_groups(self) -> tuple[ConditionGroup, ...]:
        """The changes of conditions, gathered by kind."""
        return conditions_grouped(self.conditions)

    @property
    def unaccounted(self) -> tuple[Entry, ...]:
        """The entries that no curated change mentions; none where nothing was curated."""
        if not any(change.curated for change in self.entries):
            return ()
        bare = [change for change in self.entries if change.curated is None]
        return tuple(entry for change in bare for entry in (*change.before, *change.after))

    @property
    def disagreements(self) -> tuple[EntryChange | ConditionChange, ...]:
        """The changes in which grades or figures contradict the curator."""
        return (
            *(change for change in self.entries if change.disagreement),
            *(change for change in self.conditions if change.disagreement),
        )


def diff(old: str, new: str | None = None, graph: Graph | None = None) -> EditionDiff:
    """Compare two editions.

    Args:
        old: The older regulation, by the last part of its IRI or its title; alone, a technique of
            several editions, or one of them.
        new: The newer regulation.
        graph: The knowledge graph; the shipped one if none is given.

    Returns:
        The changes.

    Raises:
        UserError: If a name is unknown, or the one does not replace the other.
    """
    rules = graph or load_graph()
    earlier, later = _editions(rules, old, new)
    reader = Reader(rules)
    # 随程序发布的图谱每个进程只读一次。 The shipped graph is read once per process.
    read = criteria() if graph is None else reader.criteria()
    before, after = _Edition(rules, reader, read, earlier), _Edition(rules, reader, read, later)
    curated = curated_changes(rules, reader, before.things, after.things)
    return EditionDiff(
        reader.regulation(earlier),
        reader.regulation(later),
        entry_changes(reader, before.entries, after.entries, curated),
        condition_changes(
            Matcher(reader, read.values()), before.conditions, after.conditions, curated
        ),
    )


class _Edition:
    """What an edition has: entries, criteria and their conditions."""

    def __init__(
        self, graph: Graph, reader: Reader, read: Mapping[str, Criterion], regulation: Node
    ) -> None:
        own = [one for one in read.values() if one.regulation.iri == str(regulation)]
        self.entries = read_entries(graph, reader, str(regulation))
        self.conditions = read_conditions(own)
        self.things = frozenset(
            {entry.iri for entry in self.entries} | {one.iri for one in own} | {*self.conditions}
        )


def _editions(graph: Graph, old: str, new: str | None) -> tuple[Node, Node]:
    regulations = sorted(graph.subjects(RDF.type, ZR.Regulation), key=str)
    if new is not None:
        earlier = find(graph, old, regulations, _REGULATION)
        later = find(graph, new, regulations, _REGULATION)
        return _in_order(graph, earlier, later)
    named = _technique_or_regulation(graph, old, regulations)
    later_ones = {named, *graph.subjects(ZR.governs, named), *graph.subjects(ELI.repeals, named)}
    pairs = [(older, one) for one in later_ones for older in graph.objects(one, ELI.repeals)]
    # 一部规范：先比它的旧版；一项技术：比最新的两版。 A technique: the two latest editions.
    newest = [pair for pair in pairs if pair[1] == named] or [
        pair for pair in pairs if pair[0] == named or (None, ELI.repeals, pair[1]) not in graph
    ]
    if not newest:
        name = local_name(named)
        raise UserError(
            f"{name} 只有一版，没有可比的旧版。 {name} has one edition only: nothing to compare."
        )
    return newest[0]


def _technique_or_regulation(graph: Graph, name: str, regulations: list[Node]) -> Node:
    techniques = sorted(set(graph.objects(None, ZR.governs)), key=str)
    try:
        return find(graph, name, techniques, _EITHER)
    except UserError:
        return find(graph, name, [*techniques, *regulations], _EITHER)


def _in_order(graph: Graph, earlier: Node, later: Node) -> tuple[Node, Node]:
    """Make sure that the one edition, or one after it, was replaced by the other."""
    if earlier != later and earlier in graph.transitive_objects(later, ELI.repeals):
        return earlier, later
    one, other = local_name(earlier), local_name(later)
    if later != earlier and later in graph.transitive_objects(earlier, ELI.repeals):
        raise UserError(
            f"{other} 是旧版，请先写旧版：{other} {one}。"
            f" {other} is the older edition; name it first: {other} {one}."
        )
    raise UserError(
        f"{other} 没有废止 {one}，不是同一规范的两版。"
        f" {other} does not replace {one}: they are not two editions of one regulation."
    )

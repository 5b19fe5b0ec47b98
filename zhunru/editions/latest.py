"""最近一次换版改了什么，按类计数。 What the latest new edition changed, counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhunru.comparing.named import local_name
from zhunru.criterion import Regulation
from zhunru.editions.conditions import ConditionChange
from zhunru.editions.diff import diff
from zhunru.editions.entries import EntryChange
from zhunru.editions.kinds import Kind, kinds_order
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR
from zhunru.reading import Reader
from zhunru.requirements import Concept
from zhunru.rule_cache import cached_on_disk

Counts = tuple[tuple[tuple[Concept, ...], int], ...]
"""变化的类型及处数。 Kinds of change with the number of changes."""


@dataclass(frozen=True)
class LatestChanges:
    """最近的一次换版。 The latest edition that replaced another.

    Attributes:
        technique: The technique of both.
        old: The edition replaced.
        new: The edition that replaced it.
        entries: The changes of catalogue entries, by kind; what stayed the same is left out.
        conditions: Those of conditions.
    """

    technique: Concept
    old: Regulation
    new: Regulation
    entries: Counts
    conditions: Counts


@cached_on_disk
def latest_changes() -> LatestChanges | None:
    """Compare the latest edition that replaced another with the one it replaced.

    Returns:
        The changes by kind; None if no edition among the shipped ones replaces another.
    """
    graph = load_graph()
    reader = Reader(graph)
    pairs = sorted(graph.subject_objects(ELI.repeals), key=str)
    if not pairs:
        return None
    new, old = max(pairs, key=lambda pair: reader.regulation(pair[0]).issued)
    changed = diff(local_name(old), local_name(new), graph)
    technique = graph.value(new, ZR.governs)
    assert technique is not None, f"{new} governs nothing"
    return LatestChanges(
        reader.concept(technique),
        changed.old,
        changed.new,
        _counted(changed.entries),
        _counted(changed.conditions),
    )


def _counted(changes: Iterable[EntryChange | ConditionChange]) -> Counts:
    counts = Counter(one.kinds for one in changes)
    told = {
        kinds: number
        for kinds, number in counts.items()
        if kinds and Kind.UNCHANGED not in [one.notation for one in kinds]
    }
    return tuple(sorted(told.items(), key=lambda pair: (kinds_order(pair[0]), -pair[1])))

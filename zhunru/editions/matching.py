"""找出两版中的同一项条件，比较数字。 Find the same condition in two editions; compare figures.

The curator judges what became of a condition; the figures of the two sides are compared beside it.
Where the two contradict one another, that is told: one of them must be wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final, TypeAlias

from zhunru.comparing.figure_words import qualifiers_of
from zhunru.comparing.placement import Standing
from zhunru.comparing.strictness import demands, order, unit_compared
from zhunru.criterion import Criterion
from zhunru.editions.conditions import Compared, Condition, ConditionChange, Difference
from zhunru.editions.kinds import CuratedChange, Kind, Outcome, kind_concept
from zhunru.reading import Reader
from zhunru.requirements import (
    Concept,
    Conformity,
    Label,
    Leaf,
    Possession,
    Qualifiers,
    Staffing,
    Threshold,
    TitleRequirement,
)

_Key: TypeAlias = tuple[object, ...]


class _Way(Enum):
    """By what a condition is recognised in the other edition, the most exact first."""

    SAME_FIGURE = auto()
    BEARER_AND_GRADES = auto()
    SAME_FIGURE_AND_BEARER = auto()
    BEARER = auto()
    BEARER_AND_MEASURE = auto()
    QUALIFIED_MEASURE = auto()
    MEASURE = auto()


#: Ways within a curated change, and ways for conditions that nobody judged.
_SUBJECTS: Final = (_Way.QUALIFIED_MEASURE, _Way.MEASURE)
_BEARERS: Final = (
    _Way.SAME_FIGURE,
    _Way.BEARER_AND_GRADES,
    _Way.SAME_FIGURE_AND_BEARER,
    _Way.BEARER,
    _Way.BEARER_AND_MEASURE,
)
#: Where even the figures are the same, it does not matter which of several is taken.
_SAME: Final = (_Way.SAME_FIGURE, _Way.SAME_FIGURE_AND_BEARER)


def condition_changes(
    matcher: Matcher,
    old: Mapping[str, Condition],
    new: Mapping[str, Condition],
    curated: Iterable[CuratedChange],
) -> tuple[ConditionChange, ...]:
    """Tell what became of the conditions.

    Args:
        matcher: Finds what is the same condition in both.
        old: The conditions of the older edition.
        new: Those of the newer one.
        curated: The curated changes; those of other things are left out.

    Returns:
        The curated changes, and one for each condition that they do not mention, paired by bearer,
        grades and measure.
    """
    changes = [
        matcher.of_curator(one, before, after)
        for one in curated
        for before, after in [(_side(one.before, old), _side(one.after, new))]
        if before or after
    ]
    told = {one.iri for change in changes for one in (*change.before, *change.after)}
    left = [
        [one for one in conditions.values() if one.leaf is not None and not _within(one, told)]
        for conditions in (old, new)
    ]
    changes.extend(matcher.found(left[0], left[1]))
    return _as_printed(changes, old, new)


def _as_printed(
    changes: Iterable[ConditionChange],
    old: Mapping[str, Condition],
    new: Mapping[str, Condition],
) -> tuple[ConditionChange, ...]:
    """Order changes as the newer edition has them, then what only the older one has."""
    places = {iri: index for index, iri in enumerate((*new, *old))}
    return tuple(
        sorted(changes, key=lambda one: min(places[each.iri] for each in one.after or one.before))
    )


class Matcher:
    """Finds what is the same condition in two editions."""

    def __init__(self, reader: Reader, criteria: Iterable[Criterion]) -> None:
        self._reader = reader
        self._criteria = {one.iri: one for one in criteria}

    def of_curator(
        self,
        change: CuratedChange,
        before: tuple[Condition, ...],
        after: tuple[Condition, ...],
    ) -> ConditionChange:
        """Compare the figures of a curated change."""
        earlier, later = _leaves(before), _leaves(after)
        pairs = self._pairs(earlier, later, _SUBJECTS)
        # 一对一的就是一对，哪怕指标不同。 One against one is a pair, whatever they measure.
        if not pairs and len(earlier) == len(later) == 1:
            pairs = [(earlier[0], later[0])]
        compared = tuple(self._compared(*pair) for pair in pairs)
        paired = {one.iri for pair in pairs for one in pair}
        loose = [one for one in (*earlier, *later) if one.iri not in paired]
        outcome = _together(compared, loose) if before and after else None
        found = ConditionChange(
            change.label, change.kinds, before, after, compared, outcome, change
        )
        return replace(found, disagreement=_disagreement(found))

    def found(
        self, before: Sequence[Condition], after: Sequence[Condition]
    ) -> Iterator[ConditionChange]:
        """Pair conditions that no curator has judged; what has no pair was dropped or is new."""
        pairs = self._pairs(before, after, _BEARERS)
        taken = {one.iri for pair in pairs for one in pair}
        for pair in pairs:
            compared = self._compared(*pair)
            said = _SAID.get(compared.outcome) if not compared.differences else None
            label = pair[1].places[0].requirement.label
            yield ConditionChange(
                label, self._kinds(said), pair[:1], pair[1:], (compared,), compared.outcome
            )
        for one in before:
            if one.iri not in taken:
                label, kinds = one.places[0].requirement.label, self._kinds(Kind.DROPPED)
                yield ConditionChange(label, kinds, (one,), (), (), None)
        for one in after:
            if one.iri not in taken:
                label, kinds = one.places[0].requirement.label, self._kinds(Kind.NEW)
                yield ConditionChange(label, kinds, (), (one,), (), None)

    def _kinds(self, kind: Kind | None) -> tuple[Concept, ...]:
        return (kind_concept(self._reader, kind),) if kind else ()

    def _pairs(
        self, before: Sequence[Condition], after: Sequence[Condition], ways: Sequence[_Way]
    ) -> list[tuple[Condition, Condition]]:
        """Pair conditions, the most alike first, each once; what is ambiguous stays unpaired."""
        pairs: list[tuple[Condition, Condition]] = []
        for way in ways:
            taken = {one.iri for pair in pairs for one in pair}
            earlier, later = (
                self._by_key([one for one in side if one.iri not in taken], way)
                for side in (before, after)
            )
            for one in before:
                alike = _alike(later, self._keys(one, way)) - taken if one.iri not in taken else ()
                for other in sorted(alike):
                    twin = next(two for two in after if two.iri == other)
                    rivals = _alike(earlier, self._keys(twin, way)) - taken
                    if way in _SAME or len(alike) == len(rivals) == 1:
                        pairs.append((one, twin))
                        taken |= {one.iri, twin.iri}
                        break
        return pairs

    def _by_key(self, conditions: Iterable[Condition], way: _Way) -> dict[_Key, set[str]]:
        found: dict[_Key, set[str]] = defaultdict(set)
        for one in conditions:
            for key in self._keys(one, way):
                found[key].add(one.iri)
        return found

    def _keys(self, one: Condition, way: _Way) -> set[_Key]:
        """Return by what a condition is recognised: one key for every place where it stands."""
        assert one.leaf is not None
        about: _Key = (*self._subject(one.leaf),)
        if way not in (_Way.MEASURE, _Way.BEARER_AND_MEASURE):
            about = (*about, qualifiers_of(one.leaf))
        if way in _SAME:
            about = (*about, demands(one.leaf))
        if way in _SUBJECTS:
            return {about}
        graded = way in (_Way.SAME_FIGURE, _Way.BEARER_AND_GRADES)
        return {
            (*about, place.criterion.role, place.standing, graded and place.criterion.grades)
            for place in one.places
        }

    def _subject(self, leaf: Leaf) -> _Key:
        """Return what a leaf is about: its measure, its thing, or who must meet what."""
        if isinstance(leaf, Threshold):
            return "measure", leaf.measure.iri
        if isinstance(leaf, TitleRequirement):
            return ("title",)
        if isinstance(leaf, Possession):
            return "thing", leaf.thing.iri
        if isinstance(leaf, Staffing):
            title = leaf.title.iri if leaf.title else None
            return "staff", self._criteria[leaf.meets].role.iri, title
        assert isinstance(leaf, Conformity)
        return "meets", self._criteria[leaf.meets].role.iri

    def _met(self, leaf: Leaf) -> tuple[Concept, ...]:
        """Return the grades of the criterion that others have to meet."""
        if isinstance(leaf, Staffing | Conformity):
            return self._criteria[leaf.meets].grades
        return ()

    def _compared(self, before: Condition, after: Condition) -> Compared:
        assert before.leaf is not None and after.leaf is not None
        differences = []
        if self._subject(before.leaf) != self._subject(after.leaf):
            differences.append(Difference.SUBJECT)
        if self._met(before.leaf) != self._met(after.leaf):
            differences.append(Difference.MET)
        differences += _differences(before, after)
        return Compared(before, after, _outcome(before, after, differences), tuple(differences))


_SAID: Final[Mapping[Outcome | None, Kind]] = {
    # 没有数字：同一样东西。 Without a figure, it is the same thing that must be had.
    None: Kind.UNCHANGED,
    Outcome.EQUAL: Kind.UNCHANGED,
    Outcome.LOOSENED: Kind.LOOSENED,
    Outcome.TIGHTENED: Kind.TIGHTENED,
}


def _side(iris: Iterable[str], conditions: Mapping[str, Condition]) -> tuple[Condition, ...]:
    """Return the conditions that a side of a change names; a criterion is all of its own."""
    named = frozenset(iris)
    return tuple(
        one
        for iri, one in conditions.items()
        if iri in named
        or any(place.criterion.iri in named and not place.path for place in one.places)
    )


def _alike(found: Mapping[_Key, set[str]], keys: Iterable[_Key]) -> set[str]:
    return {iri for key in keys for iri in found.get(key, ())}


def _within(condition: Condition, told: set[str]) -> bool:
    """Tell whether a condition, or in every place a group around it, has been told of."""
    if condition.iri in told:
        return True
    return all(any(group.iri in told for group in place.path) for place in condition.places)


def _leaves(conditions: Iterable[Condition]) -> list[Condition]:
    return [one for one in conditions if one.leaf is not None]


def _differences(before: Condition, after: Condition) -> list[Difference]:
    assert before.leaf is not None and after.leaf is not None
    differences = []
    if before.roles != after.roles:
        differences.append(Difference.BEARER)
    if before.grades != after.grades:
        differences.append(Difference.GRADES)
    if before.standing is not after.standing:
        differences.append(Difference.STANDING)
    if before.force is not after.force:
        differences.append(Difference.FORCE)
    if _counted(before.leaf) != _counted(after.leaf):
        differences.append(Difference.QUALIFIERS)
    return differences


def _counted(leaf: Leaf) -> tuple[Qualifiers, str | None, bool]:
    """Return what must be the same for figures to be comparable, besides the measure."""
    in_house = isinstance(leaf, Staffing) and leaf.in_house
    return qualifiers_of(leaf), unit_compared(leaf), in_house


def _outcome(
    before: Condition, after: Condition, differences: Iterable[Difference]
) -> Outcome | None:
    assert before.leaf is not None and after.leaf is not None
    if not demands(before.leaf) and not demands(after.leaf):
        return None
    apart = {Difference.SUBJECT, Difference.QUALIFIERS} & set(differences)
    # 前提越难成立，约束越少。 A premise that is harder to hold binds less.
    if apart or Standing.PREMISE in (before.standing, after.standing):
        return Outcome.NOT_COMPARABLE
    stricter = order(after.leaf, before.leaf)
    if stricter is None:
        return Outcome.NOT_COMPARABLE
    return (Outcome.EQUAL, Outcome.TIGHTENED, Outcome.LOOSENED)[stricter]


def _together(compared: Iterable[Compared], loose: Iterable[Condition]) -> Outcome | None:
    """Say what several figures say together; `loose` conditions have no counterpart."""
    outcomes = {one.outcome for one in compared if one.outcome is not None}
    unpaired = any(one.leaf is not None and demands(one.leaf) for one in loose)
    if not outcomes and not unpaired:
        return None
    moved = outcomes - {Outcome.EQUAL}
    if unpaired or len(moved) > 1:
        return Outcome.NOT_COMPARABLE
    return moved.pop() if moved else Outcome.EQUAL


def _disagreement(change: ConditionChange) -> Label | None:
    """Tell where the curator and the figures contradict one another."""
    said = {kind.notation for kind in change.kinds}
    tightened, loosened = Kind.TIGHTENED in said, Kind.LOOSENED in said
    same = bool(said & {Kind.UNCHANGED, Kind.REWORDED})
    wrong = {
        Outcome.TIGHTENED: not tightened and (loosened or same),
        Outcome.LOOSENED: not loosened and (tightened or same),
        Outcome.EQUAL: (tightened or loosened) and _only_figures(change),
    }
    if change.outcome is None or not wrong.get(change.outcome):
        return None
    names = "、".join(kind.label.zh for kind in change.kinds)
    in_english = ", ".join(kind.label.en for kind in change.kinds)
    outcome = change.outcome.label
    return Label(
        f"编者：{names}；数字：{outcome.zh}", f"curator: {in_english}; figures: {outcome.en}"
    )


def _only_figures(change: ConditionChange) -> bool:
    """Tell whether a change can lie in nothing but figures."""
    sides = (*change.before, *change.after)
    figures = [one for one in change.compared if one.outcome is not None]
    return len(sides) == 2 * len(figures) and not change.differences

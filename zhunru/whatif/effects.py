"""改动的后果：按人、按机构重新判定，谁得谁失。

The effects of a change: everybody concerned is validated again, and who gains or loses is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from rdflib import URIRef

from zhunru.assignments import Assigner, Assignment
from zhunru.criterion import Criterion
from zhunru.deciding import Decided, decide_assignments
from zhunru.dossiers import Dossier
from zhunru.engine import leaf_outcomes
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import KeptEvidence
from zhunru.namespaces import ID
from zhunru.outcomes import outcomes_one_by_one
from zhunru.reading import Reader, criteria
from zhunru.records import Records
from zhunru.requirements import Label
from zhunru.verdicts import Verdict, decide_criterion
from zhunru.whatif.changing import affected, asked, changed
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.settings import Setting

#: What stands where a table leaves the level or the region of an institution empty.
UNSAID: Final = Label("未注明", "not stated")


@dataclass(frozen=True)
class Effect:
    """What a change does to one row.

    Attributes:
        row: The identifier of the row that asked.
        bearer: The identifier of the person or institution.
        name: The bearer's name.
        institution: The identifier of the institution.
        criterion: The criterion as it is now.
        level: The level of the hospital.
        region: Its region.
        before: The verdict as things are.
        after: The verdict if they changed.
    """

    row: str
    bearer: str
    name: str
    institution: str
    criterion: Criterion
    level: Label
    region: Label
    before: Verdict
    after: Verdict

    @property
    def gains(self) -> bool:
        """Whether the bearer meets the criterion only after the change."""
        return self.before is not Verdict.MET and self.after is Verdict.MET

    @property
    def loses(self) -> bool:
        """Whether the bearer meets the criterion only before the change."""
        return self.before is Verdict.MET and self.after is not Verdict.MET

    def group(self, dimension: Dimension) -> Label:
        """Return the group it belongs to in a tally."""
        return {
            Dimension.SPECIALTY: self.criterion.technique.label,
            Dimension.LEVEL: self.level,
            Dimension.REGION: self.region,
        }[dimension]


@dataclass(frozen=True)
class Tally:
    """The effects on one group, as numbers of rows."""

    group: Label
    checked: int
    met_before: int
    met_after: int
    gained: int
    lost: int


@dataclass(frozen=True)
class WhatIf:
    """The effects of changes on a population, as of a date."""

    as_of: date
    settings: tuple[Setting, ...]
    rows: tuple[Effect, ...]

    def by(self, dimension: Dimension) -> tuple[Tally, ...]:
        """Tally the effects.

        Args:
            dimension: By what.

        Returns:
            A tally per group, those with the most changes first.
        """
        groups: dict[Label, list[Effect]] = {}
        for row in self.rows:
            groups.setdefault(row.group(dimension), []).append(row)
        tallies = [_tally(group, rows) for group, rows in groups.items()]
        return tuple(sorted(tallies, key=lambda one: (-one.gained - one.lost, one.group.zh)))

    @property
    def total(self) -> Tally:
        """The effects on all together."""
        return _tally(Label("合计", "total"), self.rows)


class Population:
    """A population whose evidence is gathered once, to move thresholds on it again and again.

    It may be shared by threads.

    Attributes:
        as_of: The day as of which evidence is counted; editions in force on it apply.
        everyone: Who is checked against what, as things are.
    """

    def __init__(self, records: Records, as_of: date) -> None:
        """Take the tables.

        Args:
            records: The tables of one hospital or several.
            as_of: The day as of which evidence is counted.

        Raises:
            InputError: If no criterion fits a row, or no row asks for anything.
        """
        self.as_of = as_of
        self.everyone = Assigner(criteria().values(), hierarchy(), as_of).assign(records)
        self._evidence = KeptEvidence(records, as_of)
        self._places = {row.values["institution"]: row.values for row in records["institutions"]}

    def gather(self) -> None:
        """Gather the evidence about everybody now, and not when it is asked for."""
        self._evidence.about(self.everyone)

    def effects(self, settings: Sequence[Setting]) -> WhatIf:
        """Decide as things are and as they would be.

        Args:
            settings: What is to be changed.

        Returns:
            An effect per programme or credential whose criterion may be affected.

        Raises:
            UserError: If the condition of a conditional rule is to be dropped.
        """
        now = criteria()
        then = changed(now, settings)
        touched = affected(now, then)
        chosen = _needed(self.everyone, touched)
        moved = _under(chosen, then)
        pairs = zip(self._decide(chosen), self._decide(moved), strict=True)
        rows = (
            self._effect(before, after.verdict)
            for before, after in pairs
            if before.assignment.row is not None and before.assignment.criterion.iri in touched
        )
        return WhatIf(self.as_of, tuple(settings), tuple(rows))

    def foresee(self, possible: Iterable[Setting]) -> None:
        """Gather the evidence that settings would need, so that `effects` finds it at hand.

        Args:
            possible: Settings that may be asked for, each by itself.

        Raises:
            UserError: If the condition of a conditional rule is to be dropped.
        """
        now = criteria()
        asked: list[Assignment] = []
        for setting in possible:
            then = changed(now, (setting,))
            chosen = _needed(self.everyone, affected(now, then))
            asked += [*chosen, *_under(chosen, then)]
        self._evidence.about(asked)

    def found(self, criterion: str) -> tuple[Decided, ...]:
        """Decide those who are asked about under a criterion, as things are.

        Args:
            criterion: The IRI of the criterion.

        Returns:
            What was decided of every row that asks for it, or for one that extends it.
        """
        chosen = _needed(self.everyone, frozenset({criterion}))
        return tuple(
            one
            for one in self._decide(chosen)
            if one.assignment.row is not None and criterion in _reaches(one.assignment.criterion)
        )

    def _decide(self, assignments: Sequence[Assignment]) -> tuple[Decided, ...]:
        return decide_assignments(self._evidence, assignments, outcomes_one_by_one)

    def _effect(self, before: Decided, after: Verdict) -> Effect:
        row = before.assignment.row or ""
        place = self._places.get(before.dossier.institution, {})
        return _effect(before.dossier, row, before.verdict, after, place)


def whatif(records: Records, settings: Sequence[Setting], as_of: date) -> WhatIf:
    """Validate a population as things are and as they would be.

    Args:
        records: The tables of one hospital or several.
        settings: What is to be changed.
        as_of: The day as of which evidence is counted; editions in force on it apply.

    Returns:
        An effect per programme or credential whose criterion may be affected.

    Raises:
        InputError: If no criterion fits a row, or no row asks for anything.
        UserError: If the condition of a conditional rule is to be dropped.
    """
    return Population(records, as_of).effects(settings)


def whatif_dossiers(
    dossiers: Sequence[Dossier], settings: Sequence[Setting], as_of: date
) -> WhatIf:
    """Decide ready-made dossiers as things are and as they would be.

    Head-counts and conformity stay as the dossiers have them; a title or period that the dossiers
    have no figure for is missing evidence.

    Args:
        dossiers: The dossiers, of any criteria.
        settings: What is to be changed.
        as_of: The day as of which their evidence was counted.

    Returns:
        An effect per dossier whose criterion is changed.

    Raises:
        UserError: If the condition of a conditional rule is to be dropped.
    """
    now = {one.criterion.iri: one.criterion for one in dossiers}
    then = changed(now, settings)
    chosen = [one for one in dossiers if then[one.criterion.iri] is not one.criterion]
    moved = [replace(one, criterion=then[one.criterion.iri]) for one in chosen]
    verdicts = zip(_verdicts(chosen), _verdicts(moved), strict=True)
    rows = (
        _effect(dossier, dossier.iri, before, after, {})
        for dossier, (before, after) in zip(chosen, verdicts, strict=True)
    )
    return WhatIf(as_of, tuple(settings), tuple(rows))


def _verdicts(dossiers: Sequence[Dossier]) -> list[Verdict]:
    outcomes = leaf_outcomes(dossiers)
    return [decide_criterion(one.criterion, outcomes[one.iri])[0] for one in dossiers]


def _under(chosen: Iterable[Assignment], then: Mapping[str, Criterion]) -> list[Assignment]:
    return [replace(one, criterion=then[one.criterion.iri]) for one in chosen]


def _needed(everyone: Iterable[Assignment], touched: frozenset[str]) -> list[Assignment]:
    """Those who are touched, and those whose verdicts theirs depend on."""
    given = list(everyone)
    wanted = set(touched)
    while True:
        chosen = [one for one in given if _reaches(one.criterion) & wanted]
        more = wanted.union(*(asked(one.criterion) for one in chosen))
        if more == wanted:
            return chosen
        wanted = more


def _reaches(criterion: Criterion) -> set[str]:
    return {one.iri for one in criterion.closure}


def _effect(
    dossier: Dossier,
    row: str,
    before: Verdict,
    after: Verdict,
    place: Mapping[str, str | None],
) -> Effect:
    return Effect(
        row,
        dossier.bearer,
        dossier.name,
        dossier.institution,
        dossier.criterion,
        _level(place.get("level")),
        _region(place.get("region")),
        before,
        after,
    )


@cache
def _level(notation: str | None) -> Label:
    if notation is None:
        return UNSAID
    return Reader(load_graph()).concept(URIRef(f"{ID}hospital-level/{notation}")).label


def _region(name: str | None) -> Label:
    return Label(name, name) if name else UNSAID


def _tally(group: Label, rows: Sequence[Effect]) -> Tally:
    before = Counter(row.before for row in rows)
    after = Counter(row.after for row in rows)
    return Tally(
        group,
        checked=len(rows),
        met_before=before[Verdict.MET],
        met_after=after[Verdict.MET],
        gained=sum(row.gains for row in rows),
        lost=sum(row.loses for row in rows),
    )

"""校验：由医院数据到每项要求的判定。

Validation: from a hospital's data to a verdict per requirement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from zhunru.assignments import Assigner, Assignment, levels
from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.engine import Engine, Outcomes, fastest_shacl, leaf_outcomes
from zhunru.errors import Problem
from zhunru.evidence import Gathered, Known, gather
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.namespaces import ID, local_path
from zhunru.next_steps.ceilings import denominator
from zhunru.next_steps.running import RunningTimes
from zhunru.not_in_force import not_yet_in_force
from zhunru.reading import Reader, criteria
from zhunru.records import Records
from zhunru.report import Report, Result, finding_of
from zhunru.requirements import Conformity, Leaf, Staffing, Threshold, ValueType
from zhunru.rule_cache import cached_on_disk
from zhunru.verdicts import Verdict, all_of, decide_criterion

#: Told how many dossiers there are, and how many more were done.
Progress = Callable[[int, int], None]


def _silent(total: int, done: int) -> None:
    del total, done


def validate_records(
    records: Records,
    as_of: date,
    progress: Progress = _silent,
    engine: Engine = Engine.COLUMNS,
) -> Report:
    """Validate a hospital's tables against the criteria of the knowledge graph.

    Args:
        records: The tables.
        as_of: The day as of which evidence is counted.
        progress: Told how far it is.
        engine: Which engine checks the dossiers.

    Returns:
        The report, a result per programme or credential and criterion, in their order.

    Raises:
        InputError: If no criterion fits a row, or no row asks for anything.
    """
    assignments = Assigner(criteria().values(), hierarchy(), as_of).assign(records)
    report = validate_assignments(records, assignments, as_of, progress, engine)
    asked = tuple(one for one in report.results if one.row is not None)
    remarks = (*records.remarks, *_early(asked, as_of))
    return replace(report, results=asked, set_aside=records.set_aside, remarks=remarks)


def validate_assignments(
    records: Records,
    assignments: Sequence[Assignment],
    as_of: date,
    progress: Progress = _silent,
    engine: Engine = Engine.COLUMNS,
) -> Report:
    """Validate chosen bearers against chosen criteria.

    Args:
        records: The tables.
        assignments: Who is to be checked against what. Criteria that one of these must conform to,
            and the people that it counts, are answered from these assignments only.
        as_of: The day as of which evidence is counted.
        progress: Told how far it is.
        engine: Which engine checks the dossiers.

    Returns:
        The report, a result per assignment, in their order.
    """
    return validate_variants(records, (assignments,), as_of, progress, engine)[0]


def validate_variants(
    records: Records,
    variants: Sequence[Sequence[Assignment]],
    as_of: date,
    progress: Progress = _silent,
    engine: Engine = Engine.COLUMNS,
) -> tuple[Report, ...]:
    """Validate against several variants of the criteria, with the evidence gathered once.

    Args:
        records: The tables.
        variants: For each variant, who is to be checked against what, as in
            `validate_assignments`.
        as_of: The day as of which evidence is counted.
        progress: Told how far it is.
        engine: Which engine checks the dossiers.

    Returns:
        A report per variant, a result per assignment, in their order.
    """
    asked = _asked(one for assignments in variants for one in assignments)
    evidence = gather(records, asked, hierarchy(), title_ranks(), as_of)
    running = RunningTimes(records, hierarchy(), title_ranks(), as_of)
    total = sum(map(len, variants))
    reports = []
    for assignments in variants:
        run = _Run(evidence, running, _understated(records), engine)
        for level in levels(assignments):
            run.check(level, lambda done: progress(total, done))
        results = tuple(run.results[_key(one)] for one in assignments)
        reports.append(Report(as_of, results))
    return tuple(reports)


def validate_dossiers(
    dossiers: Sequence[Dossier],
    as_of: date,
    progress: Progress = _silent,
    engine: Engine | None = None,
) -> Report:
    """Validate ready-made dossiers.

    Args:
        dossiers: The dossiers, with their evidence.
        as_of: The day as of which their evidence was counted, for the report.
        progress: Told how far it is.
        engine: Which engine checks them; the faster SHACL engine unless given.

    Returns:
        The report, a result per dossier in their order.
    """
    outcomes = leaf_outcomes(
        dossiers, lambda done: progress(len(dossiers), done), engine or fastest_shacl()
    )
    results = tuple(
        _result(dossier, dossier.iri, outcomes[dossier.iri], as_of) for dossier in dossiers
    )
    return Report(as_of, results, remarks=_early(results, as_of))


def _early(results: Iterable[Result], as_of: date) -> tuple[Problem, ...]:
    regulations = (one.dossier.criterion.regulation for one in results)
    return not_yet_in_force(regulations, as_of)


@cached_on_disk
def title_ranks() -> dict[str, int]:
    """Return the rank of every title by notation, read once per process."""
    titles = Reader(load_graph()).titles
    return {title.notation: title.rank for title in titles if title.rank is not None}


class _Run:
    """The state of a run: verdicts of earlier levels answer the leaves of later ones."""

    def __init__(
        self,
        evidence: Gathered,
        running: RunningTimes,
        understated: frozenset[str],
        engine: Engine,
    ) -> None:
        self._understated = understated
        self._engine = engine
        self._evidence = evidence
        self._running = running
        self._criteria: dict[str, Criterion] = {}
        self._outcomes: dict[tuple[str, str], Outcomes] = {}
        self._people: defaultdict[str, list[Assignment]] = defaultdict(list)
        self.results: dict[tuple[str | None, str, str], Result] = {}

    def check(self, level: Iterable[Assignment], advance: Callable[[int], None]) -> None:
        dossiers = {_key(one): self._dossier(one) for one in level}
        outcomes = leaf_outcomes(list(dossiers.values()), advance, self._engine)
        for one in level:
            dossier = dossiers[_key(one)]
            self._criteria[one.criterion.iri] = one.criterion
            self._outcomes[one.bearer, one.criterion.iri] = outcomes[dossier.iri]
            result = _result(dossier, one.row, outcomes[dossier.iri], self._evidence.as_of)
            self.results[_key(one)] = replace(result, file=one.file, line=one.line)
            if one.criterion.role_is_person:
                self._people[one.institution].append(one)

    def _dossier(self, one: Assignment) -> Dossier:
        settled: dict[str, Value | None] = {}
        ranges: dict[str, Interval] = {}
        leaves = one.criterion.leaves()
        for leaf in leaves:
            known = self._known(one, leaf)
            value = _settle(leaf, known)
            if isinstance(known, Interval):
                ranges[leaf.evidence_key] = known
            # 两项要求共用一列而结论不一时，此列不定。 Settled in two ways, a column is open.
            if leaf.evidence_key in settled and settled[leaf.evidence_key] != value:
                value = None
            settled[leaf.evidence_key] = value
        return Dossier(
            iri=f"{ID}dossier-of/{local_path(one.criterion.iri)}/{quote(one.bearer, safe='')}",
            bearer=one.bearer,
            name=one.name,
            institution=one.institution,
            criterion=one.criterion,
            values={key: value for key, value in settled.items() if value is not None},
            running=self._running.of(one.bearer, leaves),
            wholes=self._wholes(one, leaves),
            ranges={key: known for key, known in ranges.items() if settled[key] is None},
        )

    def _wholes(self, one: Assignment, leaves: Iterable[Leaf]) -> dict[str, Decimal]:
        """The denominators of rates, where they are known exactly."""
        rates = [
            leaf for leaf in leaves if isinstance(leaf, Threshold) and leaf.measure.denominator
        ]
        wholes = {leaf.evidence_key: self._known(one, denominator(leaf)) for leaf in rates}
        return {
            key: known.low
            for key, known in wholes.items()
            if isinstance(known, Interval) and known.low == known.high
        }

    def _known(self, one: Assignment, leaf: Leaf) -> Known:
        if isinstance(leaf, Staffing):
            return self._staff(one.institution, leaf)
        if isinstance(leaf, Conformity):
            return self._conforms(one.bearer, leaf)
        return self._evidence.of(one.bearer, leaf, one.criterion)

    def _staff(self, institution: str, leaf: Staffing) -> Interval | None:
        """Count the people who meet a criterion; those whose verdict is open may or may not."""
        verdicts: dict[str, Verdict] = {}
        for one in self._people[institution]:
            criterion = next((c for c in one.criterion.closure if c.iri == leaf.meets), None)
            if criterion is not None:
                verdict = self._standing(one, criterion, leaf)
                known = verdicts.get(one.bearer)
                verdicts[one.bearer] = Verdict.MET if Verdict.MET in (verdict, known) else verdict
        if not verdicts:
            return None
        met = sum(verdict is Verdict.MET for verdict in verdicts.values())
        lost = sum(verdict is Verdict.NOT_MET for verdict in verdicts.values())
        # 人员或授权有行被搁置的，人数可能更多。 With rows of people set aside, there may be more.
        most = None if institution in self._understated else Decimal(len(verdicts) - lost)
        return Interval(Decimal(met), most)

    def _standing(self, one: Assignment, criterion: Criterion, leaf: Staffing) -> Verdict:
        """Say whether a colleague counts: of the criterion, the title, and in-house if asked."""
        verdict, _ = decide_criterion(criterion, self._outcomes[one.bearer, one.criterion.iri])
        counts = [verdict]
        if leaf.title is not None:
            held = self._evidence.holds_title(one.bearer, leaf.title.rank or 0)
            counts.append(_verdict(held))
        if leaf.in_house:
            counts.append(_verdict(self._evidence.in_house(one.bearer)))
        return all_of(counts)

    def _conforms(self, bearer: str, leaf: Conformity) -> bool | None:
        outcomes = self._outcomes.get((bearer, leaf.meets))
        if outcomes is None:
            return None
        verdict, _ = decide_criterion(self._criteria[leaf.meets], outcomes)
        return {Verdict.MET: True, Verdict.NOT_MET: False}.get(verdict)


def _understated(records: Records) -> frozenset[str]:
    """The institutions of whose people rows were set aside: their head-counts are a least."""
    places = {row.values["staff"]: row.values["institution"] for row in records["staff"]}
    return frozenset(
        who if table == "staff" else places.get(who, "")
        for table, who in records.incomplete
        if table in ("staff", "credentials")
    )


def _asked(assignments: Iterable[Assignment]) -> Iterator[tuple[str, Leaf, Criterion]]:
    """List what records are asked: leaves that need no verdict, and what rates divide by."""
    for one in assignments:
        for leaf in one.criterion.leaves():
            if not isinstance(leaf, Staffing | Conformity):
                yield one.bearer, leaf, one.criterion
            if isinstance(leaf, Threshold) and leaf.measure.denominator:
                yield one.bearer, denominator(leaf), one.criterion


def _key(one: Assignment) -> tuple[str | None, str, str]:
    return one.row, one.bearer, one.criterion.iri


def _result(dossier: Dossier, row: str | None, outcomes: Outcomes, as_of: date) -> Result:
    verdict, decisions = decide_criterion(dossier.criterion, outcomes)
    findings = tuple(finding_of(decision, dossier, as_of) for decision in decisions)
    return Result(dossier, row, verdict, findings)


def _verdict(known: bool | None) -> Verdict:
    return {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.MISSING}[known]


def _settle(leaf: Leaf, known: Known) -> Value | None:
    if not isinstance(known, Interval):
        return known
    value = known.settle(leaf.bounds)
    if value is None or leaf.value_type is ValueType.DECIMAL:
        return value
    return int(value)

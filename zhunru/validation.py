"""校验：由医院数据到每项要求的判定。

Validation: from a hospital's data to a verdict per requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from zhunru.assignments import Assigner, Assignment
from zhunru.deciding import Decided, decide_assignments
from zhunru.dossiers import Dossier
from zhunru.engine import Engine, Outcomes, fastest_shacl, leaf_outcomes
from zhunru.errors import Problem
from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import KeptEvidence
from zhunru.not_in_force import not_yet_in_force
from zhunru.reading import criteria
from zhunru.records import Records
from zhunru.report import Report, Result, finding_of
from zhunru.verdicts import decide_criterion

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

    def check(dossiers: Sequence[Dossier]) -> dict[str, Outcomes]:
        return leaf_outcomes(dossiers, lambda done: progress(len(assignments), done), engine)

    decided = decide_assignments(KeptEvidence(records, as_of), assignments, check)
    return Report(as_of, tuple(_reported(one, as_of) for one in decided))


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
        result_of(dossier, dossier.iri, outcomes[dossier.iri], as_of) for dossier in dossiers
    )
    return Report(as_of, results, remarks=_early(results, as_of))


def _early(results: Iterable[Result], as_of: date) -> tuple[Problem, ...]:
    regulations = (one.dossier.criterion.regulation for one in results)
    return not_yet_in_force(regulations, as_of)


def _reported(one: Decided, as_of: date) -> Result:
    asked = one.assignment
    result = result_of(one.dossier, asked.row, one.outcomes, as_of)
    return replace(result, file=asked.file, line=asked.line)


def result_of(dossier: Dossier, row: str | None, outcomes: Outcomes, as_of: date) -> Result:
    """Word what was decided for readers.

    Args:
        dossier: The dossier.
        row: The identifier of the row that asked; None for none.
        outcomes: The verdict on every leaf.
        as_of: The day as of which the evidence was counted.

    Returns:
        The result, with a finding per requirement.
    """
    verdict, decisions = decide_criterion(dossier.criterion, outcomes)
    findings = tuple(finding_of(decision, dossier, as_of) for decision in decisions)
    return Result(dossier, row, verdict, findings)

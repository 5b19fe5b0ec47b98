"""把报告写成 JSON。 Write a report as JSON."""

from __future__ import annotations

import json
from typing import Any

from zhunru.data_version import data_version
from zhunru.errors import Bilingual, Problem
from zhunru.report import Finding, Report, Result
from zhunru.reports.sections import Section, sections
from zhunru.requirements import Concept, Label
from zhunru.verdicts import Verdict


def to_json(report: Report) -> str:
    """Write a report as JSON: counts, sections, a result per dossier with nested findings.

    Args:
        report: The report.

    Returns:
        The JSON text, Chinese as it is.
    """
    document = {
        "asOf": report.as_of.isoformat(),
        "dataVersion": data_version(),
        "allMet": report.all_met,
        "counts": _counts(report.counts()),
        "sections": {section.name.value: _section(section) for section in sections(report)},
        "results": [_result(result) for result in report.results],
        "setAside": [_problem(problem) for problem in report.set_aside],
        "remarks": [_problem(problem) for problem in report.remarks],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _counts(counts: dict[Verdict, int]) -> dict[str, int]:
    return {verdict.value: number for verdict, number in counts.items()}


def _section(section: Section) -> dict[str, Any]:
    return {
        **_texts(section.title),
        "counts": _counts(section.counts()),
        "members": [
            {**_texts(member.name), "counts": _counts(member.counts())}
            for member in section.members
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    dossier, criterion = result.dossier, result.dossier.criterion
    return {
        "row": result.row,
        "file": result.file,
        "line": result.line,
        "bearer": dossier.bearer,
        "name": dossier.name,
        "institution": dossier.institution,
        "role": _concept(criterion.role),
        "technique": _concept(criterion.technique),
        "grades": [_concept(grade) for grade in criterion.grades],
        "criterion": {"iri": criterion.iri, **_texts(criterion.label)},
        "regulation": criterion.regulation.iri,
        "verdict": result.verdict.value,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "requirement": requirement.iri,
        "label": _texts(requirement.label),
        "force": requirement.force.value,
        "verdict": finding.verdict.value,
        "required": _texts(finding.required),
        "found": finding.found and _texts(finding.found),
        "distance": finding.distance and _texts(finding.distance),
        "missing": finding.missing and _texts(finding.missing),
        "nextStep": finding.next_step and _texts(finding.next_step),
        "clauses": [clause.number for clause in requirement.clauses],
        "quotes": list(requirement.quotes),
        "note": requirement.note,
        "parts": [_finding(part) for part in finding.parts],
    }


def _concept(concept: Concept) -> dict[str, str]:
    return {"iri": concept.iri, **_texts(concept.label)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.kind,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "finding": _texts(problem.finding),
        "expected": _texts(problem.expected),
    }


def _texts(words: Label | Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}

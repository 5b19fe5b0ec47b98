"""把报告写成 SARIF 2.1.0，供代码与数据质量平台读取。 Write a report as SARIF 2.1.0.

The format of OASIS: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from zhunru import __version__
from zhunru.data_version import data_version
from zhunru.errors import Bilingual, Problem
from zhunru.namespaces import local_path
from zhunru.report import Finding, Report, Result
from zhunru.reports.lines import facts
from zhunru.reports.places import file_and_sheet
from zhunru.requirements import Force, Label, Requirement
from zhunru.verdicts import Verdict

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Verdict.NOT_MET: "error",
    Verdict.MISSING: "warning",
    Verdict.JUDGEMENT: "note",
}


def to_sarif(report: Report) -> str:
    """Write a report as SARIF: a result per open finding, at the row that asked for it.

    The levels are error for 不符合, warning for 资料不足 and note for 需人工判断; what is only
    advised or permitted decides nothing and is a note. Rows that were set aside, and remarks, are
    notifications of the run.

    Args:
        report: The report.

    Returns:
        The JSON text, Chinese as it is.
    """
    found = [(result, finding) for result in report.results for finding in result.open_findings]
    rules = {_rule_id(finding.requirement): finding for _, finding in found}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "zhunru",
                "fullName": "准入 Zhunru",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(rules[rule]) for rule in order],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [
            _result(result, finding, order[_rule_id(finding.requirement)])
            for result, finding in found
        ],
        "properties": {"asOf": report.as_of.isoformat(), "dataVersion": data_version()},
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule_id(requirement: Requirement) -> str:
    return local_path(requirement.iri)


def _rule(finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "id": _rule_id(requirement),
        "shortDescription": {"text": requirement.label.zh},
        "fullDescription": {"text": finding.required.zh},
        "properties": {
            "label": requirement.label.en,
            "required": finding.required.en,
            "clauses": [clause.number for clause in requirement.clauses],
            "quotes": list(requirement.quotes),
            "force": requirement.force.value,
            "requirement": requirement.iri,
        },
    }


def _result(result: Result, finding: Finding, rule: int) -> dict[str, Any]:
    dossier, says = result.dossier, _says(result, finding)
    written: dict[str, Any] = {
        "ruleId": _rule_id(finding.requirement),
        "ruleIndex": rule,
        "level": _level(finding),
        "message": {"text": says.zh},
        "properties": {
            "message": says.en,
            "verdict": finding.verdict.value,
            "row": result.row,
            "bearer": dossier.bearer,
            "criterion": local_path(dossier.criterion.iri),
        },
    }
    if result.file is not None:
        written["locations"] = [_location(result.file, result.line)]
    return written


def _level(finding: Finding) -> str:
    binding = finding.requirement.force is Force.MANDATORY
    return _LEVELS[finding.verdict] if binding else "note"


def _says(result: Result, finding: Finding) -> Label:
    """Word a result: who, what is required, what was found, how far from it, what would help."""
    name, required = result.dossier.name, finding.required
    zh = [f"{name}：{finding.verdict.value}。{required.zh}"]
    en = [f"{name}: {finding.verdict.en}. {required.en}"]
    for fact in facts(finding):
        zh.append(fact.zh)
        en.append(fact.en)
    return Label("；".join(zh), "; ".join(en))


def _location(file: str, line: int | None) -> dict[str, Any]:
    name, sheet = file_and_sheet(file)
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(name)}}
    if line is not None:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if sheet is not None:
        location["logicalLocations"] = [{"name": sheet, "fullyQualifiedName": file}]
    return location


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            *(_notification(problem, "warning") for problem in report.set_aside),
            *(_notification(problem, "note") for problem in report.remarks),
        ],
    }


def _notification(problem: Problem, level: str) -> dict[str, Any]:
    says = Bilingual(problem.chinese, problem.english)
    return {
        "descriptor": {"id": problem.kind},
        "level": level,
        "message": {"text": says.zh},
        "locations": [_location(problem.file, problem.row)],
        "properties": {"message": says.en, "column": problem.column, "value": problem.value},
    }

"""把报告写成 JSON、CSV、HTML 与 Turtle。 Write a report as JSON, CSV, HTML and Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from rdflib import Graph, Literal, URIRef

from zhunru.dossiers import to_graph
from zhunru.errors import UserError
from zhunru.namespaces import ZR, bind_prefixes, local_path
from zhunru.pyshacl_engine import run_shacl
from zhunru.report import WORST_FIRST, Finding, Report, Result
from zhunru.shapes import compile_all
from zhunru.verdicts import Verdict

_COLUMNS: Final = (
    "编号",
    "承担者",
    "名称",
    "标准",
    "总判定",
    "层级",
    "要求",
    "判定",
    "须满足",
    "发现",
    "差距",
    "条款",
    "原文",
    "规范",
)

#: Cells that a spreadsheet would run as a formula begin with one of these.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def to_json(report: Report) -> str:
    """Write a report as JSON: a result per dossier, with nested findings.

    Args:
        report: The report.

    Returns:
        The JSON text, Chinese as it is.
    """
    document = {
        "asOf": report.as_of.isoformat(),
        "counts": {verdict.value: number for verdict, number in report.counts().items()},
        "results": [_result(result) for result in report.results],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_csv(report: Report) -> str:
    """Write a report as CSV, a row per finding.

    Names come from the hospital's own tables, so cells that a spreadsheet would take for a formula
    are defused by a leading apostrophe. A byte-order mark lets Excel read the Chinese.

    Args:
        report: The report.

    Returns:
        The CSV text.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for result in report.results:
        for row in _rows(result):
            writer.writerow([_defused(cell) for cell in row])
    return "\ufeff" + stream.getvalue()


def to_html(report: Report) -> str:
    """Write a report as one printable HTML page, without outside resources.

    Args:
        report: The report.

    Returns:
        The HTML text; everything from the input is escaped.
    """
    environment = Environment(
        loader=PackageLoader("zhunru"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["Verdict"] = Verdict
    return environment.get_template("report.html.jinja").render(report=report)


def to_turtle(report: Report) -> str:
    """Write a report as Turtle: the dossiers, their verdicts and the SHACL validation report.

    The `sh:ValidationReport` is that of pySHACL over the compiled shapes. As the dossiers and their
    evidence are included, the file can be validated again.

    Args:
        report: The report.

    Returns:
        The Turtle text.
    """
    graph = to_graph(result.dossier for result in report.results)
    shapes = Graph()
    criteria = {result.dossier.criterion.iri: result.dossier.criterion for result in report.results}
    for compiled in compile_all(criteria.values()).values():
        shapes += compiled
    results = run_shacl(graph, shapes)
    for result in report.results:
        verdict = Literal(result.verdict.value, lang="zh")
        graph.add((URIRef(result.dossier.iri), ZR.verdict, verdict))
    graph += results
    text: str = bind_prefixes(graph).serialize(format="turtle")
    return text


FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    ".ttl": to_turtle,
    ".json": to_json,
    ".csv": to_csv,
    ".html": to_html,
}


def write_for(path: Path) -> Callable[[Report], str]:
    """Choose the format for a file by its ending.

    Args:
        path: The file to be written.

    Returns:
        The function that writes that format.

    Raises:
        UserError: If the ending stands for no format, naming those there are.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        known = "、".join(FORMATS)
        raise UserError(
            f"报告“{path.name}”的扩展名应为 {known} 之一。"
            f" The report's name must end in one of {', '.join(FORMATS)}."
        )
    return FORMATS[ending]


def _result(result: Result) -> dict[str, Any]:
    criterion = result.dossier.criterion
    return {
        "row": result.row,
        "bearer": result.dossier.bearer,
        "name": result.dossier.name,
        "criterion": {"iri": criterion.iri, "zh": criterion.label.zh, "en": criterion.label.en},
        "regulation": criterion.regulation.iri,
        "verdict": result.verdict.value,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "requirement": requirement.iri,
        "verdict": finding.verdict.value,
        "required": {"zh": finding.required.zh, "en": finding.required.en},
        "found": finding.found and {"zh": finding.found.zh, "en": finding.found.en},
        "distance": finding.distance and {"zh": finding.distance.zh, "en": finding.distance.en},
        "clauses": [clause.number for clause in requirement.clauses],
        "quotes": list(requirement.quotes),
        "parts": [_finding(part) for part in finding.parts],
    }


def _rows(result: Result) -> Iterator[tuple[str, ...]]:
    dossier = result.dossier
    for top in sorted(result.findings, key=lambda one: WORST_FIRST.index(one.verdict)):
        for depth, finding in top.flat():
            yield (
                result.row or "",
                dossier.bearer,
                dossier.name,
                dossier.criterion.label.zh,
                result.verdict.value,
                str(depth),
                finding.requirement.label.zh,
                finding.verdict.value,
                finding.required.zh,
                finding.found.zh if finding.found else "",
                finding.distance.zh if finding.distance else "",
                finding.clauses,
                "；".join(finding.requirement.quotes),
                local_path(dossier.criterion.regulation.iri),
            )


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell

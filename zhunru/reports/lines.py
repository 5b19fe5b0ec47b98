"""一项要求一行：CSV 与工作簿的明细。 A line per requirement: for CSV and the workbook's details."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zhunru.errors import Bilingual
from zhunru.namespaces import local_path
from zhunru.report import Finding, Report, Result, worst_first
from zhunru.requirements import Label
from zhunru.verdicts import Verdict

Cell = str | int | None

#: The columns, in their order. Others read the file by them: add at the end, rename none.
COLUMNS: Final = (
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
    "下一步",
    "约束力",
    "机构",
    "技术",
    "文件",
    "行",
    "要求代号",
)


def lines(report: Report) -> Iterator[tuple[Cell, ...]]:
    """Yield a line per requirement, the worst of each result first, parts after their group.

    Args:
        report: The report.

    Yields:
        The cells, in the order of `COLUMNS`; texts as they are, not defused.
    """
    for result in report.results:
        for top in worst_first(result.findings):
            for depth, finding in top.flat():
                yield _line(result, depth, finding)


def advice(finding: Finding) -> Label | Bilingual | None:
    """Say what would help: the next step, else the evidence to provide; None where neither is."""
    return finding.next_step or finding.missing


def gaps(finding: Finding) -> list[Label | Bilingual]:
    """Say what is lacking: the distance, unless the advice repeats it, and the advice."""
    advised, distance = advice(finding), finding.distance
    if advised is None:
        return [distance] if distance else []
    return [distance, advised] if distance and distance.zh not in advised.zh else [advised]


def facts(finding: Finding) -> list[Label | Bilingual]:
    """Say in phrases what is known: what was found, and what is lacking."""
    found = finding.found
    if found is None:
        return gaps(finding)
    if finding.verdict in (Verdict.MISSING, Verdict.JUDGEMENT):
        return [found, *gaps(finding)]
    return [Label(f"现有 {found.zh}", f"found: {found.en}"), *gaps(finding)]


def _line(result: Result, depth: int, finding: Finding) -> tuple[Cell, ...]:
    dossier, requirement = result.dossier, finding.requirement
    return (
        result.row,
        dossier.bearer,
        dossier.name,
        dossier.criterion.label.zh,
        result.verdict.value,
        depth,
        requirement.label.zh,
        finding.verdict.value,
        finding.required.zh,
        _chinese(finding.found),
        _chinese(finding.distance),
        finding.clauses,
        "；".join(requirement.quotes),
        local_path(dossier.criterion.regulation.iri),
        _chinese(advice(finding)),
        requirement.force.zh,
        dossier.institution,
        dossier.criterion.technique.label.zh,
        result.file,
        result.line,
        local_path(requirement.iri),
    )


def _chinese(words: Label | Bilingual | None) -> str | None:
    return words.zh if words else None

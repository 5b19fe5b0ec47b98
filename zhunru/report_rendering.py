"""在终端显示校验报告。 Show a validation report in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from zhunru.report import Finding, Report, Result
from zhunru.verdicts import Verdict

STYLES: Final = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "bold red",
    Verdict.MISSING: "yellow",
    Verdict.JUDGEMENT: "blue",
    Verdict.NOT_APPLICABLE: "dim",
}


def render(report: Report, console: Console) -> None:
    """Print a report: totals, a table of results, then what is open, worst first.

    Args:
        report: The report.
        console: Where to print.
    """
    console.print(_overview(report))
    for result in report.results:
        if result.verdict is not Verdict.MET:
            console.print(_open(result))
    console.print(_totals(report))


def _styled(verdict: Verdict) -> str:
    return f"[{STYLES[verdict]}]{verdict.value}[/]"


def _totals(report: Report) -> str:
    counts = " · ".join(
        f"{_styled(verdict)} {number}" for verdict, number in report.counts().items()
    )
    return (
        f"截至 {report.as_of.isoformat()}，共 {len(report.results)} 项：{counts}\n"
        f"[dim]As of {report.as_of.isoformat()}, {len(report.results)} checks.[/]"
    )


def _overview(report: Report) -> Table:
    table = Table(title="校验结果 Results", title_justify="left")
    for column in ("编号 Row", "承担者 Bearer", "标准 Criterion", "判定 Verdict"):
        table.add_column(column, overflow="fold")
    for result in report.results:
        table.add_row(
            escape(result.row or ""),
            escape(result.dossier.name),
            result.dossier.criterion.label.zh,
            _styled(result.verdict),
        )
    return table


def _open(result: Result) -> Tree:
    criterion = result.dossier.criterion
    heading = f"{escape(result.row or '')} {escape(result.dossier.name)} · {criterion.label.zh}"
    tree = Tree(f"{heading} {_styled(result.verdict)}")
    _grow(tree, result.open_findings)
    return tree


def _grow(tree: Tree, findings: Iterable[Finding]) -> None:
    for finding in findings:
        facts = [
            f"现有 {finding.found.zh}" if finding.found else "",
            finding.distance.zh if finding.distance else "",
            finding.missing.zh if finding.missing else "",
        ]
        detail = "，".join(escape(fact) for fact in facts if fact)
        line = f"{_styled(finding.verdict)} {finding.required.zh}"
        branch = tree.add(f"{line}\n[dim]{detail}[/]" if detail else line)
        _grow(branch, finding.parts)

"""在终端显示校验报告。 Show a validation report in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from zhunru.errors import Problem
from zhunru.report import WORST_FIRST, Finding, Report, Result, worst_first
from zhunru.reports.lines import facts
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import Section, sections
from zhunru.verdicts import Verdict

STYLES: Final = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "bold red",
    Verdict.MISSING: "yellow",
    Verdict.JUDGEMENT: "blue",
    Verdict.NOT_APPLICABLE: "dim",
}

#: How many problems of the input are shown; report files list them all.
_FEW: Final = 10
#: How many results of a section are shown in detail.
_MOST: Final = 30


def render(report: Report, console: Console, group_by: SectionName | None = None) -> None:
    """Print a report: counts by section, then what is open, worst first, then totals.

    Args:
        report: The report.
        console: Where to print.
        group_by: The one section to show; None shows all, and the details of people, institutions
            and training.
    """
    every = sections(report)
    shown = [one for one in every if one.name is group_by] if group_by else list(every)
    console.print(_counts(shown))
    for section in shown:
        if group_by or section.name is not SectionName.TECHNIQUES:
            _print_open(section, console)
    _print_problems("未采用的行", "Rows set aside", report.set_aside, console)
    _print_problems("备注", "Remarks", report.remarks, console)
    console.print(_totals(report))


def _styled(verdict: Verdict) -> str:
    return f"[{STYLES[verdict]}]{verdict.value}[/]"


def _counts(shown: Iterable[Section]) -> Table:
    table = Table(title="校验结果 Results", title_justify="left")
    table.add_column("", overflow="fold")
    table.add_column("项数 Checks", justify="right")
    for verdict in WORST_FIRST[:-1]:
        table.add_column(f"{_styled(verdict)} {verdict.en}", justify="right")
    for section in shown:
        heading = f"[bold]{section.title.zh} {section.title.en}[/]"
        table.add_row(heading, *_numbers(section.counts()))
        for member in section.members:
            table.add_row(f"  {escape(member.name.zh)}", *_numbers(member.counts()))
        table.add_section()
    return table


def _numbers(counts: dict[Verdict, int]) -> list[str]:
    styled = [f"[{STYLES[one]}]{number}[/]" if number else "" for one, number in counts.items()]
    return [str(sum(counts.values())), *styled]


def _print_open(section: Section, console: Console) -> None:
    results = [result for member in section.members for result in member.results]
    unmet = [one for one in worst_first(results) if one.verdict is not Verdict.MET]
    if unmet:
        console.rule(f"{section.title.zh} {section.title.en}")
    for result in unmet[:_MOST]:
        console.print(_open(result))
    if len(unmet) > _MOST:
        console.print(f"另有 {len(unmet) - _MOST} 项，见报告文件。 More in the report file.")


def _open(result: Result) -> Tree:
    criterion = result.dossier.criterion
    heading = f"{escape(result.row or '')} {escape(result.dossier.name)} · {criterion.label.zh}"
    tree = Tree(f"{heading} {_styled(result.verdict)}")
    _grow(tree, result.open_findings)
    return tree


def _grow(tree: Tree, findings: Iterable[Finding]) -> None:
    for finding in findings:
        detail = "，".join(escape(fact.zh) for fact in facts(finding))
        line = f"{_styled(finding.verdict)} {escape(finding.required.zh)}"
        branch = tree.add(f"{line}\n[dim]{detail}[/]" if detail else line)
        _grow(branch, finding.parts)


def _print_problems(zh: str, en: str, problems: Sequence[Problem], console: Console) -> None:
    if not problems:
        return
    console.rule(f"{zh} {en} {len(problems)}")
    for problem in problems[:_FEW]:
        console.print(f"{escape(problem.chinese)}\n[dim]{escape(problem.english)}[/]")
    if len(problems) > _FEW:
        console.print(f"另有 {len(problems) - _FEW} 处，见报告文件。 More in the report file.")


def _totals(report: Report) -> str:
    counts = " · ".join(
        f"{_styled(verdict)} {number}" for verdict, number in report.counts().items()
    )
    return (
        f"截至 {report.as_of.isoformat()}，共 {len(report.results)} 项：{counts}\n"
        f"[dim]As of {report.as_of.isoformat()}, {len(report.results)} checks.[/]"
    )

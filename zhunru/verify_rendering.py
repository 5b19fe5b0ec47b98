"""Prints a verification report: coverage per document, failures, passages not encoded."""

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhunru.verification import DocumentReport, Status, VerificationReport

_GRADES = "无一二三四"


def render(report: VerificationReport, console: Console) -> None:
    """Print the report to a console, Chinese first, English beside it."""
    console.print(_coverage_table(report))
    for document in report.documents:
        _render_details(document, console)
    verified, failures = len(report.verified), len(report.failures)
    if report.ok:
        console.print(
            f"[green]核对通过[/green]：{verified} 部规范与原文一致"
            f" · {verified} regulation(s) agree with the official texts"
        )
    else:
        console.print(f"[red]核对未通过[/red]：{failures} 处不一致 · {failures} disagreement(s)")


def _coverage_table(report: VerificationReport) -> Table:
    table = Table(
        title="图谱与原文的核对 · The graph against the official texts", box=SIMPLE, padding=0
    )
    # 窄终端里只折名称，不折数字；题名见下文明细。 Where it is narrow, fold names, not numbers.
    table.add_column("规范\nregulation", overflow="fold")
    for heading in (
        "条款\nclauses",
        "引文\nquotes",
        "数字\nfigures",
        "目录\nentries",
        "要求\nrules",
    ):
        table.add_column(heading, justify="right", min_width=8)
    table.add_column("结果\nresult", min_width=9)
    for document in report.documents:
        table.add_row(document.name, *_counts(document), _result(document))
    return table


def _counts(document: DocumentReport) -> tuple[str, str, str, str, str]:
    if document.status is not Status.VERIFIED:
        return ("—",) * 5
    c = document.coverage
    clauses = f"{c.clauses - c.clauses_missing}/{c.clauses}"
    if c.clauses_not_encoded:
        clauses += f"\n不编码 {c.clauses_not_encoded}"
    figures = f"{c.figures_carried}/{c.figures}"
    if c.figures_not_encoded:
        figures += f"\n不编码 {c.figures_not_encoded}"
    if c.figures_missing:
        figures += f"\n缺 {c.figures_missing}"
    entries = "\n".join(f"{_GRADES[g.grade]}级 {g.found}/{g.printed}" for g in c.entries) or "—"
    return clauses, f"{c.quotes_found}/{c.quotes}", figures, entries, str(c.requirements)


def _result(document: DocumentReport) -> str:
    if document.status is not Status.VERIFIED:
        return f"[yellow]{document.status.chinese}[/yellow] · {document.status.english}"
    if document.ok:
        return "[green]一致[/green] · agrees"
    return f"[red]{len(document.failures)} 处不一致[/red] · differs"


def _render_details(document: DocumentReport, console: Console) -> None:
    if not (document.failures or document.not_encoded or document.slips):
        return
    console.print(f"\n[bold]{escape(document.title)}[/bold] {document.name}")
    for failure in document.failures:
        kind = f"{failure.kind.chinese} · {failure.kind.english}"
        console.print(f"  [red]✗[/red] {kind} [bold]{escape(failure.place)}[/bold]")
        console.print(f"    {escape(failure.detail)} · {escape(failure.detail_en)}")
    if document.not_encoded:
        console.print("  有意不编码 · deliberately not encoded")
    for item in document.not_encoded:
        quote = f"“{item.quote}”" if item.quote else "（全条 · whole clause）"
        console.print(f"    {escape(f'{item.clause} {quote}：{item.reason}')}")
    if document.slips:
        console.print("  原文编号之误，照印 · numbering slips of the text, kept as printed")
    for slip in document.slips:
        console.print(f"    {escape(slip)}")

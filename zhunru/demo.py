"""演示：回答两个问题，校验示例医院，给出小结。

The main job once in the terminal: two questions answered, the example hospital validated, a summary
printed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console

from zhunru.answer_table import to_table
from zhunru.ask import ask_saved
from zhunru.graph import load_store
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.queries import saved_query
from zhunru.reading import criteria
from zhunru.report import Report
from zhunru.reports.terminal import render

#: The questions that the project was asked first, by name of the saved query.
QUESTIONS = ("procedures-by-title", "overlaps")


def run(console: Console, validate: Callable[[list[Path], date], Report]) -> None:
    """Run the demonstration.

    Args:
        console: Where to print.
        validate: Validates paths as of a date, with whatever progress bar the caller has.
    """
    answered = []
    for name in QUESTIONS:
        query, answer = saved_query(name), ask_saved(name)
        console.rule(query.summary)
        console.print(to_table(answer, console.width))
        answered.append((query.summary, len(answer.rows)))
    console.rule("示例医院 · The example hospital")
    report = validate([example_hospital()], EXAMPLE_AS_OF)
    render(report, console)
    console.rule("小结 · Summary")
    regulations = {criterion.regulation.iri for criterion in criteria().values()}
    console.print(
        f"图谱 {len(load_store())} 条三元组，{len(regulations)} 部规范，{len(criteria())} 项标准。"
        f" The graph: {len(load_store())} triples, {len(regulations)} regulations,"
        f" {len(criteria())} criteria."
    )
    for summary, rows in answered:
        console.print(f"{summary}：{rows} 行 rows")
    counts = "，".join(f"{verdict.value} {count}" for verdict, count in report.counts().items())
    console.print(f"示例医院 example hospital：{counts}")

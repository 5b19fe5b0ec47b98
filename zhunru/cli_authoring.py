"""命令行：起草新的规范。 The command line: drafting a new regulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_errors import explains
from zhunru.errors import UserError

if TYPE_CHECKING:
    from zhunru.official_text import OfficialText
    from zhunru.verification import DocumentReport

out = Console()


@explains
def new_regulation(
    file: Annotated[
        Path, typer.Argument(help="粘贴了规范全文的 UTF-8 文本。 A UTF-8 text of the regulation.")
    ],
    name: Annotated[
        str | None,
        typer.Option(help="规范代号，默认为文件名。 Its local name; the file's name if none."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="文件或文件夹，默认 代号.ttl。 File or folder; NAME.ttl."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="覆盖已有的文件。 Overwrite an existing file.")
    ] = False,
) -> None:
    """由规范文本起草 Turtle，逐处待审阅。 Draft the Turtle of a regulation, to be reviewed.

    例 Example: zhunru new-regulation nasal-endoscopy-2019.txt
    """
    from zhunru.drafting.regulation import draft_name, draft_regulation, read_pasted_text
    from zhunru.files import write_text

    local = draft_name(name or file.stem)
    target = output or Path()
    target = target / f"{local}.ttl" if target.is_dir() else target
    if target.exists() and not force:
        raise UserError(
            f"“{target}”已存在，没有覆盖；换一个 --output，或加 --force 覆盖。"
            f" {target} exists and was left alone; give another --output, or --force."
        )
    text = read_pasted_text(file)
    turtle = draft_regulation(text, local)
    write_text(target, turtle)
    _summarise(text, turtle, local)
    _next_steps(file, local, target)


def _summarise(text: OfficialText, turtle: str, name: str) -> None:
    """Print what was found and what is left, as the verifier counts it."""
    from rich.table import Table

    from zhunru.drafting.marks import MARK, count_marks

    coverage = _checked(text, turtle, name).coverage
    table = Table(title=f"草稿 Draft · {escape(text.title or name)}", title_justify="left")
    table.add_column("内容 What")
    table.add_column("数量 Count", justify="right")
    rows = (
        ("条款 clauses", coverage.clauses),
        ("目录条目 catalogue entries", sum(grade.printed for grade in coverage.entries)),
        ("数字 figures", coverage.figures),
        ("　其中已起草 of them drafted", coverage.figures_carried),
        ("　其中待选类 of them to be classed", coverage.figures_not_encoded),
        ("起草的要求 drafted requirements", coverage.requirements),
        (f"{MARK} marks to review", count_marks(turtle)),
    )
    for what, count in rows:
        table.add_row(what, str(count))
    out.print(table)
    for slip in text.slips:
        out.print(f"原文编号之误 Slip: {escape(slip)}", soft_wrap=True)


def _checked(text: OfficialText, turtle: str, name: str) -> DocumentReport:
    from rdflib import Graph

    from zhunru.verify import verify

    graph = Graph().parse(data=turtle, format="turtle")
    (report,) = verify(graph, {name: text}).documents
    return report


def _next_steps(file: Path, name: str, target: Path) -> None:
    from zhunru.drafting.marks import MARK
    from zhunru.drafting.terms import Terms
    from zhunru.graph import load_graph

    source = f"{file.parent}" if file.name == f"{name}.txt" else "…"
    copied = "" if source != "…" else f"（先把原文存为 …/{name}.txt，save the text so）"
    out.print(f"已写入 Written: {escape(str(target))}", soft_wrap=True)
    if Terms(load_graph()).has_regulation(name):
        out.print(
            f"图谱里已有 {name}，合并前请改名。 The graph already has {name}.", soft_wrap=True
        )
    out.print("接下来 Next:")
    for step in (
        f"逐处审阅 review every mark: grep -n {MARK} {target}",
        f"核对 verify: zhunru verify --data {target} --sources {source}{copied}",
        "步骤 the steps: docs/add-a-regulation.md",
    ):
        out.print(f"  {escape(step)}", soft_wrap=True)

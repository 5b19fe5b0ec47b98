"""命令行：推理。 The command line: reasoning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_errors import err, explains
from zhunru.errors import UserError

if TYPE_CHECKING:
    from zhunru.contradictions import Contradiction

out = Console()


@explains
def reason(
    everything: Annotated[
        bool,
        typer.Option("--all", help="推理全部数据。 Reason over all data."),
    ] = False,
    data: Annotated[
        list[Path] | None,
        typer.Option(help="连同另加的规范（Turtle），可多次。 And more regulations, in Turtle."),
    ] = None,
) -> None:
    """检验本体与数据有无矛盾。 Look for contradictions in the ontology and the data.

    不加选项，由 HermiT 检验本体与每个类的样本；全部数据按 OWL 2 RL 推理。
    HermiT checks the ontology with a sample of every class; all data are closed under OWL 2 RL.

    例 Example: zhunru reason --all
    """
    try:
        consistent = _all_data(data or []) if everything or data else _ontology()
    except ModuleNotFoundError as error:
        raise UserError(
            f"缺少 {error.name}，请安装：pip install 'zhunru[reasoning]'。"
            f" {error.name} is missing: pip install 'zhunru[reasoning]'."
        ) from error
    if not consistent:
        raise typer.Exit(1)


def _ontology() -> bool:
    from zhunru.class_sample import sample_of_every_class
    from zhunru.graph import load_graph
    from zhunru.reasoning import InconsistentOntologyError, classify

    with err.status("HermiT 正在推理 HermiT is reasoning"):
        try:
            found = classify(sample_of_every_class(load_graph()))
        except InconsistentOntologyError as error:
            out.print(f"[red]✗[/red] {escape(str(error))}", soft_wrap=True)
            return False
    classes, individuals = len(found.subclasses), len(found.instances)
    out.print(
        f"[green]一致[/green]：{classes} 个类都可以有成员，连同 {individuals} 个样本没有矛盾"
        f" · consistent: all {classes} classes can have members, and {individuals} individuals"
        " of every class do not contradict them",
        soft_wrap=True,
    )
    return True


def _all_data(more: Sequence[Path]) -> bool:
    from zhunru.contradictions import contradictions
    from zhunru.graph import graph_with
    from zhunru.owl_rl import close

    with err.status("正在推理全部数据 Reasoning over all data"):
        graph = graph_with(more)
        closure = close(graph)
        found = contradictions(closure)
    inferred = len(closure) - len(graph)
    out.print(
        f"由 {len(graph)} 条三元组推出 {inferred} 条"
        f" · {inferred} triples follow from the {len(graph)} given",
        soft_wrap=True,
    )
    for one in found:
        _print(one)
    if found:
        out.print(f"[red]有矛盾[/red]：{len(found)} 处 · {len(found)} contradiction(s)")
    else:
        out.print("[green]一致[/green]：没有矛盾 · consistent: no contradiction")
    return not found


def _print(one: Contradiction) -> None:
    kind, node = one.kind.value, escape(str(one.node))
    out.print(f"[red]✗[/red] {kind.zh} · {kind.en}", soft_wrap=True)
    out.print(f"    “{escape(one.name.zh)}”{escape(one.detail.zh)}", soft_wrap=True)
    out.print(f"    {escape(one.name.en)} {escape(one.detail.en)} <{node}>", soft_wrap=True)

"""命令行：装入别处的存储库。 The command line: putting the graph into a store elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_endpoint import GraphIri
from zhunru.cli_errors import err, explains

out = Console()

#: Seconds: a store needs longer to take a graph than to answer.
_TIMEOUT = 300.0


class LoadMethod(StrEnum):
    """How the graph is put into a store; as `zhunru.loading.Method`."""

    GSP = "gsp"
    UPDATE = "update"


@explains
def load(
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="存储库回答查询的端点。 Where the store answers.")
    ],
    graph: GraphIri = None,
    method: Annotated[
        LoadMethod,
        typer.Option(help="Graph Store Protocol 或 SPARQL Update。 The protocol to write by."),
    ] = LoadMethod.GSP,
    write_to: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="接收写入的网址；端点以 /query 结尾时可不写。 Where it takes writes.",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="每次请求等多少秒。 Seconds per request.")
    ] = _TIMEOUT,
) -> None:
    """把图谱装入别处的存储库，替换那里的旧图。 Put the graph into a store, replacing the old one.

    新图完整之前，旧图不动。用户名、密码或令牌用环境变量给出，见 docs/remote-stores.md。
    The old graph stays until the new one is whole. Credentials come from environment variables.

    例 Example: zhunru load --endpoint http://127.0.0.1:7878/query
    """
    from rich.progress import Progress

    from zhunru.loading import Method
    from zhunru.loading import load as load_into
    from zhunru.remote import Access, Endpoint

    target = Endpoint(endpoint, graph, timeout, Access.from_environment())
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("正在装入 Loading", total=None)
        loaded = load_into(
            target,
            Method(method),
            write_to,
            progress=lambda done: progress.advance(task, done),
        )
    where = "默认图 the default graph" if loaded.graph is None else loaded.graph
    out.print(
        f"已装入并核对 Put and checked: {loaded.triples} 个三元组 triples → {escape(where)}"
        f" · {escape(loaded.address)}",
        soft_wrap=True,
    )

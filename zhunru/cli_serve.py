"""命令 `zhunru serve`。 The command `zhunru serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from zhunru.cli_dates import AsOf, as_of_day
from zhunru.cli_errors import err, explains
from zhunru.errors import UserError

_TOKEN_VARIABLE: Final = "ZHUNRU_TOKEN"
_MEBI: Final = 2**20


@explains
def serve(
    *,
    host: Annotated[str, typer.Option(help="监听的地址。 Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="端口，0 为任一空闲的。 Port; 0 for any.")
    ] = 8890,
    token_file: Annotated[
        Path | None,
        typer.Option(help=f"令牌文件；或环境变量 {_TOKEN_VARIABLE}。 File with the token."),
    ] = None,
    hospital: Annotated[
        list[Path] | None,
        typer.Option(help="医院的表格或证据，自成一图，可多次。 A hospital's data, a graph apart."),
    ] = None,
    as_of: AsOf = None,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="人员化名。 Replace names of people.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="每个查询的秒数。 Seconds per query.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option(min=64, help="每个查询的内存，MiB。 Memory per query.")
    ] = 512,
    max_result: Annotated[
        int, typer.Option(min=1, help="每个答案的大小，MiB。 Size of an answer.")
    ] = 64,
    workers: Annotated[
        int | None, typer.Option(min=1, help="同时的查询数，默认核数的两倍。 Queries at once.")
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(help="SERVICE 可用的 IRI，可多次。 IRIs that SERVICE may name."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="可读答案的网页来源，可多次；没有医院数据时默认全部。"
            " Origins of web pages that may read answers; all, unless there is a hospital."
        ),
    ] = None,
    log_queries: Annotated[
        bool, typer.Option("--log-queries", help="日志含查询文本。 Log the text of queries.")
    ] = False,
) -> None:
    """以 SPARQL 1.1 协议提供图谱，只读。 Serve the graph by the SPARQL 1.1 Protocol, read-only.

    例 Example: zhunru serve --port 8890
    """
    if not hasattr(os, "fork"):
        raise UserError(
            "端点在 Linux 与 macOS 上运行；Windows 请用 WSL。"
            " The endpoint runs on Linux and macOS; on Windows use WSL."
        )
    from zhunru.linked_data.shapes_graph import shape_quads
    from zhunru.serving.dataset import dataset
    from zhunru.serving.running import run
    from zhunru.serving.settings import Limits, Settings

    limits = Limits(
        seconds=timeout,
        memory=memory * _MEBI,
        result=max_result * _MEBI,
        **({"workers": workers} if workers else {}),
    )
    settings = Settings(
        host=host,
        token=_token(token_file),
        # 任何网页都能读本机的端点，所以有医院数据时默认不许。
        # Any web page could read an endpoint on this machine: with hospital data none may.
        origins=tuple(allow_origin or (() if hospital else ("*",))),
        services=frozenset(allow_service or ()),
        log_queries=log_queries,
        limits=limits,
    )
    graphs = dataset(hospital or (), as_of_day(as_of), pseudonymise=pseudonymise)
    run(settings, port, graphs + shape_quads(), _announce)


def _token(path: Path | None) -> str | None:
    if path is None:
        return os.environ.get(_TOKEN_VARIABLE) or None
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise UserError(f"“{path}”不是 UTF-8 文本。 {str(path)!r} is not UTF-8 text.") from error


def _announce(address: str) -> None:
    err.print(
        f"端点已打开：{address}\n按 Ctrl-C 停止。\n"
        f"The endpoint is at {address}. Press Ctrl-C to stop it.",
        soft_wrap=True,
    )

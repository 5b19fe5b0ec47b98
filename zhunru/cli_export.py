"""命令行：导出。 The command line: exporting."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.cli_endpoint import DEFAULT_TIMEOUT, EndpointUrl, GraphIri, Timeout, endpoint_of
from zhunru.cli_errors import explains
from zhunru.errors import UserError

out = Console()


class ExportFormat(StrEnum):
    """Formats of an export."""

    TTL = "ttl"
    TRIG = "trig"
    NQ = "nq"
    NT = "nt"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    SHAPES = "shapes"
    CSV = "csv"
    XLSX = "xlsx"
    ZIP = "zip"


@explains
def export(
    target: Annotated[
        Path | None, typer.Argument(help="文件，同 --output。 A file, as --output.")
    ] = None,
    *,
    export_format: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", help="格式，默认由文件名定，否则 ttl。 Format."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="文件；csv 为新文件夹；不写则输出到终端。 Where to write."
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TECHNIQUE", help="只导出一项技术，可多次。 Only a technique."),
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="自家的 IRI 开头。 A namespace of your own.")
    ] = None,
    endpoint: EndpointUrl = None,
    graph: GraphIri = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """导出图谱、形状、表格或全部。 Export the graph, the shapes, the tables, or everything.

    例 Example: zhunru export zhunru.zip
    """
    from zhunru.exporting import BINARY_FORMATS, WRITERS, export_to, format_of
    from zhunru.exporting.content import Content
    from zhunru.remote import fetch_graph

    if target and output:
        raise UserError("文件与 --output 只能给一个。 Give a file or --output, not both.")
    path = target or output
    name = export_format.value if export_format else format_of(path) if path else "ttl"
    if path is None and name in BINARY_FORMATS:
        raise UserError(f"{name} 不能输出到终端，请给 --output。 Give --output for {name}.")
    store = endpoint_of(endpoint, graph, timeout)
    content = Content(fetch_graph(store) if store else None, techniques=only or (), base=base)
    if path is None:
        sys.stdout.write(WRITERS[name](content).decode())
        return
    export_to(path, name, content)
    out.print(f"已写入 Written: {escape(str(path))}", soft_wrap=True)

"""命令行：端点的选项。 The command line: the options that name an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from zhunru.errors import UserError

if TYPE_CHECKING:
    from zhunru.remote import Endpoint

EndpointUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="远程 SPARQL 端点，默认本机。 A remote endpoint."),
]
GraphIri = Annotated[
    str | None,
    typer.Option(metavar="IRI", help="端点里的命名图，默认默认图。 A named graph there."),
]
Timeout = Annotated[
    float, typer.Option(min=0.1, help="等端点多少秒。 Seconds to wait for the endpoint.")
]
#: As `zhunru.remote.endpoint.TIMEOUT`, which takes long to import.
DEFAULT_TIMEOUT = 60.0


def endpoint_of(url: str | None, graph: str | None, timeout: float) -> Endpoint | None:
    """Make the endpoint that options name, with credentials from the environment.

    Args:
        url: Its address; None to stay on this machine.
        graph: The named graph that holds the knowledge graph.
        timeout: Seconds to wait for an answer.

    Returns:
        The endpoint, or None.

    Raises:
        UserError: If there is a graph but no address, or something is wrong with either.
    """
    if url is None:
        if graph is not None:
            raise UserError("--graph 须与 --endpoint 同用。 --graph goes with --endpoint.")
        return None
    from zhunru.remote import Access, Endpoint

    return Endpoint(url, graph, timeout, Access.from_environment())

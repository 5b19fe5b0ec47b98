"""网关这边：选形式，指地方，问工作进程。 The gateway's side: choose a form and ask a worker.

A regulation or a procedure is not a document, so its IRI is answered by 303 See Other, which leads
to a document in the form wanted; that has an address of its own and is the same for every client.
The ontology, VoID, DCAT and service descriptions are documents: they are answered at once, with
`Content-Location` for the form that was chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from zhunru.linked_data.documents import LOCATION
from zhunru.linked_data.pages import HEADERS, style_sheet
from zhunru.linked_data.places import (
    DCAT,
    FORMS,
    HTML,
    OFFERED,
    ONTOLOGY,
    SERVICE,
    VOID,
    ending_of,
    split_ending,
)
from zhunru.serving.endpoint import sparql
from zhunru.serving.frames import Job, Reply
from zhunru.serving.negotiation import preferred
from zhunru.serving.refusals import not_acceptable
from zhunru.serving.settings import PATH

_VARY: Final = {"Vary": "Accept"}
_RETRY_SECONDS: Final = "5"
#: Documents about the whole graph, and how many of them are kept.
_ABOUT_ALL: Final = (ONTOLOGY, SERVICE, VOID, DCAT)
_MOST_KEPT: Final = 64


def routes() -> list[BaseRoute]:
    """Return the pages of linked data, to go before those of the endpoint."""
    return [
        Route("/", _negotiated_at(SERVICE)),
        Route(PATH, _sparql, methods=["GET", "POST"]),
        Route("/style.css", _style),
        *(Route(path, _negotiated_at(path)) for path in _ABOUT_ALL),
        *(Route(f"{path}.{ending}", _in_form) for path in _ABOUT_ALL for ending in FORMS),
        Route(f"{ONTOLOGY}/{{path:path}}", _thing),
        Route("/id/{path:path}", _thing),
    ]


async def _sparql(request: Request) -> Response:
    """Answer a query, or, without one, the service description."""
    if request.method != "POST" and not request.scope["query_string"]:
        return await _negotiated_at(SERVICE)(request)
    return await sparql(request)


async def _style(request: Request) -> Response:
    return _unless_known(request, Reply(200, "text/css", style_sheet()), {})


def _negotiated_at(path: str) -> Callable[[Request], Awaitable[Response]]:
    """Make the answer of a document, in the form that a client likes best."""

    async def negotiated(request: Request) -> Response:
        media_type = _wanted(request)
        if media_type is None:
            return _refused()
        form = ending_of(media_type)
        headers = {**_VARY, "Content-Location": f"{path}.{form}"}
        return await _document(request, path, FORMS[form], headers)

    return negotiated


async def _in_form(request: Request) -> Response:
    path, ending = split_ending(_path(request))
    assert ending is not None
    return await _document(request, path, FORMS[ending], {})


async def _thing(request: Request) -> Response:
    """Lead from a thing to the document about it, or answer such a document."""
    path, ending = split_ending(_path(request))
    if ending is not None:
        return await _document(request, path, FORMS[ending], {})
    media_type = _wanted(request)
    if media_type is None:
        return _refused()
    found = await _written(request, path, LOCATION)
    if found.status == 200:
        location = f"{found.body.decode()}.{ending_of(media_type)}"
        return Response(status_code=303, headers={**_VARY, "Location": location})
    if found.status == 404 and media_type == HTML:
        found = await _written(request, path, HTML)
    return _unless_known(request, found, _VARY)


async def _document(
    request: Request, path: str, media_type: str, headers: dict[str, str]
) -> Response:
    reply = await _written(request, path, media_type)
    if reply.status == 200:
        others = (
            f'<{path}.{ending}>; rel="alternate"; type="{other}"'
            for ending, other in FORMS.items()
            if other != media_type
        )
        headers = {**headers, "Link": ", ".join(others)}
    return _unless_known(request, reply, headers)


async def _written(request: Request, path: str, media_type: str) -> Reply:
    home = f"{request.url.scheme}://{request.url.netloc}"
    if path in _ABOUT_ALL:
        return await _written_once(request, Job(f"{home}{path}", document_type=media_type))
    query = f"?{request.url.query}" if request.url.query else ""
    return await _answered(request, Job(f"{home}{path}{query}", document_type=media_type))


async def _written_once(request: Request, job: Job) -> Reply:
    """Have a document about the whole graph written, which takes seconds; then keep it."""
    state = request.app.state
    if not hasattr(state, "kept_documents"):
        state.kept_documents = {}
    kept: dict[Job, Reply] = state.kept_documents
    if job not in kept:
        reply = await _answered(request, job)
        if reply.status != 200:
            return reply
        # 地址里有客户所用的主机名，所以份数要有限。 Addresses hold the host that clients name.
        if len(kept) >= _MOST_KEPT:
            del kept[next(iter(kept))]
        kept[job] = reply
    return kept[job]


async def _answered(request: Request, job: Job) -> Reply:
    reply: Reply = await request.app.state.pool.answer(job)
    return reply


def _unless_known(request: Request, reply: Reply, headers: dict[str, str]) -> Response:
    """Send a reply; 304 if the client has it already."""
    sent = {**headers, **(HEADERS if reply.media_type == HTML else {})}
    if reply.status == 503:
        sent["Retry-After"] = _RETRY_SECONDS
    if reply.status == 200:
        sent["ETag"] = f'"{hashlib.sha256(reply.body).hexdigest()[:32]}"'
        known = request.headers.get("if-none-match", "")
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        if sent["ETag"] in tags or "*" in tags:
            return Response(status_code=304, headers=sent)
    return Response(reply.body, reply.status, sent, reply.media_type)


def _wanted(request: Request) -> str | None:
    return preferred(", ".join(request.headers.getlist("accept")), OFFERED)


def _refused() -> Response:
    reply = not_acceptable(FORMS.values())
    return Response(reply.body, reply.status, _VARY, reply.media_type)


def _path(request: Request) -> str:
    """Return the path as it came, percent-encoded: an IRI may hold an escape itself."""
    raw: bytes = request.scope["raw_path"]
    return raw.decode("ascii", "replace")

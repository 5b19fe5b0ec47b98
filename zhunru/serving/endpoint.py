"""查询入口：一个请求，一个完整的答复。 The query endpoint: a request, and one whole answer."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from zhunru.linked_data.pages import HEADERS
from zhunru.linked_data.places import HTML
from zhunru.serving.access_log import note
from zhunru.serving.frames import Job, Reply
from zhunru.serving.negotiation import GRAPH_TYPES, TABLE_TYPES, preferred
from zhunru.serving.pool import Pool
from zhunru.serving.protocol import Operation, RefusedError, read_operation
from zhunru.serving.refusals import not_acceptable, told
from zhunru.serving.settings import Settings

_RETRY_SECONDS: Final = "5"


async def sparql(request: Request) -> Response:
    """Answer a query sent by GET, by POST as a form, or by POST as it is."""
    settings: Settings = request.app.state.settings
    try:
        operation = await read_operation(request, settings.limits)
    except RefusedError as refused:
        return _response(refused.reply)
    except ClientDisconnect:
        return _response(_hung_up())
    note(request.scope, digest=hashlib.sha256(operation.query.encode()).hexdigest()[:16])
    if settings.log_queries:
        note(request.scope, query=operation.query)
    job = _job(operation, ", ".join(request.headers.getlist("accept")))
    if job.table_type is None and job.graph_type is None:
        return _response(not_acceptable((*TABLE_TYPES, *GRAPH_TYPES)))
    return _response(await _answer(request, job))


def _job(operation: Operation, accept: str) -> Job:
    named = operation.names_dataset
    # 浏览器最想要 HTML。 Browsers like HTML best.
    asks_page = preferred(accept, (*TABLE_TYPES, *GRAPH_TYPES, HTML)) == HTML
    return Job(
        operation.query,
        operation.default_graphs if named else None,
        operation.named_graphs if named else None,
        HTML if asks_page else preferred(accept, TABLE_TYPES),
        HTML if asks_page else preferred(accept, GRAPH_TYPES),
    )


async def _answer(request: Request, job: Job) -> Reply:
    """Have a job answered, and stop it when the client hangs up."""
    pool: Pool = request.app.state.pool
    answering = asyncio.create_task(pool.answer(job))
    hanging_up = asyncio.create_task(_until_hung_up(request))
    try:
        await asyncio.wait({answering, hanging_up}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else _hung_up()
    finally:
        answering.cancel()
        hanging_up.cancel()


async def _until_hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _hung_up() -> Reply:
    """Return what only the access log sees: nobody is listening any more."""
    return told(499, "客户端已断开。", "The client has hung up.")


def _response(reply: Reply) -> Response:
    headers = {"Vary": "Accept", **(HEADERS if reply.media_type == HTML else {})}
    if reply.status == 503:
        headers["Retry-After"] = _RETRY_SECONDS
    if reply.status == 405:
        headers["Allow"] = "GET, HEAD, POST"
    return Response(reply.body, reply.status, headers, reply.media_type)

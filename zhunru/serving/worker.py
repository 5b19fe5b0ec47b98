"""工作进程：在限额之内回答查询。 A worker process: answers queries within its allowance."""

from __future__ import annotations

import io
import resource
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pyoxigraph

from zhunru.ask import explained, runnable
from zhunru.linked_data.answer_page import answer_page
from zhunru.linked_data.documents import document
from zhunru.linked_data.places import HTML
from zhunru.namespaces import ID, PREFIXES
from zhunru.queries import QueryError
from zhunru.serving.dataset import graph_node
from zhunru.serving.frames import Job, Reply, read_job
from zhunru.serving.negotiation import GRAPH_TYPES, TABLE_TYPES
from zhunru.serving.refusals import message, not_acceptable, told, too_large, too_much_memory

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


@dataclass(frozen=True)
class Allowance:
    """What a worker may use and do.

    Attributes:
        seconds: After how many seconds of one query the kernel ends it, should nobody else.
        memory: Bytes that it may take beyond those it starts with.
        result: Bytes of the largest answer.
        services: IRIs that `SERVICE` may name.
    """

    seconds: float
    memory: int
    result: int
    services: frozenset[str] = frozenset()

    def values(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**asdict(self), "services": sorted(self.services)}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Allowance:
        """Read it from JSON values."""
        return cls(**{**values, "services": frozenset(values["services"])})


class _TooLargeError(Exception):
    """The answer is larger than allowed."""


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: ReadableBuffer) -> int:
        if self.tell() + memoryview(data).nbytes > self._most:
            raise _TooLargeError
        return super().write(data)


def work(line: socket.socket, store: pyoxigraph.Store, allowance: Allowance) -> None:
    """Answer jobs until the gateway hangs up.

    Args:
        line: The socket to the gateway.
        store: The graph.
        allowance: What may be used.
    """
    worn_size = _confine(allowance)
    stream = cast(BinaryIO, line.makefile("rb"))
    while (job := read_job(stream)) is not None:
        # 网关若已不在，由内核按时终止。 If the gateway is gone, the kernel ends it in time.
        signal.setitimer(signal.ITIMER_REAL, allowance.seconds)
        reply = answer(store, job, allowance)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if _size() > worn_size:
            reply = Reply(reply.status, reply.media_type, reply.body, worn=True)
        line.sendall(reply.encoded())


def answer(store: pyoxigraph.Store, job: Job, allowance: Allowance) -> Reply:
    """Answer a job.

    Args:
        store: The graph.
        job: The query, or the document.
        allowance: What may be used.

    Returns:
        The answer, or 400 for a bad query, 404 for a document about nothing, 406, 413 for too large
        an answer, and 500 where Oxigraph gave up.
    """
    try:
        if job.document_type is not None:
            return _document(store, job.query, job.document_type, allowance)
        text = runnable(job.query, allowance.services)
        return _run(store, text, job, allowance)
    except QueryError as error:
        return message(400, str(error))
    except _TooLargeError:
        return too_large(allowance.result)
    except MemoryError:
        return too_much_memory(allowance.memory)
    except (OSError, ValueError, RuntimeError) as error:
        return told(500, f"查询没有做完：{error}。", f"The query did not finish: {error}.")


def _run(store: pyoxigraph.Store, text: str, job: Job, allowance: Allowance) -> Reply:
    try:
        result = store.query(
            text,
            base_iri=str(ID),
            prefixes=PREFIXES,
            default_graph=_nodes(job.default_graphs),
            named_graphs=_nodes(job.named_graphs),
        )
    except SyntaxError as error:
        raise explained(text, error) from error
    buffer = _Bounded(allowance.result)
    if job.table_type == HTML:
        buffer.write(answer_page(job.query, result, store))
        return Reply(200, HTML, buffer.getvalue())
    if isinstance(result, pyoxigraph.QueryTriples):
        if job.graph_type is None:
            return not_acceptable(GRAPH_TYPES)
        result.serialize(buffer, format=GRAPH_TYPES[job.graph_type])
        return Reply(200, job.graph_type, buffer.getvalue())
    if job.table_type is None:
        return not_acceptable(TABLE_TYPES)
    result.serialize(buffer, format=TABLE_TYPES[job.table_type])
    return Reply(200, job.table_type, buffer.getvalue())


def _document(
    store: pyoxigraph.Store, address: str, media_type: str, allowance: Allowance
) -> Reply:
    reply = document(store, address, media_type)
    if len(reply.body) > allowance.result:
        raise _TooLargeError
    return reply


def _nodes(iris: tuple[str, ...] | None) -> list[Any] | None:
    try:
        return None if iris is None else [graph_node(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(
            f"图的 IRI 写错了：{error}。 The IRI of a graph is malformed: {error}."
        ) from error


def _confine(allowance: Allowance) -> int:
    """Set the limits of this process.

    Returns:
        The size of memory from which on the worker should be replaced.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = _size()
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (size + allowance.memory,) * 2)
    return size + allowance.memory // 2


def _size() -> int:
    """Return the size of this process's memory in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  打开最快 the fastest way
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0

"""把图谱装入别处的存储库。 Put the knowledge graph into a store elsewhere.

By the SPARQL 1.1 Graph Store Protocol or by SPARQL Update. Either way the graph first goes into a
graph of its own beside the old one and is counted there; only when it is whole does it replace the
old one. So whatever fails before, nothing that is already stored is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final, Protocol
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import OpenerDirector, Request
from uuid import uuid4

from rdflib import Graph

from zhunru.errors import UserError
from zhunru.exporting.content import Content
from zhunru.exporting.rdf import ntriples
from zhunru.namespaces import ID
from zhunru.progress import Advance, silent
from zhunru.queries import QueryError
from zhunru.remote.client import FAILURES, reason_of
from zhunru.remote.endpoint import Endpoint, checked_address
from zhunru.remote.fetching import count

#: Triples that one update inserts.
_CHUNK: Final = 500
_INCOMING: Final = f"{ID}graph/incoming/"


class Method(StrEnum):
    """How the graph is put into a store."""

    GSP = "gsp"
    UPDATE = "update"


@dataclass(frozen=True)
class Loaded:
    """What was put into a store.

    Attributes:
        triples: How many triples, counted in the store.
        graph: The named graph; None for the default graph.
        address: Where it was written.
    """

    triples: int
    graph: str | None
    address: str


def load(
    endpoint: Endpoint,
    method: Method = Method.GSP,
    write_to: str | None = None,
    graph: Graph | None = None,
    progress: Advance = silent,
) -> Loaded:
    """Replace a graph of a store by the knowledge graph.

    Args:
        endpoint: Where the store answers queries, and the graph to replace.
        method: By which protocol to write.
        write_to: Where the store takes that protocol; for an address that ends in `/query` the
            neighbours `/store` and `/update` unless given.
        graph: What to put there; the shipped knowledge graph unless given.
        progress: Told how many more triples were sent; all of them are twice by the Graph Store
            Protocol.

    Returns:
        What is in the store now.

    Raises:
        UserError: If the store refuses, or does not hold afterwards what was sent.
    """
    address = checked_address(write_to) if write_to else _neighbour(endpoint.url, method)
    lines = ntriples(Content(graph)).decode().splitlines(keepends=True)
    incoming = f"{_INCOMING}{uuid4()}"
    writer = _WRITERS[method](_Sender(endpoint, address), lines, progress)
    try:
        writer.fill(incoming)
        _check(replace(endpoint, graph=incoming), len(lines))
        writer.settle(incoming, endpoint.graph)
    except BaseException:
        # 收拾不成也不要紧，要说的是原来的错误。 The first failure is the one to tell.
        with suppress(UserError):
            writer.drop(incoming)
        raise
    _check(endpoint, len(lines))
    return Loaded(len(lines), endpoint.graph, address)


@dataclass(frozen=True)
class _Sender:
    endpoint: Endpoint
    address: str

    @cached_property
    def _opener(self) -> OpenerDirector:
        return self.endpoint.access.opener(self.address)

    def send(self, verb: str, address: str, body: bytes | None, content_type: str) -> None:
        """Send a request that changes the store.

        Raises:
            UserError: If the store does not do it.
        """
        headers = dict(self.endpoint.access.headers)
        if body is not None:
            headers["Content-Type"] = content_type
        request = Request(address, data=body, headers=headers, method=verb)
        try:
            with self._opener.open(request, timeout=self.endpoint.timeout) as response:
                response.read()
        except FAILURES as error:
            zh, en = reason_of(error)
            raise UserError(
                f"存储库 {self.address} 没有收下：{zh}。 The store did not take it: {en}."
            ) from error


class _Writer(Protocol):
    def fill(self, graph: str) -> None:
        """Put the triples into a graph that is empty."""

    def settle(self, incoming: str, graph: str | None) -> None:
        """Let them replace what is in another graph, and leave only that."""

    def drop(self, graph: str) -> None:
        """Remove a graph."""


@dataclass(frozen=True)
class _GraphStore:
    """Writes by the SPARQL 1.1 Graph Store Protocol."""

    sender: _Sender
    lines: list[str]
    progress: Advance

    def fill(self, graph: str | None) -> None:
        # N-Triples 也是 Turtle，各家都收。 N-Triples is Turtle, too, which every store takes.
        body = "".join(self.lines).encode()
        self.sender.send("PUT", self._address(graph), body, "text/turtle; charset=utf-8")
        self.progress(len(self.lines))

    def settle(self, incoming: str, graph: str | None) -> None:
        # 协议不能改名，只好再放一次；存储库已证明收得下。
        # The protocol cannot rename, so put it again: the store has shown that it takes it.
        self.fill(graph)
        self.drop(incoming)

    def drop(self, graph: str) -> None:
        self.sender.send("DELETE", self._address(graph), None, "")

    def _address(self, graph: str | None) -> str:
        which = "default" if graph is None else f"graph={quote(graph, safe='')}"
        return f"{self.sender.address}{'&' if '?' in self.sender.address else '?'}{which}"


@dataclass(frozen=True)
class _Update:
    """Writes by SPARQL Update."""

    sender: _Sender
    lines: list[str]
    progress: Advance

    def fill(self, graph: str) -> None:
        for chunk in chunks(self.lines):
            # 不用 INSERT DATA：有的存储库不许其中有空节点。
            # Not INSERT DATA, in which some stores do not allow blank nodes.
            self._update(f"INSERT {{ GRAPH <{graph}> {{\n{''.join(chunk)}}} }} WHERE {{}}")
            self.progress(len(chunk))

    def settle(self, incoming: str, graph: str | None) -> None:
        self._update(f"MOVE GRAPH <{incoming}> TO {'DEFAULT' if graph is None else f'<{graph}>'}")

    def drop(self, graph: str) -> None:
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, text: str) -> None:
        body = urlencode({"update": text}).encode()
        form = "application/x-www-form-urlencoded"
        self.sender.send("POST", self.sender.address, body, form)


_WRITERS: Final[Mapping[Method, Callable[[_Sender, list[str], Advance], _Writer]]] = {
    Method.GSP: _GraphStore,
    Method.UPDATE: _Update,
}


def chunks(lines: list[str]) -> Iterator[list[str]]:
    """Divide N-Triples into parts that can be inserted one by one.

    A blank node lives within one request only, so all triples with blank nodes go together.

    Args:
        lines: A triple each.

    Yields:
        Lines that go together.
    """
    blank = [line for line in lines if _has_blank_node(line)]
    if blank:
        yield blank
    named = [line for line in lines if not _has_blank_node(line)]
    for start in range(0, len(named), _CHUNK):
        yield named[start : start + _CHUNK]


def _has_blank_node(line: str) -> bool:
    subject, _, rest = line.split(" ", 2)
    return subject.startswith("_:") or rest.startswith("_:")


def _neighbour(url: str, method: Method) -> str:
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    if last != "query":
        raise UserError(
            "请用 --write-to 给出存储库接收写入的网址：协议 gsp 形如 …/data、"
            "…/sparql-graph-crud-auth，update 形如 …/update、…/statements。"
            " Give the address that takes writes by --write-to: see your store's manual."
        )
    beside = "store" if method is Method.GSP else "update"
    return urlunsplit(parts._replace(path=f"{folder}/{beside}"))


def _check(endpoint: Endpoint, expected: int) -> None:
    try:
        found = count(endpoint)
    except QueryError as error:
        raise UserError(
            f"写入后无法核对。 It cannot be checked what was written. {error}"
        ) from error
    if found != expected:
        where = "默认图" if endpoint.graph is None else f"图 {endpoint.graph} "
        raise UserError(
            f"{where}有 {found} 个三元组，应有 {expected} 个。"
            f" The graph holds {found} triples instead of {expected}."
        )

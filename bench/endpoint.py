"""端点在五十个客户端下。 The endpoint under fifty clients.

Three measurements, all on loopback, in one run: light queries by one client alone; the same by
fifty clients that pause between queries as people do, while one more does its worst; and all saved
queries by fifty clients without a pause, against the bare Oxigraph server. Run it by `make bench`;
`--seconds` and `--clients` make it shorter or wider.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import machine
import pyoxigraph
from rich.console import Console
from rich.table import Table

from zhunru.graph import load_store
from zhunru.namespaces import PREFIXES
from zhunru.queries import saved_queries

#: A saved query is light if the embedded engine answers it within so many seconds.
LIGHT = 0.025
#: The mean pause of a client between two queries, in seconds.
PAUSE = 2.0
#: Seconds that a query may run beside the worst client; few, so that it gets far.
TIMEOUT = 10
ALONE_SECONDS = 15
MOST_TIMES = 10
LEAST_SHARE = 0.5

#: What one client sends again and again, each time a little different.
WORST = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT DISTINCT * { ?a (!<urn:none>|^!<urn:none>)* ?b . ?b (!<urn:none>)+ ?c }",
    'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(x+x+)+y")) }',
    "SELECT * " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000,
)


@dataclass
class Tally:
    """What clients saw: seconds of each answer, and how often each status came."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def quantile(self, percent: int) -> float:
        """Return a percentile of the times, in milliseconds."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1e3


@dataclass(frozen=True)
class Server:
    """A server that was started for this run."""

    process: subprocess.Popen[str]
    port: int
    path: str

    def ask(self, connection: http.client.HTTPConnection, query: str) -> int:
        """Send a query and take in the whole answer; returns the status."""
        headers = {
            "Content-Type": "application/sparql-query",
            "Accept": "application/sparql-results+json",
        }
        connection.request("POST", self.path, query.encode(), headers)
        response = connection.getresponse()
        response.read()
        return response.status

    def client(
        self, queries: Iterator[str], end: float, pause: Callable[[], float], tally: Tally
    ) -> None:
        """Be a client until the end."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        time.sleep(pause())
        while time.monotonic() < end:
            begun = time.perf_counter()
            status = self.ask(connection, next(queries))
            tally.seconds.append(time.perf_counter() - begun)
            tally.statuses[status] += 1
            time.sleep(pause())
        connection.close()


def shuffled(queries: list[str], seed: int) -> Iterator[str]:
    """Yield queries for ever, in an order that is the same for the same seed."""
    order = random.Random(seed)
    while True:
        yield from order.sample(queries, len(queries))


def crowd(server: Server, queries: list[str], clients: int, seconds: float, pause: float) -> Tally:
    """Have clients send queries at the same time.

    Args:
        server: Where to.
        queries: What each sends, in an order of its own.
        clients: How many clients.
        seconds: How long.
        pause: The mean pause between two queries of a client.

    Returns:
        What they saw together.
    """
    tally, end = Tally(), time.monotonic() + seconds
    threads = []
    for number in range(clients):
        order = random.Random(number)
        pausing = (lambda order=order: order.expovariate(1 / pause)) if pause else (lambda: 0.0)
        arguments = (shuffled(queries, number), end, pausing, tally)
        threads.append(threading.Thread(target=server.client, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


@contextmanager
def worst_client(server: Server) -> Iterator[Tally]:
    """Send the worst queries one after the other until the block ends."""
    tally, stopping = Tally(), threading.Event()

    def work() -> None:
        for number, query in enumerate(itertools.cycle(WORST)):
            if stopping.is_set():
                return
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            tally.statuses[server.ask(connection, f"{query} # {number}")] += 1
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield tally
    stopping.set()
    thread.join()


@contextmanager
def watched_memory(pid: int) -> Iterator[list[float]]:
    """Sample the memory of a process and all below it, in MiB, until the block ends."""
    samples: list[float] = []
    stopping = threading.Event()

    def work() -> None:
        while not stopping.wait(0.5):
            samples.append(sum(map(_proportional_size, _family(pid))))

    thread = threading.Thread(target=work)
    thread.start()
    yield samples
    stopping.set()
    thread.join()


def _family(pid: int) -> list[int]:
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in _text(path).split()
    ]
    return [pid, *(one for child in children for one in _family(child))]


def _proportional_size(pid: int) -> float:
    """Return a process's share of memory in MiB: what several share is split among them."""
    match = re.search(r"^Pss:\s+(\d+) kB", _text(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(match[1]) / 1024 if match else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # 进程已经结束 the process is gone
        return ""


@contextmanager
def zhunru(*options: str) -> Iterator[Server]:
    """Start `zhunru serve`."""
    command = [Path(sys.executable).with_name("zhunru"), "serve", "--port", "0", *options]
    with _started(command) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        match = re.search(r":(\d+)/sparql", told)
        assert match, told
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield Server(process, int(match[1]), "/sparql")


@contextmanager
def oxigraph() -> Iterator[Server]:
    """Start the bare Oxigraph server on the same triples."""
    program = Path(sys.executable).with_name("oxigraph")
    with tempfile.TemporaryDirectory() as folder:
        triples, place = Path(folder, "zhunru.nt"), ["--location", f"{folder}/store"]
        load_store().dump(
            triples, format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
        )
        load = [program, "load", *place, "--file", triples]
        subprocess.run(load, check=True, capture_output=True)
        port = random.randint(20_000, 60_000)
        bind = ["--bind", f"127.0.0.1:{port}"]
        with _started([program, "serve-read-only", *place, *bind]) as process:
            server = Server(process, port, "/query")
            _wait_for(server)
            yield server


@contextmanager
def _started(command: list[str | Path]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(server: Server) -> None:
    for _ in range(100):
        try:
            server.ask(http.client.HTTPConnection("127.0.0.1", server.port), "ASK {}")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def light_queries(queries: list[str]) -> list[str]:
    """Choose the queries that the embedded engine answers within `LIGHT`, the best of three."""
    return [query for query in queries if min(_embedded(query) for _ in range(3)) <= LIGHT]


def _embedded(query: str) -> float:
    begun = time.perf_counter()
    result = load_store().query(query, prefixes=PREFIXES)
    result.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    return time.perf_counter() - begun


def latency(console: Console, light: list[str], clients: int, seconds: float) -> bool:
    """Measure light queries alone and in a crowd with the worst client; print; within limits?"""
    with zhunru("--timeout", str(TIMEOUT)) as server:
        crowd(server, light, 1, 3, 0)
        alone = crowd(server, light, 1, ALONE_SECONDS, 0)
        with watched_memory(server.process.pid) as memory, worst_client(server) as worst:
            loaded = crowd(server, light, clients - 1, seconds, PAUSE)
        alive = server.process.poll() is None
    table = Table(
        "", "次数 count", "p50 ms", "p99 ms", "状态 statuses", title="轻查询 Light queries"
    )
    for name, tally in (("单独 alone", alone), ("同时 in the crowd", loaded)):
        table.add_row(
            name,
            str(len(tally.seconds)),
            *(f"{tally.quantile(percent):.1f}" for percent in (50, 99)),
            _statuses(tally),
        )
    console.print(table)
    console.print(f"最坏的客户端 the worst client: {_statuses(worst)}")
    console.print(f"内存峰值 peak memory, all processes: {max(memory):.0f} MiB")
    times = loaded.quantile(99) / alone.quantile(99)
    good = alive and set(loaded.statuses) == {200} and times <= MOST_TIMES
    console.print(
        f"p99 之比 ratio of p99: {times:.1f}（上限 limit {MOST_TIMES}），"
        f"{'没有' if alive else '有'}崩溃 {'no crash' if alive else 'CRASHED'}"
    )
    return good


def throughput(console: Console, queries: list[str], clients: int, seconds: float) -> bool:
    """Measure all saved queries on both servers and print; is ours fast enough?"""
    table = Table(
        "", "查询/秒 queries/s", "状态 statuses", title="全部保存的查询 All saved queries"
    )
    rates = {}
    for name, start in (("zhunru serve", zhunru), ("oxigraph serve-read-only", oxigraph)):
        with start() as server:
            crowd(server, queries, 2, 3, 0)
            begun = time.monotonic()
            tally = crowd(server, queries, clients, seconds, 0)
            rates[name] = tally.statuses[200] / (time.monotonic() - begun)
        table.add_row(name, f"{rates[name]:.1f}", _statuses(tally))
    console.print(table)
    ours, bare = rates.values()
    console.print(f"倍数 ratio: {ours / bare:.2f}（下限 limit {LEAST_SHARE}）")
    return ours >= LEAST_SHARE * bare


def _statuses(tally: Tally) -> str:
    return " ".join(f"{status}×{count}" for status, count in sorted(tally.statuses.items()))


def main() -> None:
    """Run all measurements; exit code 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    console = Console()
    console.print(machine.describe())
    queries = [query.bind() for query in saved_queries().values()]
    light = light_queries(queries)
    console.print(
        f"{given.clients} 个客户端 clients，{given.seconds:g} 秒 s，"
        f"轻查询 light queries: {len(light)} / {len(queries)}，停顿 pause {PAUSE:g} s"
    )
    kept = latency(console, light, given.clients, given.seconds)
    kept &= throughput(console, queries, given.clients, given.seconds)
    sys.exit(not kept)


if __name__ == "__main__":
    main()

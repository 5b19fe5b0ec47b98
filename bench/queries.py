"""嵌入式引擎与 rdflib、owlready2 同场比较。 The embedded engine against its peers, in one run.

Loads the ontology with all data into each engine, then runs every saved query with its defaults on
Oxigraph and on rdflib, and prints ratios; run it with `make bench`. Times of a busy machine vary,
ratios of one run do not much. rdflib is slow: it runs everything once and no query for longer than
`LIMIT` seconds, Oxigraph `REPEATS` times, of which the median counts.
"""

from __future__ import annotations

import io
import math
import platform
import signal
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import owlready2
import pyoxigraph
from rdflib import Graph
from rich.console import Console
from rich.table import Table

from zhunru.graph import load_graph, load_store, turtle_files
from zhunru.namespaces import PREFIXES
from zhunru.queries import saved_queries

REPEATS = 5
LIMIT = 30


class TimeUpError(BaseException):
    """A query ran too long; not an Exception, for engines must not catch it."""


@dataclass(frozen=True)
class Loading:
    """Seconds to load everything from one format; None where an engine cannot read it."""

    title: str
    oxigraph: float
    rdflib: float
    owlready2: float | None = None


@dataclass(frozen=True)
class Query:
    """Seconds and numbers of rows of one saved query; no rows where rdflib was stopped."""

    name: str
    oxigraph: float
    rdflib: float
    rows: int
    rdflib_rows: int | None


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Time a piece of work.

    Args:
        work: What to do.
        repeats: How often; the median counts.

    Returns:
        The median time in seconds.
    """
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def compare_loading() -> list[Loading]:
    """Time loading the files as shipped, and the same triples as N-Triples in one piece.

    Returns:
        The times by format.
    """
    turtle = Loading(
        "Turtle",
        seconds(lambda: (load_store.cache_clear(), load_store())),
        seconds(_parse_with_rdflib, repeats=1),
    )
    content = load_store().dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
    # owlready2 不读 Turtle。 owlready2 reads no Turtle.
    triples = Loading(
        "N-Triples",
        seconds(lambda: pyoxigraph.Store().bulk_load(content, pyoxigraph.RdfFormat.N_TRIPLES)),
        seconds(lambda: Graph().parse(data=content, format="nt"), repeats=1),
        seconds(lambda: _load_into_owlready2(content)),
    )
    return [turtle, triples]


def _parse_with_rdflib() -> None:
    """Parse the files as rdflib alone would: `load_graph` has a faster parser."""
    graph = Graph()
    for path in turtle_files():
        graph.parse(path, format="turtle")


def compare_queries() -> list[Query]:
    """Time every saved query with its defaults.

    Returns:
        The times by query, in the order of their names.
    """
    store, graph = load_store(), load_graph()
    compared = []
    for name, query in saved_queries().items():
        text = query.bind()
        rows = len(list(store.query(text, prefixes=PREFIXES)))
        fast = seconds(lambda: list(store.query(text, prefixes=PREFIXES)))  # noqa: B023
        begun = time.perf_counter()
        found = _rows_within_limit(graph, text)
        slow = time.perf_counter() - begun
        compared.append(Query(name, fast, slow, rows, found))
    return compared


def main() -> None:
    """Run the comparison and print it."""
    console = Console()
    console.print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    _print_loading(console, compare_loading())
    _print_queries(console, compare_queries())


def _load_into_owlready2(content: bytes) -> None:
    world = owlready2.World()
    world.get_ontology("https://w3id.org/zhunru/ontology").load(fileobj=io.BytesIO(content))


def _rows_within_limit(graph: Graph, sparql: str) -> int | None:
    """Count the rows that rdflib finds, or give up after `LIMIT` seconds."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeUpError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        return len(list(graph.query(sparql)))
    except TimeUpError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _print_loading(console: Console, loadings: list[Loading]) -> None:
    table = Table(
        "读入 load",
        *("Oxigraph s", "rdflib s", "倍数 ratio", "owlready2 s", "倍数 ratio"),
        title=f"读入本体与全部数据 The ontology and all data, {len(load_store())} triples",
    )
    for one in loadings:
        table.add_row(
            one.title,
            f"{one.oxigraph:.2f}",
            f"{one.rdflib:.2f}",
            f"{one.rdflib / one.oxigraph:.1f}",
            f"{one.owlready2:.2f}" if one.owlready2 else "—",
            f"{one.owlready2 / one.oxigraph:.1f}" if one.owlready2 else "—",
        )
    console.print(table)
    shipped = loadings[0].oxigraph
    zh, en = ("不到一秒", "under a second") if shipped < 1 else ("超过一秒", "over a second")
    console.print(f"嵌入式引擎读入全部{zh} · the embedded engine loads everything in {en}")


def _print_queries(console: Console, queries: list[Query]) -> None:
    table = Table(
        *("查询 query", "行 rows", "Oxigraph ms", "rdflib ms", "倍数 ratio"),
        title="保存的查询 Saved queries",
    )
    for one in queries:
        more = ">" if one.rdflib_rows is None else ""
        differ = one.rdflib_rows not in (None, one.rows)
        table.add_row(
            one.name,
            f"{one.rows} ≠ {one.rdflib_rows}" if differ else str(one.rows),
            f"{one.oxigraph * 1e3:.1f}",
            f"{more}{one.rdflib * 1e3:.0f}",
            f"{more}{one.rdflib / one.oxigraph:.1f}",
        )
    console.print(table)
    console.print(
        f"rdflib 各运行一次，满 {LIMIT} 秒即停止（>）"
        f" · rdflib ran each once and was stopped after {LIMIT} s (>)"
    )
    mean = math.exp(statistics.fmean(math.log(one.rdflib / one.oxigraph) for one in queries))
    least = "≥ " if any(one.rdflib_rows is None for one in queries) else ""
    console.print(f"几何平均 geometric mean over {len(queries)} queries: {least}{mean:.1f}")


if __name__ == "__main__":
    main()

"""嵌入式引擎与 rdflib 同场比较。 The embedded engine against plain rdflib, in one run.

Loads the knowledge graph into both, runs every saved query on both, and prints ratios; run it with
`make bench`. Times of a busy machine vary, ratios of one run do not much.
"""

from __future__ import annotations

import math
import platform
import statistics
import time
from collections.abc import Callable

from rdflib import Graph
from rich.console import Console
from rich.table import Table

from zhunru.graph import load_graph, load_store
from zhunru.namespaces import PREFIXES
from zhunru.queries import saved_queries

REPEATS = 5


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


def compare_loading() -> tuple[float, float]:
    """Time reading the Turtle files into each engine, in seconds: Oxigraph, rdflib."""
    return (
        seconds(lambda: (load_store.cache_clear(), load_store())),
        seconds(lambda: (load_graph.cache_clear(), load_graph())),
    )


def compare_queries(graph: Graph) -> dict[str, tuple[float, float]]:
    """Time every saved query with its defaults, in seconds: Oxigraph, rdflib.

    Args:
        graph: The knowledge graph in rdflib.

    Returns:
        The two times by name of the query.
    """
    store = load_store()
    times = {}
    for name, query in saved_queries().items():
        text = query.bind()
        times[name] = (
            seconds(lambda text=text: list(store.query(text, prefixes=PREFIXES))),  # type: ignore[misc]
            seconds(lambda text=text: list(graph.query(text)), repeats=1),  # type: ignore[misc]
        )
    return times


def main() -> None:
    """Run the comparison and print it."""
    console = Console()
    console.print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    table = Table("查询 query", "Oxigraph ms", "rdflib ms", "倍数 ratio")
    ours, theirs = compare_loading()
    table.add_row("读入 load", f"{ours * 1e3:.0f}", f"{theirs * 1e3:.0f}", f"{theirs / ours:.1f}")
    ratios = []
    for name, (fast, slow) in compare_queries(load_graph()).items():
        ratios.append(slow / fast)
        table.add_row(name, f"{fast * 1e3:.1f}", f"{slow * 1e3:.0f}", f"{slow / fast:.1f}")
    console.print(table)
    mean = math.exp(statistics.fmean(map(math.log, ratios)))
    console.print(f"几何平均 geometric mean over {len(ratios)} queries: {mean:.1f}")


if __name__ == "__main__":
    main()

"""一省的原始记录到判定。 From the raw records of a province to verdicts.

Each run has a process of its own, so that its peak memory is its own. The last run has a tenth of
the memory that its cases would take: it must spill, and neither swap nor die. Run it with
`make bench`, or `python bench/population.py 5000000 20000000 50000000`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

from machine import describe
from pyarrow import parquet
from rich.console import Console
from rich.table import Table

from zhunru.backends import connect
from zhunru.population import Hospitals, validate_population

SIZES = (5_000_000, 20_000_000)
MEMORY = 4_000_000_000
SHARE = 10
"""How many times its memory the cases of the last run take, if they are 20 million or more."""
LEAST = 300_000_000
"""Bytes with which DuckDB can spill; with fewer cases the last run has so much."""
AS_OF = date(2026, 1, 1)


def measure(data: Path, memory: int) -> dict[str, float]:
    """Validate a province; return seconds, bytes in memory and spilled at most, and checks."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as out,
        connect(memory=f"{memory // 1000}KB") as connection,
        _most_spilled(Path(connection.con.execute(_SPILL).fetchone()[0])) as spilled,
    ):
        given = Hospitals.from_parquet(data, connection)
        summary = validate_population(given, AS_OF, Path(out) / "verdicts", connection)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds, checks = time.perf_counter() - begun, sum(summary.counts.values())
    return {"seconds": seconds, "peak": peak, "spilled": max(spilled), "checks": checks}


_SPILL = "SELECT current_setting('temp_directory')"


@contextmanager
def _most_spilled(folder: Path) -> Iterator[list[int]]:
    """Look again and again how much lies in the folder to which DuckDB spills."""
    seen, done = [0], Event()

    def look() -> None:
        while not done.wait(0.2):
            seen.append(sum(one.stat().st_size for one in folder.glob("*") if one.exists()))

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def in_memory(data: Path) -> int:
    """Return how many bytes the case log takes as Arrow columns, judging by its first file."""
    parts = sorted((data / "case_log").glob("*.parquet"))
    rows = sum(parquet.read_metadata(part).num_rows for part in parts)
    first = next(parquet.ParquetFile(parts[0]).iter_batches(100_000))
    return int(first.nbytes / first.num_rows * rows)


def runs(sizes: tuple[int, ...]) -> Iterator[tuple[int, int, int, dict[str, float]]]:
    """Yield cases, their bytes in memory, the memory given, and what was measured."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "province"
            maker = str(Path(__file__).with_name("province.py"))
            subprocess.run([sys.executable, maker, str(data), str(size)], check=True)
            raw = in_memory(data)
            for memory in (MEMORY, max(raw // SHARE, LEAST))[: 2 if size == sizes[-1] else 1]:
                command = [sys.executable, __file__, "--one", str(data), str(memory)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
                yield size, raw, memory, json.loads(done.stdout)


def main(sizes: tuple[int, ...]) -> None:
    """Print a row per run."""
    console = Console()
    console.print(describe())
    table = Table(
        "病例 cases",
        "判定 checks",
        "秒 s",
        "每多百万例 s per further M",
        "病例占内存 cases in memory GB",
        "内存上限 limit GB",
        "内存峰值 peak GB",
        "落盘 spilled GB",
    )
    done: dict[int, float] = {}
    for size, raw, memory, found in runs(sizes):
        # 与前一较小者相比。 Against the next smaller run.
        less, earlier = max((one for one in done.items() if one[0] < size), default=(0, 0.0))
        table.add_row(
            f"{size:,}",
            f"{found['checks']:,.0f}",
            f"{found['seconds']:.1f}",
            f"{(found['seconds'] - earlier) / (size - less) * 1e6:.2f}",
            *(f"{one / 1e9:.2f}" for one in (raw, memory, found["peak"], found["spilled"])),
        )
        done.setdefault(size, found["seconds"])
    console.print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)

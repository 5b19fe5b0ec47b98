"""一千万行现成证据占多少内存。 How much memory ten million rows of ready evidence take.

Writing the evidence and deciding it have a process each, so that the peak is that of deciding. Run
it with `make bench`, or `python bench/memory.py 10000000`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import describe
from rich.console import Console
from verdicts import in_columns, write_evidence

from zhunru.rule_tables import rule_tables

ROWS = 10_000_000
MEMORY = "2GB"
"""What DuckDB may take before it spills; Python and the libraries come on top."""


def run(step: str, path: Path, rows: int) -> str:
    """Do one step in a process of its own, and return what it printed."""
    command = [sys.executable, __file__, step, str(path), str(rows)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def decide(path: Path) -> None:
    """Decide all rows; print seconds and the peak of memory in bytes."""
    tables, begun = rule_tables(), time.perf_counter()
    in_columns(path, tables, MEMORY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(time.perf_counter() - begun, peak)


def main(rows: int) -> None:
    """Print seconds and peak memory."""
    console = Console()
    console.print(describe())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.parquet"
        run("--write", path, rows)
        seconds, peak = map(float, run("--decide", path, rows).split())
    console.print(
        f"{rows:,} 行现成证据 rows of ready evidence: {seconds:.1f} 秒 s, "
        f"内存峰值 peak {peak / 2**30:.2f} GiB"
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write", path, rows]:
            write_evidence(Path(path), int(rows), rule_tables())
        case ["--decide", path, _]:
            decide(Path(path))
        case given:
            main(int(given[0]) if given else ROWS)

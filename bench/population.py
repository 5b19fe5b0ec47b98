"""一省的原始记录到判定。 From the raw records of a province to verdicts.

Each size runs in a process of its own, so that its peak memory is its own. Run it with
`make bench`, or `python bench/population.py 5000000 50000000`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from machine import describe
from rich.console import Console
from rich.table import Table

from zhunru.backends import connect
from zhunru.population import Hospitals, validate_population

SIZES = (500_000, 5_000_000)
MEMORY = "4GB"
AS_OF = date(2026, 1, 1)


def measure(cases: int) -> None:
    """Validate a province of a size; print seconds, peak memory in GB, and checks."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "province"
        # 造数据用另一个进程，免得算进内存。 The data are made elsewhere: not part of the memory.
        maker = str(Path(__file__).with_name("province.py"))
        subprocess.run([sys.executable, maker, str(data), str(cases)], check=True)
        begun = time.perf_counter()
        with connect(memory=MEMORY) as connection:
            given = Hospitals.from_parquet(data, connection)
            summary = validate_population(given, AS_OF, Path(folder) / "verdicts", connection)
        spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{spent} {peak} {sum(summary.counts.values())}")


def main(sizes: tuple[int, ...]) -> None:
    """Print a row per size."""
    console = Console()
    console.print(describe())
    table = Table("病例 cases", "判定 checks", "秒 s", "每百万例 s/M", "内存峰值 peak GB")
    for size in sizes:
        found = subprocess.run(
            [sys.executable, __file__, "--one", str(size)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        spent, peak, checks = map(float, found.stdout.split())
        table.add_row(
            f"{size:,}",
            f"{checks:,.0f}",
            f"{spent:.1f}",
            f"{spent / size * 1e6:.2f}",
            f"{peak:.1f}",
        )
    console.print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)

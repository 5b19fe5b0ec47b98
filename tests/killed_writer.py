"""A program for tests: write reports over an old one, and be killed while doing so, many times.

It prints, as JSON, how often what was left was the old file, the new one, or anything else.
"""

import json
import os
import pickle
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from zhunru.report import Report
from zhunru.reports.formats import write_report, writer_for

KILLS = 40


def main(pickled: str, target: str) -> None:
    reports = pickle.loads(Path(pickled).read_bytes())
    path = Path(target)
    whole = [writer_for(path)(report, ()) for report in reports]
    chance, left, longest = random.Random(1), Counter(), 3 * seconds_to_write(path, reports)
    for _ in range(KILLS):
        path.write_bytes(whole[0])
        child = os.fork()
        if child == 0:
            while True:
                for report in reports[1:]:
                    write_report(path, report)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        content = path.read_bytes()
        left[whole.index(content) if content in whole else "half"] += 1
    json.dump(left, sys.stdout)


def seconds_to_write(path: Path, reports: list[Report]) -> float:
    """Tell how long it takes here, so that the kills fall before, into and after a write."""
    begun = time.perf_counter()
    for report in reports:
        write_report(path, report)
    return (time.perf_counter() - begun) / len(reports)


if __name__ == "__main__":
    main(*sys.argv[1:])

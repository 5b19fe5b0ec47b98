"""Report files: whole at any moment, and the same for the same input."""

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import killed_writer
import pytest
from report_making import example_report

from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.reports.formats import WRITERS


@pytest.mark.parametrize("ending", [".html", ".csv"])
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path, ending):
    days = (0, 1, 2)
    old, *new = (
        replace(example_report(), as_of=EXAMPLE_AS_OF + timedelta(days=n), results=results)
        for n, results in zip(days, results_of_sizes(), strict=True)
    )
    pickled = tmp_path / "reports.pickle"
    pickled.write_bytes(pickle.dumps((old, *new)))
    folder = tmp_path / "reports"
    folder.mkdir()
    target = folder / f"report{ending}"
    done = subprocess.run(
        [sys.executable, killed_writer.__file__, pickled, target],
        capture_output=True,
        check=True,
        text=True,
    )
    left = json.loads(done.stdout)
    assert "half" not in left
    assert sum(left.values()) == killed_writer.KILLS
    assert set(left) & {"1", "2"}, "it was killed before it had written anything, each time"
    others = {one.name for one in folder.iterdir()} - {target.name}
    assert all(name.startswith(".") for name in others), "what is left over is hidden"


def results_of_sizes():
    results = example_report().results
    return results, results[:20], results[20:]


def test_reports_are_the_same_whatever_the_process(tmp_path):
    """Two runs, with other hashes of strings and at another time."""
    written = [run_with(tmp_path / seed, seed) for seed in ("1", "2")]
    assert set(written[0]) == set(WRITERS)
    for ending in WRITERS:
        assert written[0][ending] == written[1][ending], ending


def run_with(folder: Path, seed: str) -> dict[str, bytes]:
    folder.mkdir()
    reports = {ending: folder / f"report{ending}" for ending in WRITERS}
    options = [part for path in reports.values() for part in ("--report", path)]
    date = ("--as-of", EXAMPLE_AS_OF.isoformat())
    done = subprocess.run(
        [sys.executable, "-m", "zhunru", "validate", example_hospital(), *date, *options],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stderr
    return {ending: path.read_bytes() for ending, path in reports.items()}

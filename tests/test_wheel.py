"""The wheel, installed into an empty environment and run from another folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from zhunru.resources import FOLDERS

ROOT = Path(__file__).parents[1]


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel, install it alone with what it depends on, and return its `zhunru`."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "--quiet", "--python", sys.executable, folder / "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    run(uv, "pip", "install", "--quiet", "--python", python, wheel, cwd=folder)
    return folder / "env" / "bin" / "zhunru"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "procedures-by-title", "--format", "csv"),
        ("ask", "overlaps", "--format", "json"),
        ("show", "title/chief"),
        ("export",),
    ],
)
def test_the_same_answers(installed, tmp_path, arguments):
    here = Path(sys.executable).with_name("zhunru")
    assert run(installed, *arguments, cwd=tmp_path) == run(here, *arguments, cwd=ROOT)


def test_the_shipped_folders_and_the_example(installed, tmp_path):
    shipped = installed.parents[1].glob("lib/python*/site-packages/zhunru/resources/*")
    assert sorted(one.name for one in shipped) == sorted(FOLDERS)
    (example,) = installed.parents[1].glob(
        "lib/python*/site-packages/zhunru/resources/data/example"
    )
    report = tmp_path / "report.csv"
    run(installed, "validate", example, "--as-of", "2026-01-01", "--report", report, cwd=tmp_path)
    here = Path(sys.executable).with_name("zhunru")
    other = tmp_path / "other.csv"
    arguments = ("validate", "data/example", "--as-of", "2026-01-01", "--report", other)
    run(here, *arguments, cwd=ROOT)
    assert report.read_text("utf-8") == other.read_text("utf-8")

"""The wheel, installed into an empty environment and run from another folder."""

import re
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
    versions = folder / "versions.txt"
    versions.write_text("\n".join(pinned()), encoding="utf-8")
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    pip = [folder / "env" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile"]
    run(*pip, "--disable-pip-version-check", "--constraint", versions, wheel, cwd=folder)
    return folder / "env" / "bin" / "zhunru"


def pinned():
    """The versions of the lock file, without hashes, so that only the wheel is tried out."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return [line.rstrip(" \\") for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]


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

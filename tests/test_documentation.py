"""Every command and snippet in the documentation is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "data" / "example" / "README.md", *ROOT.glob("docs/*.md")]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

BLOCKS = [
    (path.relative_to(ROOT).as_posix(), language, body)
    for path in DOCUMENTS
    for language, body in BLOCK.findall(path.read_text("utf-8"))
]
COMMANDS = [
    (path, line.removeprefix("$ "))
    for path, language, body in BLOCKS
    if language == "console"
    for line in body.splitlines()
    if line.startswith("$ ")
]
SNIPPETS = [(path, body) for path, language, body in BLOCKS if language == "python"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A place where commands may write, with what they read from the repository."""
    folder = tmp_path_factory.mktemp("documentation")
    for name in ("data", "tests", "Makefile"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def run(command, folder):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )


def test_there_are_commands_and_snippets():
    assert len(COMMANDS) > 10
    assert SNIPPETS


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_command(path, command, folder):
    if command.startswith("make "):
        # 这里正在 make test 之中；run 在检出里真跑，test 只展开。 We are inside make test already.
        dry = ["--dry-run"] if command == "make test" else []
        done = run(" ".join([*command.split(), *dry]), ROOT)
    else:
        done = run(command, folder)
    finding = command.startswith("zhunru validate")
    assert done.returncode == (1 if finding else 0), done.stdout + done.stderr
    assert done.stdout


@pytest.mark.parametrize(("path", "snippet"), SNIPPETS)
def test_snippet(path, snippet, folder):
    done = subprocess.run(
        [sys.executable, "-c", snippet], cwd=folder, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target

"""Every command and snippet in the documentation is run, page by page from top to bottom."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from zhunru.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "data" / "example" / "README.md", *ROOT.glob("docs/*.md")]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: Commands that find something about the example hospital, and say so by their exit code.
FINDING = ("zhunru validate", "zhunru eligible", "zhunru population", "zhunru catalogue")
WRITTEN = re.compile(r"--(?:report|chart|out|verdicts) (\S+)")
LINK = re.compile(r"\]\(([^)#]+)\)")
FILE = re.compile(r"`((?:zhunru|ontology|data|shapes|queries|ui|tests)/[\w/-]+\.\w+)`")


def steps(page):
    """The commands and snippets of a page, as arguments for a subprocess, in their order."""
    for language, body in BLOCK.findall(page.read_text("utf-8")):
        if language == "console":
            for line in body.splitlines():
                if line.startswith("$ "):
                    yield ["bash", "-c", line.removeprefix("$ ")]
        elif language == "python":
            yield [sys.executable, "-c", body]


WALKED = [page for page in PAGES if any(steps(page))]


@pytest.fixture
def folder(tmp_path):
    """A place where commands may write, with what they read from the repository."""
    for name in ("data", "tests", "Makefile"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(step, folder):
    command = step[-1]
    if command.startswith("make "):
        # 这里正在 make test 之中；run 在检出里真跑，test 只展开。 We are inside make test already.
        step, folder = [*step[:-1], command.replace("make test", "make test --dry-run")], ROOT
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        step,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )


def test_there_are_commands_and_snippets():
    found = [step for page in WALKED for step in steps(page)]
    assert sum(step[0] == "bash" for step in found) > 20
    assert any(step[0] == sys.executable for step in found)


@pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
def test_everything_on_a_page_works(page, folder):
    for step in steps(page):
        command, done = step[-1], run(step, folder)
        told = f"{command}\n{done.stdout}{done.stderr}"
        assert done.returncode == (1 if command.startswith(FINDING) else 0), told
        assert done.stdout, told
        for name in WRITTEN.findall(command):
            assert (folder / name).exists(), told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_files_are_there(page):
    text = page.read_text("utf-8")
    for target in LINK.findall(text):
        assert target.startswith("http") or (page.parent / target).exists(), target
    for name in FILE.findall(text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("command", typer.main.get_command(app).commands)
def test_every_command_is_documented(command):
    assert any(f"zhunru {command}" in page.read_text("utf-8") for page in PAGES)

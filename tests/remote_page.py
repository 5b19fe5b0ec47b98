"""The commands in `docs/remote-stores.md`, to be run against servers that tests start."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "remote-stores.md"


def block_with(words):
    """The one block of commands in which some words occur."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (block,) = [one for one in blocks if words in one]
    return block


def run(commands, folder):
    """Run the commands of a block, which must all succeed; return what they print."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-ec", commands],
        cwd=folder,
        env={**os.environ, "PATH": path},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    ).stdout

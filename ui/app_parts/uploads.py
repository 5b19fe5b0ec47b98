"""交上来的文件，和供下载的模板。 Files handed in, and the template to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Protocol

from zhunru.inputs import example_hospital, vocabulary
from zhunru.intake.opening import files_at, sources_of
from zhunru.intake.sources import Source
from zhunru.tables import load_tables
from zhunru.template import WORKBOOK_NAME, write_templates


class Upload(Protocol):
    """What is used of an uploaded file."""

    @property
    def name(self) -> str:
        """The name that the user's computer gave it."""

    def getvalue(self) -> bytes:
        """Return its content."""


def contents(uploads: Iterable[Upload]) -> list[tuple[str, bytes]]:
    """Return names and contents of uploaded files; of those with one name, later ones numbered."""
    seen: Counter[str] = Counter()
    files = []
    for one in uploads:
        seen[one.name] += 1
        files.append((_numbered(one.name, seen[one.name]), one.getvalue()))
    return files


def _numbered(name: str, number: int) -> str:
    path = PurePath(name)
    return name if number == 1 else f"{path.stem}({number}){path.suffix}"


def example_files() -> list[tuple[str, Path]]:
    """Return the tables of the invented hospital, as if they had been uploaded."""
    return [(path.name, path) for path in files_at(example_hospital())]


def sources(files: Iterable[Path]) -> list[Source]:
    """Read files again, for the workbook that is handed back."""
    return [source for file in files for source in sources_of(file)]


def template_workbook() -> bytes:
    """Return the workbook to fill in."""
    with TemporaryDirectory(prefix="zhunru-") as place:
        write_templates(Path(place), vocabulary(), load_tables())
        return (Path(place) / WORKBOOK_NAME).read_bytes()

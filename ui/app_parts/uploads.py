"""上传的文件：校验完即从磁盘上删除。 Uploaded files, deleted from disk once validated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from zhunru.inputs import validate_paths, vocabulary
from zhunru.intake.opening import files_at, sources_of
from zhunru.intake.sources import Source
from zhunru.report import Report
from zhunru.tables import load_tables
from zhunru.template import WORKBOOK_NAME, write_templates


class Upload(Protocol):
    """What is used of an uploaded file."""

    @property
    def name(self) -> str:
        """The name that the user's computer gave it."""

    def getvalue(self) -> bytes:
        """Return its content."""


@dataclass(frozen=True)
class Checked:
    """A report with the files that it is about, for the workbook that is handed back.

    Attributes:
        report: The report.
        sources: The files, held in memory.
    """

    report: Report
    sources: tuple[Source, ...]


def validate_files(
    paths: Sequence[Path], as_of: date, progress: Callable[[int, int], None]
) -> Checked:
    """Validate files, and keep their content beside the report.

    Raises:
        InputError: With every problem of the input.
    """
    report = validate_paths(paths, as_of, progress)
    files = (file for path in paths for file in files_at(path))
    return Checked(report, tuple(source for file in files for source in sources_of(file)))


def validate_uploads(
    uploads: Iterable[Upload], as_of: date, progress: Callable[[int, int], None]
) -> Checked:
    """Validate uploaded files from a temporary folder that is gone afterwards.

    Raises:
        InputError: With every problem of the input.
    """
    with _stored(uploads) as paths:
        return validate_files(paths, as_of, progress)


def template_workbook() -> bytes:
    """Return the workbook to fill in."""
    with TemporaryDirectory(prefix="zhunru-") as place:
        write_templates(Path(place), vocabulary(), load_tables())
        return (Path(place) / WORKBOOK_NAME).read_bytes()


@contextmanager
def _stored(uploads: Iterable[Upload]) -> Iterator[list[Path]]:
    with TemporaryDirectory(prefix="zhunru-") as place:
        paths = []
        for number, upload in enumerate(uploads):
            # 各放各的文件夹：同名文件互不覆盖，报错时仍是原名。
            # A folder each: files of one name do not collide, and messages keep the name.
            folder = Path(place) / str(number)
            folder.mkdir()
            path = folder / _file_name(upload.name)
            path.write_bytes(upload.getvalue())
            paths.append(path)
        yield paths


def _file_name(given: str) -> str:
    """Return the last part of a name: no name may lead out of the folder."""
    name = given.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    return "upload" if name in ("", ".", "..") else name

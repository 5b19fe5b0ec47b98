"""找出要读的文件，打开其中的表。 Find the files to read, and open the sheets in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from zhunru.errors import Bilingual, Problem
from zhunru.intake.archives import archived_sources, is_hidden, names_in
from zhunru.intake.columnar import columnar_sheets
from zhunru.intake.delimited import delimited_sheets
from zhunru.intake.sources import (
    ARCHIVES,
    COLUMNAR,
    LOOK_ALIKES,
    READABLE,
    SAVE_AGAIN,
    WORKBOOKS,
    Opened,
    Source,
    check_size,
    whole_file,
)
from zhunru.intake.workbooks import workbook_sheets


def files_at(path: Path) -> list[Path]:
    """文件本身，或文件夹里可能是表的文件。 Return the file, or the likely tables of a folder.

    What Excel and the system hide is left out.

    Raises:
        OSError: the folder cannot be read.
    """
    if path.is_file():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and _may_hold(file.name))


def ignored_at(path: Path) -> list[str]:
    """文件夹或压缩包里不读的东西。 Name what lies in a folder or archive and is not read.

    Folders within a folder are not looked into; their names end with a slash.

    Args:
        path: 文件夹，或已读过的文件 a folder, or a file that was read.
    """
    if path.is_dir():
        named = [f"{one.name}/" if one.is_dir() else one.name for one in path.iterdir()]
    else:
        named = names_in(path) if path.suffix.lower() in ARCHIVES else []
    return sorted(name for name in named if not _may_hold(name))


def _may_hold(name: str) -> bool:
    """Tell by its name whether a file may hold a table."""
    likely = PurePosixPath(name).suffix.lower() in READABLE | LOOK_ALIKES
    return likely and not is_hidden(name) and not name.endswith("/")


def sources_of(file: Path) -> Iterator[Source]:
    """读出一个文件，压缩包则是其中的各文件。 Read a file, or the files of an archive.

    Raises:
        SheetError: the file is empty or too large, or an archive that is refused.
        OSError: the file cannot be read.
    """
    check_size(file.name, file.stat().st_size)
    source = Source(file.name, file.read_bytes())
    if source.suffix in ARCHIVES:
        inside = (READABLE | LOOK_ALIKES) - ARCHIVES
        yield from (one for one in archived_sources(source) if one.suffix in inside)
    else:
        yield source


def sheets_of(source: Source) -> Opened:
    """打开一个文件里的各表。 Open the sheets of a file.

    Raises:
        SheetError: the file holds no readable table.
    """
    if source.suffix in WORKBOOKS:
        return workbook_sheets(source)
    if source.suffix in COLUMNAR:
        return columnar_sheets(source)
    if source.suffix in LOOK_ALIKES:
        return Opened((), (_not_read(source),))
    return delimited_sheets(source)


def _not_read(source: Source) -> Problem:
    finding = Bilingual("不是能读的格式，没有读取", "is of no format that is read")
    return whole_file("not-read", source.name, finding, SAVE_AGAIN)

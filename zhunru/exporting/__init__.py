"""导出知识图谱：RDF、形状、表格，或全部。 Export the knowledge graph: RDF, shapes, tables, or all.

Whatever is written is the same, byte by byte, for the same content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from errno import EISDIR, ENOENT
from os import strerror
from pathlib import Path
from typing import Final

from rdflib import Graph

from zhunru.errors import UserError
from zhunru.exporting.bundle import bundle, csv_files, workbook
from zhunru.exporting.content import Content
from zhunru.exporting.folder import write_folder
from zhunru.exporting.rdf import RDF_WRITERS
from zhunru.files import write_bytes
from zhunru.queries import nearest

#: What writes a file, by the name that a user gives the format.
WRITERS: Final[Mapping[str, Callable[[Content], bytes]]] = {
    **RDF_WRITERS,
    "xlsx": workbook,
    "zip": bundle,
}
#: A folder of one file per table.
FOLDER_FORMAT: Final = "csv"
FORMATS: Final = (*WRITERS, FOLDER_FORMAT)
#: What only a file can hold: a terminal cannot show it.
BINARY_FORMATS: Final = ("xlsx", "zip", FOLDER_FORMAT)

_OTHER_SUFFIXES: Final = {"rdf": "rdfxml", "json": "jsonld"}


def export(
    format_name: str,
    graph: Graph | None = None,
    *,
    techniques: Sequence[str] = (),
    base: str | None = None,
) -> str:
    """Write the knowledge graph, or its shapes, as text.

    Args:
        format_name: One of the formats of RDF, or `shapes`.
        graph: What to write; the shipped knowledge graph unless given.
        techniques: Only what concerns these techniques.
        base: What our IRIs shall begin with instead of `https://w3id.org/zhunru/`.

    Returns:
        The text, the same for the same content.

    Raises:
        UserError: If there is no such format or technique, or the base is none.
    """
    if format_name not in RDF_WRITERS:
        raise _unknown(format_name, RDF_WRITERS)
    return RDF_WRITERS[format_name](Content(graph, techniques, base)).decode()


def export_to(target: Path, format_name: str, content: Content) -> None:
    """Write a file, or for CSV a folder, in one step.

    Args:
        target: The file, which is replaced, or the folder, which must not exist.
        format_name: One of `FORMATS`.
        content: What to write.

    Raises:
        UserError: If there is no such format, or the folder exists.
        OSError: If it cannot be written.
    """
    if format_name not in FORMATS:
        raise _unknown(format_name, FORMATS)
    # 先看能否写，再算。 See first whether it can be written: the content takes a while.
    if not target.parent.is_dir():
        raise FileNotFoundError(ENOENT, strerror(ENOENT), str(target))
    if format_name == FOLDER_FORMAT:
        write_folder(target, csv_files(content))
    elif target.is_dir():
        raise IsADirectoryError(EISDIR, strerror(EISDIR), str(target))
    else:
        write_bytes(target, WRITERS[format_name](content))


def format_of(target: Path) -> str:
    """Tell the format that a file's name asks for.

    Args:
        target: The file.

    Returns:
        One of `WRITERS`; `ttl` for a name without ending.

    Raises:
        UserError: If its ending is none of theirs.
    """
    suffix = target.suffix.removeprefix(".").lower() or "ttl"
    if suffix == FOLDER_FORMAT:
        raise UserError(
            "csv 是几张表，请写成文件夹：--format csv --output 文件夹。"
            " CSV are several tables; write a folder: --format csv --output FOLDER."
        )
    name = _OTHER_SUFFIXES.get(suffix, suffix)
    if name not in WRITERS:
        raise _unknown(suffix, FORMATS)
    return name


def _unknown(name: str, known: Sequence[str] | Mapping[str, object]) -> UserError:
    zh_hint, en_hint = nearest(name, known)
    return UserError(
        f"没有格式“{name}”，可用：{'、'.join(known)}。{zh_hint}"
        f" There is no format {name!r}; use one of {', '.join(known)}.{en_hint}"
    )

"""全部内容打成一个 zip，附校验和与 DCAT 记录。 Everything in a zip, with checksums and a record.

The zip is the same for the same content: files stand in a fixed order, without times.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from zhunru.describing import File
from zhunru.exporting import rdf
from zhunru.exporting.content import Content
from zhunru.exporting.tables import to_csv, to_workbook
from zhunru.exporting.turtle import to_turtle
from zhunru.requirements import Label

CHECKSUMS: Final = "SHA256SUMS"
RECORD: Final = "dcat.ttl"

_READABLE: Final = 0o644 << 16
_UNIX: Final = 3


class Part(NamedTuple):
    """一个文件：标题、媒体类型、怎样写出。 A file: its title, media type, and what writes it."""

    title: Label
    media_type: str
    write: Callable[[Content], bytes]


def workbook(content: Content) -> bytes:
    """Write the catalogues and the conditions as a workbook."""
    return to_workbook(content.sheets)


def csv_files(content: Content) -> dict[str, bytes]:
    """Write the catalogues and the conditions as CSV.

    Args:
        content: The content.

    Returns:
        The files by name.
    """
    return {f"{sheet.name}.csv": to_csv(sheet) for sheet in content.sheets}


def _csv(index: int) -> Callable[[Content], bytes]:
    return lambda content: to_csv(content.sheets[index])


#: 各个文件，依名称。 The files by name.
PARTS: Final[Mapping[str, Part]] = {
    "zhunru.ttl": Part(Label("图谱，Turtle", "the graph"), "text/turtle", rdf.turtle),
    "zhunru.trig": Part(Label("图谱与描述，TriG", "with VoID"), "application/trig", rdf.trig),
    "zhunru.nq": Part(Label("图谱与描述，N-Quads", "with VoID"), "application/n-quads", rdf.nquads),
    "zhunru.nt": Part(Label("图谱，N-Triples", "the graph"), "application/n-triples", rdf.ntriples),
    "zhunru.jsonld": Part(Label("图谱，JSON-LD", "the graph"), "application/ld+json", rdf.jsonld),
    "zhunru.rdf": Part(Label("图谱，RDF/XML", "the graph"), "application/rdf+xml", rdf.rdfxml),
    "shapes.ttl": Part(Label("SHACL 形状", "SHACL shapes"), "text/turtle", rdf.shapes),
    "catalogues.csv": Part(Label("手术目录", "catalogues"), "text/csv", _csv(0)),
    "conditions.csv": Part(Label("准入条件", "conditions"), "text/csv", _csv(1)),
    "tables.xlsx": Part(
        Label("目录与条件，工作簿", "catalogues and conditions"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
    ),
}


def bundle(content: Content) -> bytes:
    """Write everything as a zip.

    Args:
        content: The content.

    Returns:
        The archive: the graph in all formats, the shapes, the tables, `dcat.ttl` with the size and
        checksum of each, and `SHA256SUMS` for `sha256sum --check`.
    """
    files = {name: part.write(content) for name, part in PARTS.items()}
    described = [
        File(name, part.title, part.media_type, len(files[name]), sha256(files[name]).hexdigest())
        for name, part in PARTS.items()
    ]
    files[RECORD] = to_turtle(content.record(described))
    sums = [f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    files[CHECKSUMS] = "".join(sums).encode()
    return _zipped(files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # 只给名称的 ZipInfo 日期固定。 A ZipInfo made from a name alone has a fixed date.
            entry = ZipInfo(name)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content, ZIP_DEFLATED)
    return stream.getvalue()

"""网关与工作进程之间的消息。 Messages between the gateway and its workers.

A frame is the lengths of a JSON header and of a body, then both. Answers travel as the bytes that
go out to the client; nobody reads them on the way.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import BinaryIO, Final

LENGTHS: Final = struct.Struct("!IQ")


@dataclass(frozen=True)
class Job:
    """A query to be answered, or a document to be written.

    Attributes:
        query: SPARQL text; for a document its address.
        default_graphs: IRIs of graphs that make up the default graph; None to leave it to the
            query. Either both or neither of the graph lists are None.
        named_graphs: IRIs of named graphs.
        table_type: The media type for SELECT and ASK; None if the client takes none. HTML, for
            people, stands here and in `graph_type`.
        graph_type: The media type for CONSTRUCT and DESCRIBE; None if the client takes none.
        document_type: The media type of the document; None for a query.
    """

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    table_type: str | None = None
    graph_type: str | None = None
    document_type: str | None = None

    def encoded(self) -> bytes:
        """Return the job as a frame."""
        return _frame(json.dumps(asdict(self)).encode(), b"")

    @classmethod
    def decoded(cls, header: bytes) -> Job:
        """Read a job from the header of its frame."""
        values = json.loads(header)
        for name in ("default_graphs", "named_graphs"):
            if values[name] is not None:
                values[name] = tuple(values[name])
        return cls(**values)


@dataclass(frozen=True)
class Reply:
    """What became of a job.

    Attributes:
        status: The HTTP status: 200 for an answer, otherwise the body tells what is wrong.
        media_type: The media type of the body.
        body: The answer or the message.
        worn: Whether the worker has grown so much that it should be replaced.
    """

    status: int
    media_type: str
    body: bytes
    worn: bool = False

    def encoded(self) -> bytes:
        """Return the reply as a frame."""
        header = {"status": self.status, "media_type": self.media_type, "worn": self.worn}
        return _frame(json.dumps(header).encode(), self.body)

    @classmethod
    def decoded(cls, header: bytes, body: bytes) -> Reply:
        """Read a reply from header and body of its frame."""
        return cls(body=body, **json.loads(header))


def read_job(stream: BinaryIO) -> Job | None:
    """Read the next job.

    Args:
        stream: A blocking stream.

    Returns:
        The job; None at the end of the stream.
    """
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    return Job.decoded(stream.read(LENGTHS.unpack(lengths)[0]))


def _frame(header: bytes, body: bytes) -> bytes:
    return LENGTHS.pack(len(header), len(body)) + header + body

"""把查询文本放进网址，再取出来。 Query texts in URLs, there and back."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import Final

from zhunru.errors import UserError

#: Characters that a text may take in a URL; longer addresses are cut off by some programs.
LONGEST_PACKED: Final = 6_000
#: Characters of the longest text; a small parameter must not unpack into a flood.
LONGEST_TEXT: Final = 100_000


def packed(text: str) -> str | None:
    """Compress a text for a URL.

    Args:
        text: The text of a query.

    Returns:
        Letters, digits, `-` and `_`; None if it is too long for a link.
    """
    raw = zlib.compress(text.encode("utf-8"), 9)
    link = urlsafe_b64encode(raw).decode("ascii").rstrip("=")
    return link if len(link) <= LONGEST_PACKED and len(text) <= LONGEST_TEXT else None


def unpacked(link: str) -> str:
    """Take a text out of a URL.

    Args:
        link: What `packed` returned.

    Returns:
        The text.

    Raises:
        UserError: If it is none, was cut off, or unpacks into too much.
    """
    try:
        raw = urlsafe_b64decode(link + "=" * (-len(link) % 4))
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(raw, LONGEST_TEXT * 4)
        if not unpacker.eof:
            raise zlib.error("not at its end")
        return text.decode("utf-8")
    except (Base64Error, zlib.error, ValueError) as error:
        raise UserError(
            "链接里的查询不完整，可能复制时少了一截；请重新复制链接。"
            " The query in the link is damaged: copy the link again."
        ) from error

"""条款号的各种写法。 The ways in which people write the number of a clause."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zhunru.numbering import chinese_to_int

_PATH: Final = re.compile(r"\d+(\.\d+)+")
_ARTICLE: Final = re.compile(r"第([一二三四五六七八九十百]+)条")
_WHOLE: Final = re.compile(
    r"(第\d+条|[一二三四五六七八九十]+(?=\())(\([一二三四五六七八九十]+\))?(\d+(\(\d+\))?)?"
)
_JOINT: Final = re.compile(r"[、.](?=[(\d]|$)")


def as_number(word: str) -> str | None:
    """Read a word as the number of a clause.

    Args:
        word: For example 二（一）2（1）, 二、（一）2.（1）, 第十一条, 第11条 or 2.1.2.1.

    Returns:
        The number in the form of `printed_number`, or the path; None if it is no such number.
    """
    plain = unicodedata.normalize("NFKC", word).strip(".、")
    if _PATH.fullmatch(plain):
        return plain
    whole = printed_number(word)
    return whole if _WHOLE.fullmatch(whole) else None


def printed_number(number: str) -> str:
    """Bring a printed number to one form: 二(一)2(1); articles in digits: 第11条(一)."""
    plain = "".join(unicodedata.normalize("NFKC", number).split())
    return _ARTICLE.sub(lambda one: f"第{chinese_to_int(one[1])}条", _JOINT.sub("", plain))

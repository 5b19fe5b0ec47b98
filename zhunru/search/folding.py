"""把写法归为一种：全角、大小写、繁体、异形字、罗马数字。 Bring spellings to one form."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from zhunru.matching.lexicon import lexicon

_CHARACTERS: Final = Path(__file__).with_name("characters.json")
_NUMERALS: Final = {"1": "一", "2": "二", "3": "三", "4": "四"}
_ROMAN: Final = {"i": "一", "ii": "二", "iii": "三", "iv": "四"}
_GRADE: Final = re.compile(r"(?<![0-9a-z])(i{1,3}|iv|[1-4])(?=级|級)")


def fold(text: str) -> str:
    """Bring a text to the form in which texts are compared.

    Args:
        text: Any text.

    Returns:
        The text in lower case, of half width, in simplified characters, with one of the characters
        that are taken for each other, grades in Chinese numerals, and without spaces and signs.
    """
    plain = _GRADE.sub(_numeral, unicodedata.normalize("NFKC", text).casefold())
    return "".join(one for one in plain if one.isalnum()).translate(_same())


def fold_name(text: str) -> str:
    """Fold a name whose words hospitals write in several ways (食道, 食管)."""
    return fold(lexicon().normalised(text.translate(_same())))


def _numeral(found: re.Match[str]) -> str:
    return _ROMAN.get(found[1]) or _NUMERALS[found[1]]


@cache
def _same() -> dict[int, str]:
    """Return what stands for each character that is taken for another."""
    listed: dict[str, Any] = json.loads(_CHARACTERS.read_text(encoding="utf-8"))
    pairs = [*listed["traditional"].items(), *listed["alike"].items()]
    return {ord(other): one for one, others in pairs for other in others}

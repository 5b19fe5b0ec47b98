"""查询头部的中英文各取一半。 One half of the bilingual words in the headers of queries."""

from __future__ import annotations

import re
from typing import Final

from app_parts.language import said

#: Words of the headers that have no Chinese beside them.
_WORDS: Final = {
    "keyword": "关键词",
    "words": "词",
    "bearer": "承担者",
    "practice": "制度或做法",
    "share": "相合的方面",
    "same": "同一与相近",
    "all": "全部",
    "edition": "版本",
    "in-force": "只看现行",
    "moved": "级别有变",
    "only": "只列有数字的",
    "site-action": "部位与术式",
    "site-action-access": "部位、术式与入路",
}
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def chinese(text: str) -> str:
    """Return the Chinese half of a text that says the same in Chinese and English."""
    text = _WORDS.get(text, text)
    if " · " in text:
        return text.split(" · ")[0]
    words = [word for word in text.split() if HAN.search(word)]
    return " ".join(words) or text


def english(text: str) -> str:
    """Return the English half of such a text; the whole where there is none."""
    if " · " in text:
        return text.split(" · ", 1)[1]
    words = [word for word in text.split() if not HAN.search(word)]
    return " ".join(words) or text


def half(text: str) -> str:
    """Return the half in the language chosen."""
    return said(chinese(text), english(text))

"""可以找到的一样东西及其文字。 A thing that can be found, with the texts to compare with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from zhunru.requirements import Label
from zhunru.search.folding import fold, fold_name
from zhunru.search.hits import Found

#: 各页在网址中的名字，与界面一致，有测试看着。
#: The pages by their part of the URL, as the app has them: a test looks after it.
BROWSE: Final = "browse"
HOME: Final = "home"


@dataclass(frozen=True)
class Entry:
    """可以找到的一样东西及其文字。 A thing that can be found, with folded texts.

    Attributes:
        found: The thing.
        names: What it is called.
        wording: Quotes, and the words for what it is about.
        context: Where it stands: words that narrow a search but find nothing by themselves.
        english: Its English name, in lower case.
        numbers: For a clause, its printed number and its path.
    """

    found: Found
    names: tuple[str, ...]
    wording: tuple[str, ...] = ()
    context: str = ""
    english: str = ""
    numbers: tuple[str, ...] = ()


def names_of(given: Iterable[str]) -> tuple[str, ...]:
    """Fold names, as they are written and as their words are brought to one form; each once."""
    both = (form for name in given for form in (same_text(fold(name)), _named(name)))
    return tuple(dict.fromkeys(filter(None, both)))


def words_of(given: Iterable[str]) -> tuple[str, ...]:
    """Fold texts, each once."""
    return tuple(dict.fromkeys(filter(None, map(same_text, map(fold, given)))))


@cache
def same_text(text: str) -> str:
    """Return the first text that was equal: a search compares equal texts only once."""
    return text


@cache
def _named(name: str) -> str:
    return same_text(fold_name(name))


def joined(*parts: Label) -> Label:
    """Write labels one after the other, those that are not empty."""
    given = [one for one in parts if one.zh]
    return Label(" · ".join(one.zh for one in given), " · ".join(one.en for one in given))

"""一个词与一样东西有多合。 How well a word fits a thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhunru.search.clause_numbers import as_number
from zhunru.search.entry import Entry
from zhunru.search.folding import fold, fold_name
from zhunru.search.hits import Kind
from zhunru.search.pinyin import PinyinReader

#: What a match counts for, by where it is.
_NAME, _WORDING, _CONTEXT, _ENGLISH = 1.0, 0.75, 0.3, 0.6
#: What a match counts for, by how it is: the whole text, its beginning, or inside.
_WHOLE, _BEGINNING, _INSIDE = 1.0, 0.9, 0.8
#: The share of a score that a match gains with its share of the text.
_COVERED: Final = 0.1
_BY_SOUND: Final = 0.9
#: CT 多半就是 CT，不是“垂体”。 Capitals are most likely an abbreviation as it is written.
_CAPITALS_BY_SOUND: Final = 0.7
#: Characters in order, with others between them.
_SCATTERED: Final = 0.7
_LEAST_SCATTERED, _MOST_SCATTERED = 3, 12
_BETWEEN: Final = ".{0,8}?"
_SHORT: Final = 2
"""这么短的字母不在句子里当作拼音。 Letters so few are no sounds within sentences."""
#: Kinds with long names, in which letters must be whole syllables.
_SENTENCES: Final = frozenset({Kind.CRITERION, Kind.REQUIREMENT, Kind.CLAUSE})


@dataclass(frozen=True)
class Fit:
    """How well a word fits; `finds` is false where it only narrows a search."""

    score: float
    finds: bool


class Word:
    """A word of a search, ready to be compared with many entries."""

    def __init__(self, text: str, reader: PinyinReader) -> None:
        """Read a word.

        Args:
            text: The word as typed.
            reader: Reads letters as sounds.
        """
        self._number = as_number(text)
        plain, letters = fold(text), text.casefold()
        self._literal = tuple(dict.fromkeys(filter(None, (plain, fold_name(text)))))
        syllables = reader.pattern(plain, whole=True) if len(plain) > _SHORT else None
        by_sound = _CAPITALS_BY_SOUND if text.isupper() else _BY_SOUND
        self._loose = _Texts(self._literal, reader.pattern(plain), by_sound)
        self._strict = _Texts(self._literal, syllables, by_sound)
        self._scattered = _scattered(plain)
        self._english = re.compile(rf"\b{re.escape(letters)}") if letters.isascii() else None

    @property
    def says_something(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self._literal)

    def fit(self, entry: Entry) -> Fit | None:
        """Compare with an entry; None where the word does not occur in it."""
        if self._number is not None and (score := self._as_number(self._number, entry)):
            return Fit(score, finds=True)
        names = self._strict if entry.found.kind in _SENTENCES else self._loose
        found = max(
            _NAME * names.best(entry.names),
            _WORDING * self._strict.best(entry.wording),
            _ENGLISH * self._in_english(entry.english),
        )
        if found:
            return Fit(found, finds=True)
        if self._scattered and any(map(self._scattered.search, entry.names)):
            return Fit(_SCATTERED, finds=True)
        aside = self._strict.best((entry.context,))
        return Fit(_CONTEXT * aside, finds=False) if aside else None

    @staticmethod
    def _as_number(number: str, entry: Entry) -> float:
        """A clause of this number fits best, those below it nearly as well."""
        if number in entry.numbers:
            return _WHOLE
        below = (f"{number}.", f"{number}(")
        return _INSIDE if any(one.startswith(below) for one in entry.numbers) else 0

    def _in_english(self, text: str) -> float:
        found = self._english.search(text) if self._english else None
        return _share(found.start(), found.end(), text) if found else 0


class _Texts:
    """Compares a word with folded texts, equal texts once."""

    def __init__(
        self, literal: tuple[str, ...], sound: re.Pattern[str] | None, by_sound: float
    ) -> None:
        self._literal = literal
        self._sound = sound
        self._by_sound = by_sound
        self._known: dict[str, float] = {}

    def best(self, texts: Iterable[str]) -> float:
        """Return how well the word fits the best of some texts, 0 if none."""
        return max(map(self._one, texts), default=0)

    def _one(self, text: str) -> float:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._compared(text)
        return known

    def _compared(self, text: str) -> float:
        places = ((text.find(one), one) for one in self._literal)
        literal = max(
            (_share(start, start + len(one), text) for start, one in places if start >= 0),
            default=0.0,
        )
        if literal or self._sound is None:
            return literal
        heard = self._sound.search(text)
        return self._by_sound * _share(heard.start(), heard.end(), text) if heard else 0


def _scattered(word: str) -> re.Pattern[str] | None:
    """Return what finds the characters of a word with a few others between: 甲状腺（腺叶）切除."""
    if word.isascii() or not _LEAST_SCATTERED <= len(word) <= _MOST_SCATTERED:
        return None
    return re.compile(_BETWEEN.join(map(re.escape, word)))


def _share(start: int, end: int, text: str) -> float:
    """Score a match by its place in a text, and by how much of the text it is."""
    if end - start == len(text):
        return _WHOLE
    place = _INSIDE if start else _BEGINNING
    return place - _COVERED * (1 - (end - start) / len(text))

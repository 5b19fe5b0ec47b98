"""把字母读作拼音：全拼、首字母、夹在汉字中。 Read Latin letters as Chinese sounds.

Letters are split into pieces: whole syllables, initials, and as the last piece the beginning of a
syllable. Every way to split them becomes a sequence of sets of characters, those that can be read
so; the ways together are a regular expression that runs over folded Chinese text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LETTERS: Final = re.compile(r"[a-z]+|[^a-z]+")
_INITIALS: Final = frozenset((*"abcdefghjklmnopqrstwxyz", "zh", "ch", "sh"))
_LONGEST: Final = 48
"""字母再多就不当作拼音。 More letters than this are not read as sounds."""
_MOST_WAYS: Final = 16
"""至多试这么多种拆法，音节少的在前。 So many ways are tried, those of few syllables first."""

Sounds = Mapping[str, str]
"""每个音节有哪些字。 The characters that a syllable may stand for, by syllable."""


def sounds_of(texts: Iterable[str]) -> dict[str, str]:
    """Gather the sounds of all characters of some texts.

    Args:
        texts: Chinese texts.

    Returns:
        The characters by syllable without tone. A character has its usual reading, and those that
        it has in the words of the texts: 重 is read zhong, and chong in 重建.
    """
    # 只在编索引时用到，不必每次都读进来。 Only needed where the index is made.
    from pypinyin import Style, lazy_pinyin

    found: dict[str, set[str]] = {}
    runs = {run for text in texts for run in _HAN.findall(text)}
    for run in sorted(runs | set("".join(runs))):
        for one, sound in zip(run, lazy_pinyin(run, style=Style.NORMAL), strict=True):
            found.setdefault(sound, set()).add(one)
    return {sound: "".join(sorted(characters)) for sound, characters in sorted(found.items())}


class PinyinReader:
    """Reads words with letters in them."""

    def __init__(self, sounds: Sounds) -> None:
        """Take the sounds of the characters that may be meant."""
        self._sounds = dict(sounds)
        self._beginnings: dict[str, str] = {}
        for sound, characters in sounds.items():
            for end in range(1, len(sound)):
                beginning = sound[:end]
                self._beginnings[beginning] = self._beginnings.get(beginning, "") + characters

    def pattern(self, word: str, *, whole: bool = False) -> re.Pattern[str] | None:
        """Return what finds a word in folded text.

        Args:
            word: A folded word of letters, or of letters and Chinese characters.
            whole: Whether letters must be whole syllables.

        Returns:
            The pattern; None where the word has no letters, or they cannot be read.
        """
        parts = _LETTERS.findall(word)
        if not any(map(_is_letters, parts)) or len(word) > _LONGEST:
            return None
        written = [
            self._written(part, whole) if _is_letters(part) else re.escape(part) for part in parts
        ]
        return re.compile("".join(written)) if all(written) else None

    def _written(self, letters: str, whole: bool) -> str:
        ways = [_sets(way) for way in self._ways(letters, whole)]
        return f"(?:{'|'.join(ways)})" if ways else ""

    def _ways(self, letters: str, whole: bool) -> Iterator[tuple[str, ...]]:
        """Yield ways to read letters, a set of characters for each piece, few pieces first."""
        number, begun = 0, [((), 0)]  # type: tuple[int, list[tuple[tuple[str, ...], int]]]
        while begun and number < _MOST_WAYS:
            longer = []
            for sets, start in begun:
                for end, characters in self._pieces(letters, start, whole):
                    if end == len(letters):
                        number += 1
                        yield (*sets, characters)
                    else:
                        longer.append(((*sets, characters), end))
            begun = longer[: _MOST_WAYS * 4]

    def _pieces(self, letters: str, start: int, whole: bool) -> Iterator[tuple[int, str]]:
        for end in range(len(letters), start, -1):
            piece = letters[start:end]
            characters = self._sounds.get(piece, "")
            if not whole and (end == len(letters) or piece in _INITIALS):
                characters += self._beginnings.get(piece, "")
            if characters:
                yield end, characters


def _sets(way: Iterable[str]) -> str:
    return "".join(f"[{characters}]" for characters in way)


def _is_letters(part: str) -> bool:
    return part.isascii() and part.isalpha()

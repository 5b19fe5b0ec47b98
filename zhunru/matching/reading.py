"""把一个手术名称读成词。 Read an operation name as the words it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from zhunru.matching.lexicon import Kind, Lexicon, Word, lexicon, lineage
from zhunru.matching.sizes import Size, read_sizes

_ASIDE: Final = re.compile(r"[(\[{【［](.*?)[)\]}】］]")
_EXCLUDED: Final = re.compile(r"除[^()]*?外[的上]?|[^()]*除外")
_BRACKET: Final = re.compile(r"[(（\[【［{｛]")
_REMOVAL: Final = "resection"
_LONGEST: Final = 200
"""名称过长时只读前若干字。 Characters of a name that are read."""
_JOINED: Final = re.compile(r"[+]")
_LISTED: Final = re.compile(r"[/、或及和]")
_LATIN: Final = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")

#: What a word of each kind weighs; a plain character says less than a known word.
WEIGHTS: Final = {
    Kind.SITE: 3,
    Kind.LESION: 2,
    Kind.ACTION: 3,
    Kind.OPPOSITE: 3,
    Kind.QUALIFIER: 3,
    Kind.THING: 2,
    Kind.SCOPE: 3,
    Kind.PURPOSE: 2,
    Kind.PLAIN: 1,
}


@dataclass(frozen=True)
class OperationName:
    """一个名称的词。 The words of a name.

    Attributes:
        words: What the name says outside brackets, besides the access, each once.
        asides: What it says within brackets, or in a list of alternatives.
        excluded: The sites that it excepts (除外).
        accesses: The accesses that each word of access may mean.
        sizes: The sizes given.
        objects: The lesions that are what it removes, written right before the removal.
        joined: Whether it names several operations, joined by a plus sign.
        listed: Whether it lists alternatives.
    """

    words: frozenset[Word]
    asides: frozenset[Word]
    excluded: frozenset[Word]
    accesses: frozenset[frozenset[str]]
    sizes: tuple[Size, ...]
    objects: frozenset[Word]
    joined: bool
    listed: bool

    @cached_property
    def said(self) -> frozenset[Word]:
        """All that the name says, outside brackets and within."""
        return self.words | self.asides

    @cached_property
    def weight(self) -> int:
        """What its words weigh together."""
        return sum(WEIGHTS[word.kind] for word in self.words)


@lru_cache(maxsize=65_536)
def read_name(text: str) -> OperationName:
    """Read an operation name.

    Args:
        text: The name as a hospital or a catalogue writes it.

    Returns:
        Its words. A name in brackets, or an abbreviation, stands for the name if nothing else does.
    """
    known = lexicon()
    plain = known.normalised(text[:_LONGEST])
    excluded = known.read("".join(_EXCLUDED.findall(plain)))
    plain = _EXCLUDED.sub("", plain)
    sizes, plain = read_sizes(plain)
    inside = [known.normalised(part) for part in _ASIDE.findall(plain)]
    outside = _ASIDE.sub("", plain)
    main = list(known.read(_expanded(outside, known)))
    if not _content(main, known):
        main = [word for part in (outside, *inside) for word in known.read(_in_full(part, known))]
    beside = [word for part in inside for word in known.read(part)]
    words = _content(main, known)
    if not words:
        words = frozenset(_scope(word, known) for word in main if _is_scope(word))
    return OperationName(
        words=words,
        excluded=frozenset(word for word in excluded if word.kind is Kind.SITE),
        asides=_content((w for w in beside if w.kind is not Kind.PLAIN), known) - words,
        accesses=frozenset(known.accesses[w.key] for w in (*main, *beside) if _is_access(w)),
        sizes=sizes,
        objects=frozenset(
            word
            for word, following in pairwise(main)
            if word.kind is Kind.LESION and _REMOVAL in lineage(following.key)
        ),
        joined=bool(_JOINED.search(outside)),
        listed=bool(_LISTED.search(outside)),
    )


@lru_cache(maxsize=65_536)
def read_abbreviation(text: str) -> OperationName | None:
    """Read the abbreviation that a name gives in brackets beside its words.

    Args:
        text: The name.

    Returns:
        The words of what it stands for, with the access that the name says; None without one.
    """
    if not _BRACKET.search(text):
        return None
    known = lexicon()
    inside = _ASIDE.findall(known.normalised(text[:_LONGEST]))
    short = next((part for part in inside if part in known.abbreviations), None)
    if short is None:
        return None
    full, whole = read_name(known.abbreviations[short]), read_name(text)
    return replace(full, accesses=full.accesses | whole.accesses, sizes=whole.sizes)


def _expanded(text: str, known: Lexicon) -> str:
    """Write abbreviations in full, save those that are used as the word for an access (ERCP)."""

    def full(found: re.Match[str]) -> str:
        return found[0] if found[0] in known.accesses else _in_full(found[0], known)

    return _LATIN.sub(full, text)


def _in_full(text: str, known: Lexicon) -> str:
    def full(found: re.Match[str]) -> str:
        meaning = known.abbreviations.get(found[0])
        return found[0] if meaning is None else _ASIDE.sub("", known.normalised(meaning))

    return _LATIN.sub(full, text)


def _is_access(word: Word) -> bool:
    return word.kind is Kind.ACCESS


def _is_scope(word: Word) -> bool:
    """Tell whether a word says what is done where a name has only its access: 胃镜检查."""
    return word.kind in (Kind.ACCESS, Kind.PURPOSE)


def _scope(word: Word, known: Lexicon) -> Word:
    if word.kind is Kind.PURPOSE:
        return word
    return known.word("/".join(sorted(known.accesses[word.key])), Kind.SCOPE, word.text)


def _content(words: Iterable[Word], known: Lexicon) -> frozenset[Word]:
    """Return the words that tell operations apart, without those that another one includes."""
    found = {word for word in words if word.kind in WEIGHTS and word.kind is not Kind.PURPOSE}
    included = {one for word in found for one in known.includes.get(word.text, ())}
    return frozenset(word for word in found if word.text not in included)

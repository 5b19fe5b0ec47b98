"""检索。 The search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from zhunru.matching.candidates import PLAUSIBLE_SCORE, candidates
from zhunru.requirements import Label
from zhunru.search.entry import Entry
from zhunru.search.hits import Found, Hit, Kind
from zhunru.search.index import search_index
from zhunru.search.pinyin import PinyinReader
from zhunru.search.scoring import Word

_LONGEST: Final = 100
"""过长的只读前若干字。 Characters of a search that are read."""
_MOST_WORDS: Final = 8
_PAIRS: Final = re.compile(r"[\u4e00-\u9fff]{1,2}|[^\u4e00-\u9fff\s]+")
_FEW: Final = 5
"""所得不多于此，再拆开找。 With no more hits, the words are cut up, too."""
_OLD: Final = 0.5
"""旧版的排在现行版之后。 Editions that were replaced count for less."""
_BY_NAME: Final = 0.95
"""医院写法对上的，不胜于一字不差的。 What a hospital's name means comes after the very name."""
_MOST_CANDIDATES: Final = 20
#: 不是全名的，句子与用语算得少些。 Sentences and terms count for less, unless it is all they say.
_WEIGHTS: Final = {
    Kind.CRITERION: 0.95,
    Kind.REQUIREMENT: 0.9,
    Kind.CLAUSE: 0.85,
    Kind.CONCEPT: 0.8,
}
#: 同分时的次序。 The order of equals.
_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}


def search(text: str, limit: int | None = None, kind: Kind | None = None) -> tuple[Hit, ...]:
    """Find what people may mean.

    Args:
        text: Words, each of which must fit: names as hospitals write them, titles, clause numbers,
            words of a rule, in characters or by their sound (jiazhuangxian, jzx, 甲zx).
        limit: How many hits at most; None for all.
        kind: Only hits of this kind; None for all.

    Returns:
        The hits, the best first, editions in force before those replaced; none for empty words.
    """
    typed = " ".join(text[:_LONGEST].split())
    named = _by_name(typed) if typed else {}
    found: dict[Found, Hit] = {}
    for parts in dict.fromkeys(_partings(typed)):
        words = [one for one in (Word(part, _reader()) for part in parts) if one.says_something]
        for hit in _hits(words, named, kind) if words else ():
            found.setdefault(hit.found, hit)
        # 整词所得很少、没有手术（甲状腺腔镜）的，拆开再找（腔镜甲状腺全切除术）。
        # Where the whole word finds little and no procedure, its parts may find one.
        if len(found) > _FEW or any(one.kind is Kind.PROCEDURE for one in found):
            break
    return tuple(list(found.values())[:limit])


def grouped(hits: Iterable[Hit]) -> dict[Kind, tuple[Hit, ...]]:
    """Gather hits by kind, the kind of the best hit first.

    Args:
        hits: Hits, the best first.

    Returns:
        The hits of each kind, in the given order.
    """
    found: dict[Kind, tuple[Hit, ...]] = {}
    for hit in hits:
        found[hit.found.kind] = (*found.get(hit.found.kind, ()), hit)
    return found


def _partings(typed: str) -> Iterator[tuple[str, ...]]:
    """Yield the words as typed, then cut into pairs of characters from the left and the right."""
    yield tuple(typed.split()[:_MOST_WORDS])
    yield tuple(_PAIRS.findall(typed)[:_MOST_WORDS])
    yield tuple(one[::-1] for one in reversed(_PAIRS.findall(typed[::-1])[:_MOST_WORDS]))


def _hits(words: list[Word], named: Mapping[str, float], kind: Kind | None) -> list[Hit]:
    """Return what fits all words, or may be meant by them as a name, the best first."""
    found: dict[tuple[Label, Label], Hit] = {}
    for entry in search_index().entries:
        if kind is None or entry.found.kind is kind:
            score = max(_score(words, entry), named.get(entry.found.iri, 0))
            if score:
                # 同一处说的同一句话只列一次。 The same words at the same place are told once.
                found.setdefault((entry.found.label, entry.found.where), _hit(entry, score))
    return sorted(found.values(), key=lambda one: (-round(one.score, 2), _ORDER[one.found.kind]))


def _score(words: list[Word], entry: Entry) -> float:
    """Return the mean score of all words; 0 unless all fit, and one of them finds."""
    total, finds = 0.0, False
    for word in words:
        fit = word.fit(entry)
        if fit is None:
            return 0
        total += fit.score
        finds = finds or fit.finds
    return total / len(words) if finds else 0


def _hit(entry: Entry, score: float) -> Hit:
    weight = 1 if score == 1 else _WEIGHTS.get(entry.found.kind, 1)
    return Hit(entry.found, score * weight * (1 if entry.found.in_force else _OLD))


def _by_name(text: str) -> dict[str, float]:
    """Return the scores of the procedures that a hospital may mean by a name, by IRI."""
    found = candidates(text, limit=_MOST_CANDIDATES)
    return {
        one.procedure.iri: _BY_NAME * one.score / 100
        for one in found
        if one.score >= PLAUSIBLE_SCORE
    }


@cache
def _reader() -> PinyinReader:
    return PinyinReader(search_index().sounds)

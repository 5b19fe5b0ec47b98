"""为一个手术名称找目录条目。 Find the catalogue entries that an operation name may mean.

Names are compared word by word. `rapidfuzz` chooses those that are worth comparing: every word is
written as one sign, as often as it weighs, so that the ratio of two such strings is the share of
weighted words that two names have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from zhunru.hierarchy import hierarchy
from zhunru.matching.catalogue import Procedure, in_force
from zhunru.matching.lexicon import HIERARCHIES, Kind, Word, lexicon
from zhunru.matching.reading import WEIGHTS, OperationName, read_abbreviation, read_name
from zhunru.matching.scoring import Likeness, compare_names

SUGGESTED_SCORE: Final = 78.0
"""建议的采用分数线。 The score from which a candidate may be accepted, as measured on variants."""
PLAUSIBLE_SCORE: Final = 60.0
"""低于此分的候选多半不是。 Candidates below this score are hardly ever meant."""
LOWEST_SCORE: Final = 40.0
"""低于此分不列为候选。 Candidates below this score are not given."""
_WORTH_COMPARING: Final = 16
_LEAST_RATIO: Final = 30
_SHARE_OF_BEST: Final = 0.5
_BY_ABBREVIATION: Final = 0.9
_CHUNK: Final = 4_000
_FIRST_SIGN: Final = 0x4E00


_ALIKE: Final = 0.05
"""分差在此以内算并列。 Scores no further apart than this are equal."""


@dataclass(frozen=True)
class Candidate:
    """一个候选条目。 An entry that a name may mean.

    Attributes:
        procedure: The entry.
        score: From 0 to 100.
        likeness: In what the names agree and differ.
    """

    procedure: Procedure
    score: float
    likeness: Likeness

    @property
    def reason(self) -> str:
        """What differs, in Chinese; empty where nothing does."""
        return self.likeness.reason


def candidates(
    name: str,
    *,
    technique: str | None = None,
    specialty: str | None = None,
    day: date | None = None,
    limit: int = 5,
) -> tuple[Candidate, ...]:
    """Find the entries that a name may mean, the likeliest first.

    Args:
        name: The operation name as the hospital writes it.
        technique: The notation of a technique: only entries of it and of narrower ones.
        specialty: The notation of the department's specialty: of equal entries, its own first.
        day: Entries of the editions in force on this day; None for the latest.
        limit: How many at most.

    Returns:
        The candidates; none if nothing is alike.
    """
    found = candidates_of([name], day=day, limit=None if technique or specialty else limit)[name]
    return preferred(found, technique=technique, specialty=specialty)[:limit]


def preferred(
    found: Iterable[Candidate], *, technique: str | None = None, specialty: str | None = None
) -> tuple[Candidate, ...]:
    """Narrow candidates to a technique, and put those of a specialty first among equals."""
    kept = [one for one in found if not technique or one.procedure.belongs_to(technique)]
    if specialty:
        kept.sort(key=lambda one: (-round(one.score, 1), not one.procedure.is_of(specialty)))
    return tuple(kept)


def leaders(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that share the best score: several are for a person to tell apart."""
    return tuple(one for one in found if found[0].score - one.score <= _ALIKE)


def candidates_of(
    names: Iterable[str], *, day: date | None = None, limit: int | None = 5
) -> dict[str, tuple[Candidate, ...]]:
    """Find the candidates of many names.

    Args:
        names: The names; each is looked up once.
        day: As for `candidates`.
        limit: How many for each at most; None for all.

    Returns:
        The candidates by name, the likeliest first.
    """
    distinct = list(dict.fromkeys(names))
    found: dict[str, tuple[Candidate, ...]] = {}
    for start in range(0, len(distinct), _CHUNK):
        found |= _index(day).find(distinct[start : start + _CHUNK], limit)
    return found


class _Index:
    """The names of the entries in force, written in signs."""

    def __init__(self, entries: Sequence[Procedure]) -> None:
        self._signs: dict[str, str] = {}
        self._written_words: dict[Word, list[str]] = {}
        self._entries: list[tuple[Procedure, OperationName]] = []
        for entry in entries:
            listed = lexicon().names.get(entry.notation, ())
            for name in dict.fromkeys(map(read_name, (*entry.names, *listed))):
                self._entries.append((entry, name))
        self._written = [self._write(name.words) for _, name in self._entries]

    def find(self, names: Sequence[str], limit: int | None) -> dict[str, tuple[Candidate, ...]]:
        """Find the candidates of some names."""
        read: dict[tuple[OperationName, float], list[str]] = {}
        for name in names:
            for reading in _readings(name):
                read.setdefault(reading, []).append(name)
        alike = process.cdist(
            [self._write(one.said) for one, _ in read],
            self._written,
            scorer=fuzz.ratio,
            dtype=np.uint8,
            score_cutoff=_LEAST_RATIO,
            workers=2,
        )
        near = np.argsort(-alike.astype(np.int16), axis=1, kind="stable")[:, :_WORTH_COMPARING]
        best: dict[str, dict[str, Candidate]] = {name: {} for name in names}
        for (one, share), row, ratios in zip(read, near, alike, strict=True):
            least = max(_LEAST_RATIO, _SHARE_OF_BEST * ratios[row[0]])
            found = self._compare(one, share, [i for i in row.tolist() if ratios[i] >= least])
            for name in read[one, share]:
                _keep_best(best[name], found)
        return {
            name: tuple(sorted(found.values(), key=lambda one: -round(one.score, 1)))[:limit]
            for name, found in best.items()
        }

    def _compare(self, name: OperationName, share: float, near: Sequence[int]) -> list[Candidate]:
        """Compare a name with those of the entries that are near."""
        found = []
        for index in near:
            entry, other = self._entries[index]
            likeness = compare_names(name, other, entry.accesses)
            if (score := share * likeness.score) >= LOWEST_SCORE:
                found.append(Candidate(entry, score, likeness))
        return found

    def _write(self, words: Iterable[Word]) -> str:
        """Write every word as one sign, repeated by its weight, in a fixed order."""
        signs = [sign for word in words for sign in self._signs_of(word)]
        return "".join(sorted(signs))

    def _signs_of(self, word: Word) -> list[str]:
        if word not in self._written_words:
            self._written_words[word] = self._write_word(word)
        return self._written_words[word]

    def _write_word(self, word: Word) -> list[str]:
        # 只写了镜种的名称，镜种粗细不一也要相遇。 Names that give only a scope must meet.
        key = word.kind.value if word.kind is Kind.SCOPE else word.key
        signs = [self._sign(key)] * WEIGHTS[word.kind]
        if word.kind in HIERARCHIES and (above := hierarchy().lineage(word.key)[1:2]):
            # 上位的词占一份，好与更宽的名称相遇。 One part for the broader word.
            signs[-1] = self._sign(above[0])
        return signs

    def _sign(self, key: str) -> str:
        return self._signs.setdefault(key, chr(_FIRST_SIGN + len(self._signs)))


def _keep_best(best: dict[str, Candidate], found: Iterable[Candidate]) -> None:
    """Keep for every entry its best candidate."""
    for one in found:
        known = best.get(one.procedure.iri)
        if known is None or one.score > known.score:
            best[one.procedure.iri] = one


def _readings(name: str) -> list[tuple[OperationName, float]]:
    """Return the ways to read a name, with what a likeness to each counts for."""
    short = read_abbreviation(name)
    return [(read_name(name), 1.0), *([(short, _BY_ABBREVIATION)] if short else [])]


@cache
def _index(day: date | None) -> _Index:
    return _Index(in_force(day))

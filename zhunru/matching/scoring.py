"""两个名称有多像，差在哪些词。 How alike two names are, and in which words they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from zhunru.matching.lexicon import HIERARCHIES, Kind, Word, lexicon, lineage, related
from zhunru.matching.reading import WEIGHTS, OperationName

_NARROWER: Final = 0.92
"""医院的词更窄时算多少。 What a word counts for where the hospital's is narrower."""
_BROADER: Final = 0.55
"""医院的词更宽时算多少。 What a word counts for where the hospital's is broader."""
_ALTERNATIVE: Final = 0.25
"""并列各项中没写的一项。 What the others of a list weigh where one of them is given."""
_LEFT_OPEN: Final = 0.3
"""条目没有限定的方面，医院多写的词。 What more words weigh on what the entry leaves open."""
_EXTRA: Final = {
    Kind.PLAIN: 0.25,
    Kind.THING: 0.5,
    Kind.SITE: 0.6,
    Kind.LESION: 0.35,
    Kind.OPPOSITE: 0.9,
}
_OTHER_EXTRA: Final = 0.5
"""医院多写的词按几成计。 How much of its weight a word counts that only the hospital writes."""

# 以下各项乘到分数上。 The score is multiplied by these.
_CONTRADICTED: Final = 0.6
_UNSAID: Final = 0.65
_OTHER_ACCESS: Final = 0.45
_HALF_ACCESS: Final = 0.76
_LIKE_ACCESS: Final = 0.97
_NO_SIZE: Final = 0.76
_JOINED: Final = 0.8
_VAGUE: Final = 0.85

_ANY_SCOPE: Final = "endoscopic"
_BARE: Final = frozenset({_ANY_SCOPE})


@dataclass(frozen=True)
class Likeness:
    """两个名称的相似程度。 How alike a hospital's name and a catalogue's name are.

    Attributes:
        score: From 0 to 100.
        lacking: Words of the catalogue that the hospital's name lacks.
        extra: Words that only the hospital's name has.
        objections: What speaks against it: words that exclude each other, access, size.
    """

    score: float
    lacking: frozenset[Word]
    extra: frozenset[Word]
    objections: tuple[str, ...]

    @property
    def reason(self) -> str:
        """What differs, in Chinese; empty where nothing does."""
        parts = (
            ("冲突", "、".join(self.objections)),
            ("缺", _joined(self.lacking)),
            ("多", _joined(self.extra)),
        )
        return "；".join(f"{title}：{words}" for title, words in parts if words)


def compare_names(
    hospital: OperationName, entry: OperationName, accesses: frozenset[str]
) -> Likeness:
    """Compare a hospital's name with a name of a catalogue's entry.

    Args:
        hospital: The name as the hospital writes it.
        entry: A name of the entry.
        accesses: The accesses of the entry.

    Returns:
        The likeness.
    """
    alike = _alike(entry.words - hospital.said, hospital.said - entry.words)
    lacking = entry.words - hospital.said - alike.keys()
    extra = _extra(hospital, entry)
    if not any(word.kind is Kind.SITE for word in lacking):
        extra = frozenset(word for word in extra if not _is_seen(word, accesses))
    found = float(sum(WEIGHTS[word.kind] for word in entry.words & hospital.said))
    found += sum(WEIGHTS[word.kind] * credit for word, credit in alike.items())
    if not found:
        return Likeness(0, lacking, extra, ())
    required = entry.weight - _spared(lacking, hospital, entry, accesses)
    kinds = {word.kind for word in entry.words}
    more = sum(_extra_weight(word, kinds) for word in extra)
    objections = [*_contradictions(hospital, entry), *_unreachable(hospital, accesses)]
    if extra & hospital.objects and not any(word.kind is Kind.LESION for word in entry.words):
        objections.append(f"切除的是{_joined(extra & hospital.objects)}")
    if not entry.listed:
        objections += _strangers(lacking, extra)
    factor = _CONTRADICTED if objections else 1.0
    for share, remark in (
        _access_factor(hospital.accesses, accesses, _named(hospital, entry, accesses)),
        _size_factor(hospital, entry),
        (_JOINED if hospital.joined and extra else 1.0, ""),
        (_VAGUE if _is_vague(alike) else 1.0, ""),
        (_UNSAID if _lacks_the_way(hospital, entry) else 1.0, ""),
    ):
        factor *= share
        objections += [remark] if remark else []
    return Likeness(
        100 * factor * found / (required + more), lacking, extra, tuple(dict.fromkeys(objections))
    )


def _alike(lacking: frozenset[Word], others: frozenset[Word]) -> dict[Word, float]:
    """Return what the hospital's narrower and broader words count for words that it lacks."""
    found: dict[Word, float] = {}
    for word in lacking:
        if word.kind in HIERARCHIES:
            for other in others:
                if other.kind is word.kind and related(word.key, other.key):
                    credit = _NARROWER if word.key in lineage(other.key) else _BROADER
                    found[word] = max(found.get(word, 0), credit)
    return found


def _lacks_the_way(hospital: OperationName, entry: OperationName) -> bool:
    """Tell whether an entry gives only a way in and no action, and the hospital gives no way in."""
    acts = any(word.kind is Kind.ACTION for word in entry.words)
    return bool(entry.accesses) and not acts and not hospital.accesses


def _is_vague(alike: dict[Word, float]) -> bool:
    """Tell whether the hospital names a site or lesion more broadly than the entry does."""
    return any(
        credit == _BROADER and word.kind in (Kind.SITE, Kind.LESION)
        for word, credit in alike.items()
    )


def _extra(hospital: OperationName, entry: OperationName) -> frozenset[Word]:
    """Return the words that only the hospital has, save those that say nothing more."""
    groups = {word.group for word in entry.said if word.group}
    open_groups = lexicon().ignorable - groups
    return frozenset(
        word
        for word in hospital.words - entry.said
        if word.group not in open_groups and not _speaks_of_any(word, entry.said)
    )


def _speaks_of_any(word: Word, others: Iterable[Word]) -> bool:
    return word.kind in HIERARCHIES and any(
        word.kind is other.kind and related(word.key, other.key) for other in others
    )


def _spared(
    lacking: frozenset[Word],
    hospital: OperationName,
    entry: OperationName,
    accesses: frozenset[str],
) -> float:
    """Weigh what need not be said: other items of a list, and sites that a scope implies."""
    spared = 0.0
    if entry.listed:
        given = {word.kind for word in entry.words - lacking}
        spared += sum(WEIGHTS[w.kind] * (1 - _ALTERNATIVE) for w in lacking if w.kind in given)
    if not any(word.kind is Kind.SITE for word in hospital.words):
        spared += sum(WEIGHTS[word.kind] / 2 for word in lacking if _is_seen(word, accesses))
    return spared


def _extra_weight(word: Word, kinds: set[Kind]) -> float:
    share = _EXTRA.get(word.kind, _OTHER_EXTRA)
    left_open = word.kind in (Kind.SITE, Kind.ACTION) and word.kind not in kinds
    return WEIGHTS[word.kind] * share * (_LEFT_OPEN if left_open else 1)


def _is_seen(word: Word, accesses: frozenset[str]) -> bool:
    """Tell whether a site goes without saying for an access, as the stomach for a gastroscope."""
    return word.kind is Kind.SITE and any(related(word.key, one) for one in _sites(accesses))


@cache
def _sites(accesses: frozenset[str]) -> frozenset[str]:
    seen = lexicon().seen
    return frozenset(one for access in accesses for one in seen.get(access, ()))


def _contradictions(hospital: OperationName, entry: OperationName) -> list[str]:
    """Name words that exclude each other, and sites that the entry excepts."""
    found = []
    for group in sorted({word.group for word in entry.said if word.group}):
        here = {word for word in hospital.said if word.group == group}
        there = {word for word in entry.said if word.group == group}
        if here and not here & there:
            found.append(f"{_joined(here)}≠{_joined(there)}")
    excepted = [word for word in entry.excluded if _speaks_of_any(word, hospital.words)]
    return found + ([f"{_joined(excepted)}除外"] if excepted else [])


def _strangers(lacking: Iterable[Word], extra: Iterable[Word]) -> list[str]:
    """Name the words of one kind that only one side has: another site, another action."""
    found = []
    for kind in (Kind.SITE, Kind.ACTION):
        here = _joined(word for word in extra if word.kind is kind)
        there = _joined(word for word in lacking if word.kind is kind)
        if here and there:
            found.append(f"{here}≠{there}")
    return found


def _unreachable(hospital: OperationName, accesses: frozenset[str]) -> list[str]:
    """Name the sites if none of them can be reached by an access that has sites of its own."""
    if not _sites(accesses):
        return []
    sites = [word for word in hospital.words if word.kind is Kind.SITE]
    if not sites or any(_is_seen(word, accesses) for word in sites):
        return []
    return [f"{_joined(sites)}≠所到部位"]


def _joined(words: Iterable[Word]) -> str:
    return "、".join(sorted({word.text for word in words}))


def _size_factor(hospital: OperationName, entry: OperationName) -> tuple[float, str]:
    if not all(size.meets(other) for size in hospital.sizes for other in entry.sizes):
        return _CONTRADICTED, "大小不合"
    if {size.unit for size in entry.sizes} - {size.unit for size in hospital.sizes}:
        return _NO_SIZE, "未写明大小"
    return 1.0, ""


def _named(
    hospital: OperationName, entry: OperationName, accesses: frozenset[str]
) -> frozenset[frozenset[str]]:
    """Return the accesses that an entry's name says; a site seen by one only says as much."""
    if entry.accesses and any(_is_seen(word, accesses) for word in hospital.words):
        return entry.accesses | {_BARE}
    return entry.accesses


@cache
def _access_factor(
    said: frozenset[frozenset[str]],
    accesses: frozenset[str],
    named: frozenset[frozenset[str]],
) -> tuple[float, str]:
    """Return what the score is multiplied by on account of the access, and a remark.

    Args:
        said: The accesses that each word of access in the hospital's name may mean.
        accesses: Those of the entry.
        named: The accesses that each word of access in the entry's own name may mean.
    """
    scopes = {one for one in accesses if _is_endoscopic(one)}
    viewed = [word for word in said if any(map(_is_endoscopic, word))]
    fitting = [word for word in viewed if any(related(a, b) for a in word for b in scopes)]
    if any(word & {"open", "elsewhere"} for word in said) or (viewed and not fitting):
        return _OTHER_ACCESS, "入路不同"
    if not viewed:
        unsaid = scopes if named else scopes - lexicon().unsaid
        return (_UNSAID, "未写明内镜") if unsaid else (1.0, "")
    reached = all(any(related(a, b) for word in viewed for a in word) for b in scopes)
    if not reached or len(fitting) < len(viewed):
        return _HALF_ACCESS, "入路不全同"
    # 条目自己也只写到这一层的（内镜、输尿管镜），即可。 As broad a word as the entry's own will do.
    if any(word & scopes or word in named or (_ANY_SCOPE in word and not named) for word in viewed):
        return 1.0, ""
    if any(lineage(one) & scopes for word in viewed for one in word):
        return _LIKE_ACCESS, ""
    return _HALF_ACCESS, "镜种未写明"


def _is_endoscopic(access: str) -> bool:
    return _ANY_SCOPE in lineage(access)

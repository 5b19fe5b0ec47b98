"""手术名称的用词。 The words that operation names are made of.

Sites, lesions, actions and accesses come from the facets of the graph, with their other names; what
hospitals write besides is the hand-checked list `words.json`:

* `spellings`: regular expressions for spellings that are brought to one form, applied in order;
* `abbreviations`: what they stand for, besides those that the graph gives as other names;
* `names`: names that hospitals use for an entry, by the entry;
* `concepts`: more words for a site or an action, by notation; `other_sites`: sites of other
  operations;
* `accesses`: more words for an access, by notation; `open` and `elsewhere`: accesses of operations
  that the catalogues do not list; `unsaid`: accesses that go without saying where the entry's own
  name does not say them; `seen`: the sites that go without saying for an access;
* `groups`: words that exclude one another; `ignorable`: groups that matter only if the entry has
  a word of them;
* `qualifiers`: words that make another operation; `things`: other words of two and more signs;
  `purposes`: what a name without anything else is for; `idle`: words that say nothing here;
* `includes`: words that go without saying beside another word.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from rdflib.namespace import SKOS
from rdflib.term import URIRef

from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.matching.catalogue import in_force
from zhunru.namespaces import ID
from zhunru.rule_cache import cached_on_disk

_LIST: Final = Path(__file__).resolve().parent / "words.json"
_FACETS: Final = ("body-site", "lesion", "action")
_ACCESS: Final = "access"
_ANY_LESION: Final = "unspecified-lesion"
_LONG: Final = 3
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_ASIDE: Final = re.compile(r"\(.*?\)")
_INSIDE: Final = re.compile(r"[(（](.*?)[)）]")


class Kind(StrEnum):
    """What a word says; the values are the endings of scheme IRIs where there is a scheme."""

    SITE = "body-site"
    LESION = "lesion"
    ACTION = "action"
    ACCESS = "access"
    OPPOSITE = "opposite"
    QUALIFIER = "qualifier"
    THING = "thing"
    SCOPE = "scope"
    PURPOSE = "purpose"
    IDLE = "idle"
    PLAIN = "plain"


#: Kinds whose words lie above and below one another in the graph.
HIERARCHIES: Final = frozenset({Kind.SITE, Kind.LESION, Kind.ACTION, Kind.SCOPE})


@dataclass(frozen=True, eq=False)
class Word:
    """一个词。 A word with what it says; words of one meaning are one object.

    Attributes:
        key: The notation of its concept, or the word itself.
        text: The word as the catalogue's language has it.
        kind: What it says.
        group: For a word with opposites, the group that they form.
    """

    key: str
    text: str
    kind: Kind
    group: str = ""


class Lexicon:
    """Every word that is known, and the spellings that are brought to one form."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._listed = words
        self._spellings = [
            (frozenset(_CHINESE.findall(one)), re.compile(one), other)
            for one, other in words["spellings"]
        ]
        self._made: dict[tuple[str, Kind], Word] = {}
        self.includes: dict[str, list[str]] = words["includes"]
        self.ignorable = frozenset(words["ignorable"])
        self.unsaid = frozenset(words["unsaid"])
        self.groups: dict[str, list[str]] = words["groups"]
        self.names: dict[str, list[str]] = words["names"]
        self.seen: dict[str, list[str]] = words["seen"]

    def normalised(self, text: str) -> str:
        """Fold width and case, leave out spaces and bring spellings to one form."""
        folded = unicodedata.normalize("NFKC", text).casefold()
        plain = "".join(folded.split())
        for characters, pattern, replacement in self._spellings:
            # 没有一个字相同，就不必试。 No character in common: there is nothing to replace.
            if not characters or not characters.isdisjoint(plain):
                plain = pattern.sub(replacement, plain)
        return plain

    def word(self, key: str, kind: Kind, text: str = "", group: str = "") -> Word:
        """Return the word of a meaning, always the same object."""
        return self._made.setdefault((key, kind), Word(key, text or key, kind, group))

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """What abbreviations stand for, in lower case: those of the graph and those listed."""
        short = {
            other.casefold(): _ASIDE.sub("", unicodedata.normalize("NFKC", one.name))
            for one in in_force()
            for other in (*one.other_names, *_INSIDE.findall(one.name))
            if other.isascii() and other[0].isalpha()
        }
        listed = {key.casefold(): full for key, full in self._listed["abbreviations"].items()}
        return short | listed

    @cached_property
    def accesses(self) -> dict[str, frozenset[str]]:
        """The notations of the accesses that a word may mean; `open` and `elsewhere` are none."""
        found: dict[str, set[str]] = {}
        for notation, label in _labels(_ACCESS):
            found.setdefault(self.normalised(label), set()).add(notation)
        for notation, words in self._listed["accesses"].items():
            for word in words:
                found.setdefault(self.normalised(word), set()).add(notation)
        for notation in ("open", "elsewhere"):
            found |= {word: {notation} for word in self._listed[notation]}
        return {word: frozenset(notations) for word, notations in found.items()}

    @cached_property
    def words(self) -> dict[str, Word]:
        """Every word by its spelling."""
        found = self._listed_words("things", Kind.THING)
        for kind in _FACETS:
            found |= self._facet(kind)
        found |= self._listed_words("other_sites", Kind.SITE)
        found |= self._listed_words("idle", Kind.IDLE)
        found |= self._listed_words("purposes", Kind.PURPOSE)
        found |= {word: self.word(word, Kind.ACCESS) for word in self.accesses}
        found |= self._listed_words("qualifiers", Kind.QUALIFIER)
        for group, members in self.groups.items():
            found |= {w: self.word(w, Kind.OPPOSITE, group=group) for w in members}
        return found

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the longest known word, a run of letters and digits, or one other character."""
        known = sorted(self.words, key=lambda word: (-len(word), word))
        return re.compile("|".join([*map(re.escape, known), r"[a-z0-9-]+", r"\w"]))

    def read(self, text: str) -> Iterator[Word]:
        """Split a normalised text into words."""
        for found in self.pattern.finditer(text):
            # 较长的西文多是术式或人名，比一个字重。 A longer foreign word says more than one sign.
            other = Kind.THING if len(found[0]) >= _LONG else Kind.PLAIN
            yield self.words.get(found[0]) or self.word(found[0], other)

    def _listed_words(self, part: str, kind: Kind) -> dict[str, Word]:
        listed = map(self.normalised, self._listed[part])
        return {word: self.word(word, kind) for word in listed}

    def _facet(self, kind: str) -> dict[str, Word]:
        labels = {self._plain(label): notation for notation, label in _labels(kind)}
        labels = {label: one for label, one in labels.items() if not self._in_parts(label, labels)}
        for notation, words in self._listed["concepts"].get(kind, {}).items():
            labels |= dict.fromkeys(map(self.normalised, words), notation)
        return {
            label: self.word(notation, Kind(kind), label)
            for label, notation in reversed(labels.items())
        }

    def _in_parts(self, label: str, labels: Iterable[str]) -> bool:
        """Tell whether a label is read as shorter words: 金属支架置入, 恶性狭窄, 铸型结石."""
        is_longer = any(label != other and label.endswith(other) for other in labels)
        qualified = label.startswith((*self.groups["良恶"], *self._listed["qualifiers"]))
        return not label or (is_longer and (qualified or label in self._actions))

    @cached_property
    def _actions(self) -> frozenset[str]:
        return frozenset(self._plain(label) for _, label in _labels(Kind.ACTION))

    def _plain(self, label: str) -> str:
        """Return a label without what stands in brackets."""
        return self.normalised(_ASIDE.sub("", unicodedata.normalize("NFKC", label)))


def _labels(scheme: str) -> tuple[tuple[str, str], ...]:
    """Return notations and Chinese labels of a scheme, preferred labels last: they prevail."""
    return facet_labels()[scheme]


@cached_on_disk
def facet_labels() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the notations and Chinese labels of the facets, by scheme.

    Returns:
        Other labels first, then the preferred ones, in the order of the concepts' IRIs.
    """
    return {scheme: tuple(_read_labels(scheme)) for scheme in (*_FACETS, _ACCESS)}


def _read_labels(scheme: str) -> Iterator[tuple[str, str]]:
    graph = load_graph()
    concepts = sorted(graph.subjects(SKOS.inScheme, URIRef(f"{ID}scheme/{scheme}")), key=str)
    for predicate in (SKOS.altLabel, SKOS.prefLabel):
        for concept in concepts:
            notation = str(graph.value(concept, SKOS.notation))
            for label in sorted(graph.objects(concept, predicate), key=str):
                if getattr(label, "language", "") == "zh":
                    yield notation, str(label)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the shipped graph and list, read once per process."""
    return Lexicon(json.loads(_LIST.read_text(encoding="utf-8")))


@cache
def lineage(notation: str) -> frozenset[str]:
    """Return a concept and everything broader, by notation; any lesion is a lesion (病变)."""
    unspecified = {_ANY_LESION} if notation in _lesions() else set()
    return frozenset({*hierarchy().lineage(notation), *unspecified})


@cache
def _lesions() -> frozenset[str]:
    return frozenset(notation for notation, _ in _labels(Kind.LESION))


@cache
def related(one: str, other: str) -> bool:
    """Tell whether two concepts are the same, or one is narrower than the other, by notation."""
    return one in lineage(other) or other in lineage(one)

"""检索用的索引：编一次，存盘备用。 The index of the search: made once, kept for later runs."""

from __future__ import annotations

from dataclasses import dataclass

from zhunru.rule_cache import cached_on_disk
from zhunru.search.concept_entries import concept_entries
from zhunru.search.entry import Entry
from zhunru.search.listed_entries import listed_entries
from zhunru.search.pinyin import sounds_of
from zhunru.search.rule_entries import rule_entries


@dataclass(frozen=True)
class SearchIndex:
    """Everything that can be found, and the sounds of the characters in it."""

    entries: tuple[Entry, ...]
    sounds: dict[str, str]


@cached_on_disk
def search_index() -> SearchIndex:
    """Return the index of the shipped graph.

    Returns:
        The index; treat it as read-only.
    """
    entries = (*listed_entries(), *rule_entries(), *concept_entries())
    texts = {text for one in entries for text in (*one.names, *one.wording, one.context)}
    return SearchIndex(entries, sounds_of(texts))

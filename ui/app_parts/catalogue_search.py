"""目录里的查找：名称所含的字，以及医院写法、拼音所指的。 Finding procedures in the catalogue."""

from __future__ import annotations

from functools import lru_cache

from app_parts.catalogue import Procedure


def is_meant(procedure: Procedure, words: str) -> bool:
    """Tell whether a procedure has all words in its names, or may be meant by them otherwise."""
    return procedure.mentions(words) or procedure.key in _meant(words)


@lru_cache(maxsize=256)
def _meant(words: str) -> frozenset[str]:
    if not words:
        return frozenset()
    # 有人查找才读检索用的索引。 The index of the search is not read before somebody searches.
    from zhunru.search import Kind, search

    hits = search(words, kind=Kind.PROCEDURE)
    return frozenset(dict(one.found.parameters)["procedure"] for one in hits)

"""要找的不在，什么与它相近。 What comes near to something that is not there."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from zhunru.linked_data.knowledge import Knowledge
from zhunru.linked_data.places import address_of

_MOST: Final = 8
_LEAST_SIMILAR: Final = 60
_LONGEST: Final = 200


def nearby(knowledge: Knowledge, path: str) -> list[str]:
    """Find things whose path or name resembles a path.

    Args:
        knowledge: The graph.
        path: A path, percent-encoded.

    Returns:
        Their IRIs, the nearest first; perhaps none.
    """
    wanted = unquote(path)[:_LONGEST]
    names: dict[str, set[str]] = {}
    for iri, label in knowledge.names():
        address = address_of(iri)
        if address is not None:
            names.setdefault(unquote(address), set()).add(iri)
            names.setdefault(label, set()).add(iri)
    scores: dict[str, float] = {}
    # 路径对路径，名称对末段。 A path is compared with paths, its last part with names.
    for text in (wanted, wanted.rstrip("/").rpartition("/")[2]):
        for name, score, _ in process.extract(
            text, list(names), scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR, limit=_MOST
        ):
            for iri in names[name]:
                scores[iri] = max(score, scores.get(iri, 0.0))
    return sorted(scores, key=lambda iri: (-scores[iri], iri))[:_MOST]

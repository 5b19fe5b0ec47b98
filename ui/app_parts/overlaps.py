"""重叠：别的规范里的相同、相近、相关操作。 Overlaps with procedures of other regulations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from rdflib.namespace import RDF, SKOS

from app_parts.graph_words import label, need, texts
from zhunru.graph import load_graph
from zhunru.namespaces import ZR, local_path
from zhunru.rule_cache import cached_on_disk

#: From the closest to the loosest.
_KINDS: Final = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)


@dataclass(frozen=True)
class Overlap:
    """A procedure of another regulation that has to do with this one.

    `kind` is the label of the SKOS property, `meaning` its definition, `closeness` its place among
    the kinds; `reason` says why it was chosen.
    """

    other: str
    kind: str
    meaning: str
    closeness: int
    reason: str


@cached_on_disk
def overlaps() -> dict[str, tuple[Overlap, ...]]:
    """Return the overlaps by key of the procedure, the closest first."""
    graph = load_graph()
    found: dict[str, list[Overlap]] = defaultdict(list)
    for node in graph.subjects(RDF.type, ZR.Overlap):
        kind = need(node, ZR.match)
        reason = next(texts(node, ZR.reason), "")
        ends = [local_path(str(one)) for one in graph.objects(node, ZR.between)]
        for one in ends:
            found[one] += [
                Overlap(
                    other=other,
                    kind=label(kind),
                    meaning=next(texts(kind, SKOS.definition), "").replace("（SKOS）", ""),
                    closeness=_KINDS.index(kind) if kind in _KINDS else len(_KINDS),
                    reason=reason,
                )
                for other in ends
                if other != one
            ]
    return {
        key: tuple(sorted(given, key=lambda one: (one.closeness, one.other)))
        for key, given in found.items()
    }


def count_overlaps() -> int:
    """Count the overlaps, each pair once."""
    return sum(map(len, overlaps().values())) // 2

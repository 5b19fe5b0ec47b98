"""用 Rust 写的 shacl 引擎逐项检查卷宗，分片进行。 Check dossiers with the Rust engine `shacl`.

It is two orders of magnitude faster than pySHACL, but young: a shape that it does not understand it
may pass over in silence. So every shard carries a dossier without any evidence, on which every
leaf must have a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

import shacl

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, to_ntriples
from zhunru.outcomes import EngineError, Outcomes, by_criterion
from zhunru.probes import outcome_of, probe
from zhunru.progress import Advance, silent
from zhunru.requirements import Leaf
from zhunru.shapes import shape_iri
from zhunru.verdicts import Verdict

#: Dossiers checked at a time: larger shards cost memory and are no faster.
SHARD: Final = 2000

_CANARY: Final = "urn:zhunru:dossier-without-evidence"


def leaf_outcomes(dossiers: Sequence[Dossier], advance: Advance = silent) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.

    Returns:
        The outcomes by IRI of the dossier.

    Raises:
        EngineError: If a result is neither a missing value nor a refused one, or if the engine
            passed a shape over.
    """
    outcomes: dict[str, Outcomes] = {}
    for criterion, group in by_criterion(dossiers):
        for shard in _shards(group):
            outcomes.update(_check(criterion, shard))
            advance(len(shard))
    return outcomes


def _shards(dossiers: Sequence[Dossier]) -> Iterator[Sequence[Dossier]]:
    for start in range(0, len(dossiers), SHARD):
        yield dossiers[start : start + SHARD]


@cache
def _compiled(criterion: Criterion) -> shacl.Shapes:
    return shacl.Shapes.from_text(probe(criterion).serialize(format="nt"), format="ntriples")


def _check(criterion: Criterion, dossiers: Sequence[Dossier]) -> dict[str, Outcomes]:
    leaves = {f"<{shape_iri(leaf.iri)}>": leaf for leaf in criterion.leaves()}
    canary = Dossier(_CANARY, "", "", "", criterion, {})
    outcomes = {
        f"<{one.iri}>": {leaf.iri: Verdict.MET for leaf in leaves.values()}
        for one in (*dossiers, canary)
    }
    report = _compiled(criterion).validate_text(
        to_ntriples((*dossiers, canary)), format="ntriples", allow_warnings=True
    )
    for result in report.results:
        leaf = leaves[result.source_shape or ""]
        outcomes[result.focus_node][leaf.iri] = outcome_of(leaf, result.component_iri)
    _check_canary(outcomes.pop(f"<{_CANARY}>"), leaves.values())
    return {iri.strip("<>"): found for iri, found in outcomes.items()}


def _check_canary(found: Outcomes, leaves: Iterable[Leaf]) -> None:
    passed_over = [leaf.iri for leaf in leaves if found[leaf.iri] is Verdict.MET]
    if passed_over:
        names = "、".join(passed_over)
        raise EngineError(
            f"shacl 引擎没有检查这些要求。 The shacl engine did not check these: {names}"
        )

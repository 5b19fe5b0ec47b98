"""引擎给出的结果：逐项的判定。 What engines give: a verdict on every leaf of a dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier
from zhunru.requirements import Leaf, Possession
from zhunru.verdicts import Verdict

#: Verdicts on the leaves of a dossier, by IRI of the leaf.
Outcomes = dict[str, Verdict]


class EngineError(RuntimeError):
    """An engine gave a result that well-typed evidence cannot give, or none where it must."""


def by_criterion(dossiers: Iterable[Dossier]) -> list[tuple[Criterion, list[Dossier]]]:
    """Group dossiers by their criterion, in order of first appearance."""
    grouped: defaultdict[str, list[Dossier]] = defaultdict(list)
    for dossier in dossiers:
        grouped[dossier.criterion.iri].append(dossier)
    return [(group[0].criterion, group) for group in grouped.values()]


def absent(leaf: Leaf) -> Verdict:
    """Say what absent evidence means: no record settles a matter of judgement."""
    judgement = isinstance(leaf, Possession) and leaf.is_judgement
    return Verdict.JUDGEMENT if judgement else Verdict.MISSING

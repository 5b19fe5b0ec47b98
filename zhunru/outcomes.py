"""引擎给出的结果：逐项的判定。 What engines give: a verdict on every leaf of a dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
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


def outcome(leaf: Leaf, value: Value | None) -> Verdict:
    """Decide a leaf by its evidence.

    Args:
        leaf: The requirement.
        value: Its evidence; None where there is none.

    Returns:
        The verdict, the same as every engine gives.
    """
    if value is None:
        return absent(leaf)
    met = value if isinstance(value, bool) else leaf.bounds.admit(Decimal(value))
    return Verdict.MET if met else Verdict.NOT_MET


def outcomes_one_by_one(dossiers: Sequence[Dossier]) -> dict[str, Outcomes]:
    """Decide the leaves of dossiers without an engine, which takes less time for a few.

    Args:
        dossiers: The dossiers, of any criteria.

    Returns:
        The outcomes by IRI of the dossier.
    """
    return {
        one.iri: {
            leaf.iri: outcome(leaf, one.values.get(leaf.evidence_key))
            for leaf in one.criterion.leaves()
        }
        for one in dossiers
    }

"""定下名称指哪个条目：人确认的，或允许时按分数。 Settle what names mean.

Nothing counts that nobody confirmed, save that the best candidate may be allowed from some score
on. Where several are equally good, as an operation that two regulations list, the technique or the
department beside the name decides; without them the name stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from zhunru.matching.candidates import Candidate, candidates_of, leaders, preferred
from zhunru.matching.catalogue import Procedure, edition_on
from zhunru.matching.mapping import ProcedureChoice


class Asked(NamedTuple):
    """一个名称，连同旁边的技术与专科（代号）。 A name, the technique and specialty beside it."""

    name: str
    technique: str | None = None
    specialty: str | None = None


def accepted(
    names: Iterable[str],
    mapping: Mapping[str, ProcedureChoice],
    accept_above: float | None = None,
    *,
    technique: str | None = None,
    day: date | None = None,
) -> dict[str, Procedure]:
    """Settle what names mean.

    Args:
        names: The names as the hospital writes them.
        mapping: What people decided.
        accept_above: Accept the best candidate from this score on, where nobody decided; None
            accepts nothing that nobody confirmed.
        technique: The notation of the technique to which the operations belong, if known.
        day: The entries are those of the editions in force on this day; None for the latest.

    Returns:
        The entries by name, without the names that stay open.
    """
    asked = [Asked(name, technique) for name in names]
    found = settle(asked, mapping, accept_above, day=day)
    return {one.name: procedure for one, procedure in found.items()}


def settle(
    asked: Iterable[Asked],
    mapping: Mapping[str, ProcedureChoice],
    accept_above: float | None = None,
    *,
    day: date | None = None,
) -> dict[Asked, Procedure]:
    """Settle what names mean, given what stands beside each.

    Args:
        asked: The names with the technique and the specialty beside them.
        mapping: As for `accepted`, and so are `accept_above` and `day`.
        accept_above: From which score on a candidate is accepted.
        day: On which day the editions are in force.

    Returns:
        The entries, without the names that stay open.
    """
    distinct = list(dict.fromkeys(asked))
    undecided = [one for one in distinct if not _is_decided(one, mapping)]
    if accept_above is None:
        undecided = []
    ranked = candidates_of((one.name for one in undecided), day=day, limit=None)
    found: dict[Asked, Procedure] = {}
    for one in distinct:
        if _is_decided(one, mapping):
            procedure = _of_technique(mapping[one.name].confirmed, one.technique, day)
        elif accept_above is not None:
            best = best_of(ranked[one.name], one, mapping.get(one.name))
            procedure = best.procedure if best and best.score >= accept_above else None
        else:
            procedure = None
        if procedure is not None:
            found[one] = procedure
    return found


def best_of(
    ranked: Sequence[Candidate], asked: Asked, choice: ProcedureChoice | None
) -> Candidate | None:
    """Return the best candidate, unless another one is as good.

    Args:
        ranked: The candidates of a name, the likeliest first.
        asked: The name with what stands beside it.
        choice: What people said of the name; candidates that they rejected are left out.

    Returns:
        The best one; None if there is none, or if what stands beside the name does not tell apart
        those that share its score.
    """
    rejected = choice.rejected if choice else frozenset()
    kept = [one for one in ranked if one.procedure.iri not in rejected]
    kept = list(preferred(kept, technique=asked.technique, specialty=asked.specialty))
    equal = leaders(kept)
    if asked.specialty:
        equal = tuple(one for one in equal if one.procedure.is_of(asked.specialty)) or equal
    return equal[0] if len(equal) == 1 else None


def _is_decided(asked: Asked, mapping: Mapping[str, ProcedureChoice]) -> bool:
    return asked.name in mapping and mapping[asked.name].decided


def _of_technique(iris: Sequence[str], technique: str | None, day: date | None) -> Procedure | None:
    """Return the one confirmed entry of a technique, in the edition in force."""
    entries = [entry for iri in iris if (entry := edition_on(iri, day))]
    if technique is not None:
        entries = [one for one in entries if one.belongs_to(technique)]
    return entries[0] if len(entries) == 1 else None

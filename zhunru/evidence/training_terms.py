"""一次培训须有什么：同属一处的条件由同一次培训回答。

What one training must have: conditions that belong together are answered by the same training.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhunru.requirements import Bounds, Concept, Leaf, Possession, Threshold

BASE: Final = "培训基地培训"
OVERSEAS: Final = "境外培训"
#: 任何一类培训。 A training of any kind.
ANY: Final = ""
_ASSESSMENT: Final = "training-assessment"

#: 指标 → 由哪类培训回答。 Which kind of training answers a measure.
FIGURES: Final[Mapping[str, str]] = {
    "training-duration": BASE,
    "training-cases": BASE,
    "managed-patients": BASE,
    "overseas-training-duration": OVERSEAS,
}
#: 证明 → 由哪类培训回答。 Which kind of training answers a proof.
PROOFS: Final[Mapping[str, str]] = {
    "systematic-training": ANY,
    _ASSESSMENT: ANY,
    "base-training": BASE,
    "base-assessment": BASE,
    "overseas-certificate": OVERSEAS,
    "provincial-base-assessment": OVERSEAS,
}


@dataclass(frozen=True)
class OneTraining:
    """A training that is looked for.

    Attributes:
        kind: Its kind; `ANY` for all of them.
        techniques: It was for one of these; empty for any.
        grades: It was for one of these; empty for any.
        day: The day as of which trainings are looked at.
        proofs: What it must prove, by notation.
        limits: Within which limits its figures must lie, by notation of the measure.
    """

    kind: str
    techniques: tuple[Concept, ...]
    grades: tuple[Concept, ...]
    day: date
    proofs: tuple[str, ...] = ()
    limits: tuple[tuple[str, Bounds], ...] = ()


def training_for(leaf: Leaf, together: Iterable[Leaf], day: date) -> OneTraining | None:
    """Say which training answers a leaf.

    Args:
        leaf: A threshold or possession.
        together: The leaves that must be met along with it; those about trainings of the same
            kind, techniques and grades must hold of the same training.
        day: The day as of which trainings are looked at.

    Returns:
        The training looked for; None if trainings do not answer the leaf.
    """
    kind = _kind(leaf)
    if kind is None or not isinstance(leaf, Threshold | Possession):
        return None
    asked = leaf.qualifiers
    same = [one for one in (leaf, *together) if _scope(one) == _scope(leaf)]
    # 与时长、例数同属一处的考核，是那次培训的考核。
    # An assessment that stands beside figures is the one of that training.
    if _notation(leaf) == _ASSESSMENT and any(_kind(one) == BASE for one in same):
        kind = BASE
    if kind == ANY:
        return OneTraining(kind, asked.techniques, asked.grades, day)
    taking = [one for one in same if _kind(one) == kind or (kind == BASE and _is_assessment(one))]
    return OneTraining(
        kind,
        asked.techniques,
        asked.grades,
        day,
        tuple(sorted({_notation(one) for one in taking if isinstance(one, Possession)})),
        tuple(
            sorted(
                {(_notation(one), one.bounds) for one in taking if isinstance(one, Threshold)},
                key=str,
            )
        ),
    )


def _notation(leaf: Leaf) -> str:
    """Return the notation of what a leaf asks for: of its measure, or of its thing."""
    if isinstance(leaf, Threshold):
        return leaf.measure.notation
    return leaf.thing.notation if isinstance(leaf, Possession) else ""


def _is_assessment(leaf: Leaf) -> bool:
    return _notation(leaf) == _ASSESSMENT


def _kind(leaf: Leaf) -> str | None:
    """The kind of training that answers a leaf; None if trainings do not."""
    if isinstance(leaf, Threshold):
        # 培训表不分角色与诊疗类别。 Trainings tell neither role nor kind of cases.
        plain = not (leaf.qualifiers.case_role or leaf.qualifiers.case_kind)
        return FIGURES.get(leaf.measure.notation) if plain else None
    if isinstance(leaf, Possession) and leaf.thing.kind == "certificate":
        return PROOFS.get(leaf.thing.notation)
    return None


def _scope(leaf: Leaf) -> tuple[object, ...] | None:
    if not isinstance(leaf, Threshold | Possession):
        return None
    asked = leaf.qualifiers
    return asked.techniques, asked.grades, asked.as_of_issue

"""所填的与标准相比如何。 How what is filled in compares with criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from zhunru.criterion import Criterion
from zhunru.deciding import settled
from zhunru.dossiers import Dossier
from zhunru.eligible import Eligibility
from zhunru.errors import Bilingual
from zhunru.namespaces import ID, local_path
from zhunru.next_steps.plan import cheapest
from zhunru.one_physician.answers import Answer
from zhunru.one_physician.knowing import Physician
from zhunru.outcomes import outcomes_one_by_one
from zhunru.validation import result_of
from zhunru.verdicts import Verdict

_NOBODY: Final = "one-physician"


def stands(criterion: Criterion, answers: Mapping[str, Answer], as_of: date) -> Eligibility:
    """Tell how a physician stands to a criterion.

    Args:
        criterion: The criterion.
        answers: What was filled in, by key of the field; what is left out is unknown.
        as_of: The day as of which periods of years are counted.

    Returns:
        The verdict with a finding per requirement, and the steps that would help.
    """
    dossier = dossier_for(criterion, answers, as_of)
    outcomes = outcomes_one_by_one([dossier])[dossier.iri]
    result = result_of(dossier, None, outcomes, as_of)
    return Eligibility(result, cheapest(result.findings, dossier, as_of))


def outlook(one: Eligibility) -> Bilingual:
    """Word how a physician stands: met, nearly met, not met, evidence missing or to be judged.

    Nearly met is what is not met, but by one or two conditions that can change. Where nothing is
    failed, but something is unknown, the verdict itself is told.
    """
    verdict = one.result.verdict
    if verdict is Verdict.NOT_MET:
        return Bilingual(one.standing.value, one.standing.en)
    return Bilingual(verdict.value, verdict.en)


def dossier_for(criterion: Criterion, answers: Mapping[str, Answer], as_of: date) -> Dossier:
    """Make the dossier of a physician under a criterion.

    Args:
        criterion: The criterion.
        answers: What was filled in, by key of the field.
        as_of: The day as of which periods of years are counted.

    Returns:
        The dossier, of nobody in particular.
    """
    physician, leaves = Physician(answers, as_of), criterion.leaves()
    values, ranges = settled((leaf, physician.knows(leaf, criterion)) for leaf in leaves)
    running = {leaf.evidence_key: physician.running(leaf) for leaf in leaves}
    return Dossier(
        iri=f"{ID}dossier-of/{local_path(criterion.iri)}/{_NOBODY}",
        bearer=_NOBODY,
        name=_NOBODY,
        institution=_NOBODY,
        criterion=criterion,
        values=values,
        running={key: one for key, one in running.items() if one is not None},
        ranges=ranges,
    )

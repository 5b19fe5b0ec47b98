"""下一步的测试所共用的。 What the tests of next steps share."""

from datetime import date

from dossier_making import dossier, full

from zhunru.engine import leaf_outcomes
from zhunru.namespaces import ID
from zhunru.next_steps.plan import cheapest
from zhunru.reading import criteria
from zhunru.verdicts import decide_criterion

AS_OF = date(2026, 1, 1)
OPERATOR = criteria()[f"{ID}criterion/nasal-endoscopy-2019/operator-grade4"]
ALL_LEAVES = {leaf.iri: leaf for one in criteria().values() for leaf in one.leaves()}


def leaf_of(criterion, key):
    return next(leaf for leaf in criterion.leaves() if leaf.evidence_key == key)


def spoiled(criterion=OPERATOR, **changes):
    """A dossier that meets a criterion, but for some values; None takes one away."""
    made = full(criterion)
    named = {key.replace("__", ".").replace("_", "-"): value for key, value in changes.items()}
    values = {**made.values, **named}
    kept = {key: value for key, value in values.items() if value is not None}
    return dossier(criterion, kept)


def planned(made, as_of=AS_OF):
    verdict, decisions = decide_criterion(made.criterion, leaf_outcomes([made])[made.iri])
    return verdict, cheapest(decisions, made, as_of)


def steps_of(made, as_of=AS_OF):
    return planned(made, as_of)[1].steps

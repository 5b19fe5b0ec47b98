"""Boundary cases generated from every threshold of the graph: n−1, n, n+1, missing."""

from decimal import Decimal

import pytest
from dossier_making import dossier, limit, step, typed

from zhunru.engine import leaf_outcomes
from zhunru.reading import criteria
from zhunru.requirements import Leaf, Possession, ValueType
from zhunru.verdicts import Verdict

LEAVES = {
    leaf.iri: (criterion, leaf) for criterion in criteria().values() for leaf in criterion.leaves()
}
NUMERIC = {iri: pair for iri, pair in LEAVES.items() if pair[1].bounds}
BOOLEAN = {iri: pair for iri, pair in LEAVES.items() if not pair[1].bounds}


@pytest.fixture(scope="module")
def outcomes():
    """Check every boundary dossier of every leaf in one go."""
    made = []
    for iri, (criterion, leaf) in LEAVES.items():
        for case, value in cases(leaf).items():
            values = {} if value is None else {leaf.evidence_key: value}
            made.append(dossier(criterion, values, f"{iri}#{case}"))
    checked = leaf_outcomes(made)
    return lambda iri, case: checked[f"urn:test:{iri}#{case}"][iri]


def cases(leaf: Leaf):
    if leaf.value_type is ValueType.BOOLEAN:
        return {"true": True, "false": False, "missing": None}
    number, little = limit(leaf), step(leaf)
    return {
        "below": typed(leaf, number - little),
        "exact": typed(leaf, number),
        "above": typed(leaf, number + little),
        "missing": None,
    }


def test_there_are_boundaries():
    assert len(NUMERIC) > 70
    assert len(BOOLEAN) > 200


@pytest.mark.parametrize("iri", NUMERIC)
def test_boundary(outcomes, iri):
    leaf = NUMERIC[iri][1]
    at_most = leaf.bounds.maximum is not None
    found = [outcomes(iri, case) for case in ("below", "exact", "above", "missing")]
    below, above = (Verdict.MET, Verdict.NOT_MET) if at_most else (Verdict.NOT_MET, Verdict.MET)
    assert found == [below, Verdict.MET, above, Verdict.MISSING]


@pytest.mark.parametrize("iri", BOOLEAN)
def test_possession(outcomes, iri):
    leaf = BOOLEAN[iri][1]
    judged = isinstance(leaf, Possession) and leaf.is_judgement
    missing = Verdict.JUDGEMENT if judged else Verdict.MISSING
    found = [outcomes(iri, case) for case in ("true", "false", "missing")]
    assert found == [Verdict.MET, Verdict.NOT_MET, missing]


def test_thresholds_are_those_of_the_graph():
    numbers = {limit(leaf) for _, leaf in NUMERIC.values()}
    assert {Decimal(1000), Decimal(300), Decimal(200)} <= numbers

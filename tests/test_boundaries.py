"""Boundary cases generated from every threshold of the graph: n−1, n, n+1, missing."""

from collections import defaultdict
from decimal import Decimal

import pytest
from dossier_making import dossier, step, typed

from zhunru.pyshacl_engine import leaf_outcomes
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
    """Check every boundary of every leaf, many leaves to a dossier: each has its own evidence."""
    made, names = [], {}
    for criterion, leaves in rounds():
        for index in range(max(len(cases(leaf)) for leaf in leaves)):
            values, name = {}, f"{len(made)}"
            for leaf in leaves:
                for case, value in list(cases(leaf).items())[index : index + 1]:
                    names[leaf.iri, case] = f"urn:test:{name}"
                    if value is not None:
                        values[leaf.evidence_key] = value
            made.append(dossier(criterion, values, name))
    checked = leaf_outcomes(made)
    return lambda iri, case: checked[names[iri, case]][iri]


def rounds():
    """Yield each criterion with leaves of its own that share no evidence, until all had a turn."""
    waiting = defaultdict(list)
    for criterion, leaf in LEAVES.values():
        waiting[criterion].append(leaf)
    for criterion, leaves in waiting.items():
        while leaves:
            by_key = {leaf.evidence_key: leaf for leaf in leaves}
            yield criterion, list(by_key.values())
            leaves = [leaf for leaf in leaves if by_key[leaf.evidence_key] is not leaf]


def edges(leaf: Leaf):
    """Each bound of a leaf with its number."""
    return {name: number for name, number in vars(leaf.bounds).items() if number is not None}


def cases(leaf: Leaf):
    if leaf.value_type is ValueType.BOOLEAN:
        return {"true": True, "false": False, "missing": None}
    little = step(leaf)
    found = {"missing": None}
    for name, number in edges(leaf).items():
        found[f"below {name}"] = typed(leaf, number - little)
        found[f"exact {name}"] = typed(leaf, number)
        found[f"above {name}"] = typed(leaf, number + little)
    return found


#: Whether below, exactly at and above a bound is met: 不少于, 不超过, 高于, 低于.
MET = {
    "minimum": (False, True, True),
    "maximum": (True, True, False),
    "exclusive_minimum": (False, False, True),
    "exclusive_maximum": (True, False, False),
}


def test_there_are_boundaries():
    assert len(NUMERIC) > 500
    assert len(BOOLEAN) > 1500
    assert {name for _, leaf in NUMERIC.values() for name in edges(leaf)} == {
        "minimum",
        "maximum",
        "exclusive_maximum",
    }


@pytest.mark.parametrize("iri", NUMERIC)
def test_boundary(outcomes, iri):
    leaf = NUMERIC[iri][1]
    assert outcomes(iri, "missing") is Verdict.MISSING
    for name in edges(leaf):
        found = [outcomes(iri, f"{place} {name}") for place in ("below", "exact", "above")]
        wanted = [Verdict.MET if met else Verdict.NOT_MET for met in MET[name]]
        assert found == wanted, name


@pytest.mark.parametrize("iri", BOOLEAN)
def test_possession(outcomes, iri):
    leaf = BOOLEAN[iri][1]
    judged = isinstance(leaf, Possession) and leaf.is_judgement
    missing = Verdict.JUDGEMENT if judged else Verdict.MISSING
    found = [outcomes(iri, case) for case in ("true", "false", "missing")]
    assert found == [Verdict.MET, Verdict.NOT_MET, missing]


def test_thresholds_are_those_of_the_graph():
    numbers = {number for _, leaf in NUMERIC.values() for number in edges(leaf).values()}
    assert {Decimal(1000), Decimal(300), Decimal("0.5"), Decimal(800)} <= numbers

from dataclasses import replace
from itertools import product

import pytest

from zhunru.reading import criteria
from zhunru.requirements import AllOf, AnyOf, Force, Label, Requirement, When
from zhunru.verdicts import Verdict, all_of, any_of, decide, when

Y, N, M, J, X = (
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.MISSING,
    Verdict.JUDGEMENT,
    Verdict.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], Y),
        ([Y, Y], Y),
        ([Y, J], J),
        ([J, M], M),
        ([M, J, N], N),
        ([X, Y], Y),
        ([X], Y),
        ([X, N], N),
    ],
)
def test_all_of(parts, verdict):
    assert all_of(parts) is verdict


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], N),
        ([N, N], N),
        ([N, J], J),
        ([J, M], M),
        ([N, M, Y], Y),
        ([X, N], N),
        ([X, Y], Y),
    ],
)
def test_any_of(parts, verdict):
    assert any_of(parts) is verdict


@pytest.mark.parametrize(
    ("condition", "consequence", "verdict"),
    [
        (Y, Y, Y),
        (Y, N, N),
        (Y, M, M),
        (N, Y, X),
        (N, N, X),
        (M, Y, Y),
        (M, N, M),
        (J, N, M),
        (J, J, M),
    ],
)
def test_when(condition, consequence, verdict):
    assert when(condition, consequence) is verdict


def test_more_evidence_never_turns_met_into_not_met():
    """Kleene logic is monotone: settling an open part keeps a settled whole."""
    for parts in product((Y, N, M, J), repeat=3):
        for combine in (all_of, any_of):
            whole = combine(parts)
            for settled in product(*((Y, N) if part in (M, J) else (part,) for part in parts)):
                if whole in (Y, N):
                    assert combine(settled) is whole


def test_every_verdict_has_an_english_name():
    assert len({verdict.en for verdict in Verdict}) == len(Verdict)


COMMON = ("urn:group", Label("组", "group"), Force.MANDATORY, (), (), None)
LEAF = next(leaf for one in criteria().values() for leaf in one.leaves())
ADVISORY = replace(LEAF, iri="urn:advisory", force=Force.ADVISORY)


@pytest.mark.parametrize("group", [AllOf, AnyOf])
def test_what_is_only_advised_never_decides_beside_what_binds(group):
    """原则上 and 可以 are reported and never decide."""
    both = group(**vars(Requirement(*COMMON)), members=(LEAF, ADVISORY))
    for binding in (Y, N):
        assert decide(both, {LEAF.iri: binding, ADVISORY.iri: N}).verdict is binding


def test_advice_does_not_decide_inside_a_conditional_rule():
    rule = When(**vars(Requirement(*COMMON)), members=(ADVISORY,), condition=LEAF)
    assert decide(rule, {LEAF.iri: Y, ADVISORY.iri: N}).verdict is Y


def test_alternatives_that_do_not_bind_are_alternatives_still():
    either = AnyOf(**vars(Requirement(*COMMON)), members=(ADVISORY,))
    assert decide(either, {ADVISORY.iri: Y}).verdict is Y
    assert decide(either, {ADVISORY.iri: N}).verdict is N

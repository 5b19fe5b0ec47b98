from itertools import product

import pytest

from zhunru.verdicts import Verdict, all_of, any_of, when

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

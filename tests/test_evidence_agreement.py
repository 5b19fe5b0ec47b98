"""Columns and rows agree: every leaf of every criterion, on random hospitals."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_hospital import AS_OF, BEARERS, HospitalMaker
from row_evidence import RowEvidence

from zhunru.evidence import gather, question_of
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.reading import criteria
from zhunru.requirements import Conformity, Staffing


def distinct_leaves():
    """One leaf, with its criterion, for every question that some criterion asks."""
    found = {}
    for criterion in criteria().values():
        for leaf in criterion.leaves():
            if not isinstance(leaf, Staffing | Conformity):
                found.setdefault(question_of(leaf, criterion, AS_OF), (leaf, criterion))
    return list(found.values())


LEAVES = distinct_leaves()


def disagreements(seed, rows):
    records = HospitalMaker(Random(seed), [leaf for leaf, _ in LEAVES]).records(rows)
    by_row = RowEvidence(records, hierarchy(), title_ranks(), AS_OF)
    asked = [(bearer, leaf, criterion) for leaf, criterion in LEAVES for bearer in BEARERS]
    in_columns = gather(records, asked, hierarchy(), title_ranks(), AS_OF)
    kinds = Counter()
    for bearer, leaf, criterion in asked:
        wanted, found = (source.of(bearer, leaf, criterion) for source in (by_row, in_columns))
        kinds[_kind(wanted)] += 1
        if found != wanted:
            yield bearer, leaf.evidence_key, wanted, found
    yield kinds


def _kind(known):
    if isinstance(known, Interval):
        return "open" if known.high is None else "exact" if known.low == known.high else "between"
    return known


@pytest.fixture(scope="module")
def large_hospital():
    *wrong, kinds = disagreements(seed=4, rows=400)
    return wrong, kinds


def test_columns_know_what_rows_know_of_a_large_hospital(large_hospital):
    assert large_hospital[0] == []


@pytest.mark.parametrize("kind", ["open", "exact", "between", True, False, None])
def test_its_answers_are_of_every_kind(large_hospital, kind):
    assert large_hospital[1][kind] > 30


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32), rows=st.sampled_from([5, 40]))
def test_columns_know_what_rows_know(seed, rows):
    *wrong, _ = disagreements(seed, rows)
    assert wrong == []

"""Every criterion of every regulation, with dossiers made from its own tree.

A dossier that meets a criterion exactly, in each way that its alternatives, waivers and conditional
rules allow, is accepted; with any one condition broken it is refused, and the finding names the
condition and its clause.
"""

from datetime import date

import pytest
from dossier_making import Wish, dossier, meets, values_for, ways_to_meet_all
from test_shapes import conforming

from zhunru.pyshacl_engine import leaf_outcomes
from zhunru.reading import criteria
from zhunru.report import finding_of
from zhunru.requirements import Force
from zhunru.shapes import compile_all
from zhunru.verdicts import Verdict, decide_criterion

CRITERIA = criteria()


def broken(way, wish):
    """The same dossier with one condition just missed."""
    others = [one for one in way if one.leaf.evidence_key != wish.leaf.evidence_key]
    return values_for((*others, Wish(wish.leaf, not wish.met)))


def first_uses(ways):
    """Each wish once that decides: of conditions, those that keep a rule from applying."""
    found = {}
    for way in ways:
        conditions = {w.leaf.iri for w in way if w.is_condition and w.met}
        for wish in way:
            if wish.leaf.iri not in conditions:
                found.setdefault((wish.leaf.iri, wish.met), (way, wish))
    return found.values()


def findings(decisions):
    for decision in decisions:
        yield decision
        yield from findings(decision.parts)


@pytest.mark.parametrize("iri", CRITERIA)
def test_what_meets_a_criterion_is_accepted_and_what_breaks_it_refused(iri):
    criterion = CRITERIA[iri]
    ways = ways_to_meet_all(criterion)
    assert ways, "no dossier can meet it"
    accepted = [dossier(criterion, values_for(way), f"way{i}") for i, way in enumerate(ways)]
    refused = {
        f"urn:test:broken{index}": (wish, dossier(criterion, broken(way, wish), f"broken{index}"))
        for index, (way, wish) in enumerate(first_uses(ways))
    }
    every = [*accepted, *(one for _, one in refused.values())]
    outcomes = leaf_outcomes(every)
    (shapes,) = compile_all([criterion]).values()
    agreeing = conforming(every, shapes)

    for one in accepted:
        assert decide_criterion(criterion, outcomes[one.iri])[0] is Verdict.MET, one.values
    assert {one.iri for one in accepted} <= agreeing | advised(criterion, accepted)
    still_met = [one for _, one in refused.values() if meets(criterion, one.values)]
    assert len(still_met) <= len(refused) // 4
    for name, (wish, one) in refused.items():
        verdict, decisions = decide_criterion(criterion, outcomes[name])
        # 备选之外的证据有时满足另一备选。 Evidence asked elsewhere may meet another alternative.
        met_otherwise = meets(criterion, one.values)
        assert (verdict is Verdict.MET) == met_otherwise, wish
        assert (name in agreeing) <= met_otherwise, wish
        if wish.met:
            named = [d for d in findings(decisions) if d.requirement == wish.leaf]
            assert {d.verdict for d in named} == {Verdict.NOT_MET}, wish
            finding = finding_of(named[0], one, date(2026, 1, 1))
            assert finding.requirement.label == wish.leaf.label
            assert finding.requirement.clauses


def advised(criterion, accepted):
    """What falls short of advice only has results, but is met."""
    advice = any(leaf.force is not Force.MANDATORY for leaf in criterion.leaves())
    return {one.iri for one in accepted} if advice else set()


def test_every_alternative_and_condition_is_tried():
    tried = {
        wish.leaf.iri
        for criterion in CRITERIA.values()
        for way in ways_to_meet_all(criterion)
        for wish in way
    }
    mandatory = {
        leaf.iri
        for criterion in CRITERIA.values()
        for leaf in criterion.leaves()
        if leaf.force is Force.MANDATORY
    }
    assert mandatory <= tried

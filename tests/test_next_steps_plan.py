"""最省的途径。 The cheapest way: hand-worked choices, and plans on random evidence."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from dossier_making import Wish, dossier, full
from next_steps_making import AS_OF, OPERATOR, leaf_of, planned, spoiled, steps_of

from zhunru.engine import leaf_outcomes
from zhunru.namespaces import ID
from zhunru.next_steps.plan import cheapest, next_step
from zhunru.next_steps.step import Means
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, When
from zhunru.verdicts import Decision, Verdict, decide_criterion


def test_nothing_is_to_be_done_where_all_is_met():
    verdict, plan = planned(full(OPERATOR))
    assert (verdict, plan.steps, plan.meets_from) == (Verdict.MET, (), None)


def test_time_and_a_deed_together_have_no_day():
    made = spoiled(
        years_as_associate_chief_or_above=Decimal("2.5"),
        independent_cases__nasal_endoscopy__grade3=299,
    )
    _, plan = planned(made)
    assert len(plan.steps) == 2
    assert plan.meets_from is None


def test_records_and_attestations_are_asked_for():
    made = spoiled(
        independent_cases__nasal_endoscopy=None,
        has__clinical_capability__nasal_endoscopy__grade4=None,
    )
    verdict, plan = planned(made)
    assert verdict is Verdict.MISSING
    assert plan.only_records
    means = {step.leaf.evidence_key: step.means for step in plan.steps}
    assert means == {
        "independent-cases.nasal-endoscopy": Means.RECORDS,
        "has.clinical-capability.nasal-endoscopy.grade4": Means.ATTESTATION,
    }
    words = "".join(step.words.zh for step in plan.steps)
    assert "补充资料：独立完成鼻科内镜诊疗操作（“例数”表的“指标”“数量”列，或“病例”表）" in words
    assert "请负责人认定：具有开展四级技术的能力，记入“条件”表" in words


def untrained(**changes):
    """Somebody without any of the three ways: base, overseas training, waiver."""
    nothing = {
        "has__base_assessment__nasal_endoscopy__grade4": False,
        "has__base_training__nasal_endoscopy__grade4": False,
        "has__provincial_base_assessment__nasal_endoscopy": False,
        "has__overseas_certificate__nasal_endoscopy": False,
        "overseas_training_duration__nasal_endoscopy": Decimal(0),
        "clinical_years__as_of_issue": Decimal(3),
        "independent_cases__nasal_endoscopy__grade4__last_P5Y__as_of_issue": 0,
        "serious_adverse_events__nasal_endoscopy__last_P5Y__as_of_issue": 0,
        "years_as_associate_chief_or_above__as_of_issue": Decimal(0),
    }
    return spoiled(**{**nothing, **changes})


def chosen_way(made):
    _, decisions = decide_criterion(made.criterion, leaf_outcomes([made])[made.iri])
    (group,) = (d for d in decisions if d.requirement.iri.endswith("/training-or-waiver"))
    return group.verdict, next_step(group, made, AS_OF).zh


def test_the_way_with_the_fewest_open_conditions_is_the_nearest():
    _, words = chosen_way(untrained())
    assert words.startswith("最近的途径是“在符合要求的培训基地接受系统培训并考核合格”")
    abroad = untrained(
        has__provincial_base_assessment__nasal_endoscopy=True,
        has__overseas_certificate__nasal_endoscopy=True,
        overseas_training_duration__nasal_endoscopy=Decimal("5.5"),
    )
    _, words = chosen_way(abroad)
    assert words.startswith("最近的途径是“境外培训”：境外培训时间还差 0.5 个月")


def test_a_waiver_that_only_counts_up_to_the_issue_is_never_the_nearest():
    """四（一）5: what was not reached by the day of issue cannot be reached any more."""
    one_case_short = untrained(
        clinical_years__as_of_issue=Decimal(10),
        independent_cases__nasal_endoscopy__grade4__last_P5Y__as_of_issue=99,
        years_as_associate_chief_or_above__as_of_issue=Decimal(3),
    )
    _, words = chosen_way(one_case_short)
    assert "培训基地" in words
    (leaf,) = (
        found
        for found in OPERATOR.leaves()
        if found.evidence_key == "independent-cases.nasal-endoscopy.grade4.last-P5Y.as-of-issue"
    )
    _, decisions = decide_criterion(OPERATOR, leaf_outcomes([one_case_short])[one_case_short.iri])
    (group,) = (d for d in decisions if d.requirement.iri.endswith("/training-or-waiver"))
    waiver = group.parts[2]
    (part,) = (p for p in waiver.parts if p.requirement == leaf)
    assert "（2019-12-31），其时未达到，不能改变" in next_step(part, one_case_short, AS_OF).zh
    # 印发之日尚未过去时还来得及。 Before that day there is still time.
    early = next_step(part, one_case_short, date(2019, 6, 1)).zh
    assert "还差 1 例" in early
    assert "不能改变" not in early


def test_where_records_may_settle_it_records_are_asked_for():
    """资料不足 needs records: not the way that is refused by a single case."""
    made = untrained(
        has__provincial_base_assessment__nasal_endoscopy=None,
        has__overseas_certificate__nasal_endoscopy=None,
        overseas_training_duration__nasal_endoscopy=None,
    )
    verdict, words = chosen_way(made)
    assert verdict is Verdict.MISSING
    assert words.startswith("最近的途径是“境外培训”：补充资料：")


def nearest_of(values, *keys):
    """Of two ways that are a single leaf each, both refused, the words for the nearer one."""
    ways = tuple(leaf_of(OPERATOR, key) for key in keys)
    group = next(one for one in OPERATOR.all_requirements if isinstance(one, AnyOf))
    made_up = replace(group, members=ways)
    parts = tuple(Decision(way, Verdict.NOT_MET) for way in ways)
    decision = Decision(made_up, Verdict.NOT_MET, parts)
    return next_step(decision, dossier(OPERATOR, values), AS_OF).zh


def test_a_matter_of_time_is_nearer_than_a_small_deed():
    title, cases = "years-as-associate-chief-or-above", "independent-cases.nasal-endoscopy"
    words = nearest_of({title: Decimal("0.5"), cases: 999}, cases, title)
    assert words.startswith("最近的途径是“副主任医师任职年限”")


def test_of_two_deeds_the_smaller_share_is_nearer():
    cases, grade3 = "independent-cases.nasal-endoscopy", "independent-cases.nasal-endoscopy.grade3"
    assert "还差 10 例" in nearest_of({cases: 990, grade3: 295}, cases, grade3)
    assert "还差 5 例" in nearest_of({cases: 970, grade3: 295}, cases, grade3)


def test_several_conditions_on_one_figure_are_one_step():
    """主治医师 for every grade and 副主任医师 for the fourth: one promotion."""
    criterion = criteria()[f"{ID}criterion/comprehensive-intervention-2019/operator-grade4"]
    made = full(criterion)
    (step,) = steps_of(dossier(criterion, {**made.values, "title-rank": 0}))
    assert "副主任医师" in step.words.zh


def absent(leaf):
    """What 证据缺失 means for a leaf, written apart from the code under test."""
    judged = leaf.evidence_key.startswith("has.") and leaf.thing.kind == "judgement"
    return Verdict.JUDGEMENT if judged else Verdict.MISSING


def test_every_criterion_can_be_planned_from_nothing():
    """Without any evidence all that is asked for are records and attestations."""
    for criterion in criteria().values():
        outcomes = {leaf.iri: absent(leaf) for leaf in criterion.leaves()}
        verdict, decisions = decide_criterion(criterion, outcomes)
        plan = cheapest(decisions, dossier(criterion, {}), AS_OF)
        assert plan.only_records, criterion.iri
        assert bool(plan.steps) == (verdict is not Verdict.MET), criterion.iri
        assert plan.meets_from is None


def conditions(requirement):
    """The leaves of every condition below a requirement."""
    if isinstance(requirement, When):
        yield from requirement.condition.leaves()
    for child in requirement.children:
        yield from conditions(child)


def some_values(criterion, chance):
    """Figures near the limits, yes or no, or nothing, for every column of a criterion."""
    values = {}
    for leaf in criterion.leaves():
        choices = [c for met in (True, False) for c in Wish(leaf, met=met).candidates()]
        value = chance.choice([*choices, None])
        if value is not None:
            values[leaf.evidence_key] = value
    return values


def outcome(leaf, values):
    value = values.get(leaf.evidence_key)
    if value is None:
        return absent(leaf)
    return Verdict.MET if Wish(leaf, met=True).is_granted_by(value) else Verdict.NOT_MET


@pytest.mark.parametrize("seed", range(4))
def test_taking_the_steps_of_a_plan_turns_the_verdict_to_met(seed):
    """On random evidence for every criterion: the plan suffices, and no step of it is idle."""
    chance = random.Random(seed)
    for criterion in criteria().values():
        values = some_values(criterion, chance)
        outcomes = {leaf.iri: outcome(leaf, values) for leaf in criterion.leaves()}
        verdict, decisions = decide_criterion(criterion, outcomes)
        plan = cheapest(decisions, dossier(criterion, values), AS_OF)
        assert bool(plan.steps) == (verdict is not Verdict.MET), criterion.iri
        keys = {step.leaf.evidence_key for step in plan.steps}
        asked = {leaf.iri for req in criterion.all_requirements for leaf in conditions(req)}
        taken = {
            leaf.iri: Verdict.NOT_MET if leaf.iri in asked else Verdict.MET
            for leaf in criterion.leaves()
            if leaf.evidence_key in keys and outcomes[leaf.iri] is not Verdict.MET
        }
        after, _ = decide_criterion(criterion, {**outcomes, **taken})
        assert after is Verdict.MET, criterion.iri
        # 前提有几项不明时，一项查明不成立即可，但不知是哪一项。
        # Of several unknowns in a condition one that fails would do, but nobody knows which.
        for step in (step for step in plan.steps if step.leaf.iri not in asked):
            without = {
                leaf.iri: outcomes[leaf.iri]
                for leaf in criterion.leaves()
                if leaf.evidence_key == step.leaf.evidence_key
            }
            left, _ = decide_criterion(criterion, {**outcomes, **taken, **without})
            assert left is not Verdict.MET, (criterion.iri, step.leaf.iri)

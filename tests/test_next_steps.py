"""What would help: hand-worked dates, counts and choices."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from dossier_making import Wish, dossier, full
from hypothesis import given
from hypothesis import strategies as st
from record_making import records, row

from zhunru.durations import Period, add_months, years_between
from zhunru.engine import leaf_outcomes
from zhunru.hierarchy import hierarchy
from zhunru.namespaces import ID
from zhunru.next_steps.days import after_years, time_left, window_passed, years_renewed
from zhunru.next_steps.leaf_step import step_for
from zhunru.next_steps.plan import cheapest, next_step
from zhunru.next_steps.running import Running, RunningTimes
from zhunru.next_steps.sources import source, source_words
from zhunru.next_steps.step import Means
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Qualifiers, When
from zhunru.tables import load_tables
from zhunru.validation import title_ranks
from zhunru.verdicts import Decision, Verdict, decide_criterion

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


def test_nothing_is_to_be_done_where_all_is_met():
    verdict, plan = planned(full(OPERATOR))
    assert (verdict, plan.steps, plan.meets_from) == (Verdict.MET, (), None)


@pytest.mark.parametrize(("cases", "lack"), [(299, "还差 1 例"), (180, "还差 120 例")])
def test_cases_that_are_missing_are_to_be_done(cases, lack):
    (step,) = steps_of(spoiled(independent_cases__nasal_endoscopy__grade3=cases))
    assert step.means is Means.DEED
    assert lack in step.words.zh
    assert step.meets_from is None


def test_a_title_held_too_short_names_the_day():
    made = spoiled(years_as_associate_chief_or_above=Decimal("2.8333"))
    (step,) = steps_of(made)
    assert (step.means, step.meets_from) == (Means.TIME, date(2026, 3, 1))
    assert "满 3 年，还需 2 个月，自 2026-03-01 起符合" in step.words.zh
    assert "2 months to go, met from 2026-03-01" in step.words.en


def test_no_title_at_all_takes_a_promotion():
    (step,) = steps_of(spoiled(years_as_associate_chief_or_above=Decimal(0)))
    assert (step.means, step.meets_from) == (Means.DEED, None)
    assert step.words.zh.startswith("先晋升：任副主任医师及以上职称满")


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
    assert "补充资料：独立完成鼻科内镜诊疗操作（“例数”表的“指标”“数量”列）" in words
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


YEARLY = criteria()[f"{ID}criterion/peripheral-vascular-intervention-2012/operator"]
YEARLY_KEY = "as-operator-cases.peripheral-vascular-intervention.therapeutic.per-P1Y"


def yearly(held):
    return spoiled(
        YEARLY,
        **{
            "has__qualification_held__peripheral_vascular_intervention": held,
            YEARLY_KEY.replace("-P1Y", "@")
            .replace("-", "_")
            .replace(".", "__")
            .replace("@", "_P1Y"): 19,
        },
    )


def test_a_year_that_is_over_cannot_be_made_up():
    (step,) = steps_of(yearly(True))
    assert "还差 1 例；已过的年度不能补，此后每年都达到的，自 2026-12-31 起符合" in step.words.zh


def test_a_condition_that_does_not_hold_asks_for_nothing():
    assert steps_of(yearly(False)) == ()


def test_of_an_unknown_condition_only_records_are_asked():
    (step,) = steps_of(yearly(None))
    assert step.leaf.evidence_key == "has.qualification-held.peripheral-vascular-intervention"
    assert step.means is Means.RECORDS


RATE_KEY = "complication-rate.peripheral-vascular-intervention.last-P5Y"


@pytest.mark.parametrize(
    ("events", "whole", "further"),
    [
        (5, 100, "再完成 1 例"),  # 5/100 = 5% is not below 5%; 5/101 is
        (6, 100, "再完成 21 例"),  # 6/120 = 5%, 6/121 is below
        (1, 10, "再完成 11 例"),
    ],
)
def test_how_many_further_cases_lower_a_rate(events, whole, further):
    rate = Decimal(events * 100) / whole
    step = rated(rate, whole)
    assert step.means is Means.DEED
    assert further in step.words.zh
    limit = next(one for one in vars(step.leaf.bounds).values() if one is not None)
    more = int(further.removeprefix("再完成 ").removesuffix(" 例"))
    assert Decimal(events * 100) / (whole + more) < limit
    assert Decimal(events * 100) / (whole + more - 1) >= limit


def rated(rate, whole):
    """A mentor's rate over the last five years, the denominator known or not."""
    leaf = next(
        one
        for one in ALL_LEAVES.values()
        if one.evidence_key.startswith("complication-rate")
        and one.qualifiers.window
        and one.bounds.exclusive_maximum == 5
    )
    now = replace(leaf, qualifiers=Qualifiers(window=Period.parse("P5Y")))
    made = dossier(OPERATOR, {now.evidence_key: rate})
    wholes = {} if whole is None else {now.evidence_key: Decimal(whole)}
    return step_for(now, Verdict.NOT_MET, replace(made, wholes=wholes), AS_OF)


def test_without_the_denominator_the_growth_is_told():
    step = rated(Decimal(6), None)
    assert "再完成 现有例数的 20% 以上" in step.words.zh
    assert "至 2031-01-01 不再发生" in step.words.zh


def test_what_happened_in_a_window_leaves_it():
    leaf = leaf_of(OPERATOR, "serious-adverse-events.nasal-endoscopy.last-P5Y.as-of-issue")
    now = replace(leaf, qualifiers=replace(leaf.qualifiers, as_of_issue=False))
    made = dossier(OPERATOR, {now.evidence_key: 1})
    step = step_for(now, Verdict.NOT_MET, made, AS_OF)
    assert (step.means, step.meets_from) == (Means.TIME, date(2031, 1, 1))
    ever = replace(now, qualifiers=replace(now.qualifiers, window=None))
    step = step_for(ever, Verdict.NOT_MET, dossier(OPERATOR, {ever.evidence_key: 1}), AS_OF)
    assert (step.means, step.meets_from) == (Means.NEVER, None)
    assert "超出 1 起，已成事实，不能改变" in step.words.zh


def test_a_count_in_a_window_is_not_met_by_waiting():
    criterion = criteria()[f"{ID}criterion/nasal-endoscopy-2019/institution-grade4"]
    windowed = next(
        leaf
        for leaf in criterion.leaves()
        if getattr(leaf, "qualifiers", None) and leaf.qualifiers.window and leaf.bounds.minimum
    )
    made = full(criterion)
    short = dossier(
        criterion, {**made.values, windowed.evidence_key: int(windowed.bounds.minimum) - 1}
    )
    (step,) = steps_of(short)
    assert step.means is Means.DEED
    assert "须新完成，等待不能补足" in step.words.zh


def test_several_conditions_on_one_figure_are_one_step():
    """主治医师 for every grade and 副主任医师 for the fourth: one promotion."""
    criterion = criteria()[f"{ID}criterion/comprehensive-intervention-2019/operator-grade4"]
    made = full(criterion)
    (step,) = steps_of(dossier(criterion, {**made.values, "title-rank": 0}))
    assert "副主任医师" in step.words.zh


def test_running_time_is_exact_on_leap_days_and_month_ends():
    assert Running(date(2023, 2, 1)).reaches(Decimal(3)) == date(2026, 2, 1)
    assert Running(date(2024, 2, 29)).reaches(Decimal(3)) == date(2027, 2, 28)
    assert Running(date(2024, 2, 29)).reaches(Decimal(4)) == date(2028, 2, 29)
    assert Running(date(2023, 8, 31)).reaches(Decimal("1.5")) == date(2025, 2, 28)
    split = Running(date(2024, 1, 1), before=Decimal("1.5"))
    assert split.reaches(Decimal(3)) == date(2025, 7, 1)


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.integers(0, 400),
    st.integers(0, 4),
)
def test_the_day_found_is_the_first_that_suffices(start, months, before):
    asked, done = Period(months).years, Decimal(before)
    day = Running(start, done).reaches(asked)
    assert done + years_between(start, day) >= asked
    assert day == start or done + years_between(start, day - timedelta(days=1)) < asked


@pytest.mark.parametrize("start", [date(2023, 1, 31), date(2024, 2, 29), date(2022, 12, 1)])
def test_without_the_first_day_the_date_is_never_too_early(start):
    """From what is known on any day before, the date found is at most a month late."""
    exact = Running(start).reaches(Decimal(3))
    for days in range(0, 1090, 7):
        day = start + timedelta(days=days)
        found = after_years(day, Decimal(3) - years_between(start, day))
        assert exact <= found <= add_months(exact, 1) + timedelta(days=3), day


def test_at_the_end_of_february_the_longer_month_counts():
    start, day = date(2022, 12, 31), date(2023, 2, 28)
    missing = Decimal(1) - years_between(start, day)
    assert after_years(day, missing) == date(2023, 12, 31)


def test_when_a_window_has_passed():
    five = Period.parse("P5Y")
    assert window_passed(date(2026, 1, 1), five) == date(2031, 1, 1)
    assert window_passed(date(2024, 2, 29), five) == date(2029, 3, 1)


def test_when_years_are_renewed():
    once, thrice = Qualifiers(), Qualifiers(window=Period.parse("P3Y"))
    assert years_renewed(date(2025, 12, 30), once) == date(2025, 12, 31)
    assert years_renewed(date(2025, 12, 31), once) == date(2026, 12, 31)
    assert years_renewed(date(2026, 1, 1), thrice) == date(2028, 12, 31)


def test_time_left_is_told_in_months_or_days():
    assert time_left(date(2026, 1, 1), date(2026, 3, 1)).zh == "2 个月"
    assert time_left(date(2026, 1, 1), date(2026, 3, 2)).zh == "3 个月"
    assert time_left(date(2026, 1, 1), date(2026, 1, 13)) == ("12 天", "12 days")
    assert time_left(date(2026, 1, 31), date(2026, 2, 1)).en == "1 day"


def running(*rows):
    times = RunningTimes(records(*rows), hierarchy(), title_ranks(), AS_OF)
    return times.of("D1", OPERATOR.leaves())


def test_what_runs_is_found_in_the_records():
    found = running(
        row("staff", staff="D1", clinical_since=date(2020, 7, 1)),
        row("titles", staff="D1", title="attending", since=date(2018, 1, 1)),
        row("titles", staff="D1", title="chief", since=date(2025, 1, 1)),
        row("titles", staff="D1", title="associate-chief", since=date(2023, 6, 1)),
    )
    assert found["years-as-associate-chief-or-above"] == Running(date(2023, 6, 1))
    assert found["clinical-years.as-of-issue"] == Running(date(2020, 7, 1))
    assert not any(key.startswith("specialty-years") for key in found)


def period(specialty, start, end=None):
    return row("experience", bearer="D1", specialty=specialty, start=start, end=end)


def test_years_in_a_specialty_run_only_while_practising():
    key = "specialty-years.rhinology"
    past = period("rhinology", date(2010, 1, 1), date(2011, 12, 31))
    assert key not in running(past)
    now = period("rhinology", date(2020, 1, 1))
    assert running(past, now)[key] == Running(date(2020, 1, 1), before=Decimal(2))
    touching = period("rhinology", date(2018, 1, 1), date(2019, 12, 31))
    assert running(past, touching, now)[key] == Running(date(2018, 1, 1), before=Decimal(2))
    assert key not in running(period("rhinology", date(2026, 6, 1)))
    assert key not in running(period("general-surgery", date(2020, 1, 1)))


def test_every_leaf_has_a_source_in_the_tables():
    for leaf in ALL_LEAVES.values():
        table, columns = source(leaf)
        assert {load_tables()[table].field(name).name for name in columns} == set(columns)
        assert source_words(leaf).zh.startswith("“")


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


def test_every_leaf_that_is_refused_has_a_step():
    """Each leaf alone, refused just beyond its bounds: words in both languages, and a means."""
    for criterion in criteria().values():
        for leaf in criterion.leaves():
            value = next(one for one in Wish(leaf, met=False).candidates())
            made = dossier(criterion, {leaf.evidence_key: value})
            step = step_for(leaf, Verdict.NOT_MET, made, AS_OF)
            assert step.means not in (Means.RECORDS, Means.ATTESTATION), leaf.iri
            assert step.words.zh, leaf.iri
            assert step.words.en, leaf.iri
            assert (step.meets_from is not None) == (step.means is Means.TIME), leaf.iri
            assert step.meets_from is None or step.meets_from > AS_OF, leaf.iri


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

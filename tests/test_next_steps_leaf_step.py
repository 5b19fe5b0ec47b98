"""一项要求的下一步。 The next step for one leaf: hand-worked counts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from dossier_making import Wish, dossier, full
from next_steps_making import ALL_LEAVES, AS_OF, OPERATOR, leaf_of, spoiled, steps_of

from zhunru.durations import Period
from zhunru.namespaces import ID
from zhunru.next_steps.leaf_step import step_for
from zhunru.next_steps.sources import source, source_words
from zhunru.next_steps.step import Means
from zhunru.reading import criteria
from zhunru.requirements import Qualifiers
from zhunru.tables import load_tables
from zhunru.verdicts import Verdict


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


def test_every_leaf_has_a_source_in_the_tables():
    for leaf in ALL_LEAVES.values():
        table, columns = source(leaf)
        assert {load_tables()[table].field(name).name for name in columns} == set(columns)
        assert source_words(leaf).zh.startswith("“")


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

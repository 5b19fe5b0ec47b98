"""一名医师：由所填的得出判定。 One physician: from what is filled in to verdicts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from whatif_making import GRADE4, of

from zhunru.engine import Engine
from zhunru.one_physician.answers import NO_TITLE
from zhunru.one_physician.knowing import Physician
from zhunru.one_physician.questions import TITLE
from zhunru.one_physician.standing import dossier_for, outlook, stands
from zhunru.reading import criteria
from zhunru.requirements import TitleRequirement
from zhunru.validation import validate_dossiers
from zhunru.verdicts import Verdict

DAY = date(2026, 1, 1)
CHIEF = "years-as-associate-chief-or-above"
ATTENDING = "years-as-attending-or-above"
RHINOLOGY = "specialty-years.rhinology"
DECIDES = "nasal-endoscopy-2019/decision-maker-grade4"


def leaf_of(criterion, key):
    return next(one for one in of(criterion).leaves() if one.evidence_key == key)


def verdict_on(key, answers, day=DAY, criterion=GRADE4):
    found = stands(of(criterion), answers, day).result
    flat = [part for finding in found.findings for _, part in finding.flat()]
    return next(one.verdict for one in flat if getattr(one.requirement, "evidence_key", "") == key)


def test_nothing_filled_in_is_neither_met_nor_failed():
    for criterion in criteria().values():
        if criterion.role_is_person:
            verdict = stands(criterion, {}, DAY).result.verdict
            assert verdict in (Verdict.MISSING, Verdict.JUDGEMENT)


@pytest.mark.parametrize(
    ("since", "day", "verdict"),
    [
        (date(2023, 1, 1), date(2025, 12, 31), Verdict.NOT_MET),
        (date(2023, 1, 1), date(2026, 1, 1), Verdict.MET),
        (date(2023, 1, 2), date(2026, 1, 1), Verdict.NOT_MET),
        (date(2024, 2, 29), date(2027, 2, 27), Verdict.NOT_MET),
        (date(2024, 2, 29), date(2027, 2, 28), Verdict.MET),
        (date(2030, 1, 1), date(2026, 1, 1), Verdict.NOT_MET),
    ],
)
def test_a_title_is_held_three_years_on_the_anniversary(since, day, verdict):
    answers = {TITLE: "associate-chief", CHIEF: since}
    assert verdict_on(CHIEF, answers, day) is verdict


def test_the_day_on_which_a_period_suffices_is_told():
    everything = {
        one.evidence_key: True for one in of(DECIDES).leaves() if "title" not in one.evidence_key
    }
    answers = {**everything, TITLE: "associate-chief", CHIEF: date(2024, 2, 29)}
    found = stands(of(DECIDES), answers, DAY)
    assert outlook(found).zh == "接近符合"
    assert found.plan.meets_from == date(2027, 2, 28)
    assert stands(of(DECIDES), answers, date(2027, 2, 28)).result.verdict is Verdict.MET


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, Verdict.MISSING),
        ({TITLE: "associate-chief"}, Verdict.MISSING),
        ({TITLE: "attending"}, Verdict.NOT_MET),
        ({TITLE: NO_TITLE}, Verdict.NOT_MET),
        ({TITLE: "associate-chief", CHIEF: Decimal(3)}, Verdict.MET),
        ({TITLE: "associate-chief", CHIEF: Decimal("2.9")}, Verdict.NOT_MET),
        ({TITLE: "chief", "years-as-chief-or-above": Decimal(3)}, Verdict.MET),
        ({TITLE: "chief", "years-as-chief-or-above": Decimal(2)}, Verdict.MISSING),
        ({TITLE: "chief", ATTENDING: Decimal(2)}, Verdict.NOT_MET),
        # 现任职称说了算。 The title held at present prevails.
        ({TITLE: "attending", CHIEF: date(2001, 1, 1)}, Verdict.NOT_MET),
    ],
)
def test_years_at_a_title_follow_from_whatever_is_known(answers, verdict):
    assert verdict_on(CHIEF, answers) is verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({TITLE: "attending"}, Verdict.MET),
        ({TITLE: "intermediate"}, Verdict.MET),
        ({TITLE: "resident"}, Verdict.NOT_MET),
        ({TITLE: NO_TITLE}, Verdict.NOT_MET),
        ({ATTENDING: date(2020, 1, 1)}, Verdict.MET),
        ({ATTENDING: date(2027, 1, 1)}, Verdict.NOT_MET),
        ({}, Verdict.MISSING),
    ],
)
def test_a_title_without_period(answers, verdict):
    assert verdict_on("title-rank", answers) is verdict


def test_one_day_answers_periods_up_to_today_and_up_to_the_day_of_issue():
    issued = of(GRADE4).regulation.issued
    key = f"{CHIEF}.as-of-issue"
    since = issued.replace(year=issued.year - 3)
    assert verdict_on(key, {TITLE: "chief", CHIEF: since}) is Verdict.MET
    later = since + timedelta(days=1)
    assert verdict_on(key, {TITLE: "chief", CHIEF: later}) is Verdict.NOT_MET
    assert verdict_on(CHIEF, {TITLE: "chief", CHIEF: later}) is Verdict.MET


def test_years_filled_in_are_those_up_to_today():
    """Ten years as of 2026-01-01 are four as of the last day of 2019."""
    leaf = leaf_of(GRADE4, "clinical-years.as-of-issue")
    known = Physician({"clinical-years": Decimal(10)}, DAY).knows(leaf, of(GRADE4))
    assert Decimal("3.9") < known.low <= 4
    assert Physician({"clinical-years": Decimal(3)}, DAY).knows(leaf, of(GRADE4)).low == 0


def test_a_rank_at_the_day_of_issue_needs_the_day():
    key = "title-rank.as-of-issue"
    criterion, leaf = next(
        (one, leaf)
        for one in criteria().values()
        for leaf in one.leaves()
        if one.role_is_person and leaf.evidence_key == key and isinstance(leaf, TitleRequirement)
    )
    issued, wanted = criterion.regulation.issued, leaf.title
    since = f"years-as-{wanted.notation}-or-above"

    def known(answers):
        return Physician(answers, DAY).knows(leaf, criterion)

    assert known({}) is None
    assert known({TITLE: NO_TITLE}).high == 0
    assert not leaf.bounds.admit(known({TITLE: "resident"}).high)
    assert known({TITLE: "chief"}).settle(leaf.bounds) is None
    assert leaf.bounds.admit(known({TITLE: "chief", since: issued}).low)
    after = date(issued.year + 1, 1, 1)
    assert not leaf.bounds.admit(known({TITLE: "chief", since: after}).high)


@pytest.mark.parametrize("count", [999, 1000, 1001])
def test_counts_at_the_limit(count):
    key = "independent-cases.nasal-endoscopy"
    met = leaf_of(GRADE4, key).bounds.admit(Decimal(count))
    verdict = verdict_on(key, {key: Decimal(count)})
    assert verdict is (Verdict.MET if met else Verdict.NOT_MET)


def test_judgement_is_asked_for_until_somebody_attests_it():
    key = "has.clinical-capability.nasal-endoscopy"
    assert verdict_on(key, {}) is Verdict.JUDGEMENT
    assert verdict_on(key, {key: True}) is Verdict.MET
    assert verdict_on(key, {key: False}) is Verdict.NOT_MET


def test_nearly_is_not_said_of_what_is_merely_unknown():
    assert outlook(stands(of(GRADE4), {}, DAY)).zh == Verdict.MISSING.value


def test_a_date_in_a_specialty_runs_and_years_do_not():
    dated = dossier_for(of(GRADE4), {RHINOLOGY: date(2022, 3, 1)}, DAY)
    assert dated.running[RHINOLOGY].start == date(2022, 3, 1)
    assert dossier_for(of(GRADE4), {RHINOLOGY: Decimal(3)}, DAY).running == {}


def test_engines_agree_with_the_form():
    answers = {TITLE: "associate-chief", CHIEF: date(2023, 6, 1), RHINOLOGY: Decimal(9)}
    chosen = [one for one in criteria().values() if one.role_is_person and "nasal" in one.iri]
    dossiers = [dossier_for(one, answers, DAY) for one in chosen]
    report = validate_dossiers(dossiers, DAY, engine=Engine.COLUMNS)
    assert [one.verdict for one in report.results] == [
        stands(one, answers, DAY).result.verdict for one in chosen
    ]

"""Conditions on training hold of one and the same training."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random

from random_hospital import AS_OF as RANDOM_AS_OF
from random_hospital import HospitalMaker
from record_making import records, row
from row_trainings import training_answer

from zhunru.evidence import gather
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.reading import criteria
from zhunru.requirements import Conformity, Possession, Staffing, Threshold
from zhunru.verdicts import Verdict, all_of, any_of

AS_OF = date(2026, 1, 1)
BY_PATH = {one.iri.split("/criterion/")[1]: one for one in criteria().values()}
TRAINEE = BY_PATH["nasal-endoscopy-2019/trainee"]
SHORT, LONG = date(2024, 4, 29), date(2024, 6, 30)


def verdict_on(known, leaf):
    if isinstance(known, Interval):
        known = known.settle(leaf.bounds)
        known = None if known is None else leaf.bounds.admit(known)
    return {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.MISSING}[known]


def group_of(criterion, key):
    """The leaves about one training of which the evidence is asked."""
    (leaf,) = (one for one in criterion.leaves() if one.evidence_key == key)
    return [one for one in criterion.together[leaf.iri] if is_of_training(one, leaf)]


def is_of_training(one, leaf):
    if not isinstance(one, Threshold | Possession):
        return False
    same = one.qualifiers.techniques, one.qualifiers.grades
    return same == (leaf.qualifiers.techniques, leaf.qualifiers.grades)


def verdicts(leaves, criterion, people, *others):
    """The verdict on the leaves together, of people with their trainings."""
    asked = [(person, leaf, criterion) for person in people for leaf in leaves]
    rows = [
        replace(one, values={**one.values, "staff": person})
        for person, trainings in people.items()
        for one in trainings
    ]
    known = gather(records(*rows, *others), asked, hierarchy(), title_ranks(), AS_OF)
    return {
        person: all_of(verdict_on(known.of(person, leaf, criterion), leaf) for leaf in leaves)
        for person in people
    }


BASE = "has.base-assessment.nasal-endoscopy.grade4"
GROUP = group_of(TRAINEE, BASE)


def base(**values):
    good = {"assessment": "合格", "filed": True, "participated_cases": 15, "managed_patients": 30}
    return row(
        "trainings",
        **{
            "technique": "nasal-endoscopy",
            "kind": "培训基地培训",
            "grade": "4",
            "start": date(2024, 1, 1),
            "end": LONG,
            **good,
            **values,
        },
    )


def test_the_group_asks_for_duration_cases_patients_and_assessment():
    """鼻科内镜 四（一）: the conditions of one training."""
    keys = {leaf.evidence_key.split(".nasal")[0] for leaf in GROUP}
    assert keys == {
        "has.base-assessment",
        "training-cases",
        "training-duration",
        "managed-patients",
    }


def limit(measure):
    (leaf,) = (one for one in GROUP if one.evidence_key.startswith(measure))
    return int(leaf.bounds.minimum)


def test_one_less_than_asked_is_too_few():
    """鼻科内镜 四（一）: n−1, n and n+1 of cases and patients in one training."""
    columns = {"participated_cases": "training-cases", "managed_patients": "managed-patients"}
    people = {
        f"{column}{step:+}": [base(**{column: limit(measure) + step})]
        for column, measure in columns.items()
        for step in (-1, 0, 1)
    }
    found = verdicts(GROUP, TRAINEE, people)
    wanted = {-1: Verdict.NOT_MET, 0: Verdict.MET, 1: Verdict.MET}
    assert found == {
        f"{column}{step:+}": verdict for column in columns for step, verdict in wanted.items()
    }


ENOUGH = base()
TOO_SHORT = base(end=SHORT)
FAILED = base(assessment="不合格")
FEW = base(participated_cases=0)
UNKNOWN = base(assessment=None)
UNKNOWN_AND_SHORT = base(assessment=None, end=SHORT)
NO_GRADE = base(grade=None)
OTHER_GRADE = base(grade="3")
NO_GRADE_AND_FAILED = base(grade=None, assessment="不合格")
RUNNING = base(start=date(2025, 3, 1), end=date(2026, 1, 2), assessment=None)


CASES = [
    ([ENOUGH], Verdict.MET),
    ([ENOUGH, FAILED, TOO_SHORT, FEW, UNKNOWN, NO_GRADE, RUNNING], Verdict.MET),
    # 两次培训不能拼成一次。 Two trainings do not make one.
    ([TOO_SHORT, FAILED], Verdict.NOT_MET),
    ([TOO_SHORT, FEW], Verdict.NOT_MET),
    # 也许够的，胜过确知不够的。 What may be enough outranks what is not.
    ([FAILED, UNKNOWN], Verdict.MISSING),
    ([FAILED, NO_GRADE], Verdict.MISSING),
    ([FAILED, UNKNOWN_AND_SHORT], Verdict.NOT_MET),
    ([FAILED, NO_GRADE_AND_FAILED], Verdict.NOT_MET),
    ([FAILED, OTHER_GRADE], Verdict.NOT_MET),
    ([OTHER_GRADE], Verdict.MISSING),
    ([NO_GRADE_AND_FAILED], Verdict.MISSING),
    # 没有结束的培训，考核还谈不上。 A training that goes on has no assessment yet.
    ([FAILED, RUNNING], Verdict.NOT_MET),
    ([RUNNING], Verdict.MISSING),
    ([], Verdict.MISSING),
]


def test_some_single_training_must_meet_everything_in_whatever_order():
    people = {
        (place, turn): order
        for place, (rows, _) in enumerate(CASES)
        for turn, order in enumerate(permutations(rows) if len(rows) < 4 else (rows, rows[::-1]))
    }
    named = {f"{place}-{turn}": rows for (place, turn), rows in people.items()}
    found = verdicts(GROUP, TRAINEE, named)
    assert found == {f"{place}-{turn}": CASES[place][1] for place, turn in people}


def test_what_is_attested_is_no_longer_asked_of_the_training():
    """条件表已证明考核合格的，只要另有一次培训够时长、例数。"""
    people = {"without": [FAILED], "enough": [TOO_SHORT, FAILED], "short": [TOO_SHORT]}
    proofs = [
        row(
            "conditions",
            bearer=person,
            condition="base-assessment",
            technique="nasal-endoscopy",
            grade="4",
            present=True,
        )
        for person in ("enough", "short")
    ]
    assert verdicts(GROUP, TRAINEE, people, *proofs) == {
        "without": Verdict.NOT_MET,
        "enough": Verdict.MET,
        "short": Verdict.NOT_MET,
    }


def test_the_assessment_beside_figures_is_that_of_the_same_training():
    """云南精确放疗: 培训与考核合格同属一次；另一次的合格不能借用。"""
    trainee = BY_PATH["yunnan-precision-radiotherapy-2016/trainee"]
    leaves = group_of(trainee, "training-duration.precision-radiotherapy")

    def training(kind="培训基地培训", end=LONG, assessment="合格"):
        return row(
            "trainings",
            technique="precision-radiotherapy",
            kind=kind,
            start=date(2024, 1, 1),
            end=end,
            assessment=assessment,
        )

    elsewhere = training(kind="系统培训", end=SHORT)
    people = {"passed": [training()], "failed": [training(assessment="不合格"), elsewhere]}
    assert verdicts(leaves, trainee, people) == {
        "passed": Verdict.MET,
        "failed": Verdict.NOT_MET,
    }


def all_groups():
    """Every set of leaves that one training must meet, of every criterion."""
    seen = {}
    for criterion in criteria().values():
        for leaf in criterion.leaves():
            if isinstance(leaf, Staffing | Conformity):
                continue
            if any(word in leaf.evidence_key for word in ("training", "base-", "overseas")):
                same = [one for one in criterion.together[leaf.iri] if is_of_training(one, leaf)]
                answered = [one for one in same if answers(one, same)]
                if len(answered) > 1:
                    seen[frozenset(one.iri for one in answered)] = (criterion, answered)
    return list(seen.values())


def answers(leaf, same):
    """Whether trainings answer a leaf at all."""
    cells = {
        name: next((one.notation for one in asked), None)
        for name, asked in (
            ("technique", leaf.qualifiers.techniques),
            ("grade", leaf.qualifiers.grades),
        )
    }
    made = [base(kind=kind, certificate=True, **cells) for kind in ("培训基地培训", "境外培训")]
    return training_answer(made, leaf, same, AS_OF) is not None


GROUPS = all_groups()


def test_many_groups_are_about_one_training():
    assert len(GROUPS) > 30


def test_a_group_is_met_if_some_training_meets_all_of_it():
    """On random trainings: the verdict is that of the best of them, each judged by itself."""
    everything = [leaf for one in criteria().values() for leaf in one.leaves()]
    maker = HospitalMaker(Random(7), [one for one in everything if not is_dependent(one)])
    told = records(*(maker._training() for _ in range(600)))
    asked = [
        (person, leaf, criterion)
        for criterion, leaves in GROUPS
        for leaf in leaves
        for person in ("D1", "D2", "D3", "D4")
    ]
    known = gather(told, asked, hierarchy(), title_ranks(), RANDOM_AS_OF)
    found = []
    for criterion, leaves in GROUPS:
        for person in ("D1", "D2", "D3", "D4"):
            rows = [one for one in told["trainings"] if one.values["staff"] == person]
            each = [
                all_of(verdict_on(told, leaf) for leaf, told in zip(leaves, says, strict=True))
                for one in rows
                if has_ended(one)
                for says in [[training_answer([one], lf, leaves, RANDOM_AS_OF) for lf in leaves]]
                if any(told is not None for told in says)
            ]
            together = all_of(
                verdict_on(known.of(person, leaf, criterion), leaf) for leaf in leaves
            )
            found.append(together)
            if Verdict.MET in each or together is Verdict.MET:
                assert any_of(each) is together
            if together is Verdict.NOT_MET:
                assert Verdict.MISSING not in each
    assert {Verdict.MET, Verdict.NOT_MET, Verdict.MISSING} == set(found)


def has_ended(one):
    return one.values["end"] is None or one.values["end"] <= RANDOM_AS_OF


def is_dependent(leaf):
    return isinstance(leaf, Staffing | Conformity)

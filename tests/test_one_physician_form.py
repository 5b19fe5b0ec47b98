"""表单只问所需，一项一次。 A form asks what is needed, once, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from whatif_making import GRADE4, of

from zhunru.one_physician.answers import parse, read_answers, written
from zhunru.one_physician.form import form_for
from zhunru.one_physician.questions import Kind, questions_of
from zhunru.reading import criteria

PEOPLE = [one for one in criteria().values() if one.role_is_person]


def fields(criterion):
    return {one.question.key: one.question for one in form_for(criterion).all_fields()}


def test_every_leaf_is_asked_about_and_nothing_else():
    for criterion in PEOPLE:
        asked = [one.question.key for one in form_for(criterion).all_fields()]
        needed = {one.key for leaf in criterion.leaves() for one in questions_of(leaf, criterion)}
        assert len(asked) == len(set(asked))
        assert set(asked) == needed


def test_a_key_means_the_same_in_every_form():
    kinds = {}
    for criterion in PEOPLE:
        for key, one in fields(criterion).items():
            kinds.setdefault(key, set()).add((one.kind, one.unit, one.whole, one.most))
    assert [key for key, given in kinds.items() if len(given) > 1] == []


def test_days_of_issue_are_told_apart():
    """What is counted to the day of issue is asked anew for a regulation of another day."""
    days = {}
    for criterion in PEOPLE:
        for key in fields(criterion):
            if ".until-" in key:
                assert key.endswith(criterion.regulation.issued.isoformat())
                name, _, day = key.rpartition(".until-")
                days.setdefault(name, set()).add(day)
    assert any(len(given) > 1 for given in days.values())


def test_a_waiver_says_what_was_asked_above():
    waiver = form_for(of(GRADE4)).parts[1].parts[-1]
    assert {one.kind for one in waiver.again} == {Kind.TITLE, Kind.SPAN}
    assert form_for(of(GRADE4)).parts[1].is_choice


@pytest.mark.parametrize(
    ("key", "text", "answer"),
    [
        ("independent-cases.nasal-endoscopy", "300", Decimal(300)),
        ("independent-cases.nasal-endoscopy", "0", Decimal(0)),
        ("overseas-training-duration.nasal-endoscopy", "5.5", Decimal("5.5")),
        ("specialty-years.rhinology", "2020-02-29", date(2020, 2, 29)),
        ("specialty-years.rhinology", "0", Decimal(0)),
        ("has.current-practice.rhinology", "no", False),
        ("title", "none", "none"),
        ("title", "chief", "chief"),
    ],
)
def test_answers_are_read_and_written_alike(key, text, answer):
    found = parse(fields(of(GRADE4))[key], text)
    assert (found, type(found)) == (answer, type(answer))
    assert written(found) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("independent-cases.nasal-endoscopy", "-1"),
        ("independent-cases.nasal-endoscopy", "1.5"),
        ("independent-cases.nasal-endoscopy", "NaN"),
        ("independent-cases.nasal-endoscopy", "1e9"),
        ("independent-cases.nasal-endoscopy", "2020-01-01"),
        ("specialty-years.rhinology", "2021-02-29"),
        ("specialty-years.rhinology", "81"),
        ("has.current-practice.rhinology", "maybe"),
        ("title", "<script>"),
    ],
)
def test_what_is_no_answer_is_refused_and_the_rest_is_kept(key, text):
    questions = fields(of(GRADE4)).values()
    good = "has.otolaryngology-scope"
    read = read_answers(questions, {key: text, good: "yes", "query": "x"})
    assert read.answers == {good: True}
    (error,) = read.refused
    assert text in str(error)
    assert "应为" in str(error)


def test_more_than_every_case_is_refused():
    rate = next(
        question
        for criterion in PEOPLE
        for question in fields(criterion).values()
        if question.unit is not None and question.unit.notation == "percent"
    )
    assert parse(rate, "100") == 100
    with pytest.raises(ValueError, match="100"):
        parse(rate, "100.1")

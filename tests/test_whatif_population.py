"""一次取证，反复改门槛。 Thresholds moved again and again on evidence that is gathered once."""

import pytest
from record_making import records, row
from whatif_making import CASES, GRADE4, TITLE, of, settings

import zhunru.kept_evidence as kept_evidence
from zhunru.columnar_engine import leaf_outcomes
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.outcomes import outcomes_one_by_one
from zhunru.whatif.effects import Population, whatif

TRAINEE = "nasal-endoscopy-2019/trainee"


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary())


@pytest.fixture(scope="module")
def population(example):
    return Population(example, EXAMPLE_AS_OF)


@pytest.fixture
def readings(monkeypatch):
    """How many questions the tables were asked, a number per reading."""
    asked = []

    def counting(records, questions, *rest):
        given = list(questions)
        asked.append(len(given))
        return gather(records, given, *rest)

    gather = kept_evidence.gather
    monkeypatch.setattr(kept_evidence, "gather", counting)
    return asked


@pytest.mark.parametrize(
    "moved",
    [
        [f"{CASES}=5000"],
        [f"{TITLE}=主治医师"],
        ["nasal-endoscopy-2019/training-waiver/nasal-endoscopy=off", f"{TITLE}=35个月"],
        [f"{TRAINEE}/cases=1"],
    ],
)
def test_evidence_that_was_kept_gives_what_fresh_evidence_gives(example, population, moved):
    chosen = settings(*moved)
    assert population.effects(chosen) == whatif(example, chosen, EXAMPLE_AS_OF)


def test_the_tables_are_read_once_for_a_threshold(example, readings):
    population = Population(example, EXAMPLE_AS_OF)
    for cases in (100, 299, 5000):
        population.effects(settings(f"{CASES}={cases}"))
    assert len(readings) == 1


def test_what_is_foreseen_needs_no_further_reading(example, readings):
    population = Population(example, EXAMPLE_AS_OF)
    population.foresee(settings(f"{TITLE}=主治医师", f"{TITLE}=主任医师", f"{TITLE}=1年"))
    before = len(readings)
    found = population.effects(settings(f"{TITLE}=主治医师"))
    assert len(readings) == before == 1
    assert found.total.gained == 1


def test_another_title_asks_only_what_is_new(example, readings):
    population = Population(example, EXAMPLE_AS_OF)
    population.effects(settings(f"{CASES}=100"))
    population.effects(settings(f"{TITLE}=主治医师"))
    first, second = readings
    assert 0 < second < first


def test_who_asks_for_a_criterion_is_found(population):
    found = population.found(of(GRADE4).iri)
    rows = {one.assignment.row for one in found}
    assert {"A002", "A006", "A008"} <= rows
    assert population.found(of("spine-endoscopy-2019/operator").iri) == ()


def test_one_by_one_gives_what_columns_give(population):
    kinds = (GRADE4, "nasal-endoscopy-2019/institution", "nasal-endoscopy-2019/operator")
    dossiers = [one.dossier for kind in kinds for one in population.found(of(kind).iri)]
    assert len({one.iri for one in dossiers}) > 10
    assert outcomes_one_by_one(dossiers) == leaf_outcomes(dossiers)


def test_tables_that_ask_for_nothing_are_told():
    with pytest.raises(InputError):
        Population(records(row("institutions", institution="H1", name="H1")), EXAMPLE_AS_OF)

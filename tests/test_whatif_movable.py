"""一项标准里可以改动什么。 What of a criterion can be moved."""

import shlex
from decimal import Decimal
from itertools import pairwise

import pytest
from dossier_making import full
from record_making import records, row
from whatif_making import CASES, GRADE4, TITLE, of, settings

from zhunru.durations import Period
from zhunru.errors import UserError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.reading import criteria
from zhunru.requirements import TitleRequirement, When
from zhunru.whatif.effects import whatif, whatif_dossiers
from zhunru.whatif.formats import ROW_COLUMNS, rows_to_csv
from zhunru.whatif.movable import command, foreseen, movables
from zhunru.whatif.reading import read_population
from zhunru.whatif.settings import parse_settings


@pytest.fixture(scope="module")
def population():
    return read_population([example_hospital()], EXAMPLE_AS_OF)


def by_path(criterion, found=()):
    return {one.path: one for one in movables(criterion, found)}


def test_every_figure_lies_on_its_scale_and_every_title_among_its_own():
    for criterion in criteria().values():
        for one in movables(criterion, ()):
            if one.scale:
                assert all(0 <= figure <= one.scale.most for figure in one.scale.present)
                assert one.scale.present == tuple(sorted(one.scale.present))
                assert one.scale.unit.notation != "percent" or one.scale.most <= 100
            if isinstance(one.requirement, TitleRequirement):
                assert one.requirement.title in one.titles
                assert len({title.rank for title in one.titles}) == len(one.titles)
                assert not one.requirement.held_for or one.requirement.held_for in one.periods


def test_a_scale_reaches_as_far_as_the_population(population):
    found = population.found(of(GRADE4).iri)
    path = "nasal-endoscopy-2019/operator/participated-cases"
    alone, among = by_path(of(GRADE4))[path].scale, by_path(of(GRADE4), found)[path].scale
    assert alone.present == among.present
    most = max(one.dossier.values["participant-cases.nasal-endoscopy"] for one in found)
    assert alone.most < most <= among.most
    assert among.most % among.step == 0


def test_what_others_depend_on_cannot_be_dropped():
    given = [one for criterion in criteria().values() for one in movables(criterion, ())]
    rules = [one.requirement for one in given if isinstance(one.requirement, When)]
    droppable = {one.requirement.iri: one.droppable for one in given}
    assert rules
    for rule in rules[:3]:
        assert not droppable[rule.condition.iri]
        assert droppable[rule.iri]
        moved = parse_settings([f"{rule.condition.iri}=off"], criteria())
        with pytest.raises(UserError, match="前提"):
            whatif_dossiers(
                [full(one) for one in criteria().values() if rule in one.all_requirements],
                moved,
                EXAMPLE_AS_OF,
            )


def test_an_empty_institution_that_nothing_concerns():
    given = records(
        row("institutions", institution="H1", name="H1"),
        row(
            "programmes",
            programme="P1",
            institution="H1",
            technique="nasal-endoscopy",
            grade="4",
            role="institution",
        ),
    )
    moved = settings("spine-endoscopy-2019/operator/title=主任医师")
    assert whatif(given, moved, EXAMPLE_AS_OF).rows == ()


def test_periods_are_half_years_and_the_present_one():
    periods = by_path(of(GRADE4))[TITLE].periods
    assert Period(36) in periods
    assert Period(6) in periods
    assert list(periods) == sorted(periods)


def test_other_titles_are_foreseen():
    titles = {one.value.notation for one in foreseen(of(GRADE4)) if one.requirement.label.zh}
    assert "chief" in titles
    assert all(one.value.rank != one.requirement.title.rank for one in foreseen(of(GRADE4)))


def test_the_command_line_reads_what_is_written():
    texts = [f"{CASES}=299", f"{TITLE}=主治医师", f"{TITLE}=P2Y6M"]
    words = shlex.split(command("a folder/数据", texts, EXAMPLE_AS_OF))
    assert words[:3] == ["zhunru", "whatif", "a folder/数据"]
    sets = [word for before, word in pairwise(words) if before == "--set"]
    assert parse_settings(sets, criteria()) == settings(*texts)


def test_names_of_those_who_gain_or_lose_are_listed(population):
    found = population.effects(settings(f"{GRADE4}/independent-grade3-cases=299"))
    head, *rows = rows_to_csv(found).splitlines()
    assert head.removeprefix("\ufeff").split(",") == list(ROW_COLUMNS)
    assert [row.split(",")[:2] for row in rows] == [["新增", "A006"]]
    assert Decimal(found.total.gained) == len(rows)

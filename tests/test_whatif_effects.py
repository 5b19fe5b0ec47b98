"""谁得谁失：手算的小群体。 Who gains and who loses: hand-worked small populations."""

from datetime import date

import pytest
from dossier_making import dossier
from record_making import records, row
from whatif_making import CASES, GRADE4, TITLE, people, settings

from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.verdicts import Verdict
from zhunru.whatif.chart import to_html
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import whatif, whatif_dossiers


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary())


def moved(found):
    return (
        {row_.row for row_ in found.rows if row_.gains},
        {row_.row for row_ in found.rows if row_.loses},
    )


@pytest.mark.parametrize(
    ("value", "gains", "loses"),
    [
        (1000, set(), set()),
        (999, {"urn:test:d999"}, set()),
        (1001, set(), {"urn:test:d1000"}),
        (1002, set(), {"urn:test:d1000", "urn:test:d1001"}),
    ],
)
def test_who_gains_and_loses_around_the_threshold(value, gains, loses):
    found = whatif_dossiers(people(999, 1000, 1001), settings(f"{CASES}={value}"), EXAMPLE_AS_OF)
    assert moved(found) == (gains, loses)
    assert found.total.checked == 3
    assert found.total.met_after == found.total.met_before + len(gains) - len(loses)


def test_a_missing_figure_matters_no_more_when_dropped():
    (made,) = people(1000)
    values = {k: v for k, v in made.values.items() if k != "independent-cases.nasal-endoscopy"}
    found = whatif_dossiers(
        [dossier(made.criterion, values)], settings(f"{CASES}=off"), EXAMPLE_AS_OF
    )
    assert [(one.before, one.after) for one in found.rows] == [(Verdict.MISSING, Verdict.MET)]


def test_without_the_waiver_those_who_need_it_lose(example):
    """A004 is eligible by the waiver (四（一）5) alone; P02 counts on A004 only among others."""
    waiver = "nasal-endoscopy-2019/training-waiver/nasal-endoscopy"
    found = whatif(example, settings(f"{waiver}=off"), EXAMPLE_AS_OF)
    gains, loses = moved(found)
    assert gains == set()
    assert "A004" in loses
    assert "A002" not in loses


def test_small_changes_in_the_example_hospital(example):
    """A006 has 299 cases of the third grade; A008 is associate chief for 2 years and 11 months."""
    one = whatif(
        example,
        settings(f"{GRADE4}/independent-grade3-cases=299", f"{TITLE}=35个月"),
        EXAMPLE_AS_OF,
    )
    assert moved(one) == ({"A006", "A008"}, set())


def test_a_lower_title_takes_new_evidence_from_the_records(example):
    """A008 was 主治医师 long before: the years at or above that rank are counted anew."""
    found = whatif(example, settings(f"{TITLE}=主治医师"), EXAMPLE_AS_OF)
    assert "A008" in moved(found)[0]


def test_institutions_lose_when_their_people_do(example):
    """P02 needs colleagues of the fourth grade: without any it loses, too."""
    found = whatif(example, settings(f"{CASES}=5000"), EXAMPLE_AS_OF)
    gains, loses = moved(found)
    assert gains == set()
    assert {"A002", "A004", "A013", "P02"} <= loses
    assert {one.row for one in found.rows if one.row.startswith("A")} >= {"A002", "A006"}
    assert all("nasal" in one.criterion.iri for one in found.rows)


def three_hospitals():
    """D1 in a tertiary, D2 in a secondary hospital, D3 where level and region are not stated."""
    places = (("H1", "tertiary-a", "<script>&"), ("H2", "secondary-a", "乙省"), ("H3", None, None))
    rows = []
    for number, (place, level, region) in enumerate(places, start=1):
        staff = f"D{number}"
        rows += [
            row("institutions", institution=place, name=place, level=level, region=region),
            row("staff", staff=staff, institution=place, in_house=True),
            row("titles", staff=staff, title="associate-chief", since=date(2024, 2, 29)),
            row(
                "credentials",
                credential=f"A{number}",
                staff=staff,
                technique="nasal-endoscopy",
                grade="4",
                role="decision-maker",
            ),
        ]
    return records(*rows)


@pytest.mark.parametrize(
    ("day", "years", "gained"),
    [
        (date(2026, 2, 27), 2, 0),
        (date(2026, 2, 28), 2, 3),  # 2024-02-29 and two years: the last day of February
        (date(2027, 2, 28), 2, 0),  # three years: they meet it anyway
    ],
)
def test_leap_days(day, years, gained):
    path = "nasal-endoscopy-2019/decision-maker-grade4/title"
    found = whatif(three_hospitals(), settings(f"{path}={years}年"), day)
    assert found.total.gained == gained


def test_tallies_by_specialty_level_and_region_with_names_escaped():
    path = "nasal-endoscopy-2019/decision-maker-grade4/title"
    found = whatif(three_hospitals(), settings(f"{path}=1年"), date(2026, 1, 1))
    assert [(one.group.zh, one.gained) for one in found.by(Dimension.SPECIALTY)] == [
        ("鼻科内镜诊疗技术", 3)
    ]
    levels = {one.group.zh: one.gained for one in found.by(Dimension.LEVEL)}
    assert levels == {"三级甲等": 1, "二级甲等": 1, "未注明": 1}
    assert {one.group.zh for one in found.by(Dimension.REGION)} == {"<script>&", "乙省", "未注明"}
    for dimension in Dimension:
        tallies = found.by(dimension)
        assert sum(one.checked for one in tallies) == found.total.checked
        assert sum(one.gained for one in tallies) == found.total.gained
    page = to_html(found, Dimension.REGION)
    assert "<script" not in page
    assert page.count("&lt;script&gt;&amp;") == 2


def test_what_concerns_nobody_has_no_rows(example):
    found = whatif(example, settings("spine-endoscopy-2019/operator/title=主任医师"), EXAMPLE_AS_OF)
    assert found.rows == ()
    assert found.by(Dimension.REGION) == ()
    assert found.total.checked == 0

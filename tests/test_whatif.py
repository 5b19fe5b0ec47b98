"""Who gains and who loses when a threshold moves: hand-worked small populations."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal

import pytest
from dossier_making import dossier, full
from record_making import records, row
from rich.console import Console
from typer.testing import CliRunner

from zhunru.cli import app
from zhunru.errors import UserError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.namespaces import ID
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Bounds, Staffing, Threshold, When
from zhunru.verdicts import Verdict
from zhunru.whatif.changing import affected, changed
from zhunru.whatif.chart import chart_for, to_html, to_svg
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import whatif, whatif_dossiers
from zhunru.whatif.formats import render, to_csv, to_json
from zhunru.whatif.settings import parse_settings

GRADE4 = "nasal-endoscopy-2019/operator-grade4"
CASES = f"{GRADE4}/independent-cases"
TITLE = f"{GRADE4}/title"


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary())


def settings(*texts):
    return parse_settings(texts, criteria())


def requirement(path):
    return settings(f"{path}=off")[0].requirement


def of(iri):
    return criteria()[f"{ID}criterion/{iri}"]


def moved(found):
    return (
        {row_.row for row_ in found.rows if row_.gains},
        {row_.row for row_ in found.rows if row_.loses},
    )


# 读入改动 · reading settings


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (f"{CASES}=300", Bounds(minimum=Decimal(300))),
        (f"{CASES} = 300例", Bounds(minimum=Decimal(300))),
        (f"{ID}requirement/{CASES}=３００", Bounds(minimum=Decimal(300))),
        ("独立完成鼻科内镜诊疗操作=0", Bounds(minimum=Decimal(0))),
        (f"{GRADE4}/specialty-years=7.5", Bounds(minimum=Decimal("7.5"))),
        (f"{GRADE4}/specialty-years=7年6个月", Bounds(minimum=Decimal("7.5"))),
        (f"{GRADE4}/specialty-years=P7Y6M", Bounds(minimum=Decimal("7.5"))),
        ("nasal-endoscopy-2019/overseas-training/duration=1年", Bounds(minimum=Decimal(12))),
        (
            "neurovascular-intervention-2012/training-waiver/senior-shorter-years=3..8",
            Bounds(minimum=Decimal(3), maximum=Decimal(8)),
        ),
    ],
)
def test_figures_are_read_within_the_unit(text, bounds):
    (setting,) = settings(text)
    assert setting.value == bounds


def test_the_kind_of_bound_stays():
    """低于 5% stays below: the limit itself is not admitted."""
    path = next(
        leaf.iri.removeprefix(f"{ID}requirement/")
        for one in criteria().values()
        for leaf in one.leaves()
        if leaf.bounds.exclusive_maximum == 5
    )
    (setting,) = settings(f"{path}=2%")
    assert setting.value == Bounds(exclusive_maximum=Decimal(2))


def test_titles_and_how_long_they_are_held():
    title, years = settings(f"{TITLE}=主任医师", f"{TITLE}=5年")
    assert title.apply(requirement(TITLE)).title.notation == "chief"
    assert title.apply(requirement(TITLE)).held_for == requirement(TITLE).held_for
    assert str(years.apply(requirement(TITLE)).held_for) == "P5Y"
    assert "任副主任医师及以上职称满 5 年" in years.words.zh
    assert settings(f"{TITLE}=off")[0].words.zh.endswith("→ 取消")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{CASES}", "应写成 条件=新值"),
        (f"{CASES}=", "应写成 条件=新值"),
        (f"{CASES}=-1", "应为以“例”计的整数，不为负"),
        (f"{CASES}=1.5", "应为以“例”计的整数，不为负"),
        (f"{CASES}=many", "应为以“例”计的整数"),
        (f"{CASES}=NaN", "应为以“例”计的整数"),
        (f"{CASES}=3年", "应为以“例”计的整数"),
        (f"{CASES}=1..2", "应为以“例”计的整数"),
        (f"{TITLE}=工程师", "应为职称（.*副主任医师.*）、任职年限"),
        (f"{TITLE}=0年", "应为职称"),
        (f"{TITLE}=3", "应为职称"),
        (f"{GRADE4}/capability=3", "应为off（取消）"),
        (f"{GRADE4}/titel=off", "是不是“nasal-endoscopy-2019/operator-grade4/title”"),
        ("主治医师及以上职称=主任医师", "的条件有 .* 项，请写明路径：.*nasal-endoscopy-2019"),
        ("neurovascular-intervention-2012/training-waiver/senior-shorter-years=8..3", "下限..上限"),
    ],
)
def test_what_cannot_be_set_is_refused(text, message):
    with pytest.raises(UserError, match=message):
        settings(text)


def test_a_rate_is_at_most_a_hundred():
    rate = next(
        leaf.iri
        for one in criteria().values()
        for leaf in one.leaves()
        if isinstance(leaf, Threshold) and leaf.unit.notation == "percent"
    )
    assert settings(f"{rate}=100")
    with pytest.raises(UserError, match="不超过 100"):
        settings(f"{rate}=101")


# 写进标准 · changing criteria


def leaves_of(tree, path):
    return [leaf for leaf in tree.leaves() if leaf.iri == f"{ID}requirement/{path}"]


def test_a_change_reaches_every_criterion_that_extends_it():
    path = "nasal-endoscopy-2019/operator/participated-cases"
    after = changed(criteria(), settings(f"{path}=7"))
    touched = {iri for iri, one in after.items() if one is not criteria()[iri]}
    assert touched == {
        f"{ID}criterion/nasal-endoscopy-2019/operator",
        f"{ID}criterion/{GRADE4}",
    }
    for iri in touched:
        (leaf,) = leaves_of(after[iri], path)
        assert leaf.limits == Bounds(minimum=Decimal(7))
    assert after[f"{ID}criterion/{GRADE4}"].extends == (
        after[f"{ID}criterion/nasal-endoscopy-2019/operator"],
    )
    (untouched,) = leaves_of(of("nasal-endoscopy-2019/operator"), path)
    assert untouched.limits.minimum != 7


def test_a_shared_waiver_changes_wherever_it_stands():
    path = "nasal-endoscopy-2019/training-waiver/independent-grade4-cases"
    holding = {iri for iri, one in criteria().items() if leaves_of(one, path)}
    after = changed(criteria(), settings(f"{path}=7"))
    assert len(holding) > 1
    assert {iri for iri, one in after.items() if one is not criteria()[iri]} == holding
    assert all(leaves_of(after[iri], path)[0].limits.minimum == 7 for iri in holding)


def test_those_that_count_or_refer_are_affected_too():
    path = "nasal-endoscopy-2019/operator/participated-cases"
    after = changed(criteria(), settings(f"{path}=7"))
    found = affected(criteria(), after)
    counting = {
        iri
        for iri, one in criteria().items()
        for leaf in one.leaves()
        if isinstance(leaf, Staffing) and leaf.meets.endswith("nasal-endoscopy-2019/operator")
    }
    assert counting
    assert counting < found
    assert all("nasal-endoscopy-2019" in iri for iri in found)


def test_dropping_the_last_member_drops_the_group():
    one = of(GRADE4)
    group = next(r for r in one.requirements if isinstance(r, AnyOf))
    paths = [leaf.iri for leaf in group.leaves()]
    after = changed(criteria(), settings(*(f"{path}=off" for path in paths)))[one.iri]
    assert group.iri not in {r.iri for r in after.requirements}
    assert len(after.requirements) == len(one.requirements) - 1
    assert changed(criteria(), settings(f"{group.iri}=off"))[one.iri] == after


def test_a_condition_cannot_be_dropped_but_what_it_entails_can():
    one = of("nasal-endoscopy-2019/institution-grade4")
    rule = next(r for r in one.requirements if isinstance(r, When))
    with pytest.raises(UserError, match="是前提，不能取消"):
        changed(criteria(), settings(f"{rule.condition.iri}=off"))
    entailed = (f"{member.iri}=off" for member in rule.members)
    after = changed(criteria(), settings(*entailed))[one.iri]
    assert rule.iri not in {r.iri for r in after.requirements}


def test_nothing_set_changes_nothing():
    assert all(one is criteria()[iri] for iri, one in changed(criteria(), ()).items())


# 后果 · effects


def people(*counts):
    """Dossiers that meet everything, with so many independent cases."""
    one = of(GRADE4)
    made = full(one)
    return [
        dossier(one, {**made.values, "independent-cases.nasal-endoscopy": n}, f"d{n}")
        for n in counts
    ]


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


# 写成文件 · files


@pytest.fixture(scope="module")
def found():
    return whatif_dossiers(people(999, 1000, 1001), settings(f"{CASES}=1001"), EXAMPLE_AS_OF)


def test_csv_and_json_hold_the_tally(found):
    (line,) = csv.DictReader(io.StringIO(to_csv(found, Dimension.SPECIALTY).removeprefix("\ufeff")))
    assert line == {
        "专科技术": "鼻科内镜诊疗技术",
        "校验数": "3",
        "现符合": "2",
        "改后符合": "1",
        "新增": "0",
        "失去": "1",
    }
    document = json.loads(to_json(found, Dimension.REGION))
    assert document["total"]["lost"] == 1
    assert len(document["rows"]) == 3
    assert document["settings"][0]["zh"].endswith("不少于 1001 例")


def test_the_chart_is_well_formed_and_needs_no_network(found):
    drawn = ET.fromstring(to_svg(found, Dimension.SPECIALTY))
    words = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"鼻科内镜诊疗技术", "0", "1"} <= set(words)
    page = to_html(found, Dimension.SPECIALTY)
    assert "<svg" in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_chart_of_another_ending_is_refused(tmp_path, found):
    with pytest.raises(UserError, match=r"扩展名应为 .svg、.html 之一"):
        chart_for(tmp_path / "a.png", found, Dimension.REGION)


def run(*arguments):
    data = str(example_hospital())
    return CliRunner().invoke(app, ["whatif", data, "--as-of", "2026-01-01", *arguments])


def test_the_terminal_shows_bars_and_names(found):
    console = Console(record=True, width=100, file=io.StringIO())
    render(found, Dimension.SPECIALTY, console)
    shown = console.export_text()
    assert "█" in shown
    assert "失去 lose：urn:test:d1000" in shown
    assert "不少于 1000 例 → " in shown


def test_the_command(tmp_path):
    chart = tmp_path / "chart.svg"
    answer = run(
        "--set", f"{CASES}=5000", "-f", "json", "--by", "hospital-level", "--chart", str(chart)
    )
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["tallies"][0]["group"]["zh"] == "三级甲等"
    assert ET.fromstring(chart.read_text("utf-8")).tag.endswith("svg")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", f"{CASES}=x"),
        ("--set", f"{CASES}=1", "--chart", "a.png"),
        ("--set", f"{CASES}=1", "--as-of", "9999-12-31"),
        (),
    ],
)
def test_a_wrong_command_is_refused(arguments):
    assert run(*arguments).exit_code == 2

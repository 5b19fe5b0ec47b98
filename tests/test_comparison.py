"""One measure across techniques: figures as the 2019 texts print them, and invented ones."""

import pytest
from invented_editions import CRITERION, OLD, edition, graph_of, requirements, two_editions

from zhunru.comparing.comparison import compare
from zhunru.comparing.placement import Standing
from zhunru.comparing.table import COLUMNS, to_answer
from zhunru.errors import UserError
from zhunru.requirements import Force

#: 二（一）2（1） of each regulation: 累计独立完成 … 不少于 n 例, in all.
INDEPENDENT = {
    "digestive-endoscopy": 3000,
    "nasal-endoscopy": 1000,
    "comprehensive-intervention": 500,
    "general-surgery-endoscopy": 500,
    "gynecologic-endoscopy": 500,
    "pharyngolaryngeal-endoscopy": 500,
    "urologic-endoscopy": 500,
    "respiratory-endoscopy": 300,
}
#: 二（一）1（2） and 2（1）: the title of the operator who does 四级 alone, and its years.
TITLES = {
    "nasal-endoscopy": ("associate-chief", 36),
    "spine-endoscopy": ("associate-chief", 36),
    "thoracic-endoscopy": ("associate-chief", 36),
    "general-surgery-endoscopy": ("associate-chief", 0),
    "digestive-endoscopy": ("attending", 0),
    "respiratory-endoscopy": ("attending", 0),
}


def table(comparison, heading):
    return next(one for one in comparison.tables if one.heading.zh == heading)


def ranks(rows):
    return [(row.technique.notation, row.rank) for row in rows]


@pytest.fixture(scope="module")
def independent_cases():
    return compare("诊疗操作例数", roles=["独立术者"], grade="四级")


def test_total_cases_of_independent_operators(independent_cases):
    found = table(independent_cases, "独立术者 · 独立完成")
    assert {row.technique.notation: int(row.bounds.minimum) for row in found.rows} == INDEPENDENT
    assert [row.rank for row in found.rows] == [1, 2, 3, 3, 3, 3, 3, 8]
    assert found.techniques[:2] == tuple(row.technique for row in found.rows[:2])


def test_techniques_without_a_total_are_told(independent_cases):
    """脊柱 counts 三级 cases of three years only, 胸外 三级 cases only: neither names a total."""
    unruled = {one.notation for one in table(independent_cases, "独立术者 · 独立完成").unruled}
    assert {"spine-endoscopy", "thoracic-endoscopy"} <= unruled
    assert not unruled & INDEPENDENT.keys()


def test_another_window_is_not_comparable(independent_cases):
    (row,) = table(independent_cases, "独立术者 · 三级手术 · 独立完成 · 近 3 年").rows
    assert (row.technique.notation, row.rank, row.bounds.minimum) == ("spine-endoscopy", None, 300)
    assert (row.qualifiers.window.zh, row.qualifiers.case_role.notation) == ("3 年", "independent")


def test_what_an_operator_takes_over_counts_as_his(independent_cases):
    """二（一）2: 在满足上述条件的基础上; 消化 asks 200 of every operator."""
    found = table(independent_cases, "独立术者 · 参与完成")
    row = next(row for row in found.rows if row.technique.notation == "digestive-endoscopy")
    assert row.inherited and row.bounds.minimum == 200
    assert row.bearer.iri.endswith("operator-grade4")
    assert row.place.criterion.iri.endswith("operator")


def test_waivers_stand_apart(independent_cases):
    for one in independent_cases.tables:
        waived = "免除的条件" in one.heading.zh
        assert all((row.standing is Standing.WAIVER) == waived for row in one.rows)
    outright = [one.rows[0].standing is Standing.OUTRIGHT for one in independent_cases.tables]
    assert outright == sorted(outright, reverse=True)


def test_titles_with_their_years():
    found = table(compare("职称", roles=["independent-operator"], grade="4"), "独立术者")
    highest = {}
    for row in found.rows:
        held = row.requirement.held_for
        asked = (row.requirement.title.notation, held.months if held else 0)
        highest.setdefault(row.technique.notation, (asked, row.rank))
    assert {name: highest[name][0] for name in TITLES} == TITLES
    assert {highest[name][1] for name in list(TITLES)[:3]} == {1}
    assert highest["general-surgery-endoscopy"][1] == 4


def test_one_title_only():
    rows = compare("副主任医师", roles=["independent-operator"], grade="4").rows
    assert {row.requirement.title.notation for row in rows} == {"associate-chief"}


def test_a_year_is_twelve_months():
    """四 of 心血管 2011: 不少于 1 年; of 神经血管 2012: 不少于 12 个月."""
    found = table(compare("系统培训时间"), "受训医师（不分级别） · 备选之一")
    longest = [row for row in found.rows if row.rank == 1]
    assert {row.technique.notation for row in longest} == {
        "cardiovascular-intervention",
        "neurovascular-intervention",
    }
    assert [row.unit.notation for row in longest] == ["year", "month"]


def test_an_edition_out_of_force_is_marked():
    """The latest edition encoded need not be in force: its successor may not be encoded."""
    graph = two_techniques({}, "regulation:second-2090 eli:in_force false .")
    rows = compare("beds", graph=graph).rows
    assert {row.technique.notation: row.in_force for row in rows} == {
        "model": True,
        "second": False,
    }


def test_things_that_must_be_had_are_not_ranked():
    found = compare("签署知情同意书", techniques=["nasal-endoscopy", "digestive-endoscopy"])
    assert ranks(found.rows) == [("digestive-endoscopy", None), ("nasal-endoscopy", None)]
    assert found.unruled == ()


@pytest.mark.parametrize(
    ("editions", "years"),
    [
        ([], {2019}),
        (["comprehensive-intervention-2012"], {2012}),
        (["comprehensive-intervention-2012", "comprehensive-intervention-2019"], {2012, 2019}),
        (["all"], {2012, 2019}),
    ],
)
def test_editions(editions, years):
    technique = "comprehensive-intervention"
    rows = compare("beds", techniques=[technique], editions=editions).rows
    assert {row.regulation.issued.year for row in rows} == years
    assert all(row.in_force == (row.regulation.issued.year == 2019) for row in rows)


def test_an_edition_stands_in_for_its_technique_only():
    rows = compare("beds", editions=["comprehensive-intervention-2012"]).rows
    assert {row.technique.notation for row in rows} > {
        "comprehensive-intervention",
        "urologic-endoscopy",
    }


def two_techniques(changes, more=""):
    """The older edition beside another technique with changed requirements."""
    written = edition("model-2090", 2090, OLD, [])
    other = edition("second-2090", 2090, {**OLD, **changes}, [], "second", "第二技术")
    return graph_of(written + other.replace("technique:model", "technique:second") + more)


@pytest.mark.parametrize(
    ("measure", "name", "change", "expected"),
    [
        ("cases", "cases", ("100", "150"), [("second", 1), ("model", 2)]),
        ("cases", "cases", ("minimum 100", "exclusiveMinimum 100"), [("second", 1), ("model", 2)]),
        ("cases", "cases", ("minimum 100", "maximum 100"), [("model", None), ("second", None)]),
        ("cases", "cases", ("participant", "independent"), [("model", None), ("second", None)]),
        ("death-rate", "deaths", ("Maximum 3", "Maximum 2"), [("second", 1), ("model", 2)]),
        ("death-rate", "deaths", ("P1Y", "P2Y"), None),
        ("operations", "recent", ("P3Y", "P5Y"), [("model", None), ("second", None)]),
        ("training-duration", "training", ("minimum 1 ", "minimum 1.5 "),
         [("second", 1), ("model", 2)]),
        ("training-duration", "training", ("unit:year", "unit:working-day"),
         [("model", None), ("second", None)]),
        ("beds", "beds", ("unit:bed ;", "unit:bed ; zr:ofGrade grade:4 ;"),
         [("model", None), ("second", None)]),
        ("title", "title", ("attending", "chief"), [("second", 1), ("model", 2)]),
        ("title", "title", ("attending", 'attending ; zr:heldFor "P2Y"^^xsd:duration'),
         [("second", 1), ("model", 2)]),
        ("title", "title", ("attending", "attending"), [("model", 1), ("second", 1)]),
    ],
)  # fmt: skip
def test_what_is_ranked_and_what_is_not(measure, name, change, expected):
    if expected is None:
        # 每两年的频率图谱不收。 Rates other than yearly ones are refused when the graph is read.
        with pytest.raises(ValueError, match="每年"):
            compare(measure, graph=two_techniques({f"operator/{name}": changed(name, change)}))
        return
    graph = two_techniques({f"operator/{name}": changed(name, change)})
    assert ranks(compare(measure, graph=graph).rows) == expected


def changed(name, change):
    return OLD[f"operator/{name}"].replace(*change)


def test_titles_of_which_neither_is_stricter_share_a_rank():
    """主治 for five years and 副主任 without years: neither includes the other."""
    longer = changed("title", ("attending", 'attending ; zr:heldFor "P5Y"^^xsd:duration'))
    higher = OLD["operator/title"].replace("attending", "associate-chief")
    graph = two_techniques({"operator/title": longer, "operator/higher": higher})
    found = ranks(compare("title", graph=graph).rows)
    assert found == [("second", 1), ("second", 1), ("model", 3)]


def test_force_and_standing_are_told():
    bodies = {"more/beds": OLD["operator/beds"], "more/ward": OLD["operator/ward"]}
    written, members = requirements("model-2090", bodies)
    group = f"""
    <https://w3id.org/zhunru/id/requirement/model-2090/more/way> a zr:AnyOf ;
        skos:prefLabel "途径"@zh , "Ways"@en ; zr:force force:advisory ;
        cv:isDerivedFrom <https://w3id.org/zhunru/id/clause/model-2090/1> ;
        cv:hasRequirement {members} ."""
    criterion = CRITERION.format(
        code="model-2090", name="mentor", role="mentor", technique="model",
        more="zr:grade grade:4 ;",
        members="<https://w3id.org/zhunru/id/requirement/model-2090/more/way>",
    )  # fmt: skip
    found = compare("beds", roles=["mentor"], graph=two_techniques({}, written + group + criterion))
    (row,) = found.rows
    assert (row.standing, row.force) == (Standing.ALTERNATIVE, Force.ADVISORY)
    assert [group.label.zh for group in row.place.path] == ["途径"]
    assert found.tables[0].heading.zh == "指导医师（四级手术） · 备选之一 · 原则上"
    assert [one.notation for one in found.unruled] == ["second"]


def test_the_edition_that_was_replaced_is_left_out():
    graph = two_editions()
    assert [row.bounds.minimum for row in compare("cases", graph=graph).rows] == [80]
    both = compare("cases", editions=["all"], graph=graph).rows
    assert [(row.bounds.minimum, row.rank) for row in both] == [(100, 1), (80, 2)]


def test_rows_for_files(independent_cases):
    answer = to_answer(independent_cases)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert answer.columns == COLUMNS
    name = "nasal-endoscopy-2019/operator-grade4/independent-cases"
    nasal = next(row for row in rows if str(row["requirement"]).endswith(name))
    assert str(nasal["minimum"]) == "1000" and nasal["exclusive_minimum"] is None
    assert str(nasal["unit"]).endswith("unit/case") and str(nasal["clause"]) == "二（一）2（1）"
    assert str(nasal["standing"]) == "outright" and str(nasal["force"]) == "mandatory"
    unruled = [row for row in rows if row["requirement"] is None]
    spine = [row for row in unruled if str(row["technique"]).endswith("spine-endoscopy")]
    assert any(row["table"] == nasal["table"] for row in spine)
    assert all(str(row["standing"]).startswith("未规定") for row in unruled)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"measure": "诊疗操作例术"}, "是不是“诊疗操作例数”"),
        ({"measure": "bedz"}, "Did you mean 'beds'"),
        ({"measure": "床位"}, "不止一个.*beds"),
        ({"measure": ""}, "没有名为"),
        ({"measure": "beds", "roles": ["独立术师"]}, "承担者.*是不是“独立术者”"),
        ({"measure": "beds", "grade": "五级"}, "级别"),
        ({"measure": "beds", "techniques": ["鼻科", "无"]}, "没有名为“无”的技术"),
        ({"measure": "beds", "techniques": ["内镜诊疗"]}, "不止一个技术"),
        ({"measure": "beds", "editions": ["nasal-endoscopy-2018"]}, "是不是“nasal-endoscopy-2019”"),
    ],
)
def test_bad_names(arguments, message):
    with pytest.raises(UserError, match=message):
        compare(**arguments)

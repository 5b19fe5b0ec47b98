"""读入改动，写进标准。 Reading settings, and changing criteria by them."""

from decimal import Decimal

import pytest
from whatif_making import CASES, GRADE4, TITLE, of, settings

from zhunru.errors import UserError
from zhunru.namespaces import ID
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Bounds, Staffing, Threshold, When
from zhunru.whatif.changing import affected, changed


def requirement(path):
    return settings(f"{path}=off")[0].requirement


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

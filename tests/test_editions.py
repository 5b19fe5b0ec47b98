"""Two editions: 综合介入 2012 → 2019 as the texts print them, and two invented ones."""

import pytest
from invented_editions import CURATED, two_editions
from rdflib import Graph
from rdflib.namespace import RDF

from zhunru.editions.conditions import Difference
from zhunru.editions.diff import diff
from zhunru.editions.kinds import Outcome
from zhunru.errors import UserError
from zhunru.graph import load_graph
from zhunru.namespaces import ZR

#: Grades before and after: how many entries, counted in the annexes of both texts.
MOVES = {
    (("moved-down",), ("4",), ("3",)): 5,
    (("moved-up",), ("3",), ("4",)): 1,
    (("moved-up",), ("2",), ("3",)): 4,
    (("dropped",), ("1",), ()): 10,
    (("dropped",), ("2",), ()): 5,
    (("new",), (), ("4",)): 1,
}


@pytest.fixture(scope="module")
def intervention():
    return diff("comprehensive-intervention-2012", "comprehensive-intervention-2019")


@pytest.fixture(scope="module")
def invented():
    return diff("model-2090", "model-2099", two_editions())


def notations(concepts):
    return tuple(one.notation for one in concepts)


def moves(found):
    return {
        (notations(one.kinds), notations(one.before), notations(one.after)): len(one.changes)
        for one in found.entry_groups
    }


def by_label(found, label):
    return next(one for one in found.conditions if one.label.zh == label)


def local(side):
    return [one.iri.rsplit("/", 1)[1] for one in side]


def of_measure(found, name):
    """The change of the invented requirement of a name, on either side."""
    return next(one for one in found.conditions if name in local((*one.before, *one.after)))


def test_entries_that_moved_between_the_grades(intervention):
    found = moves(intervention)
    assert {key: found.get(key) for key in MOVES} == MOVES


def test_the_five_that_moved_from_grade_4_to_3(intervention):
    group = next(
        one for one in intervention.entry_groups if notations(one.kinds) == ("moved-down",)
    )
    assert [change.after[0].name for change in group.changes] == [
        "胆道支架植入术",
        "消化道支架植入术",
        "经皮血管药盒置入术",
        "泌尿系支架置入术",
        "各部位肿瘤的放射性粒子植入术（头颈部除外）",
    ]


def test_every_entry_is_accounted_for_once(intervention):
    """2012 prints 10 + 9 + 14 + 14 entries, 2019 prints 22 + 11."""
    before = [entry.iri for change in intervention.entries for entry in change.before]
    after = [entry.iri for change in intervention.entries for entry in change.after]
    assert (len(before), len(set(before))) == (47, 47)
    assert (len(after), len(set(after))) == (33, 33)
    assert not intervention.unaccounted


def test_conditions_of_the_physicians(intervention):
    """三（二） of 2012 asked 副主任医师 of a 三级 术者; 二（一）1（2） of 2019 asks 主治医师."""
    title = by_label(intervention, "三级术者的职称")
    assert title.outcome is Outcome.LOOSENED
    assert notations(title.kinds) == ("loosened",)
    assert [one.words.zh for one in title.before] == ["须具有副主任医师及以上职称"]
    assert [one.words.zh for one in title.after] == ["须具有主治医师及以上职称"]


def test_conditions_of_the_training_base(intervention):
    """四（一）4, 2 of 2012: 1000 cases a year, 5 mentors; of 2019: 2000, 3."""
    assert by_label(intervention, "基地每年例数").outcome is Outcome.TIGHTENED
    assert by_label(intervention, "指导医师人数").outcome is Outcome.LOOSENED
    higher = by_label(intervention, "基地每年较高级别例数")
    assert higher.outcome is Outcome.NOT_COMPARABLE
    assert Difference.QUALIFIERS in higher.differences


def test_curator_and_figures_agree(intervention):
    assert [one.disagreement.zh for one in intervention.disagreements] == []


def test_without_a_curator_names_and_grades_tell_the_same_moves():
    graph = Graph()
    graph += load_graph()
    for change in list(graph.subjects(RDF.type, ZR.EditionChange)):
        graph.remove((change, None, None))
    found = diff("综合介入", graph=graph)
    kinds = ("moved-down", "moved-up")
    expected = {key: count for key, count in MOVES.items() if key[0][0] in kinds}
    assert {key: count for key, count in moves(found).items() if key[0][0] in kinds} == expected
    assert found.unaccounted == ()
    assert of_measure(found, "annual-cases").outcome is Outcome.TIGHTENED


def test_entries_by_exact_name(invented):
    assert moves(invented) == {
        (("unchanged",), ("3",), ("3",)): 1,
        (("moved-up",), ("3",), ("4",)): 1,
        (("dropped",), ("4",), ()): 1,
        (("new",), (), ("4",)): 1,
    }


@pytest.mark.parametrize(
    ("name", "outcome", "kinds"),
    [
        ("cases", Outcome.LOOSENED, ("loosened",)),
        ("title", Outcome.TIGHTENED, ("tightened",)),
        ("deaths", Outcome.TIGHTENED, ("tightened",)),
        ("training", Outcome.EQUAL, ("unchanged",)),
        ("recent", Outcome.NOT_COMPARABLE, ()),
        ("ward", None, ("unchanged",)),
        ("beds", None, ("dropped",)),
        ("years", None, ("new",)),
    ],
)
def test_conditions_by_bearer_and_measure(invented, name, outcome, kinds):
    change = of_measure(invented, name)
    assert change.outcome is outcome
    assert notations(change.kinds) == kinds
    assert change.curated is None


def test_both_sides_are_told_in_sentences(invented):
    change = of_measure(invented, "cases")
    assert [one.words.zh for one in change.before] == ["参与例数须不少于 100 例"]
    assert [one.words.zh for one in change.after] == ["参与例数须不少于 80 例"]


@pytest.mark.parametrize("said", ["loosened", "narrowed"])
def test_a_curator_whom_the_figures_bear_out(said):
    found = diff("model", graph=two_editions(CURATED.format(cases=said, moved="moved-up")))
    assert found.disagreements == ()
    assert by_label(found, "例数").outcome is Outcome.LOOSENED


@pytest.mark.parametrize("said", ["tightened", "unchanged", "reworded"])
def test_a_curator_whom_the_figures_contradict(said):
    found = diff("model", graph=two_editions(CURATED.format(cases=said, moved="moved-up")))
    (change,) = found.disagreements
    assert change.label.zh == "例数"
    assert "放宽" in change.disagreement.zh
    assert "figures: loosened" in change.disagreement.en


@pytest.mark.parametrize("said", ["moved-down", "unchanged", "reworded"])
def test_a_curator_whom_the_grades_contradict(said):
    found = diff("model", graph=two_editions(CURATED.format(cases="loosened", moved=said)))
    (change,) = found.disagreements
    assert change.disagreement.zh.endswith("级别：三级手术 → 四级手术")


def test_entries_that_no_change_mentions_are_unaccounted():
    found = diff("model", graph=two_editions(CURATED.format(cases="loosened", moved="moved-up")))
    assert [one.name for one in found.unaccounted] == ["新版术", "同名术", "同名术", "旧版术"]


def test_a_criterion_stands_for_all_that_it_states():
    whole = """
    change:whole a zr:EditionChange ; skos:prefLabel "全部"@zh , "All"@en ;
        zr:before <https://w3id.org/zhunru/id/criterion/model-2090/operator> ;
        zr:after <https://w3id.org/zhunru/id/criterion/model-2099/operator> ;
        zr:change change-kind:reworded ; zr:reason "理由"@zh , "Reason"@en ."""
    (change,) = diff("model", graph=two_editions(whole)).conditions
    assert len(change.before) == len(change.after) == 7
    assert change.outcome is Outcome.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("comprehensive-intervention-2018", "comprehensive-intervention-2019"), "是不是"),
        (("comprehensive-intervention-2019", "comprehensive-intervention-2012"), "请先写旧版"),
        (("nasal-endoscopy-2019", "comprehensive-intervention-2019"), "没有废止"),
        (("nasal-endoscopy-2019", "nasal-endoscopy-2019"), "没有废止"),
        (("鼻科",), "只有一版"),
        (("nasal-endoscopy-2019",), "只有一版"),
        (("comprehensive-intervention-2012",), None),
        (("comprehensive-intervention-2019",), None),
        (("综合介",), None),
        (("介入",), "不止一个"),
        (("无此技术",), "没有名为"),
    ],
)
def test_names(names, message):
    if message is None:
        assert diff(*names).new.iri.endswith("comprehensive-intervention-2019")
        return
    with pytest.raises(UserError, match=message):
        diff(*names)

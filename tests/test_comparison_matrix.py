"""矩阵：每行可比，深浅由名次而来。 The matrix: comparable lines, shaded by rank."""

import pytest

from zhunru.comparing.comparison import compare
from zhunru.comparing.matrix import matrix
from zhunru.comparing.placement import Standing
from zhunru.comparing.strictness import length
from zhunru.errors import UserError


@pytest.fixture(scope="module")
def operators():
    return matrix("independent-operator", "4")


def line(found, label):
    return next(one for one in found.lines if one.label.zh == label)


def shades(one):
    return {cell.technique.notation: cell.strictness for cell in one.cells.values()}


def test_lines_hold_what_the_comparison_of_the_measure_holds(operators):
    compared = compare("cases", ["independent-operator"], "4")
    outright = [one for one in compared.tables if one.rows[0].standing is Standing.OUTRIGHT]
    ours = [one.table for one in operators.lines if one.subject.label == compared.subject]
    assert [one.rows for one in ours] == [one.rows for one in outright]


def test_the_strictest_is_one_and_the_mildest_nothing(operators):
    found = shades(line(operators, "诊疗操作例数 · 独立完成"))
    assert found["digestive-endoscopy"] == 1
    assert found["respiratory-endoscopy"] == 0
    assert 0 < found["general-surgery-endoscopy"] < found["nasal-endoscopy"] < 1


def test_figures_that_are_all_the_same_have_no_shade(operators):
    same = [
        one
        for one in operators.lines
        if len(one.cells) > 1
        and len({figure for cell in one.cells.values() for figure in cell.figures}) == 1
    ]
    assert same
    assert all(set(shades(one).values()) == {None} for one in same)


def test_a_technique_is_not_shaded_against_itself(operators):
    """10 年 for 四级 and 5 年 for all grades, both of one technique, are not a comparison."""
    alone = [one for one in operators.lines if len(one.cells) == 1]
    assert any(len(one.table.rows) > 1 for one in alone)
    assert all(set(shades(one).values()) == {None} for one in alone)


def test_techniques_without_the_measure_have_no_cell(operators):
    participated = line(operators, "诊疗操作例数 · 参与完成")
    assert set(participated.cells) == {one.iri for one in participated.table.techniques}
    assert not set(participated.cells) & {one.iri for one in participated.table.unruled}


def test_what_is_not_required_outright_is_shown_on_request(operators):
    everything = matrix("independent-operator", "4", outright=False)
    assert {one.standing for one in operators.lines} == {Standing.OUTRIGHT}
    assert Standing.WAIVER in {one.standing for one in everything.lines}
    assert {one.key for one in operators.lines} < {one.key for one in everything.lines}


def test_every_line_has_a_key_of_its_own():
    for grade in (None, "3", "4"):
        found = matrix("institution", grade, outright=False).lines
        assert len({one.key for one in found}) == len(found) > 0


def test_without_a_grade_the_scope_is_told():
    labels = [one.label.zh for one in matrix("independent-operator").lines]
    assert any("四级手术" in one for one in labels)
    assert any("不分级别" in one for one in labels)


def test_techniques_without_any_figure_are_named(operators):
    assert {one.notation for one in operators.unruled} >= {"endoscopy"}
    assert not set(operators.unruled) & set(operators.techniques)


def test_an_unknown_bearer_is_refused():
    with pytest.raises(UserError, match="承担者"):
        matrix("nobody", "4")


def test_a_unit_is_told_once_where_all_figures_share_it(operators):
    assert line(operators, "诊疗操作例数 · 独立完成").unit.notation == "case"
    assert line(operators, "职称").unit is None


def test_bars_are_as_long_as_figures_are_high(operators):
    """A title is its rank, and a part of the way to the next one for the years it is held."""
    titles = [row.requirement for row in line(operators, "职称").table.rows]
    lengths = [length(one) for one in titles]
    assert lengths == sorted(lengths, reverse=True)
    for one, found in zip(titles, lengths, strict=True):
        assert one.title.rank <= found < one.title.rank + 1
        assert (found == one.title.rank) == (one.held_for is None)
    cases = line(operators, "诊疗操作例数 · 独立完成").table.rows
    assert [length(row.requirement) for row in cases] == [row.bounds.minimum for row in cases]

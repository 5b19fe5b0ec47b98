"""数量可否有小数，由指标的单位决定。 Whether a number may have decimals is up to its measure."""

from decimal import Decimal

import pytest
from small_hospital import cases

from zhunru.assignments import Assignment
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.intake import read_records
from zhunru.reading import criteria
from zhunru.requirements import Threshold
from zhunru.typed_tables import schema_of
from zhunru.validation import validate_assignments
from zhunru.verdicts import Verdict


@pytest.fixture
def read(hospital, vocabulary):
    return lambda line: read_records([hospital(cases(line))], vocabulary)


@pytest.mark.parametrize(
    ("measure", "text", "value"),
    [
        ("每床净使用面积", "9.5㎡", Decimal("9.5")),
        ("每床净使用面积", "15", Decimal(15)),
        ("诊疗操作例数", "30例", 30),
        ("诊疗操作例数", "30.0", 30),
        ("开放床位数", "24", 24),
    ],
)
def test_numbers_that_the_measure_admits(read, measure, text, value):
    records = read(f"H01,{measure},,,,,,,{text}")
    (row,) = records["cases"]
    assert (row.values["count"], records.set_aside) == (value, ())
    assert isinstance(row.values["count"], type(value))


@pytest.mark.parametrize("measure", ["诊疗操作例数", "开放床位数"])
def test_half_a_case_or_bed_is_set_aside(read, measure):
    records = read(f"H01,{measure},,,,,,,9.5")
    (problem,) = records.set_aside
    assert (problem.kind, problem.row, problem.column) == ("not-an-integer", 2, "数量")
    assert "值“9.5”，不是整数，而该指标以整数计，应为整数，如 120" in problem.chinese
    assert records["cases"] == ()
    assert ("cases", "H01") in records.incomplete


def test_without_a_readable_measure_only_the_measure_is_told(read):
    assert [one.column for one in read("H01,面基,,,,,,,9.5").set_aside] == ["指标"]


def test_an_area_may_not_be_negative(read):
    (problem,) = read("H01,每床净使用面积,,,,,,,-0.5").set_aside
    assert "是负数，应为不小于 0 的数" in problem.chinese


def areas():
    return next(
        (one, leaf)
        for one in criteria().values()
        for leaf in one.leaves()
        if isinstance(leaf, Threshold)
        and leaf.unit.notation == "square-metre"
        and leaf.limits.minimum is not None
    )


@pytest.mark.parametrize(
    ("beyond", "verdict"), [("-0.5", Verdict.NOT_MET), ("0", Verdict.MET), ("0.5", Verdict.MET)]
)
def test_an_area_with_decimals_decides(read, beyond, verdict):
    criterion, leaf = areas()
    specialty = leaf.qualifiers.specialties
    name = specialty[0].label.zh if specialty else ""
    figure = leaf.limits.minimum + Decimal(beyond)
    records = read(f"H01,{leaf.measure.label.zh},{name},,,,,,{figure}")
    asked = Assignment("H01", "H01", "H", "P1", criterion)
    (result,) = validate_assignments(records, [asked], EXAMPLE_AS_OF).results
    found = {
        one.requirement.iri: (one.verdict, one.found.zh)
        for top in result.findings
        for _, one in top.flat()
        if one.found
    }
    assert found[leaf.iri][0] is verdict
    assert str(figure.normalize()) in found[leaf.iri][1]


def test_columns_hold_numbers_with_decimals():
    from zhunru.tables import load_tables

    assert str(schema_of(load_tables()["cases"])["count"]) == "float64"

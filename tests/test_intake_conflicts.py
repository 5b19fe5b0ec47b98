"""说有又说无的条件，等于不知。 A condition said to be there and not to be there is unknown."""

import pytest

from zhunru.assignments import Assignment
from zhunru.errors import InputError
from zhunru.hierarchy import hierarchy
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.intake import read_records
from zhunru.reading import criteria
from zhunru.requirements import Possession
from zhunru.validation import validate_assignments
from zhunru.verdicts import Verdict

HEADER = "对象编号,条件,专科,技术,级别,具备\n"
YES = "H01,手术室,,,,是"


@pytest.fixture
def read(hospital, vocabulary):
    return lambda *lines: read_records([hospital(table(*lines))], vocabulary)


def facilities():
    """What criteria ask for, in the table of conditions."""
    return dict.fromkeys(
        leaf.thing
        for one in criteria().values()
        for leaf in one.leaves()
        if isinstance(leaf, Possession) and leaf.thing.kind == "facility"
    )


def table(*lines):
    return {"条件.csv": HEADER + "".join(f"{line}\n" for line in lines)}


def said(records):
    return [row.values["present"] for row in records["conditions"]]


def test_opposite_rows_are_both_unknown_and_remarked_upon(read):
    records = read(YES, "H01,手术室,,,,否", "H01,手术室,鼻科,,,否")
    assert said(records) == [None, None, False]
    (remark,) = records.remarks
    assert (remark.kind, remark.file, remark.row, remark.column) == (
        *("contradictory-conditions", "条件.csv", 3),
        "具备",
    )
    assert "与“条件.csv”第 2 行相反" in remark.chinese
    assert records.set_aside == ()


@pytest.mark.parametrize(
    "line",
    [
        "H01,手术室,,,,不知道",
        "H01,手术室,,,五级,否",
        "H01,手术室,鼻颗,,,否",
        "H01,手术室,,,,否,多了一格",
        "H01,手术室,,,,是,否",
    ],
)
def test_a_row_that_cannot_be_read_may_be_the_opposite(read, line):
    records = read(YES, line)
    assert said(records) == [None]
    (remark,) = records.remarks
    assert (remark.kind, remark.row) == ("contradictory-conditions", 2)
    assert "与读不出的“条件.csv”第 3 行说的是同一条件" in remark.chinese
    assert ("conditions", "H01") in records.incomplete


@pytest.mark.parametrize(
    "line",
    [
        "D001,手术室,,,,不知道",
        "H01,观察室,,,,不知道",
        "H01,手术室,鼻科,,,不知道",
        "H01,手术室,,,五级,是",
    ],
)
def test_what_is_unreadable_about_another_thing_or_agrees_changes_nothing(read, line):
    records = read(YES, line)
    assert said(records) == [True]
    assert records.remarks == ()
    assert len(records.set_aside) == 1


@pytest.mark.parametrize("second", [YES, "H01,手术室,,,,"])
def test_the_same_twice_and_an_empty_cell_contradict_nothing(read, second):
    records = read(YES, second)
    assert True in said(records)
    assert records.remarks == ()


NARROWER, BROADER = next(
    (one, broader)
    for one in facilities()
    for broader in facilities()
    if one != broader and one.notation in hierarchy().below(broader.notation)
)


def facility_lines(*said):
    return [f"H01,{thing.label.zh},{specialty},,,{word}" for thing, specialty, word in said]


def test_the_narrower_thing_without_the_broader_is_a_contradiction(read):
    records = read(*facility_lines((BROADER, "", "否"), (NARROWER, "", "是")))
    assert said(records) == [None, None]
    (remark,) = records.remarks
    assert (remark.kind, remark.row) == ("contradictory-conditions", 2)
    assert "与“条件.csv”第 3 行相反" in remark.chinese


@pytest.mark.parametrize(
    "lines",
    [
        [(BROADER, "", "是"), (NARROWER, "", "否")],
        [(BROADER, "鼻科", "否"), (NARROWER, "", "是")],
        [(BROADER, "", "否"), (NARROWER, "", "否")],
    ],
)
def test_the_broader_thing_may_be_there_without_the_narrower(read, lines):
    records = read(*facility_lines(*lines))
    assert None not in said(records)
    assert records.remarks == ()


CRITERION, THING = next(
    (one, leaf.thing)
    for one in criteria().values()
    for leaf in one.leaves()
    if not one.role_is_person
    and isinstance(leaf, Possession)
    and leaf.thing.kind == "facility"
    and leaf.evidence_key == f"has.{leaf.thing.notation}"
)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (["是"], Verdict.MET),
        (["否"], Verdict.NOT_MET),
        (["是", "否"], Verdict.MISSING),
        (["是", "不知道"], Verdict.MISSING),
        (["不知道", "是"], Verdict.MISSING),
    ],
)
def test_the_evidence_is_missing_where_rows_conflict(read, said, verdict):
    records = read(*(f"H01,{THING.label.zh},,,,{word}" for word in said))
    asked = Assignment("H01", "H01", "H", "P1", CRITERION)
    (result,) = validate_assignments(records, [asked], EXAMPLE_AS_OF).results
    found = {
        one.verdict
        for top in result.findings
        for _, one in top.flat()
        if isinstance(one.requirement, Possession) and one.requirement.thing == THING
    }
    assert found == {verdict}


def test_strictly_the_unreadable_row_is_an_error(hospital, vocabulary):
    with pytest.raises(InputError, match="看不出是或否"):
        read_records([hospital(table(YES, "H01,手术室,,,,不知道"))], vocabulary, strict=True)

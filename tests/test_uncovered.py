"""没有规定管到的行搁置，其余照算。 Rows that no rule covers are set aside, and the rest counts."""

import csv
import shutil

import pytest
from record_making import records, row
from typer.testing import CliRunner

from zhunru.assignments import Assigner
from zhunru.cli import app
from zhunru.errors import InputError
from zhunru.hierarchy import hierarchy
from zhunru.inputs import EXAMPLE_AS_OF, Reading, example_hospital, validate_paths
from zhunru.uncovered import without_uncovered

AS_OF = EXAMPLE_AS_OF.isoformat()


@pytest.fixture
def hospital(tmp_path):
    """Copy the tables that ask, and those they refer to, with rows added to the credentials."""

    def write(*lines):
        for name in ("机构", "人员", "项目", "授权", "职称"):
            shutil.copy(example_hospital() / f"{name}.csv", tmp_path)
        with (tmp_path / "授权.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
        return tmp_path

    return write


def read(path, **how):
    return Reading(**how).records([path], EXAMPLE_AS_OF)


@pytest.mark.parametrize(
    ("grade", "role", "column", "value", "expected"),
    [
        ("一级手术", "指导医师", "级别", "一级手术", "四级手术"),
        ("四级手术", "专科护士", "角色", "专科护士", "独立术者"),
    ],
)
def test_the_row_is_set_aside_with_its_column(hospital, grade, role, column, value, expected):
    path = hospital(("A900", "D001", "鼻科内镜诊疗技术", grade, role))
    last = len((path / "授权.csv").read_text("utf-8").splitlines())
    left = read(path)
    (problem,) = left.set_aside
    assert (problem.kind, problem.file, problem.row) == ("no-criterion", "授权.csv", last)
    assert (problem.column, problem.value) == (column, value)
    assert expected in problem.expected.zh
    assert "A900" not in {row.values["credential"] for row in left["credentials"]}
    assert left.incomplete == {("credentials", "D001")}


def test_a_technique_without_any_rule_is_blamed_itself(vocabulary):
    asked = records(
        row("staff", staff="D1", institution="H1"),
        row("credentials", staff="D1", technique="nasal-endoscopy", grade="4", role="operator"),
    )
    left = without_uncovered(asked, Assigner((), hierarchy(), EXAMPLE_AS_OF), vocabulary)
    assert left["credentials"] == ()
    assert [(one.column, one.value) for one in left.set_aside] == [("技术", "鼻科内镜诊疗技术")]


def test_the_other_rows_have_the_verdicts_that_they_had(hospital):
    before = validate_paths([hospital()], EXAMPLE_AS_OF)
    after = validate_paths(
        [hospital(("A900", "D013", "鼻科内镜诊疗技术", "一级手术", "指导医师"))], EXAMPLE_AS_OF
    )
    people = [
        {one.row: one.verdict for one in report.results if one.dossier.criterion.role_is_person}
        for report in (before, after)
    ]
    assert people[0] == people[1]
    assert [problem.kind for problem in after.set_aside] == ["no-criterion"]


def test_strictly_it_is_an_error(hospital):
    path = hospital(("A900", "D001", "鼻科内镜诊疗技术", "一级手术", "指导医师"))
    with pytest.raises(InputError, match="没有适用于该技术、级别与角色的标准"):
        validate_paths([path], EXAMPLE_AS_OF, reading=Reading(strict=True))


def test_where_nothing_else_is_asked_it_is_an_error_that_names_the_row(hospital):
    path = hospital()
    (path / "项目.csv").unlink()
    header = (path / "授权.csv").read_text("utf-8").splitlines()[0]
    row = "A900,D001,鼻科内镜诊疗技术,一级手术,指导医师"
    (path / "授权.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        validate_paths([path], EXAMPLE_AS_OF)
    assert [one.kind for one in caught.value.problems] == ["no-criterion", "nothing-to-validate"]


def test_the_command_goes_on_and_tells(hospital):
    path = hospital(("A900", "D001", "鼻科内镜诊疗技术", "一级手术", "指导医师"))
    run = CliRunner().invoke(app, ["validate", str(path), "--as-of", AS_OF])
    assert run.exit_code == 1
    assert "未采用的行" in run.output
    assert "没有这一级别的标准" in run.output

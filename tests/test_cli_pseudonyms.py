"""--pseudonymise：任何输出都没有姓名与工号。 No output of a command names anybody."""

import csv
import io
import re

import pytest
from command_line import run

from zhunru.dossiers import to_graph
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths

AS_OF = ("--as-of", EXAMPLE_AS_OF.isoformat())
EXAMPLE = str(example_hospital())
SETTING = "nasal-endoscopy-2019/operator-grade4/independent-grade3-cases=299"


@pytest.fixture(scope="module")
def people():
    text = (example_hospital() / "人员.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    return [row[column] for row in rows for column in ("工号", "姓名") if row[column]]


def named(text, people):
    return [one for one in people if re.search(rf"(?<![A-Za-z0-9]){re.escape(one)}\b", text)]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_eligible_names_nobody(people, form):
    asked = ("D004", EXAMPLE, *AS_OF, "--technique", "鼻科内镜诊疗技术", "--format", form)
    hidden = run("eligible", *asked, "--pseudonymise")
    assert hidden.exit_code == 1
    assert not named(hidden.output, people)
    assert "人员-0004" in hidden.output
    if form == "csv":
        plain = run("eligible", *asked)
        assert named(plain.output, people)
        assert [line.split(",")[1:] for line in plain.output.splitlines()] == [
            line.split(",")[1:] for line in hidden.output.splitlines()
        ]


def test_an_unknown_person_is_not_quoted_and_no_other_is_suggested(people):
    result = run("eligible", "D0044", EXAMPLE, *AS_OF, "--pseudonymise")
    assert result.exit_code == 2
    assert "“人员”表中没有这个工号" in result.output
    assert not named(result.output, [*people, "D0044"])


@pytest.mark.parametrize("form", ["table", "json"])
def test_whatif_names_nobody(people, tmp_path, form):
    chart = tmp_path / "chart.html"
    asked = (EXAMPLE, *AS_OF, "--set", SETTING, "--format", form, "--chart", chart)
    hidden = run("whatif", *asked, "--pseudonymise")
    assert hidden.exit_code == 0
    assert not named(hidden.output + chart.read_text("utf-8"), people)
    if form == "json":
        assert "人员-0006" in hidden.output


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory):
    report = validate_paths([example_hospital()], EXAMPLE_AS_OF)
    path = tmp_path_factory.mktemp("rdf") / "dossiers.ttl"
    to_graph(one.dossier for one in report.results).serialize(path, format="turtle")
    return path


def test_ready_evidence_names_nobody_either(people, tmp_path, dossiers):
    report = tmp_path / "report.json"
    checked = run("validate", dossiers, *AS_OF, "--pseudonymise", "--report", report)
    changed = run("whatif", dossiers, "--set", SETTING, "--format", "json", "--pseudonymise")
    assert (checked.exit_code, changed.exit_code) == (1, 0)
    for text in (checked.output, report.read_text("utf-8"), changed.output):
        assert not named(text, people)
        assert "人员-00" in text


@pytest.mark.parametrize("command", ["validate", "eligible", "whatif"])
def test_errors_of_the_tables_quote_nobody(tmp_path, command):
    (tmp_path / "机构.csv").write_text("机构编号,机构名称\nH01,示例医院\n", encoding="utf-8")
    (tmp_path / "人员.csv").write_text(
        "工号,姓名,机构编号,人员类别\nK7701,张甲某,H01,张甲某\n", encoding="utf-8"
    )
    (tmp_path / "职称.csv").write_text("工号,获得\nK7701,主任医师\n", encoding="utf-8")
    words = {
        "validate": (tmp_path,),
        "eligible": ("K7701", tmp_path),
        "whatif": (tmp_path, "--set", SETTING),
    }[command]
    result = run(command, *words, "--pseudonymise")
    assert result.exit_code == 2
    assert "（已隐去）" in result.output
    assert not named(result.output, ["K7701", "张甲某"])

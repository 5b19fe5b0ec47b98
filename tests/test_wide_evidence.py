"""Evidence as a wide table: written, read, and validated to the same verdicts."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from dossier_making import full
from typer.testing import CliRunner

from zhunru.cli import app
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.intervals import Interval
from zhunru.reading import criteria
from zhunru.requirements import Threshold, ValueType
from zhunru.validation import validate_dossiers
from zhunru.verdicts import Verdict
from zhunru.wide_evidence import FORMATS, holds_evidence, read_wide_evidence, wide_evidence

RUNNER = CliRunner()
CODE = "nasal-endoscopy-2019/operator-grade4"
OPERATOR = next(one for one in criteria().values() if one.iri.endswith(f"/criterion/{CODE}"))
LEAF = next(
    leaf
    for leaf in OPERATOR.leaves()
    if isinstance(leaf, Threshold) and leaf.evidence_key.startswith("independent-cases")
)
NUMBER = int(LEAF.bounds.minimum)


@pytest.fixture(scope="module")
def hospital():
    """The report on the example hospital."""
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def saved(tmp_path, content, suffix=".csv"):
    path = tmp_path / f"evidence{suffix}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_whole_example_hospital_comes_back_with_the_same_verdicts(hospital, tmp_path, suffix):
    path = saved(tmp_path, wide_evidence((one.dossier for one in hospital.results), suffix), suffix)
    again = validate_paths([path], EXAMPLE_AS_OF)

    def told(report):
        return {
            one.dossier.iri: (
                one.verdict,
                one.dossier.values,
                one.dossier.ranges,
                [
                    (part.requirement.iri, part.verdict)
                    for f in one.findings
                    for _, part in f.flat()
                ],
            )
            for one in report.results
        }

    assert told(again) == told(hospital)
    assert {one.verdict for one in again.results} >= {Verdict.MET, Verdict.NOT_MET, Verdict.MISSING}
    names = {one.dossier.iri: (one.dossier.name, one.dossier.institution) for one in again.results}
    assert names == {
        one.dossier.iri: (one.dossier.name, one.dossier.institution) for one in hospital.results
    }


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_criterion_comes_back(tmp_path, suffix):
    made = [full(one, f"B{place}") for place, one in enumerate(criteria().values())]
    found = read_wide_evidence([saved(tmp_path, wide_evidence(made, suffix), suffix)], criteria())
    wanted = [(one.criterion.iri, one.values) for one in made]
    assert [(one.criterion.iri, one.values) for one in found] == wanted


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (NUMBER - 1, Verdict.NOT_MET),
        (NUMBER, Verdict.MET),
        (NUMBER + 1, Verdict.MET),
        (Interval(Decimal(NUMBER - 1), Decimal(NUMBER)), Verdict.MISSING),
        (Interval(Decimal(NUMBER - 1), None), Verdict.MISSING),
        (None, Verdict.MISSING),
    ],
)
def test_at_a_limit_and_around_it(tmp_path, suffix, known, verdict):
    dossier, key = full(OPERATOR, "D1"), LEAF.evidence_key
    values = {name: value for name, value in dossier.values.items() if name != key}
    if isinstance(known, int):
        dossier = replace(dossier, values={**values, key: known})
    else:
        dossier = replace(dossier, values=values, ranges={key: known} if known else {})
    (found,) = read_wide_evidence(
        [saved(tmp_path, wide_evidence([dossier], suffix), suffix)], criteria()
    )
    assert (found.values, found.ranges) == (dossier.values, dossier.ranges)
    (result,) = validate_dossiers([found], EXAMPLE_AS_OF).results
    (finding,) = [
        part for f in result.findings for _, part in f.flat() if part.requirement.iri == LEAF.iri
    ]
    assert finding.verdict is verdict


def table(*rows, headers=None):
    """A CSV as somebody else may write it: keys alone as headers."""
    stream = io.StringIO()
    csv.writer(stream).writerows([headers or ["编号", "标准代号", LEAF.evidence_key], *rows])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cell", "value", "known"),
    [
        (f"{NUMBER}", NUMBER, None),
        (f"{NUMBER}例", NUMBER, None),
        ("１２", 12, None),
        (f"{NUMBER}–{NUMBER + 9}", NUMBER, None),
        ("0-3", 3, None),
        ("1~2000000", None, Interval(Decimal(1), Decimal(2_000_000))),
        ("1至2000000", None, Interval(Decimal(1), Decimal(2_000_000))),
        (">=1", None, Interval(Decimal(1), None)),
        ("至少1", None, Interval(Decimal(1), None)),
        ("", None, None),
    ],
)
def test_cells_as_people_write_them(tmp_path, cell, value, known):
    (found,) = read_wide_evidence([saved(tmp_path, table(["D1", CODE, cell]))], criteria())
    assert found.values.get(LEAF.evidence_key) == value
    assert found.ranges.get(LEAF.evidence_key) == known


BOOLEAN = next(leaf for leaf in OPERATOR.leaves() if leaf.value_type is ValueType.BOOLEAN)


@pytest.mark.parametrize(
    ("rows", "headers", "row", "column", "words"),
    [
        ([["D1", CODE, "许多"]], None, 2, LEAF.evidence_key, ("许多", "不是数字", "194–206")),
        ([["D1", CODE, "3.5"]], None, 2, LEAF.evidence_key, ("3.5", "不是整数")),
        ([["D1", CODE, "9–3"]], None, 2, LEAF.evidence_key, ("下限大于上限",)),
        ([["D1", CODE, "-3"]], None, 2, LEAF.evidence_key, ("小于零",)),
        (
            [["D1", CODE, "也许"]],
            ["编号", "标准代号", f"某事 [{BOOLEAN.evidence_key}]"],
            2,
            f"某事 [{BOOLEAN.evidence_key}]",
            ("也许", "是或否"),
        ),
        ([["D1", CODE, ""], ["D2", "nobody", ""]], None, 3, "标准代号", ("没有这项标准", "nobody")),
        ([["", CODE, "3"]], None, 2, "编号", ("是空的",)),
        ([["D1", CODE, "3"], ["D1", CODE, "4"]], None, 3, None, ("已有一行", "D1")),
        (
            [["D1", CODE, "3"]],
            ["编号", "标准代号", "例数 [casse]"],
            1,
            "例数 [casse]",
            ("没有这项",),
        ),
        ([["D1", CODE, "3"]], ["编号", "标准代号", "备注"], 1, "备注", ("没有这项证据",)),
        ([["D1", CODE]], ["姓", "标准代号"], 1, "姓", ("没有这项证据",)),
        (
            [["D1", CODE, "1", "2"]],
            ["编号", "标准代号", *[LEAF.evidence_key] * 2],
            1,
            None,
            ("两次",),
        ),
    ],
)
def test_faults_are_named_with_file_row_and_column(tmp_path, rows, headers, row, column, words):
    path = saved(tmp_path, table(*rows, headers=headers))
    with pytest.raises(InputError) as caught:
        validate_paths([path], EXAMPLE_AS_OF)
    problem = caught.value.problems[0]
    assert (problem.file, problem.row) == ("evidence.csv", row)
    assert column is None or problem.column == column
    for word in words:
        assert word in problem.chinese


def test_cells_that_the_criterion_does_not_ask_for_are_not_read(tmp_path):
    path = saved(tmp_path, table(["D1", "nasal-endoscopy-2019/institution", "许多"]))
    (found,) = read_wide_evidence([path], criteria())
    assert found.values == {}


def test_evidence_is_told_from_records(tmp_path):
    assert holds_evidence(saved(tmp_path, table()))
    assert not any(holds_evidence(path) for path in example_hospital().iterdir())
    assert not holds_evidence(example_hospital())
    for suffix in FORMATS:
        assert not holds_evidence(saved(tmp_path, b"PK damaged", suffix))
    assert not holds_evidence(tmp_path / "absent.csv")


def test_records_and_evidence_together_are_refused(tmp_path):
    path = saved(tmp_path, table(["D1", CODE, "3"]))
    with pytest.raises(InputError, match="要么全是记录，要么全是证据"):
        validate_paths([example_hospital(), path], EXAMPLE_AS_OF)


def test_names_that_look_like_formulas_come_back(tmp_path):
    dossier = replace(full(OPERATOR, "=1+1"), name="@某人")
    for suffix in FORMATS:
        path = saved(tmp_path, wide_evidence([dossier], suffix), suffix)
        (found,) = read_wide_evidence([path], criteria())
        assert (found.bearer, found.name) == (dossier.bearer, "@某人")


def run(*arguments):
    return RUNNER.invoke(app, [*map(str, arguments), "--as-of", "2026-01-01"])


def test_the_command_writes_what_validate_reads(tmp_path):
    path = tmp_path / "evidence.csv"
    told = run("evidence", example_hospital(), "--output", path, "--pseudonymise")
    assert told.exit_code == 0, told.output
    text = path.read_text("utf-8")
    assert "人员-0001" in text
    assert "D001" not in text
    report = tmp_path / "report.xlsx"
    checked = run("validate", path, "--report", report)
    assert checked.exit_code == 1
    assert report.exists()


def test_the_command_refuses_other_endings_and_its_own_input(tmp_path):
    assert run("evidence", example_hospital(), "--output", tmp_path / "a.txt").exit_code == 2
    path = saved(tmp_path, table(["D1", CODE, "3"]))
    before = path.read_bytes()
    assert run("evidence", path, "--output", path).exit_code == 2
    assert path.read_bytes() == before

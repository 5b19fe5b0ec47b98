"""一省的校验与逐家校验一致。 A population has the same verdicts as hospital by hospital."""

from datetime import date

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from zhunru.backends import connect
from zhunru.cli import app
from zhunru.errors import InputError, UserError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.namespaces import local_path
from zhunru.population import validate_population
from zhunru.typed_tables import from_records, write_parquet
from zhunru.validation import validate_records
from zhunru.verdicts import Verdict

AS_OF = date(2026, 1, 1)


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary(), strict=True)


def verdicts_of(records, as_of, folder):
    with connect() as connection:
        tables = from_records(records, connection)
        summary = validate_population(tables, as_of, folder, connection)
    return summary, written(folder)


def written(folder):
    checks = pq.read_table(folder / "checks.parquet").to_pylist()
    parts = sorted(folder.glob("requirements-*.parquet"))
    requirements = [row for part in parts for row in pq.read_table(part).to_pylist()]
    return (
        {(row["number"], row["criterion"]): row["verdict"] for row in checks},
        {(r["bearer"], r["criterion"], r["requirement"]): r["verdict"] for r in requirements},
    )


def flat(findings):
    for finding in findings:
        yield finding
        yield from flat(finding.parts)


def one_by_one(records, as_of):
    results = validate_records(records, as_of).results
    checks = {(one.row, local_path(one.dossier.criterion.iri)): one.verdict for one in results}
    requirements = {
        (
            one.dossier.bearer,
            local_path(one.dossier.criterion.iri),
            local_path(finding.requirement.iri),
        ): finding.verdict
        for one in results
        for finding in flat(one.findings)
    }
    return checks, requirements


@pytest.mark.parametrize("as_of", [EXAMPLE_AS_OF, date(2020, 3, 1)])
def test_the_example_hospital_has_the_same_verdicts(example, tmp_path, as_of):
    summary, found = verdicts_of(example, as_of, tmp_path / "out")
    checks, requirements = one_by_one(example, as_of)
    assert found[0] == checks, "also of people who meet a criterion that theirs extends"
    assert requirements.items() <= found[1].items()
    assert sum(summary.counts.values()) == len(checks)
    assert not summary.all_met


def test_hospitals_side_by_side_keep_to_themselves(example, tmp_path):
    """The same hospital twice under other numbers: twice the same verdicts."""
    twin = {
        name: tuple(row for one in (rows, twins(rows)) for row in one)
        for name, rows in example.tables.items()
    }
    both = type(example)(twin)
    _, (checks, _) = verdicts_of(both, AS_OF, tmp_path / "out")
    single, _ = one_by_one(example, AS_OF)
    assert checks == single | {(f"{row}'", path): one for (row, path), one in single.items()}


IDENTIFIERS = ("institution", "staff", "bearer", "credential", "programme", "case", "base")


def twins(rows):
    for row in rows:
        renamed = {
            name: f"{value}'" if name in IDENTIFIERS and value is not None else value
            for name, value in row.values.items()
        }
        yield type(row)(row.table, row.file, row.line, renamed)


def test_nothing_is_overwritten(example, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="已存在"):
        verdicts_of(example, AS_OF, tmp_path / "out")


@pytest.mark.parametrize("step", [1, 2, 4])
def test_a_run_that_is_cut_short_leaves_no_verdicts(example, tmp_path, step):
    told = []

    def cut(what):
        told.append(what)
        if len(told) == step:
            raise KeyboardInterrupt

    with connect() as connection, pytest.raises(KeyboardInterrupt):
        tables = from_records(example, connection)
        validate_population(tables, AS_OF, tmp_path / "out", connection, cut)
    assert not (tmp_path / "out").exists()
    _, found = verdicts_of(example, AS_OF, tmp_path / "out")
    assert found[0] == one_by_one(example, AS_OF)[0]
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_combinations_without_a_criterion_are_named(hospital, tmp_path):
    asked = "授权编号,工号,技术,级别,角色\nA1,D001,鼻科内镜诊疗技术,四级,放射治疗物理师\n"
    records = read_records([hospital({"授权.csv": asked})], vocabulary())
    with pytest.raises(InputError, match="没有适用的标准"):
        verdicts_of(records, AS_OF, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_from_parquet_by_command(example, tmp_path):
    write_parquet(example, tmp_path / "province")
    runner = CliRunner()
    command = ["population", str(tmp_path / "province"), "--as-of", "2026-01-01", "--verdicts"]
    first = runner.invoke(app, [*command, str(tmp_path / "out")])
    assert first.exit_code == 1, first.output
    assert Verdict.NOT_MET.value in first.stdout
    assert written(tmp_path / "out")[0] == one_by_one(example, AS_OF)[0]
    again = runner.invoke(app, [*command, str(tmp_path / "out")])
    assert again.exit_code == 2
    empty = runner.invoke(app, [*command[:1], str(tmp_path), *command[2:], str(tmp_path / "none")])
    assert empty.exit_code == 2 and "没有找到任何数据表" in empty.output

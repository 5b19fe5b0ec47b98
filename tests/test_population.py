"""一省的校验与逐家校验一致。 A population has the same verdicts as hospital by hospital."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from population_making import of_logged_technique, one_by_one, written
from typer.testing import CliRunner

from zhunru.assignments import Assigner
from zhunru.backends import connect
from zhunru.cli import app
from zhunru.errors import InputError, UserError
from zhunru.evidence import case_log
from zhunru.hierarchy import hierarchy
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, vocabulary
from zhunru.intake import read_records
from zhunru.matching.case_log import with_matches
from zhunru.matching.mapping import ProcedureChoice
from zhunru.matching.settling import Asked, settle
from zhunru.population import Hospitals, validate_population
from zhunru.population.operation_names import with_operation_names
from zhunru.reading import criteria
from zhunru.typed_tables import from_records, write_parquet
from zhunru.uncovered import without_uncovered
from zhunru.verdicts import Verdict

AS_OF = date(2026, 1, 1)


@pytest.fixture(scope="module")
def example():
    return read_records([example_hospital()], vocabulary(), strict=True)


@pytest.fixture(scope="module")
def small(example):
    return of_logged_technique(example)


def verdicts_of(records, as_of, folder):
    with connect() as connection:
        given = Hospitals(from_records(records, connection))
        summary = validate_population(given, as_of, folder, connection)
    return summary, written(folder)


def verdicts_from_parquet(records, folder, mapping=None):
    write_parquet(records, folder / "given")
    with connect() as connection:
        given = Hospitals.from_parquet(folder / "given", connection)
        named = with_operation_names(given, mapping or {}, None, AS_OF)
        validate_population(named, AS_OF, folder / "out", connection)
    return written(folder / "out")


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


def test_of_those_who_lost_rows_a_least_is_known(small, tmp_path):
    tables = ("titles", "case_log", "cases", "conditions", "trainings", "experience")
    bearers = [one.values["bearer"] for one in small["conditions"]]
    people = [one.values["staff"] for one in small["staff"]]
    lost = {(table, bearer) for table in tables for bearer in {*bearers, *people[::2]}}
    records = replace(small, incomplete=frozenset(lost))
    found = verdicts_from_parquet(records, tmp_path)
    checks, requirements = one_by_one(records, AS_OF)
    assert found[0] == checks
    assert requirements.items() <= found[1].items()
    assert checks != one_by_one(small, AS_OF)[0]


def test_operation_names_are_matched_as_in_one_hospital(small, tmp_path):
    """The case log without techniques and grades, but with a reviewed mapping of its names."""
    asked = [Asked(row.values["procedure"], row.values["technique"]) for row in small["case_log"]]
    meant = settle(asked, {}, 80, day=AS_OF)
    mapping = {one.name: ProcedureChoice(one.name, (entry.iri,)) for one, entry in meant.items()}
    bare = tuple(
        replace(row, values={**row.values, "technique": None, "grade": None})
        for row in small["case_log"]
    )
    records = replace(small, tables={**small.tables, "case_log": bare})
    checks, requirements = one_by_one(with_matches(records, mapping, None, AS_OF), AS_OF)
    found = verdicts_from_parquet(records, tmp_path, mapping)
    assert found[0] == checks
    assert requirements.items() <= found[1].items()
    assert requirements != one_by_one(records, AS_OF)[1]


def test_nothing_is_overwritten(example, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="已存在"):
        verdicts_of(example, AS_OF, tmp_path / "out")


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from zhunru.assignments import Assigner
from zhunru.backends import connect
from zhunru.population import Hospitals, validate_population

def killed(told):
    if "1" in told:
        os.kill(os.getpid(), signal.SIGKILL)

given, out = map(Path, sys.argv[1:])
with connect() as connection:
    hospitals = Hospitals.from_parquet(given, connection)
    validate_population(hospitals, date(2026, 1, 1), out, connection, killed)
"""


def test_a_killed_run_leaves_no_verdicts_and_is_no_hindrance(small, tmp_path):
    write_parquet(small, tmp_path / "given")
    command = [sys.executable, "-c", KILLED, tmp_path / "given", tmp_path / "out"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".out.unfinished/*.parquet"))
    _, found = verdicts_of(small, AS_OF, tmp_path / "out")
    assert found[0] == one_by_one(small, AS_OF)[0]
    assert not list(tmp_path.glob(".out*"))


def test_rows_that_no_criterion_covers_are_set_aside_as_in_one_hospital(small, tmp_path):
    """Head-counts of their institutions are a least then, in both."""
    strange, *others = small["credentials"]
    asked = replace(strange, values={**strange.values, "role": "physicist"})
    records = replace(small, tables={**small.tables, "credentials": (asked, *others)})
    summary, found = verdicts_of(records, AS_OF, tmp_path / "out")
    assigner = Assigner(criteria().values(), hierarchy(), AS_OF)
    covered = without_uncovered(records, assigner, vocabulary())
    checks, requirements = one_by_one(covered, AS_OF)
    assert found[0] == checks
    assert requirements.items() <= found[1].items()
    ((combination, count),) = summary.uncovered.items()
    assert combination[2] == "physicist"
    assert count == 1


@pytest.mark.parametrize("table", ["staff", "credentials"])
def test_where_people_lost_rows_there_may_be_more_of_them(small, tmp_path, table):
    people = [one.values["staff"] for one in small["staff"]]
    places = [one.values["institution"] for one in small["staff"]]
    lost = {(table, one) for one in {*people, *places}}
    records = replace(small, incomplete=frozenset(lost))
    found = verdicts_from_parquet(records, tmp_path)
    checks, requirements = one_by_one(records, AS_OF)
    assert found[0] == checks
    assert requirements.items() <= found[1].items()
    assert requirements != one_by_one(small, AS_OF)[1]


def test_a_population_of_strange_combinations_only_is_refused(hospital, tmp_path):
    asked = "授权编号,工号,技术,级别,角色\nA1,D001,鼻科内镜诊疗技术,四级,放射治疗物理师\n"
    records = read_records([hospital({"授权.csv": asked})], vocabulary())
    with pytest.raises(InputError, match="没有适用的标准"):
        verdicts_of(records, AS_OF, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_from_parquet_by_command(small, tmp_path):
    write_parquet(small, tmp_path / "province")
    runner = CliRunner()
    command = ["population", str(tmp_path / "province"), "--as-of", "2026-01-01", "--verdicts"]
    first = runner.invoke(app, [*command, str(tmp_path / "out")])
    assert first.exit_code == 1, first.output
    assert Verdict.NOT_MET.value in first.stdout
    assert written(tmp_path / "out")[0] == one_by_one(small, AS_OF)[0]
    assert runner.invoke(app, [*command, str(tmp_path / "again")]).exit_code == 1
    assert contents(tmp_path / "again") == contents(tmp_path / "out")
    assert runner.invoke(app, [*command, str(tmp_path / "out")]).exit_code == 2
    little = runner.invoke(app, [*command, str(tmp_path / "none"), "--memory", "3MB"])
    assert little.exit_code == 2 and "请把 --memory 调大" in little.output
    empty = runner.invoke(app, [*command[:1], str(tmp_path), *command[2:], str(tmp_path / "none")])
    assert empty.exit_code == 2 and "没有找到任何数据表" in empty.output
    assert not (tmp_path / "none").exists()


def test_cases_put_together_in_portions_are_the_same(example, tmp_path, monkeypatch):
    whole = verdicts_of(example, AS_OF, tmp_path / "whole")
    seen = []

    def portions_in_little_memory(connection, rows):
        monkeypatch.setattr(case_log, "memory_limit", lambda _: rows * 16)
        seen.append(portions(connection, rows))
        return seen[-1]

    portions = case_log._portions
    monkeypatch.setattr(case_log, "_portions", portions_in_little_memory)
    assert verdicts_of(example, AS_OF, tmp_path / "portions") == whole
    assert set(seen) == {6}

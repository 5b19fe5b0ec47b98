"""The command `zhunru export`."""

import os
import subprocess
import sys

import command_line
import pytest
from rdflib import Graph

from zhunru.cli_export import ExportFormat
from zhunru.exporting import FORMATS, export_to, format_of
from zhunru.exporting.content import Content
from zhunru.exporting.folder import write_folder

#: The technique whose part is the smallest.
SMALLEST = "tumor-hyperthermia"
ONLY = ("--only", SMALLEST)


def run(*arguments):
    return command_line.run("export", *arguments)


def test_the_command_knows_every_format():
    assert sorted(ExportFormat) == sorted(FORMATS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.ttl", "ttl"), ("a.RDF", "rdfxml"), ("a.json", "jsonld"), ("a.zip", "zip"), ("a", "ttl")],
)
def test_the_name_of_a_file_tells_its_format(tmp_path, name, expected):
    assert format_of(tmp_path / name) == expected


def test_a_file_is_written(tmp_path):
    target = tmp_path / "part.nt"
    assert run("--output", target, *ONLY).exit_code == 0
    assert len(Graph().parse(target, format="nt11")) > 1000
    assert [one.name for one in tmp_path.iterdir()] == ["part.nt"]


def test_several_techniques(tmp_path):
    target = tmp_path / "part.nt"
    assert run("-o", target, *ONLY, "--only", "nasal-endoscopy").exit_code == 0
    text = target.read_text("utf-8")
    assert "/tumor-hyperthermia-2017/" in text
    assert "/nasal-endoscopy-2019/" in text


def test_csv_goes_to_a_new_folder(tmp_path):
    target = tmp_path / "tables"
    assert run("-f", "csv", "-o", target, *ONLY).exit_code == 0
    assert sorted(one.name for one in target.iterdir()) == ["catalogues.csv", "conditions.csv"]
    again = run("-f", "csv", "-o", target, *ONLY)
    assert again.exit_code == 2
    assert "已存在" in again.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "nasal-endoscpy"), "是不是“nasal-endoscopy”"),
        (("--base", "example.org"), "不能作 IRI 的开头"),
        (("a.ttl", "-o", "b.ttl"), "只能给一个"),
        (("-f", "zip"), "zip 不能输出到终端"),
        (("-f", "csv"), "csv 不能输出到终端"),
        (("tables.csv",), "请写成文件夹"),
        (("graph.txt",), "没有格式“txt”"),
        (("-o", "no-such-folder/graph.nt"), "“no-such-folder/graph.nt”文件或文件夹不存在"),
        (("-o", ".", "-f", "ttl"), "“.”是文件夹，应为文件"),
        (("-f", "csv", "-o", "no-such-folder/tables"), "“no-such-folder/tables”文件或文件夹不存在"),
    ],
)
def test_mistakes_are_explained(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output.replace("\n", "")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    def full_disk(path, content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("zhunru.exporting.folder.write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_folder(tmp_path / "tables", {"a.csv": b"", "b.csv": b""})
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path):
    (tmp_path / "tables").write_bytes(b"mine")
    with pytest.raises(ValueError, match="已存在"):
        write_folder(tmp_path / "tables", {})
    assert (tmp_path / "tables").read_bytes() == b"mine"


def test_no_half_file_is_left_where_writing_fails(tmp_path, monkeypatch):
    target = tmp_path / "graph.nt"
    target.write_bytes(b"old")
    monkeypatch.setattr(Content, "triples", property(lambda self: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        export_to(target, "nt", Content(techniques=(SMALLEST,)))
    assert target.read_bytes() == b"old"


def test_other_processes_write_the_same_bytes(tmp_path):
    """Sets have another order in every process."""
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "zhunru", "export", "-o", tmp_path / f"{seed}.zip", *ONLY],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=300,
        )
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()

import os

import pytest

from zhunru.files import write_text


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "报告.txt"
    write_text(path, "旧")
    write_text(path, "新")
    assert path.read_text("utf-8") == "新"
    assert [one.name for one in tmp_path.iterdir()] == ["报告.txt"]


def test_a_failure_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "report.txt"
    write_text(path, "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text(path, "new")
    assert path.read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.txt"]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_text(tmp_path / "none" / "report.txt", "x")

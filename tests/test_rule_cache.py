"""由规则读出之物的缓存：不合的一概重读。 The cache of what is read from the rules."""

import os
import pickle
import pickletools
import subprocess
import sys
from pathlib import Path

import pytest

from zhunru import rule_cache
from zhunru.graph import load_graph
from zhunru.hierarchy import Hierarchy, hierarchy
from zhunru.inputs import vocabulary
from zhunru.kept_evidence import title_ranks
from zhunru.matching.catalogue import procedures
from zhunru.reading import Reader, criteria
from zhunru.rule_cache import cached_on_disk
from zhunru.search.index import search_index
from zhunru.vocabulary import Vocabulary

RULES = {"cases": 200}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """缓存文件的去处。 Where the cache file will be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "zhunru" / f"{__name__}.rules.pickle"


def read_in_a_new_process():
    """如同新的进程：返回读到的，以及是否重读了规则。 What is read, and whether from the rules."""
    calls = []

    def rules():
        calls.append(None)
        return RULES

    cached = cached_on_disk(rules)
    found = cached()
    assert cached() is found
    return found, bool(calls)


def test_rules_are_read_once_for_all_processes(kept):
    assert read_in_a_new_process() == (RULES, True)
    assert read_in_a_new_process() == (RULES, False)
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_only_the_user_may_read_the_file(kept):
    read_in_a_new_process()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_rules_or_modules_that_change_are_read_anew(kept, monkeypatch):
    read_in_a_new_process()
    monkeypatch.setattr(rule_cache, "_edition", lambda: b"another")
    assert read_in_a_new_process() == (RULES, True)
    assert read_in_a_new_process() == (RULES, False)


def test_the_edition_goes_by_rules_modules_and_python(tmp_path, monkeypatch):
    edition = rule_cache._edition.__wrapped__
    monkeypatch.setattr(rule_cache, "_PACKAGE", tmp_path)
    seen = {edition()}
    (tmp_path / "requirements.py").write_text("a = 1")
    seen.add(edition())
    (tmp_path / "requirements.py").write_text("a = 2")
    seen.add(edition())
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "entry.py").write_text("a = 1")
    seen.add(edition())
    monkeypatch.setattr(rule_cache, "data_version", lambda: "0.1.0+other")
    seen.add(edition())
    monkeypatch.setattr(sys, "version", "3.99")
    seen.add(edition())
    assert len(seen) == 6
    assert edition() in seen


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[32:],
    ],
)
def test_a_damaged_file_is_mended(kept, spoil):
    read_in_a_new_process()
    whole = kept.read_bytes()
    kept.write_bytes(spoil(whole))
    assert read_in_a_new_process() == (RULES, True)
    assert kept.read_bytes() == whole


def test_a_file_of_somebody_else_is_not_read(kept, monkeypatch):
    read_in_a_new_process()
    monkeypatch.setattr(os, "geteuid", lambda: kept.stat().st_uid + 1)
    assert read_in_a_new_process() == (RULES, True)


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_read(kept, mode):
    read_in_a_new_process()
    kept.chmod(mode)
    assert read_in_a_new_process() == (RULES, True)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_a_usable_folder_the_rules_are_read(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert read_in_a_new_process() == (RULES, True)
    assert read_in_a_new_process() == (RULES, True)


def test_without_a_home_the_rules_are_read(monkeypatch):
    def nowhere():
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert read_in_a_new_process() == (RULES, True)


def test_two_processes_at_once(tmp_path):
    script = (
        "import sys; from zhunru import graph; from zhunru.hierarchy import hierarchy; "
        "print(sorted(hierarchy().below('endoscopy')), graph.load_graph.cache_info().misses)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}

    def start():
        command = [sys.executable, "-c", script]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    together = [start(), start()]
    answers = [process.communicate()[0].split("]") for process in together]
    afterwards, loaded = start().communicate()[0].split("]")
    assert {names for names, _ in answers} == {afterwards}
    assert loaded.strip() == "0"
    assert all(process.returncode == 0 for process in together)
    assert [one.name for one in (tmp_path / "zhunru").iterdir()] == [
        "zhunru.hierarchy.hierarchy.pickle"
    ]


def test_all_modules_of_what_is_kept_are_looked_at():
    kept = pickle.dumps(
        [criteria(), hierarchy(), vocabulary(), title_ranks(), procedures(), search_index()]
    )
    words = [word for _, word, _ in pickletools.genops(kept) if isinstance(word, str)]
    modules = {word for word in words if word.startswith("zhunru.")}
    assert "zhunru.requirements" in modules
    for module in modules:
        assert rule_cache._PACKAGE in Path(sys.modules[module].__file__).parents


def test_what_is_kept_is_what_the_rules_say(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    reader = Reader(load_graph())
    for _ in ("由规则读 from the rules", "由缓存读 from the cache"):
        for cached in (criteria, hierarchy, vocabulary, title_ranks):
            cached.cache_clear()
        assert criteria() == reader.criteria()
        assert list(criteria()) == sorted(criteria())
        assert vars(hierarchy()) == vars(Hierarchy(load_graph()))
        assert vars(vocabulary()) == vars(Vocabulary(load_graph()))
        assert title_ranks() == {title.notation: title.rank for title in reader.titles}

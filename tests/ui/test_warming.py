"""各页所需，后台只备一次。 What the pages need is made ready in the background, once."""

import subprocess
import sys
import threading

import pytest

from app_parts import warming
from app_parts.compare_figures import roles
from zhunru.graph import load_graph, load_store
from zhunru.resources import folder
from zhunru.search.index import search_index
from zhunru.term_completions import completions


@pytest.fixture(autouse=True)
def new_server():
    """Start as a server that has not served anybody, and leave it so."""
    warming.warm_up.cache_clear()
    yield
    warming.warm_up.cache_clear()


def test_it_is_made_ready_once_however_many_sessions_come(monkeypatch):
    reading = []
    monkeypatch.setattr(warming, "_read", lambda: reading.append(threading.current_thread()))
    threads = [warming.warm_up(), warming.warm_up()]
    for one in threads:
        one.join()
    assert reading == [threads[0]]
    assert threads[0] is threads[1] is not threading.current_thread()


def test_nothing_that_is_slow_is_left_to_the_pages():
    warming.warm_up().join()
    for read in (load_graph, load_store, completions, search_index, roles):
        assert read.cache_info().currsize == 1, read.__name__


def test_a_process_that_ends_meanwhile_ends_well():
    """A thread that is killed in the middle of DuckDB would abort the process."""
    ended = subprocess.run(
        [sys.executable, "-c", "from app_parts.warming import warm_up; warm_up()"],
        cwd=folder("ui"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "FATAL" not in ended.stderr

"""Limits really stop the work, and light queries go on meanwhile."""

import http.client
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from serving_making import (
    ENDLESS,
    GREEDY,
    LIGHT,
    LIMITS,
    WORDY,
    running,
    sparql_path,
    wait_until,
)

from zhunru.serving.frames import Job
from zhunru.serving.settings import Settings

HEAVY = 'zhunru_queries_running{lane="heavy"}'
QUICK = 'zhunru_queries_running{lane="quick"}'
REPLACED = "zhunru_workers_replaced_total"


def endless(number):
    """Endless queries that differ, so that none is known to be heavy."""
    return f"{ENDLESS} # {number}"


@pytest.fixture(scope="module")
def endpoint():
    with running() as client:
        yield client


@pytest.fixture(scope="module")
def hurried():
    """An endpoint where queries soon count as heavy, and soon end."""
    limits = replace(LIMITS, seconds=2, quick_seconds=0.3, workers=1, heavy=1, queue=1)
    with running(Settings(limits=limits)) as client:
        yield client


def works(client):
    answer = client.get(LIGHT, "text/csv")
    assert (answer.status, answer.text) == (200, "o\r\n7\r\n")


def test_time_limit_stops_the_work(hurried):
    answer = hurried.get(ENDLESS)
    assert answer.status == 504
    assert "超过 2 秒" in answer.text
    wait_until(lambda: no_worker_is_busy(hurried), "the work went on")
    works(hurried)


def no_worker_is_busy(client):
    """Whether every process below the nursery sleeps."""
    nursery = client.app.state.pool._nursery._process.pid
    children = os.popen(f"ps -o state= --ppid {nursery}").read().split()
    return bool(children) and "R" not in children


def test_light_queries_are_answered_while_heavy_ones_run(hurried):
    with ThreadPoolExecutor() as threads:
        heavy = threads.submit(hurried.get, endless("a"))
        hurried.wait_for_metric(HEAVY, 1)
        for _ in range(5):
            works(hurried)
        assert not heavy.done()
        assert heavy.result().status == 504


def test_a_heavy_query_waits_for_its_place_and_begins_anew(hurried):
    with ThreadPoolExecutor() as threads:
        first = threads.submit(hurried.get, endless("b"))
        hurried.wait_for_metric(HEAVY, 1)
        second = threads.submit(hurried.get, endless("c"))
        hurried.wait_for_metric("zhunru_queries_waiting", 1)
        works(hurried)
        assert (first.result().status, second.result().status) == (504, 504)


def test_a_heavy_query_too_many_is_told_to_come_back(hurried):
    with ThreadPoolExecutor() as threads:
        one, two, three = (endless(name) for name in "def")
        heavy = [threads.submit(hurried.get, one)]
        hurried.wait_for_metric(HEAVY, 1)
        heavy += [threads.submit(hurried.get, two)]
        hurried.wait_for_metric("zhunru_queries_waiting", 1)
        answer = hurried.get(three)
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "费时" in answer.text
        works(hurried)
        assert [each.result().status for each in heavy] == [504, 504]


def test_what_was_heavy_once_leaves_the_quick_lane_alone(hurried):
    assert hurried.get(ENDLESS).status == 504
    with ThreadPoolExecutor() as threads:
        again = threads.submit(hurried.get, ENDLESS)
        hurried.wait_for_metric(HEAVY, 1)
        assert hurried.metric(QUICK) == 0
        works(hurried)
        assert again.result().status == 504


def test_what_is_light_after_all_returns_to_the_quick_lane(endpoint):
    pool = endpoint.app.state.pool
    pool._remember_heavy(Job(LIGHT))
    replaced = pool.replaced
    works(endpoint)
    assert pool.replaced == replaced + 1
    works(endpoint)
    assert pool.replaced == replaced + 1


def test_a_full_queue_is_told_to_come_back():
    limits = replace(LIMITS, seconds=3, quick_seconds=3, workers=1, queue=2)
    with running(Settings(limits=limits)) as client, ThreadPoolExecutor() as threads:
        running_one = threads.submit(client.get, endless("d"))
        client.wait_for_metric(QUICK, 1)
        waiting = [threads.submit(client.get, LIGHT) for _ in range(2)]
        client.wait_for_metric("zhunru_queries_waiting", 2)
        answer = client.get(LIGHT)
        assert answer.status == 503
        assert "Retry-After" in answer.headers
        assert "排队" in answer.text
        assert running_one.result().status == 504
        assert {one.result().status for one in waiting} <= {200, 503}
        works(client)


def test_memory_limit(endpoint):
    answer = endpoint.get(GREEDY)
    assert answer.status == 413
    assert "内存超过上限 256 MiB" in answer.text
    works(endpoint)


def test_result_limit_gives_no_half_answer(endpoint):
    for accept in ("text/csv", "application/sparql-results+json"):
        answer = endpoint.get(WORDY, accept)
        assert answer.status == 413
        assert answer.media_type == "text/plain"
        assert "LIMIT" in answer.text
    works(endpoint)


def test_too_deep_a_query_ends_only_its_worker(endpoint):
    answer = endpoint.post("SELECT * " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000)
    assert answer.status == 400
    assert "嵌套过深" in answer.text
    works(endpoint)


@pytest.mark.parametrize("surplus", [0, 1])
def test_query_length_at_its_limit(endpoint, surplus):
    query = "ASK {} #"
    query += "x" * (LIMITS.query - len(query) + surplus)
    assert endpoint.post(query).status == (413 if surplus else 200)
    assert endpoint.get(query).status == (413 if surplus else 200)


@pytest.mark.parametrize("surplus", [0, 1])
def test_request_size_at_its_limit(endpoint, surplus):
    body = "query=ASK%20%7B%7D&pad="
    body += "x" * (LIMITS.request - len(body) + surplus)
    assert endpoint.post_form(body).status == (413 if surplus else 200)


def test_what_the_client_left_is_stopped(endpoint):
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port)
    connection.request("GET", sparql_path(query=endless("e")))
    endpoint.wait_for_metric(QUICK, 1)
    replaced = endpoint.metric(REPLACED)
    connection.close()
    endpoint.wait_for_metric(QUICK, 0)
    endpoint.wait_for_metric(HEAVY, 0)
    assert endpoint.metric(REPLACED) == replaced + 1
    wait_until(lambda: no_worker_is_busy(endpoint), "the work went on")
    works(endpoint)


def test_who_leaves_the_queue_takes_no_worker_along():
    limits = replace(LIMITS, seconds=3, quick_seconds=3, workers=1)
    with running(Settings(limits=limits)) as client, ThreadPoolExecutor() as threads:
        busy = threads.submit(client.get, endless("f"))
        client.wait_for_metric(QUICK, 1)
        leaving = http.client.HTTPConnection("127.0.0.1", client.port)
        leaving.request("GET", sparql_path(query=LIGHT))
        client.wait_for_metric("zhunru_queries_waiting", 1)
        leaving.close()
        client.wait_for_metric("zhunru_queries_waiting", 0)
        assert busy.result().status == 504
        works(client)


def test_a_lost_nursery_is_replaced(endpoint):
    nursery = endpoint.app.state.pool._nursery
    lost = nursery._process.pid
    os.kill(lost, signal.SIGKILL)
    wait_until(lambda: nursery._process.pid != lost, "no new nursery")
    wait_until(lambda: endpoint.send("GET", "/health").status == 200, "it stayed ill")
    works(endpoint)

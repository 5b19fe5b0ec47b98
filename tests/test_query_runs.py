"""Queries of users in processes that can be killed."""

import time

import pytest

from zhunru.ask import ask
from zhunru.query_runs import QueryRuns, State
from zhunru.serving.settings import Limits

#: Three patterns without a common variable: more solutions than anybody can count.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = 60.0


@pytest.fixture(scope="module")
def runs():
    limits = Limits(seconds=LONG, workers=1, heavy=1, queue=4, result=2**20, query=5_000)
    found = QueryRuns(limits=limits)
    yield found
    found.close()


def ended(runs, text, seconds=LONG):
    run = runs.start(text, seconds)
    assert run.wait(LONG)
    return run


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?title ?label { ?title a zr:Title ; skos:prefLabel ?label } ORDER BY ?title ?label",
        "SELECT ?rank ?none { ?title zr:rank ?rank } ORDER BY ?rank",
        "ASK { ?p a zr:Procedure }",
        "ASK { ?p a zr:NoSuchThing }",
    ],
)
def test_answers_are_those_of_this_process(runs, text):
    run = ended(runs, text)
    assert run.state is State.ANSWERED
    assert run.answer == ask(text)


def test_graphs_come_back_whole(runs):
    text = "CONSTRUCT { ?t zr:rank ?r ; skos:prefLabel ?l } { ?t zr:rank ?r ; skos:prefLabel ?l }"
    assert set(ended(runs, text).answer.graph) == set(ask(text).graph)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("SELECT ?x\nWHERE {", "从查询结尾起读不通", 2),
        ("SELECT ?x\n\n{ ?x a nowhere:At }", "前缀未声明", 3),
        ("", "查询是空的", None),
        ("DELETE WHERE { ?s ?p ?o }", "SPARQL Update", None),
        ("SELECT * { SERVICE <http://x> {} }", "SERVICE", None),
        (f"ASK {{ }} # {'x' * 5_000}", "5000", None),
    ],
)
def test_what_is_refused_says_why(runs, text, said, line):
    run = ended(runs, text)
    assert run.state is State.REFUSED and run.answer is None
    assert said in run.trouble.said.zh
    assert run.trouble.line == line
    assert run.trouble.hint is None


def test_too_large_an_answer_is_refused_with_a_hint(runs):
    trouble = ended(runs, "SELECT * { ?s ?p ?o }").trouble
    assert "1 MiB" in trouble.said.zh
    assert "LIMIT" in trouble.hint.zh


def test_the_time_limit_is_that_of_the_run(runs):
    run = ended(runs, ENDLESS, 0.5)
    assert run.state is State.REFUSED
    assert "0.5 秒" in run.trouble.said.zh
    assert "时间上限" in run.trouble.hint.zh
    assert runs.start("ASK {}", 10_000).limit == LONG, "never more than the most"


def test_a_cancelled_run_stops_its_work_and_makes_room(runs):
    run = runs.start(ENDLESS, LONG)
    runs.cancel(run)
    assert run.state is State.CANCELLED
    assert ended(runs, "ASK {}").state is State.ANSWERED
    while runs._tasks:
        time.sleep(0.01)
    runs.cancel(run)
    assert run.state is State.CANCELLED


def test_an_ended_run_stays_as_it_is(runs):
    run = ended(runs, "ASK {}")
    before = run.seconds
    runs.cancel(run)
    assert run.state is State.ANSWERED and run.answer.truth
    assert run.seconds == before


def test_runs_are_found_by_their_token_until_there_are_many(runs):
    first = ended(runs, "ASK {}")
    assert runs.find(first.token) is first
    assert runs.find("no-such-token") is None
    for _ in range(30):
        last = ended(runs, "ASK {}")
    assert runs.find(first.token) is None
    assert runs.find(last.token) is last


def test_who_cancels_at_once_does_not_keep_the_processes_from_starting():
    fresh = QueryRuns(limits=Limits(seconds=LONG, workers=1, heavy=1))
    try:
        fresh.cancel(fresh.start("ASK {}", LONG))
        assert ended(fresh, "ASK {}").state is State.ANSWERED
    finally:
        fresh.close()

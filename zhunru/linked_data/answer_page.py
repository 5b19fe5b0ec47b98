"""查询的答案，给在浏览器里提问的人看。 The answer of a query, for people who ask in a browser."""

from __future__ import annotations

from itertools import islice
from typing import Final

import pyoxigraph

from zhunru.linked_data.knowledge import Knowledge
from zhunru.linked_data.pages import page
from zhunru.linked_data.statements import Value, Wording
from zhunru.requirements import Label

#: A page shows so many rows; programs get all of them.
MOST_ROWS: Final = 1000

Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


def answer_page(query: str, result: Result, store: pyoxigraph.Store) -> bytes:
    """Write the answer of a query as a page.

    Args:
        query: The query as it was asked.
        result: Its answer; rows beyond `MOST_ROWS` are not computed.
        store: The graph, for names of things.

    Returns:
        HTML.
    """
    knowledge = Knowledge(store)
    wording = Wording(knowledge, knowledge)
    columns, cells = _table(result, wording)
    return page(
        "answer",
        None,
        query=query,
        columns=columns,
        rows=cells[:MOST_ROWS],
        cut=MOST_ROWS if len(cells) > MOST_ROWS else None,
    )


def _table(result: Result, wording: Wording) -> tuple[list[str], list[list[Value]]]:
    if isinstance(result, pyoxigraph.QueryBoolean):
        truth = Label("是", "Yes") if result else Label("否", "No")
        return ["ASK"], [[Value(truth)]]
    if isinstance(result, pyoxigraph.QueryTriples):
        triples = islice(result, MOST_ROWS + 1)
        return ["subject", "predicate", "object"], [
            [wording.bare(term) for term in (one.subject, one.predicate, one.object)]
            for one in triples
        ]
    return [variable.value for variable in result.variables], [
        [wording.bare(term) for term in solution] for solution in islice(result, MOST_ROWS + 1)
    ]

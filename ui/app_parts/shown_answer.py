"""答案备好给人看，同一个问题只答一次。 Answers made ready for the eye, each question once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pandas as pd
import streamlit as st
from rdflib import Literal, URIRef

from zhunru.answer_formats import to_frame
from zhunru.answer_table import readable
from zhunru.ask import Answer, Term, ask, label_of
from zhunru.queries import saved_query
from zhunru.query_runs import QueryRun
from zhunru.remote import ask_endpoint, endpoint_from_environment

#: The column of names, behind that of what they name.
_LABEL: Final = "label"


@dataclass(frozen=True)
class ShownAnswer:
    """An answer with its table for reading.

    Attributes:
        answer: The answer.
        frame: Its rows for reading.
        order: The columns in their order: what stands beside its own name comes last.
        named: The columns of IRIs that a column of their names follows.
    """

    answer: Answer
    frame: pd.DataFrame
    order: tuple[str, ...]
    named: tuple[str, ...]

    def with_words(self, words: str) -> pd.DataFrame:
        """Return the rows in which every word occurs."""
        text = self.frame.astype(str).agg(" ".join, axis=1).str.casefold()
        kept = [all(word in row for word in words.casefold().split()) for row in text]
        return self.frame[kept]


@st.cache_resource(max_entries=16, show_spinner=False)
def saved_answer(name: str, values: tuple[tuple[str, str | int], ...]) -> ShownAnswer:
    """Answer a saved query with parameters, given as pairs.

    Raises:
        QueryError: If a value cannot be taken, or the endpoint does not answer.
    """
    return _shown(_asked(saved_query(name).bind(dict(values))))


@lru_cache(maxsize=8)
def shown_answer(run: QueryRun) -> ShownAnswer:
    """Make the answer of a run ready."""
    assert run.answer is not None
    return _shown(run.answer)


def _asked(text: str) -> Answer:
    endpoint = endpoint_from_environment()
    return ask_endpoint(endpoint, text) if endpoint else ask(text)


def _shown(answer: Answer) -> ShownAnswer:
    frame = pd.DataFrame() if answer.kind == "ask" else _readable_frame(answer)
    columns = tuple(frame.columns) if answer.kind == "graph" else answer.columns
    named = tuple(name for name, following in pairwise(columns) if following == _LABEL)
    order = (*(name for name in columns if name not in named), *named)
    return ShownAnswer(answer, frame, order, named)


def _readable_frame(answer: Answer) -> pd.DataFrame:
    """Return the answer for reading: numbers as numbers, IRIs short and with their labels."""
    frame = to_frame(answer)
    if answer.kind == "graph":
        return frame.map(lambda cell: _iri(URIRef(cell)) if _is_iri(cell) else cell)
    for place, variable in enumerate(answer.columns):
        terms = [row[place] for row in answer.rows]
        given = [term for term in terms if term is not None]
        if given and all(map(_is_number, given)):
            continue
        named = answer.columns[place + 1 : place + 2] == (_LABEL,)
        frame[variable] = [
            readable(term) if named or not isinstance(term, URIRef) else _iri(term)
            for term in terms
        ]
    return frame


def _iri(iri: URIRef) -> str:
    label = label_of(str(iri))
    return f"{label}（{readable(iri)}）" if label else readable(iri)


def _is_iri(cell: object) -> bool:
    return isinstance(cell, str) and "://" in cell and " " not in cell


def _is_number(term: Term) -> bool:
    return isinstance(term, Literal) and isinstance(term.toPython(), int | float)

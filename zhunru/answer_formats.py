"""把答案写成 CSV、JSON、Turtle 与数据框。 Write answers as CSV, JSON, Turtle and data frames.

Files carry exact values under the variables' own names; for the eye see `zhunru/answer_table.py`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

import pandas as pd
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD

from zhunru.answer_table import columns_and_rows
from zhunru.ask import Answer, Term
from zhunru.errors import UserError
from zhunru.queries import QueryError

if TYPE_CHECKING:
    import polars as pl

_Plain: TypeAlias = str | int | float | bool | None


def to_csv(answer: Answer) -> str:
    """Write a SELECT as SPARQL 1.1 CSV (https://www.w3.org/TR/sparql11-results-csv-tsv/).

    Values that begin with `=`, `+`, `-` or `@` are left as they are: the file is data for programs
    and must read back exactly, and an apostrophe before such values would change them. Whoever
    opens foreign results in a spreadsheet should import the columns as text.

    Args:
        answer: The answer of a SELECT.

    Returns:
        The text, lines ended by CRLF; an unbound value is empty.

    Raises:
        QueryError: If the answer is not that of a SELECT.
    """
    _only("select", answer, "CSV")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(
            "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)
            for term in row
        )
    return out.getvalue()


def to_json(answer: Answer) -> str:
    """Write a SELECT or ASK as SPARQL 1.1 JSON (https://www.w3.org/TR/sparql11-results-json/).

    Args:
        answer: The answer of a SELECT or an ASK.

    Returns:
        The text.

    Raises:
        QueryError: If the answer is a graph.
    """
    if answer.kind == "ask":
        content: dict[str, object] = {"head": {}, "boolean": answer.truth}
    else:
        _only("select", answer, "JSON")
        bindings = [
            {
                name: _json_term(term)
                for name, term in zip(answer.columns, row, strict=True)
                if term is not None
            }
            for row in answer.rows
        ]
        content = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_turtle(answer: Answer) -> str:
    """Write the graph of a CONSTRUCT or DESCRIBE as Turtle.

    Args:
        answer: The answer of a CONSTRUCT or DESCRIBE.

    Returns:
        The text.

    Raises:
        QueryError: If the answer is not a graph.
    """
    _only("graph", answer, "Turtle")
    assert answer.graph is not None
    return answer.graph.serialize(format="turtle")


def to_frame(answer: Answer) -> pd.DataFrame:
    """Turn a SELECT, or the triples of a graph, into a data frame.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        A frame with the variables as columns: whole numbers, decimals and truth values in nullable
        types, everything else as plain strings, IRIs in full, `None` for the unbound.

    Raises:
        QueryError: If the answer is that of an ASK.
    """
    data = {
        name: pd.Series(values, dtype=_dtype(values)) for name, values in _columns(answer).items()
    }
    return pd.DataFrame(data, columns=list(data))


def to_polars(answer: Answer) -> pl.DataFrame:
    """Turn a SELECT, or the triples of a graph, into a Polars data frame.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        A frame as `to_frame` gives it; columns of several kinds of values are text throughout.

    Raises:
        QueryError: If the answer is that of an ASK.
        UserError: If Polars is not installed.
    """
    columns = _columns(answer)
    try:
        import polars as pl
    except ImportError as error:
        raise UserError(
            "没有安装 Polars：请 pip install polars。 Polars is missing: pip install polars."
        ) from error
    types = {"boolean": pl.Boolean, "Int64": pl.Int64, "Float64": pl.Float64}
    series = []
    for name, values in columns.items():
        kind = types.get(_dtype(values))
        texts = [None if value is None else str(value) for value in values]
        series.append(pl.Series(name, values, kind) if kind else pl.Series(name, texts, pl.String))
    return pl.DataFrame(series)


FORMATS: Final[dict[str, Callable[[Answer], str]]] = {
    "csv": to_csv,
    "json": to_json,
    "ttl": to_turtle,
}


def _columns(answer: Answer) -> dict[str, list[_Plain]]:
    if answer.kind == "ask":
        _only("select", answer, "DataFrame")
    names, rows = columns_and_rows(answer)
    return {name: [_plain(row[index]) for row in rows] for index, name in enumerate(names)}


def _only(kind: str, answer: Answer, form: str) -> None:
    if answer.kind == kind:
        return
    zh_names = {"select": "SELECT 的表", "ask": "ASK 的真假", "graph": "CONSTRUCT/DESCRIBE 的图"}
    en_names = {
        "select": "rows of a SELECT",
        "ask": "the truth value of an ASK",
        "graph": "the graph of a CONSTRUCT or DESCRIBE",
    }
    raise QueryError(
        f"{form} 只能写{zh_names[kind]}，这个答案是{zh_names[answer.kind]}。 "
        f"{form} holds {en_names[kind]}; this answer is {en_names[answer.kind]}."
    )


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    written_term = {"type": "literal", "value": str(term)}
    if term.language:
        written_term["xml:lang"] = term.language
    elif term.datatype and term.datatype != XSD.string:
        written_term["datatype"] = str(term.datatype)
    return written_term


def _plain(term: Term | None) -> _Plain:
    if term is None:
        return None
    if isinstance(term, Literal):
        value = term.toPython()
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, bool | int | float):
            return value
    return str(term)


def _dtype(values: list[_Plain]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "Float64" if kinds and kinds <= {int, float} else "object"

"""向知识图谱提问。 Put SPARQL queries to the knowledge graph.

A query is read twice before it runs: rdflib reads it as strict SPARQL 1.1, which shows whether it
would fetch from elsewhere (`SERVICE`), and Oxigraph answers it. Both must see the same text, or
one could be shown a harmless query and the other run a different one. They differ in line ends
(rdflib ends a comment at LF only) and in codepoint escapes (only rdflib expands them everywhere),
so both are settled first, as the SPARQL grammar lays down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyoxigraph
from pyparsing import ParseBaseException, ParseResults
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from zhunru.graph import load_store
from zhunru.namespaces import PREFIXES, bind_prefixes
from zhunru.queries import QueryError, saved_query

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Term: TypeAlias = URIRef | BNode | RdfLiteral
AnswerKind = Literal["select", "ask", "graph"]

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ERROR_AT: Final = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)
_LONGEST_REASON: Final = 200
_READING: Final = Lock()
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LABELS: Final = tuple(
    pyoxigraph.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
    )
)


@dataclass(frozen=True)
class Answer:
    """一次提问的答案。 The answer to a query.

    Attributes:
        kind: Which of the following is filled: `select`, `ask` or `graph`.
        columns: The variables of a SELECT, in order.
        rows: Its rows; `None` where a variable is unbound.
        truth: The answer of an ASK.
        graph: The triples of a CONSTRUCT or DESCRIBE.
    """

    kind: AnswerKind
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    graph: Graph | None = None

    def to_pandas(self) -> pd.DataFrame:
        """Turn rows or triples into a pandas data frame, as `zhunru.answer_formats.to_frame`."""
        from zhunru.answer_formats import to_frame

        return to_frame(self)

    def to_polars(self) -> pl.DataFrame:
        """Turn rows or triples into a Polars data frame; Polars must be installed."""
        from zhunru.answer_formats import to_polars

        return to_polars(self)


def ask(sparql: str) -> Answer:
    """Answer a query over the knowledge graph.

    The project's prefixes need not be declared.

    Args:
        sparql: A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Returns:
        The answer.

    Raises:
        QueryError: If the query is malformed, changes data, or fetches from elsewhere.
    """
    # 另起一个函数来执行：Oxigraph 的结果只许在本线程销毁，而解析器会留住这里的栈帧。
    # Run in a function of its own: Oxigraph's results must be dropped in this thread, and the
    # parser's cached exceptions keep this frame alive.
    # 同时来的同一个问题只读一遍；读文法是最慢的一步。
    # The same query of many at once is read once: its grammar takes longest.
    with _READING:
        text = checked(sparql)
    return ask_trusted(text)


def ask_trusted(text: str) -> Answer:
    """Answer a query that is known to be one and to stay within this graph, such as a saved one.

    Args:
        text: SPARQL with its line ends and codepoint escapes settled.

    Returns:
        The answer.

    Raises:
        QueryError: If it is malformed.
    """
    try:
        result = load_store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise _malformed(text, str(error)) from error
    if isinstance(result, pyoxigraph.QueryBoolean):
        return Answer("ask", truth=bool(result))
    if isinstance(result, pyoxigraph.QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(_term(value) for value in row) for row in result)
        return Answer("select", columns, rows)
    return Answer("graph", graph=_graph(result))


def ask_saved(name: str, parameters: Mapping[str, str | int] | None = None) -> Answer:
    """Answer a saved query.

    Args:
        name: Its name, such as `procedures-by-title`.
        parameters: Values by parameter name; those left out take their defaults.

    Returns:
        The answer.

    Raises:
        QueryError: If there is no such query, or a parameter is wrong.
    """
    return ask(saved_query(name).bind(parameters))


def runnable(sparql: str, services: frozenset[str] = frozenset()) -> str:
    """Make sure that a query stays within this graph, and leave its grammar to the engine.

    A text without the word SERVICE, in whatever spelling, fetches nothing and need not be parsed.

    Args:
        sparql: The text.
        services: IRIs that `SERVICE` may name.

    Returns:
        The text to run, as `checked` returns it.

    Raises:
        QueryError: If it fetches from elsewhere, or says SERVICE and is malformed.
    """
    text = _settled(sparql)
    return checked(text, services) if "service" in text.casefold() else text


def explained(text: str, error: SyntaxError) -> QueryError:
    """Tell in words why Oxigraph cannot read a query.

    Args:
        text: The query.
        error: What Oxigraph says.

    Returns:
        What the strict parser objects to; where it objects to nothing, what Oxigraph says.
    """
    try:
        checked(text)
    except QueryError as objection:
        return objection
    return _malformed(text, str(error))


@lru_cache(maxsize=256)
def checked(sparql: str, services: frozenset[str] = frozenset()) -> str:
    """Make sure that a text is a query and stays within this graph.

    Args:
        sparql: The text.
        services: IRIs that `SERVICE` may name.

    Returns:
        The text to run: the same query with line ends and codepoint escapes settled.

    Raises:
        QueryError: If it is malformed, changes data, or fetches from elsewhere.
    """
    text = _settled(sparql)
    if not re.sub(r"#.*", "", text).strip():
        raise QueryError("查询是空的。 The query is empty.")
    try:
        tree = parseQuery(text)
    except ParseBaseException as error:
        if _is_update(text):
            raise QueryError(
                "只回答查询，不接受修改数据的 SPARQL Update。 "
                "Only queries are answered; SPARQL updates are refused."
            ) from error
        raise _unreadable(text, error) from error
    except RecursionError as error:
        raise QueryError("查询嵌套过深。 The query is nested too deeply.") from error
    if any(service not in services for service in _services(tree)):
        raise QueryError(
            "不接受联邦查询：SERVICE 会向别的服务器发出请求。请去掉 SERVICE。 "
            "Federated queries are refused: SERVICE would send requests to other servers. "
            "Leave SERVICE out."
        )
    return text


def label_of(iri: str, language: str = "zh") -> str | None:
    """Find the label of a resource of the graph.

    Args:
        iri: Its IRI.
        language: The language tag wanted.

    Returns:
        Its preferred label, or else its `rdfs:label`; `None` if it has none in that language.
    """
    for predicate in _LABELS:
        for quad in load_store().quads_for_pattern(pyoxigraph.NamedNode(iri), predicate, None):
            if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language == language:
                return quad.object.value
    return None


def _settled(sparql: str) -> str:
    text = sparql.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
        text.encode()
    except (ValueError, OverflowError) as error:
        raise QueryError(
            "查询含有不成字符的编码。 The query contains something that is no character."
        ) from error
    # 展开后又出现的转义，两个解析器会各读各的。 The parsers would disagree on what is left.
    if re.search(r"\\u[0-9a-f]{4}", text, re.IGNORECASE):
        raise QueryError(
            r"查询的反斜杠与 \u 转义纠缠不清，请直接写该字符。 "
            r"Backslashes and \u escapes are entangled; write the character itself."
        )
    return text.replace("\r", "\n")


def _is_update(text: str) -> bool:
    try:
        parseUpdate(text)
    except (ParseBaseException, RecursionError):
        return False
    return True


def _services(node: object) -> Iterator[str | None]:
    """Yield what each SERVICE of a parse tree names; None unless it is a full IRI."""
    if isinstance(node, CompValue):
        if node.name == "ServiceGraphPattern":
            yield str(node.term) if isinstance(node.term, URIRef) else None
        children: Iterable[object] = node.values()
    elif isinstance(node, ParseResults):
        children = node.as_list()
    else:
        children = node if isinstance(node, list | tuple | set) else ()
    for child in children:
        yield from _services(child)


def _unreadable(text: str, error: ParseBaseException) -> QueryError:
    """Tell where reading stopped: at the start of the first construct that makes no sense."""
    word = re.match(r"\S{1,30}", error.pstr[error.loc :].lstrip())
    zh_found = f"“{word[0]}”" if word else "查询结尾"
    en_found = repr(word[0]) if word else "the end of the query"
    return _located(text, error.lineno, error.column, f"从{zh_found}起读不通", f"at {en_found}")


def _malformed(text: str, message: str) -> QueryError:
    """Tell what Oxigraph objects to in a query that is grammatical."""
    match = _ERROR_AT.search(message)
    if match is None:
        return QueryError(f"查询写错了。 The query is malformed: {message}")
    reason = " ".join(match["reason"].split())
    zh = en = reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"
    if "Prefix not found" in reason:
        zh, en = "前缀未声明", "prefix not declared"
    return _located(text, int(match["line"]), int(match["column"]), zh, en)


def _located(text: str, line: int, column: int, zh: str, en: str) -> QueryError:
    lines = text.split("\n")
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    return QueryError(
        f"查询第 {line} 行第 {column} 列写错了：{zh}。\n"
        f"Malformed query, line {line}, column {column}: {en}.\n  {shown}".rstrip(),
        line,
        column,
    )


def _term(
    value: pyoxigraph.NamedNode
    | pyoxigraph.BlankNode
    | pyoxigraph.Literal
    | pyoxigraph.Triple
    | None,
) -> Term | None:
    if value is None:
        return None
    if isinstance(value, pyoxigraph.NamedNode):
        return URIRef(value.value)
    if isinstance(value, pyoxigraph.BlankNode):
        return BNode(value.value)
    if isinstance(value, pyoxigraph.Triple):
        raise QueryError("答案含三元组项，不支持。 The answer holds triple terms: not supported.")
    if value.language:
        return RdfLiteral(value.value, lang=value.language)
    datatype = value.datatype.value
    if datatype == _XSD_STRING:
        return RdfLiteral(value.value)
    return RdfLiteral(value.value, datatype=URIRef(datatype), normalize=False)


def _graph(triples: Iterable[pyoxigraph.Triple]) -> Graph:
    graph = bind_prefixes(Graph())
    for triple in triples:
        subject, predicate, obj = (
            _term(triple.subject),
            _term(triple.predicate),
            _term(triple.object),
        )
        if subject is not None and predicate is not None and obj is not None:
            graph.add((subject, predicate, obj))
    return graph

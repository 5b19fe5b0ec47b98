"""把答案写成表格、CSV、JSON 与 Turtle。 Write answers as tables, CSV, JSON and Turtle.

Files carry exact values under the variables' own names; the table for the eye has Chinese
headings, short IRIs and — for an unbound value.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Final, cast

import pandas as pd
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from zhunru.ask import Answer, Term, label_of
from zhunru.durations import Period
from zhunru.namespaces import ID, PREFIXES
from zhunru.queries import QueryError, nearest

NOTHING: Final = "—"
#: A column of this many terminal columns can be read even where its cells wrap.
_LEGIBLE: Final = 14

#: Headings of columns that saved queries return.
COLUMN_TITLES: Final = {
    "access": "入路",
    "action": "术式",
    "as_of_issue": "计至印发之日",
    "bound": "界限",
    "case_role": "病例角色",
    "clause": "条款",
    "criteria": "标准数",
    "criterion": "准入标准",
    "figure": "数值",
    "figures": "有数字的要求数",
    "force": "约束力",
    "grade": "级别",
    "grade3_cases": "三级例数",
    "grade3_procedures": "三级手术数",
    "grade4_procedures": "四级手术数",
    "handover": "范围移交",
    "hands_over_to": "移交给",
    "independent_cases": "独立完成例数",
    "kind": "种类",
    "label": "名称",
    "lesion": "病损",
    "match": "匹配",
    "measure": "指标",
    "meets": "满足标准",
    "note": "编者注",
    "of_grade": "所计级别",
    "overlap": "重叠",
    "per": "频率",
    "position": "目录位置",
    "procedure": "手术",
    "procedures": "手术数",
    "quote": "原文短语",
    "reason": "理由",
    "regulation": "规范",
    "requirement": "准入要求",
    "requirements": "要求数",
    "role": "承担者",
    "site": "部位",
    "specialty": "专科",
    "specialty_years": "专科年限",
    "subject": "条目",
    "technique": "技术",
    "thing": "须具备",
    "title": "职称",
    "under": "所在的组",
    "unit": "单位",
    "way": "途径",
    "way_kind": "途径种类",
    "window": "时间窗",
    "years": "任职年限",
}
_SIDES: Final = {"_a": "甲", "_b": "乙"}


def column_title(variable: str) -> str:
    """Head a column in Chinese, with the variable beside it.

    Args:
        variable: A variable of a query, such as `clause` or `title_a`.

    Returns:
        The heading, such as `条款 · clause`; the bare variable if it has no Chinese name.
    """
    side = _SIDES.get(variable[-2:], "")
    chinese = COLUMN_TITLES.get(variable[:-2] if side else variable)
    return f"{side}{chinese} · {variable}" if chinese else variable


def short_iri(iri: str) -> str:
    """Shorten an IRI for reading.

    Args:
        iri: Any IRI.

    Returns:
        A prefixed name such as `technique:nasal-endoscopy`; the path below the data namespace,
        such as `procedure/nasal-endoscopy-2019/grade4/1.1.1`; or the IRI as it is.
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local:
            return f"{prefix}:{local}"
    return iri.removeprefix(str(ID))


def readable(term: Term | None) -> str:
    """Write a term for reading: short IRIs, 3 年 for a duration, — for nothing.

    Args:
        term: A term, or `None` where a variable is unbound.

    Returns:
        The text.
    """
    if term is None:
        return NOTHING
    if isinstance(term, URIRef):
        return short_iri(str(term))
    if isinstance(term, BNode):
        return f"_:{term}"
    if term.datatype == XSD.boolean:
        return "是" if term.toPython() else "否"
    return _period(str(term)) if term.datatype == XSD.duration else str(term)


def to_table(answer: Answer, width: int | None = None) -> Table:
    """Lay an answer out for a terminal.

    A column of labels is set beside the first one where the query did not ask for labels.

    Args:
        answer: Any answer.
        width: The columns of the terminal. Where the table would not be legible in it, every row
            becomes a card of headings and values; without a width it always stays a table.

    Returns:
        A rich table; of subject, predicate and object for a graph.
    """
    if answer.kind == "ask":
        table = Table("答案 · answer")
        table.add_row("是 · yes" if answer.truth else "否 · no")
        return table
    headings, rows = _cells(answer)
    if width is not None and rows and _legible_width(headings, rows) > width:
        return _cards(headings, rows)
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # Text：方括号照印，不作样式。 Text, so that brackets are printed and not read as markup.
        table.add_row(*map(Text, row))
    return table


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
    if answer.kind == "ask":
        _only("select", answer, "DataFrame")
    columns, rows = _columns_and_rows(answer)
    data = {}
    for index, name in enumerate(columns):
        values = [_plain(row[index]) for row in rows]
        data[name] = pd.Series(values, dtype=_dtype(values))
    return pd.DataFrame(data, columns=list(columns))


FORMATS: Final[dict[str, Callable[[Answer], str]]] = {
    "csv": to_csv,
    "json": to_json,
    "ttl": to_turtle,
}


def written(answer: Answer, form: str) -> str:
    """Write an answer in a named form.

    Args:
        answer: The answer.
        form: `csv`, `json` or `ttl`.

    Returns:
        The text.

    Raises:
        QueryError: If the form is unknown, or does not suit the answer.
    """
    if form not in FORMATS:
        zh_hint, en_hint = nearest(form, FORMATS)
        raise QueryError(
            f"没有“{form}”这种格式，可用的有：{'、'.join(FORMATS)}。{zh_hint} "
            f"There is no form {form!r}; there are: {', '.join(FORMATS)}.{en_hint}"
        )
    return FORMATS[form](answer)


def _period(text: str) -> str:
    try:
        return Period.parse(text).zh
    except ValueError:
        return text


def _cells(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Write headings and cells for reading, with a column of labels."""
    columns, terms = _columns_and_rows(answer)
    headings = [column_title(name) for name in columns]
    rows = [[readable(term) for term in row] for row in terms]
    if columns[1:2] != ("label",) and any(isinstance(t, URIRef) for row in terms for t in row[:1]):
        headings.insert(1, column_title("label"))
        for row, cells in zip(terms, rows, strict=True):
            label = label_of(str(row[0])) if isinstance(row[0], URIRef) else None
            cells.insert(1, label or NOTHING)
    return headings, rows


def _legible_width(headings: list[str], rows: list[list[str]]) -> int:
    """Estimate the terminal columns that a table needs, with wrapped but not shredded cells."""
    longest = (
        max(cell_len(cell) for cell in column) for column in zip(headings, *rows, strict=True)
    )
    return sum(min(length, _LEGIBLE) + 3 for length in longest) + 1


def _cards(headings: list[str], rows: list[list[str]]) -> Table:
    table = Table(show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            table.add_row(heading, Text(cell))
        table.add_section()
    return table


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


def _columns_and_rows(
    answer: Answer,
) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    if answer.graph is None:
        return answer.columns, answer.rows
    triples = cast("list[tuple[Term, Term, Term]]", sorted(answer.graph))
    return ("subject", "predicate", "object"), tuple(triples)


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


def _plain(term: Term | None) -> str | int | float | bool | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        value = term.toPython()
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, bool | int | float):
            return value
    return str(term)


def _dtype(values: list[str | int | float | bool | None]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "Float64" if kinds and kinds <= {int, float} else "object"

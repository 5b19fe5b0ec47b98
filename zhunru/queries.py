"""读取保存的查询并代入参数。 Read the saved queries and fill in their parameters.

A saved query is a `.rq` file in a folder of `queries/`, one folder a theme, with a grlc header
(https://github.com/CLARIAH/grlc): comment lines that start with `#+` and hold YAML. Its
parameters are variables named `?_name` for text, `?_name_integer` and `?_name_iri`; filling one in
puts an escaped RDF term in its place, so the bound text runs on any SPARQL 1.1 store and no value
can break out of its term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final, Literal

import pyoxigraph
import yaml

from zhunru.errors import UserError
from zhunru.graph import load_store
from zhunru.namespaces import ID, ZR
from zhunru.resources import folder

Kind = Literal["string", "integer", "iri"]

#: `#+ enumerate:` without values: the parameter takes the notations of this class.
CONCEPT_PARAMETERS: Final = {
    "grade": "Grade",
    "regulation": "Regulation",
    "role": "Role",
    "site": "BodySite",
    "technique": "Technique",
    "title": "Title",
}

_TOKEN: Final = re.compile(r"\?_(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<kind>integer|iri))?\b")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_XSD_INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"


class QueryError(UserError):
    """查询写错、参数不对或不被允许。 A query is malformed, wrongly bound, or not allowed.

    Attributes:
        line: The line of the query where the trouble is, counted from 1, if known.
        column: The column in that line, counted from 1, if known.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Choice:
    """参数可取的一个值。 One value that a parameter may take.

    Attributes:
        value: What is put into the query: a notation.
        label: Its Chinese name for forms; the value itself where there is none.
        names: Every name that is understood as this value, in lower case.
    """

    value: str
    label: str
    names: frozenset[str]


@dataclass(frozen=True)
class Parameter:
    """查询的一个参数。 A parameter of a saved query.

    Attributes:
        name: Its name, without `?_` and suffix.
        default: The value used when none is given; `None` if one must be given.
        kind: What it takes: text, a whole number, or an IRI.
        choices: The values it may take; empty if it is free.
    """

    name: str
    default: str | int | None
    kind: Kind
    choices: tuple[Choice, ...] = ()

    def term(self, value: str | int) -> str:
        """Write a value as an RDF term in SPARQL syntax.

        Args:
            value: The value; for a parameter with choices a notation or any of its names.

        Returns:
            The escaped term.

        Raises:
            QueryError: If the value is not of the parameter's kind or not among its choices.
        """
        if isinstance(value, bool):
            raise self._wrong(value, "不能是真假值", "not a truth value")
        if self.kind == "integer":
            if not _INTEGER.fullmatch(str(value)):
                raise self._wrong(value, "须为整数", "a whole number is needed")
            return f'"{int(value)}"^^<{_XSD_INTEGER}>'
        text = str(value)
        if self.kind == "iri":
            if not _IRI.fullmatch(text):
                raise self._wrong(value, "须为绝对 IRI", "an absolute IRI is needed")
            return f"<{text}>"
        return self._string(self._chosen(text))

    def _chosen(self, text: str) -> str:
        # 默认值总可以用，例如空字符串表示全部。 The default is always fine, such as "" for all.
        if not self.choices or text == self.default:
            return text
        for choice in self.choices:
            if text.lower() in choice.names:
                return choice.value
        names = [name for choice in self.choices for name in (choice.value, choice.label)]
        zh_hint, en_hint = nearest(text, names)
        values = [choice.value for choice in self.choices]
        zh_all = "、".join(values[:12]) + (f" 等 {len(values)} 个" if len(values) > 12 else "")
        en_all = ", ".join(values[:12]) + (f", {len(values)} in all" if len(values) > 12 else "")
        raise QueryError(
            f"参数 {self.name} 不能取“{text}”，可取：{zh_all}，或其名称。{zh_hint} "
            f"{self.name} cannot be {text!r}; it takes {en_all}, or a label of one.{en_hint}"
        )

    def _string(self, text: str) -> str:
        # SPARQL 在解析之前就展开 \uXXXX（§19.2），任何转义都挡不住，因此不收。
        # SPARQL expands \uXXXX before it parses (§19.2): no escaping withstands that.
        if re.search(r"\\u", text, re.IGNORECASE):
            raise self._wrong(
                text, r"不能含 \u 转义，请直接写该字符", r"write the character, not \u"
            )
        if any("\ud800" <= c <= "\udfff" or c == "\0" for c in text):
            raise self._wrong(text, "含有不成字符的编码", "contains something that is no character")
        return f'"{text.translate(_ESCAPES)}"'

    def _wrong(self, value: object, zh: str, en: str) -> QueryError:
        return QueryError(
            f"参数 {self.name}：{zh}，得到 {value!r}。 {self.name}: {en}, got {value!r}."
        )


@dataclass(frozen=True)
class SavedQuery:
    """一个保存的查询。 A saved query.

    Attributes:
        name: The file name without `.rq`.
        theme: The folder it is in: what it asks about.
        summary: One line, Chinese and English.
        description: What it answers and how the rules are read.
        tags: Tags, Chinese and English.
        parameters: Its parameters, in the order of the header.
        text: The text with parameter tokens, header included.
    """

    name: str
    theme: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, str | int] | None = None) -> str:
        """Fill in the parameters.

        Args:
            values: Values by parameter name; those left out take their defaults.

        Returns:
            SPARQL text without parameter tokens.

        Raises:
            QueryError: If a parameter is unknown, missing, or given a value it cannot take.
        """
        given = dict(values or {})
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise self._unknown(name, known)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                raise QueryError(
                    f"查询 {self.name} 缺少参数 {parameter.name}。 "
                    f"Query {self.name} needs the parameter {parameter.name}."
                )
            terms[parameter.name] = parameter.term(value)
        return _TOKEN.sub(lambda token: terms[token["name"]], self.text)

    def _unknown(self, name: str, known: list[str]) -> QueryError:
        zh_hint, en_hint = nearest(name, known)
        zh = f"可用的参数：{'、'.join(known)}。" if known else "它没有参数。"
        en = f"it takes: {', '.join(known)}." if known else "it takes none."
        return QueryError(
            f"查询 {self.name} 没有参数“{name}”，{zh}{zh_hint} "
            f"Query {self.name} has no parameter {name!r}; {en}{en_hint}"
        )


def nearest(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Suggest what was probably meant.

    Args:
        name: What was written.
        known: What could have been written.

    Returns:
        A Chinese and an English sentence, both empty if nothing comes near.
    """
    matches = get_close_matches(name, list(known), n=1)
    if not matches:
        return "", ""
    return f"是不是“{matches[0]}”？", f" Did you mean {matches[0]!r}?"


def saved_queries() -> dict[str, SavedQuery]:
    """Read every saved query that ships with Zhunru.

    Returns:
        The queries by name, in the order of their names.

    Raises:
        QueryError: If a header is malformed or disagrees with the text below it.
    """
    return dict(_saved_queries())


def saved_query(name: str) -> SavedQuery:
    """Find a saved query by name.

    Args:
        name: The name, such as `procedures-by-title`.

    Returns:
        The query.

    Raises:
        QueryError: If there is none of that name; the message names the nearest.
    """
    queries = _saved_queries()
    if name not in queries:
        zh_hint, en_hint = nearest(name, queries)
        raise QueryError(
            f"没有名为“{name}”的查询，可用的有：{'、'.join(queries)}。{zh_hint} "
            f"No saved query is named {name!r}; there are: {', '.join(queries)}.{en_hint}"
        )
    return queries[name]


def read_query(path: Path) -> SavedQuery:
    """Read one `.rq` file with a grlc header.

    Args:
        path: The file.

    Returns:
        The query.

    Raises:
        QueryError: If the header is malformed or disagrees with the text below it.
    """
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    try:
        header = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("#+")))
    except yaml.YAMLError as error:
        raise _bad_header(path, f"不是 YAML，not YAML: {error}") from error
    if not isinstance(header, dict) or not {"summary", "description"} <= header.keys():
        raise _bad_header(path, "须有 summary 与 description，needs summary and description")
    return SavedQuery(
        name=path.stem,
        theme=path.parent.name,
        summary=str(header["summary"]),
        description=str(header["description"]).strip(),
        tags=tuple(str(tag) for tag in header.get("tags", ())),
        parameters=_parameters(path, header, text),
        text=text,
    )


@cache
def _saved_queries() -> dict[str, SavedQuery]:
    paths = sorted(folder("queries").glob("*/*.rq"), key=lambda path: path.stem)
    return {path.stem: read_query(path) for path in paths}


def _bad_header(path: Path, reason: str) -> QueryError:
    return QueryError(f"{path.name} 的头部有误 bad header: {reason}")


def _parameters(path: Path, header: Mapping[str, object], text: str) -> tuple[Parameter, ...]:
    kinds: dict[str, Kind] = {}
    for token in _TOKEN.finditer(text):
        kind: Kind = "integer" if token["kind"] == "integer" else "string"
        kind = "iri" if token["kind"] == "iri" else kind
        if kinds.setdefault(token["name"], kind) != kind:
            raise _bad_header(path, f"参数 {token['name']} 有两种类型，has two kinds")
    defaults = _named(header.get("defaults"))
    choices = _named(header.get("enumerate"))
    for name in (*defaults, *choices):
        if name not in kinds:
            raise _bad_header(path, f"正文没有参数 {name}，not used in the text: {name}")
    names = [*defaults, *(name for name in kinds if name not in defaults)]
    return tuple(
        Parameter(name, _default(defaults.get(name)), kinds[name], _choices(path, name, choices))
        for name in names
    )


def _named(items: object) -> dict[str, object]:
    """Read a grlc list of names and of `name: value`."""
    named: dict[str, object] = {}
    for item in items if isinstance(items, list) else ():
        named.update(item if isinstance(item, dict) else {str(item): None})
    return named


def _default(value: object) -> str | int | None:
    return value if isinstance(value, int) or value is None else str(value)


def _choices(path: Path, name: str, choices: Mapping[str, object]) -> tuple[Choice, ...]:
    if name not in choices:
        return ()
    values = choices[name]
    if isinstance(values, list):
        return tuple(Choice(str(v), str(v), frozenset({str(v).lower()})) for v in values)
    if name not in CONCEPT_PARAMETERS:
        raise _bad_header(path, f"参数 {name} 没有列出取值，no values listed for {name}")
    return concept_choices(CONCEPT_PARAMETERS[name])


@cache
def concept_choices(kind: str) -> tuple[Choice, ...]:
    """List the concepts of a class as choices, by rank where they have one, then by notation.

    Args:
        kind: The local name of a class of the ontology, such as `Title`.

    Returns:
        The choices. A regulation has no notation: the last part of its IRI stands for it.
    """
    query = f"""
        PREFIX zr: <{ZR}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?concept ?rank ?notation ?name WHERE {{
          ?concept a zr:{kind} .
          {{ ?concept skos:prefLabel ?name BIND(0 AS ?alternative) }}
          UNION {{ ?concept skos:altLabel ?name BIND(1 AS ?alternative) }}
          OPTIONAL {{ ?concept skos:notation ?notation }} OPTIONAL {{ ?concept zr:rank ?rank }}
        }} ORDER BY ?rank ?notation ?concept ?alternative ?name"""
    solutions = load_store().query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    names: dict[str, list[pyoxigraph.Literal]] = {}
    for solution in solutions:
        notation, concept = solution["notation"], solution["concept"]
        value = notation.value if notation else concept.value.removeprefix(str(ID)).split("/")[-1]
        names.setdefault(value, []).append(solution["name"])
    return tuple(
        Choice(
            value,
            next((label.value for label in labels if label.language == "zh"), value),
            frozenset({value.lower(), *(label.value.lower() for label in labels)}),
        )
        for value, labels in names.items()
    )

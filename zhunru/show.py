"""查看图谱中的一项。 Look at one resource of the knowledge graph.

A resource is found by IRI, prefixed name, path or label; what the graph says of it, what points to
it and, for a procedure, the criteria that bind it are gathered in one description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from rdflib import BNode, URIRef
from rdflib.namespace import RDF, SKOS
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.tree import Tree

from zhunru.answer_table import NOTHING, readable, short_iri
from zhunru.ask import Term, ask, label_of
from zhunru.criterion import Criterion
from zhunru.hierarchy import hierarchy
from zhunru.namespaces import ELI, ID, PREFIXES, ZR
from zhunru.queries import Parameter, QueryError
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Force, Group, Requirement, When
from zhunru.wording import clause_numbers, sentence

_MOST_CANDIDATES: Final = 12
_MOST_POINTERS: Final = 12
_IRI: Final = Parameter("iri", None, "iri")


class NotFoundError(QueryError):
    """找不到所要的一项，或不止一项。 Nothing, or more than one thing, goes by that name.

    Attributes:
        candidates: The IRIs that may have been meant, the likeliest first.
    """

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True)
class Value:
    """一个值。 A value of a property: its text for reading, and its IRI if it is a resource."""

    text: str
    iri: str | None = None


@dataclass(frozen=True)
class Property:
    """一个属性及其值。 A property with its values, or with the resources that point through it."""

    iri: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Description:
    """图谱中的一项。 What the graph says of a resource.

    Attributes:
        iri: Its IRI.
        label: Its Chinese label; a clause's number, or else the short IRI, if it has none.
        label_en: Its English label, if any.
        types: Its classes.
        properties: What it says, classes left out.
        pointed_from: What points to it, by property.
        criteria: For a procedure, the criteria of its regulation for its technique and grade,
            with those that they extend, in the order of the clauses.
    """

    iri: str
    label: str
    label_en: str | None
    types: tuple[Value, ...]
    properties: tuple[Property, ...]
    pointed_from: tuple[Property, ...]
    criteria: tuple[Criterion, ...] = ()


def describe(name_or_iri: str) -> Description:
    """Describe a resource of the knowledge graph.

    Args:
        name_or_iri: An IRI, a prefixed name (`technique:nasal-endoscopy`), a path below the data
            namespace (`procedure/nasal-endoscopy-2019/grade4/1.1.1`), a label in Chinese or
            English, a notation, or a part of a label that only one resource has.

    Returns:
        The description.

    Raises:
        NotFoundError: If nothing, or more than one thing, goes by that name.
    """
    iri = find(name_or_iri)
    term = _IRI.term(iri)
    said = ask(f"SELECT ?p ?o WHERE {{ {term} ?p ?o }}").rows
    pointing = ask(f"SELECT ?p ?s WHERE {{ ?s ?p {term} }}").rows
    properties = _properties(said)
    return Description(
        iri=iri,
        label=_label(iri),
        label_en=label_of(iri, "en"),
        types=next((p.values for p in properties if p.iri == str(RDF.type)), ()),
        properties=tuple(p for p in properties if p.iri != str(RDF.type)),
        pointed_from=tuple(_properties(pointing)),
        criteria=_binding_criteria(iri),
    )


def find(name_or_iri: str) -> str:
    """Find the one resource that goes by a name.

    Args:
        name_or_iri: As for `describe`.

    Returns:
        Its IRI.

    Raises:
        NotFoundError: If nothing, or more than one thing, goes by that name.
    """
    name = name_or_iri.strip()
    for iri in _as_iris(name):
        if _exists(iri):
            return iri
    wanted = name.lower()
    if wanted:
        for names in (_names(main=True), _names(main=False)):
            if wanted in names:
                return _only_one(name, names[wanted])
        everything = {**_names(main=False), **_names(main=True)}
        partly = {iri for label, iris in everything.items() if wanted in label for iri in iris}
        if partly:
            return _only_one(name, partly)
    raise _nothing(name)


def render(description: Description, console: Console) -> None:
    """Print a description to a console, Chinese first.

    Args:
        description: The description.
        console: Where to print it.
    """
    kinds = "、".join(value.text for value in description.types) or NOTHING
    lines = [f"[bold]{escape(description.label)}[/bold]"]
    if description.label_en:
        lines.append(escape(description.label_en))
    lines += [f"种类 · kind：{escape(kinds)}", f"[dim]{escape(description.iri)}[/dim]"]
    console.print(Panel("\n".join(lines), title=escape(short_iri(description.iri))))
    console.print(_property_table("属性 · properties", description.properties))
    if description.pointed_from:
        console.print(_property_table("引用它的 · referred to by", description.pointed_from))
    for criterion in description.criteria:
        console.print(_criterion_tree(criterion))


def _as_iris(name: str) -> list[str]:
    """Read a name as an IRI in every way that makes sense of it."""
    bare = name.removeprefix("<").removesuffix(">")
    found = [bare] if "://" in bare else []
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        found.append(PREFIXES[prefix] + local)
    if "/" in name and "://" not in name:
        found.append(f"{ID}{name.removeprefix('/')}")
    return [iri for iri in found if not re.search(r'[\x00-\x20<>"{}|^`\\]', iri)]


def _exists(iri: str) -> bool:
    term = _IRI.term(iri)
    return bool(ask(f"ASK {{ {{ {term} ?p ?o }} UNION {{ ?s ?q {term} }} }}").truth)


@cache
def _names(main: bool) -> dict[str, frozenset[str]]:
    """Index resources by name, in lower case: by labels and notations, or by other spellings."""
    paths = (
        f"<{SKOS.prefLabel}>|rdfs:label|<{ELI.title}>|skos:notation" if main else "skos:altLabel"
    )
    rows = ask(f"SELECT ?s ?name WHERE {{ ?s {paths} ?name FILTER(ISIRI(?s)) }}").rows
    names: dict[str, set[str]] = {}
    for subject, name in rows:
        names.setdefault(str(name).lower(), set()).add(str(subject))
    return {name: frozenset(iris) for name, iris in names.items()}


def _only_one(name: str, iris: Iterable[str]) -> str:
    candidates = tuple(sorted(iris, key=lambda iri: (len(label_of(iri) or ""), iri)))
    if len(candidates) == 1:
        return candidates[0]
    shown = "\n".join(f"  {_named(iri)}" for iri in candidates[:_MOST_CANDIDATES])
    more = f"\n  {_in_all(candidates)}" if len(candidates) > _MOST_CANDIDATES else ""
    raise NotFoundError(
        f"“{name}”不止一项，请用下列前缀名或路径之一。 "
        f"More than one thing goes by {name!r}; use one of these names:\n{shown}{more}",
        candidates,
    )


def _nothing(name: str) -> NotFoundError:
    names = {**_names(main=False), **_names(main=True)}
    near = get_close_matches(name.lower(), list(names), n=5, cutoff=0.5)
    candidates = tuple(dict.fromkeys(iri for match in near for iri in sorted(names[match])))
    shown = "\n".join(f"  {_named(iri)}" for iri in candidates[:_MOST_CANDIDATES])
    zh, en = ("", "") if not candidates else ("最接近的是：", " The nearest are:\n")
    return NotFoundError(
        f"图谱中没有“{name}”。{zh} Nothing in the graph goes by {name!r}.{en}{shown}", candidates
    )


def _named(iri: str) -> str:
    return f"{short_iri(iri)}  {label_of(iri) or ''}".rstrip()


def _in_all(things: Sized) -> str:
    return f"…… 共 {len(things)} 项 · {len(things)} in all"


def _label(iri: str) -> str:
    """Name a resource: its Chinese label, a clause's number, or else its short IRI."""
    if label := label_of(iri):
        return label
    numbers = ask(f"SELECT ?number WHERE {{ {_IRI.term(iri)} <{ELI.number}> ?number }}").rows
    return str(numbers[0][0]) if numbers else short_iri(iri)


def _properties(rows: Iterable[tuple[Term | None, ...]]) -> list[Property]:
    found: dict[str, list[Term]] = {}
    for predicate, value in rows:
        # 空节点是 OWL 的内部写法，没有名称。 Blank nodes are the inside of OWL: they have no name.
        if value is not None and not isinstance(value, BNode):
            found.setdefault(str(predicate), []).append(value)
    return sorted(
        (
            Property(
                iri, label_of(iri) or short_iri(iri), tuple(map(_value, sorted(terms, key=_order)))
            )
            for iri, terms in found.items()
        ),
        key=lambda p: (p.iri != str(SKOS.prefLabel), p.iri),
    )


def _order(term: Term) -> tuple[bool, list[tuple[int, str]], str]:
    """Order Chinese texts first, and numbered paths by their numbers."""
    parts = [(int(n) if n.isdigit() else 0, n) for n in re.split(r"(\d+)", str(term))]
    return getattr(term, "language", None) == "en", parts, str(term)


def _value(term: Term) -> Value:
    if isinstance(term, URIRef):
        return Value(_label(str(term)), str(term))
    return Value(readable(term))


def _binding_criteria(iri: str) -> tuple[Criterion, ...]:
    """Find the criteria that bind a procedure; none for anything else."""
    rows = ask(
        f"""SELECT ?technique ?regulation ?grade WHERE {{
          {_IRI.term(iri)} a <{ZR.Procedure}> ; <{ZR.grade}> ?grade ; skos:inScheme ?catalogue .
          ?catalogue <{ZR.technique}> ?technique ; <{ELI.is_part_of}> ?regulation . }}"""
    ).rows
    bound: dict[str, Criterion] = {}
    for technique, regulation, grade in rows:
        level = str(grade).rsplit("/", 1)[1]
        above = hierarchy().lineage(str(technique).rsplit("/", 1)[1])[1:]
        for criterion in criteria().values():
            own = (criterion.technique.iri, criterion.regulation.iri) == (
                str(technique),
                str(regulation),
            )
            # 上位技术的规定（内镜管理规定）也约束它。 So do the rules of the broader technique.
            if (own or criterion.technique.notation in above) and criterion.covers(level):
                bound.update({member.iri: member for member in criterion.closure})
    own_rules = {str(regulation) for _, regulation, _ in rows}
    return tuple(
        sorted(
            bound.values(),
            key=lambda c: (c.regulation.iri not in own_rules, _first_clause(c), c.iri),
        )
    )


def _first_clause(criterion: Criterion) -> list[tuple[int, str]]:
    clauses = [clause for requirement in criterion.requirements for clause in requirement.clauses]
    paths = [clause.iri.rsplit("/", 1)[1].split(".") for clause in clauses]
    return min(([(int(n) if n.isdigit() else 0, n) for n in path] for path in paths), default=[])


def _property_table(title: str, properties: Iterable[Property]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for item in properties:
        shown = [_value_line(value) for value in item.values[:_MOST_POINTERS]]
        if len(item.values) > _MOST_POINTERS:
            shown.append(_in_all(item.values))
        table.add_row(f"{escape(item.label)} · {escape(short_iri(item.iri))}", "\n".join(shown))
    return table


def _value_line(value: Value) -> str:
    if value.iri is None or value.text == short_iri(value.iri):
        return escape(value.text)
    return f"{escape(value.text)}  [dim]{escape(short_iri(value.iri))}[/dim]"


def _criterion_tree(criterion: Criterion) -> Tree:
    heading = f"[bold]{escape(criterion.label.zh)}[/bold] · {escape(criterion.label.en)}"
    if criterion.extends:
        others = "、".join(escape(other.label.zh) for other in criterion.extends)
        heading += f"\n[dim]在其基础上 · on top of：{others}[/dim]"
    tree = Tree(heading)
    for requirement in criterion.requirements:
        _add_requirement(tree, requirement)
    return tree


def _add_requirement(tree: Tree, requirement: Requirement, prefix: str = "") -> None:
    # 组只写名称，成员各占一行；句子只用于末端。 Groups are named; their members have a line each.
    words = requirement.label if prefix or requirement.children else sentence(requirement)
    kind = "（满足其一 · any of）" if isinstance(requirement, AnyOf) else ""
    force = (
        "" if requirement.force is Force.MANDATORY else f" [yellow]{requirement.force.zh}[/yellow]"
    )
    clauses = clause_numbers(requirement.clauses) or NOTHING
    branch = tree.add(
        f"{prefix}{escape(words.zh)}{kind}{force} [cyan]{escape(clauses)}[/cyan]"
        f" [dim]{escape(words.en)}[/dim]"
    )
    if isinstance(requirement, When):
        _add_requirement(branch, requirement.condition, prefix="条件 · if：")
    for child in requirement.members if isinstance(requirement, Group) else ():
        _add_requirement(branch, child)

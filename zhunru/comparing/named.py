"""按名称找到所指的一项。 Find the one thing that a user means by a name.

A thing goes by its notation, its labels in Chinese and English, its other spellings, and any part
of a name that only one of the things in question has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import Graph
from rdflib.namespace import SKOS
from rdflib.term import Node

from zhunru.errors import UserError
from zhunru.namespaces import ELI
from zhunru.queries import nearest
from zhunru.requirements import Label

_MOST_SHOWN: Final = 12
_Names = Mapping[str, frozenset[Node]]


def find(graph: Graph, name: str, nodes: Iterable[Node], what: Label) -> Node:
    """Find the thing that goes by a name.

    Args:
        graph: The knowledge graph.
        name: A notation, the last part of an IRI, a label, another spelling, or a part of one.
        nodes: The things that may be meant, in the order in which to list them.
        what: What kind of thing they are, for messages.

    Returns:
        The only one that goes by the name.

    Raises:
        UserError: If none does, with the nearest names, or if several do, with all of theirs.
    """
    given = list(dict.fromkeys(nodes))
    wanted = " ".join(name.split()).lower()
    main, other = _names(graph, given, main=True), _names(graph, given, main=False)
    partly = {
        node for names in (main, other) for known in names if wanted in known
        for node in names[known]
    }  # fmt: skip
    for found in (main.get(wanted), other.get(wanted), partly if wanted else None):
        if found and len(found) == 1:
            return next(iter(found))
        if found:
            raise _several(graph, name, [node for node in given if node in found], what)
    raise _unknown(graph, name, given, what)


def local_name(node: Node) -> str:
    """Return the last part of an IRI."""
    return str(node).rsplit("/", 1)[-1]


def _names(graph: Graph, nodes: Iterable[Node], *, main: bool) -> _Names:
    properties = (SKOS.notation, SKOS.prefLabel, ELI.title) if main else (SKOS.altLabel,)
    names: dict[str, set[Node]] = {}
    for node in nodes:
        known = [str(text) for one in properties for text in graph.objects(node, one)]
        for text in [*known, *([local_name(node)] if main else [])]:
            names.setdefault(text.lower(), set()).add(node)
    return {text: frozenset(found) for text, found in names.items()}


def _several(graph: Graph, name: str, nodes: list[Node], what: Label) -> UserError:
    zh, en = _listed(graph, nodes)
    return UserError(
        f"“{name}”不止一个{what.zh}，请写明是哪一个：{zh}。 "
        f"More than one {what.en} goes by {name!r}; name one of: {en}."
    )


def _unknown(graph: Graph, name: str, nodes: list[Node], what: Label) -> UserError:
    known = [*_names(graph, nodes, main=True), *_names(graph, nodes, main=False)]
    zh_hint, en_hint = nearest(name.lower(), known)
    if not zh_hint and nodes:
        zh, en = _listed(graph, nodes)
        zh_hint, en_hint = f"可用的有：{zh}。", f" There are: {en}."
    return UserError(
        f"没有名为“{name}”的{what.zh}。{zh_hint} No {what.en} is named {name!r}.{en_hint}"
    )


def _listed(graph: Graph, nodes: list[Node]) -> tuple[str, str]:
    """List things in Chinese and English, the first dozen of many."""
    shown = [(local_name(node), _chinese(graph, node)) for node in nodes[:_MOST_SHOWN]]
    zh = "、".join(f"{name}（{label}）" if label else name for name, label in shown)
    en = ", ".join(name for name, _ in shown)
    if len(nodes) > _MOST_SHOWN:
        return f"{zh} 等 {len(nodes)} 个", f"{en}, {len(nodes)} in all"
    return zh, en


def _chinese(graph: Graph, node: Node) -> str:
    labels = graph.objects(node, SKOS.prefLabel)
    return next((str(one) for one in labels if getattr(one, "language", None) == "zh"), "")

"""在推理结果中找矛盾。 Find the contradictions in what was inferred.

The rules of OWL 2 RL that end in “false”, as far as the ontology has axioms that they speak of,
and one more: a member of a union that no class of the union can have. Each contradiction is told
in words, with the Chinese names of what it is about. No contradiction under these rules does not
yet prove that there is none at all: HermiT, on a sample, knows more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rdflib import Literal
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from zhunru.errors import Bilingual
from zhunru.namespaces import ELI, ID

if TYPE_CHECKING:
    from zhunru.owl_rl import Closure


class Kind(Enum):
    """矛盾的种类。 The kinds of contradiction."""

    DISJOINT = Bilingual("同属互不相交的两类", "in two disjoint classes")
    NO_ALTERNATIVE = Bilingual("不能属于任何一个可选的类", "in none of the possible classes")
    NOTHING = Bilingual("属于不可能有成员的类", "in a class that can have no member")
    SAME_AND_DIFFERENT = Bilingual("既相同又不同", "both the same and different")
    SEVERAL_VALUES = Bilingual("只能有一个值却有多个", "several values where there may be one")
    WRONG_VALUE = Bilingual("值不在规定的类型之内", "a value outside the declared datatype")


@dataclass(frozen=True)
class Contradiction:
    """一处矛盾。 One contradiction.

    Attributes:
        kind: 种类 what kind.
        node: 关于什么 what it is about.
        name: 它的名称 its names, or the end of its IRI.
        detail: 详情 what contradicts what.
    """

    kind: Kind
    node: Node
    name: Bilingual
    detail: Bilingual


def contradictions(closure: Closure) -> tuple[Contradiction, ...]:
    """Find every contradiction in a closure.

    Args:
        closure: A graph with all that follows from it.

    Returns:
        The contradictions by kind and by what they are about; none if it is consistent.
    """
    search = _Search(closure)
    found = (
        *search.disjoint(),
        *search.no_alternative(),
        *search.nothing(),
        *search.same_and_different(),
        *search.several_values(),
        *search.wrong_values(),
    )
    order = list(Kind)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.kind), str(one.node), one.detail.zh))
    )


class _Search:
    """One search, with the indices that it needs."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.types: dict[Node, set[Node]] = defaultdict(set)
        for node, cls in self.pairs(RDF.type):
            self.types[node].add(cls)
        self.apart = self._disjoint_classes()

    def pairs(self, predicate: Node) -> frozenset[tuple[Node, Node]]:
        return self.closure.pairs.get(predicate, frozenset())

    def disjoint(self) -> Iterator[Contradiction]:
        """Rules cax-dw and cax-adc."""
        for node, classes in self.types.items():
            for first in sorted(classes & self.apart.keys(), key=str):
                for second in sorted(self.apart[first] & classes, key=str):
                    if str(first) <= str(second):
                        yield self._two_classes(node, first, second)

    def no_alternative(self) -> Iterator[Contradiction]:
        """Find members of a union that are in classes disjoint with each class of the union."""
        for union, parts in self.pairs(OWL.unionOf):
            choices = self._items(parts)
            for node, classes in self.types.items():
                if union not in classes or classes & set(choices):
                    continue
                if all(self.apart[one] & classes for one in choices):
                    names = [self._name(one) for one in choices]
                    why = self._because(node, union)
                    zh, en = "、".join(f"“{n.zh}”" for n in names), " or ".join(n.en for n in names)
                    yield self._found(
                        Kind.NO_ALTERNATIVE,
                        node,
                        f"应是{zh}之一{why.zh}，却与它们都不相交",
                        f"must be a {en}{why.en}, yet is disjoint with each",
                    )

    def nothing(self) -> Iterator[Contradiction]:
        """Rule cls-nothing2."""
        empty = {cls for cls, broader in self.pairs(RDFS.subClassOf) if broader == OWL.Nothing}
        for node, classes in self.types.items():
            if OWL.Nothing in classes:
                without = sorted(classes & (empty - {OWL.Nothing}), key=str)
                names = [self._name(cls) for cls in without]
                zh, en = "、".join(f"“{n.zh}”" for n in names), ", ".join(n.en for n in names)
                yield self._found(
                    Kind.NOTHING,
                    node,
                    f"属于{zh or '空类'}，该类不可能有成员",
                    f"is in {en or 'owl:Nothing'}, which can have no member",
                )

    def same_and_different(self) -> Iterator[Contradiction]:
        """Rules eq-diff1 to eq-diff3."""
        same = self.pairs(OWL.sameAs)
        different = set(self.pairs(OWL.differentFrom))
        for everyone in self.types:
            if OWL.AllDifferent in self.types[everyone]:
                different.update(combinations(self._all_different(everyone), 2))
        clashes = {
            (min(pair, key=str), max(pair, key=str))
            for pair in different
            if pair[0] == pair[1] or pair in same or pair[::-1] in same
        }
        for one, other in clashes:
            # 相同的两项会各自成为“与自己不同”，那是同一处矛盾。
            # Of two that are the same each turns out different from itself: that is no news.
            if one == other and any(one in pair and pair != (one, one) for pair in clashes):
                continue
            name = self._name(other)
            yield self._found(
                Kind.SAME_AND_DIFFERENT,
                one,
                f"与“{name.zh}”（{_short(other)}）既相同又不同",
                f"is both the same as {name.en} ({_short(other)}) and different from it",
            )

    def several_values(self) -> Iterator[Contradiction]:
        """Rule prp-fp with dt-diff. Of two individuals it makes one, which is no contradiction."""
        for property_, kind in self.pairs(RDF.type):
            if kind != OWL.FunctionalProperty:
                continue
            values: dict[Node, dict[object, str]] = defaultdict(dict)
            for node, value in self.pairs(property_):
                if isinstance(value, Literal):
                    values[node][_value(value)] = str(value)
            name = self._name(property_)
            for node, found in values.items():
                if len(found) > 1:
                    shown = sorted(found.values())
                    yield self._found(
                        Kind.SEVERAL_VALUES,
                        node,
                        f"“{name.zh}”只能有一个值，却有 {'、'.join(shown)}",
                        f"{name.en} may have one value, not {', '.join(shown)}",
                    )

    def wrong_values(self) -> Iterator[Contradiction]:
        """Rules prp-rng and dt-not-type."""
        for property_, datatype in self.pairs(RDFS.range):
            admits = _DATATYPES.get(datatype)
            if admits is None:
                continue
            name, type_name = self._name(property_), str(datatype).rsplit("#", 1)[-1]
            for node, value in self.pairs(property_):
                if not (isinstance(value, Literal) and admits(value)):
                    yield self._found(
                        Kind.WRONG_VALUE,
                        node,
                        f"“{name.zh}”的值 {value} 不是 {type_name}",
                        f"{name.en} has the value {value}, which is no {type_name}",
                    )

    def _two_classes(self, node: Node, first: Node, second: Node) -> Contradiction:
        one, other = self._name(first), self._name(second)
        why, why_too = self._because(node, first), self._because(node, second)
        return self._found(
            Kind.DISJOINT,
            node,
            f"既是“{one.zh}”{why.zh}，又是“{other.zh}”{why_too.zh}",
            f"is a {one.en}{why.en} and a {other.en}{why_too.en}",
        )

    def _because(self, node: Node, cls: Node) -> Bilingual:
        """Tell which properties make it a member, unless it is one as given."""
        narrower = {cls} | {one for one, broader in self.pairs(RDFS.subClassOf) if broader == cls}
        graph = self.closure.graph
        if narrower & set(graph.objects(node, RDF.type)):
            return Bilingual("", "")
        properties = {
            property_
            for axiom, used in (
                (RDFS.domain, set(graph.predicates(node))),
                (RDFS.range, set(graph.predicates(None, node))),
            )
            for property_, kind in self.pairs(axiom)
            if kind in narrower and property_ in used
        }
        if not properties:
            return Bilingual("（推得）", " (inferred)")
        names = [self._name(one) for one in sorted(properties, key=str)]
        zh, en = "、".join(f"“{n.zh}”" for n in names), ", ".join(n.en for n in names)
        return Bilingual(f"（由{zh}推得）", f" (by {en})")

    def _disjoint_classes(self) -> defaultdict[Node, set[Node]]:
        apart: defaultdict[Node, set[Node]] = defaultdict(set)
        together = list(self.pairs(OWL.disjointWith))
        for node, parts in self.pairs(OWL.members):
            if OWL.AllDisjointClasses in self.types[node]:
                together.extend(combinations(self._items(parts), 2))
        for one, other in together:
            apart[one].add(other)
            apart[other].add(one)
        return apart

    def _all_different(self, node: Node) -> list[Node]:
        lists = (*self.pairs(OWL.members), *self.pairs(OWL.distinctMembers))
        return [one for subject, parts in lists if subject == node for one in self._items(parts)]

    def _items(self, parts: Node) -> list[Node]:
        return list(self.closure.graph.items(parts))

    def _found(self, kind: Kind, node: Node, zh: str, en: str) -> Contradiction:
        return Contradiction(kind, node, self._name(node), Bilingual(f"{zh}。", f"{en}."))

    def _name(self, node: Node) -> Bilingual:
        names = {
            label.language: str(label)
            for property_ in (ELI.title, RDFS.label, SKOS.prefLabel)
            for label in self.closure.graph.objects(node, property_)
            if isinstance(label, Literal)
        }
        zh = names.get("zh") or _short(node)
        return Bilingual(zh, names.get("en") or zh)


def _short(node: Node) -> str:
    return str(node).removeprefix(str(ID))


def _value(literal: Literal) -> object:
    """Return what tells two values apart: 1 and 1.0 are one value, 1 and true are two."""
    value = literal.value
    if literal.ill_typed or value is None:
        return str(literal), literal.datatype, literal.language
    return isinstance(value, bool), value, literal.language


def _is_decimal(literal: Literal) -> bool:
    return isinstance(literal.value, int | Decimal) and not isinstance(literal.value, bool)


def _is_integer(literal: Literal) -> bool:
    return _is_decimal(literal) and literal.value == int(literal.value)


def _is_string(literal: Literal) -> bool:
    return literal.language is None and literal.datatype in (None, XSD.string)


#: What belongs to the datatypes of OWL 2 that the ontology uses, by value, not by notation.
_DATATYPES: Final[dict[Node, Callable[[Literal], bool]]] = {
    XSD.boolean: lambda literal: isinstance(literal.value, bool),
    XSD.decimal: _is_decimal,
    XSD.integer: _is_integer,
    XSD.string: _is_string,
}

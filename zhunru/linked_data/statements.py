"""陈述的读法：属性、值、两头的链接。 Statements as people read them, with links both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import pyoxigraph
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from zhunru.answer_table import readable, short_iri
from zhunru.linked_data.knowledge import Knowledge, Node, Term, natural
from zhunru.linked_data.places import address_of
from zhunru.linked_data.words import WORDS
from zhunru.namespaces import ELI, ZR
from zhunru.requirements import Label

#: How many things that lead here are shown at first, and on a page of their own.
_MOST_AT_FIRST: Final = 25
PAGE_SIZE: Final = 200

#: What people want to read first.
_FIRST: Final = tuple(
    map(
        str,
        (
            *(SKOS.prefLabel, RDFS.label, ELI.title, DCTERMS.title, SKOS.altLabel),
            *(SKOS.definition, DCTERMS.description, ZR.quote, ZR.curationNote),
        ),
    )
)
_TYPE: Final = str(RDF.type)


@dataclass(frozen=True)
class Value:
    """A value as it is shown.

    Attributes:
        text: Its text, or the name of the thing.
        language: The language of the text, if it has one.
        address: Where the thing is, here or elsewhere; None for what is no thing of the web.
        parts: What is said of a value that has no name.
        members: The members of a list.
    """

    text: Label
    language: str | None = None
    address: str | None = None
    parts: tuple[Property, ...] = ()
    members: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Property:
    """A property with its values, or with the things that lead here by it.

    Attributes:
        of: The property itself.
        values: The values that are shown.
        count: How many there are.
        more: The address of a page of all of them; None if all are shown.
    """

    of: Value
    values: tuple[Value, ...]
    count: int
    more: str | None = None


@dataclass(frozen=True)
class Extract:
    """One page of the things that lead to a thing by a property.

    Attributes:
        of: The property.
        values: Those of this page.
        first: The number of the first, counted from 1.
        count: How many there are in all.
        before: The address of the page before; None on the first.
        after: The address of the page after; None on the last.
    """

    of: Value
    values: tuple[Value, ...]
    first: int
    count: int
    before: str | None
    after: str | None


class Wording:
    """Puts statements into words.

    Args:
        facts: Where the statements are.
        names: Where names of things are.
    """

    def __init__(self, facts: Knowledge, names: Knowledge) -> None:
        self._facts = facts
        self._names = names

    def thing(self, iri: str) -> Value:
        """Return a thing as a value: its name and its address."""
        label = self._names.label(pyoxigraph.NamedNode(iri))
        if label.zh == short_iri(iri):
            label = WORDS.get(iri, label)
        return Value(label, address=address_of(iri) or _elsewhere(iri))

    def bare(self, term: Term | None) -> Value:
        """Return a term of an answer as a value, without what is said of it."""
        if term is None:
            return Value(Label("", ""))
        if isinstance(term, pyoxigraph.NamedNode):
            # 医院的图里有的，这里没有页面。 What only a hospital's graph holds has no page.
            known = not address_of(term.value) or self._names.knows(term.value)
            return self.thing(term.value) if known else Value(Label(short_iri(term.value), ""))
        if isinstance(term, pyoxigraph.Literal):
            return Value(Label(_text(term), ""), term.language)
        return Value(Label(str(term), ""))

    def kinds(self, node: Node) -> tuple[Value, ...]:
        """Return the classes of a node."""
        return tuple(map(self._value, sorted(self._facts.values(node, _TYPE), key=str)))

    def properties(self, node: Node) -> tuple[Property, ...]:
        """Return what is said of a node, its classes left out, in the order of reading."""
        return self._grouped(
            (triple.predicate.value, triple.object)
            for triple in self._facts.said_of(node)
            if triple.predicate.value != _TYPE
        )

    def pointers(self, node: Node, address: str) -> tuple[Property, ...]:
        """Return what leads to a node, by property; of many only the first.

        Args:
            node: The node.
            address: The address of its page.

        Returns:
            The properties in the order of reading.
        """
        found = self._facts.pointers(node)
        return tuple(
            Property(
                self.thing(iri),
                tuple(map(self.thing, found[iri][:_MOST_AT_FIRST])),
                len(found[iri]),
                _page(address, iri, 1) if len(found[iri]) > _MOST_AT_FIRST else None,
            )
            for iri in sorted(found, key=_order)
        )

    def extract(self, node: Node, address: str, via: str, page: int) -> Extract | None:
        """Return one page of what leads to a node by a property.

        Args:
            node: The node.
            address: The address of its page.
            via: The IRI of the property.
            page: The number of the page, counted from 1.

        Returns:
            The page; None if there is no such page.
        """
        iris = self._facts.pointers(node).get(via, [])
        start = (page - 1) * PAGE_SIZE
        if page < 1 or start >= len(iris):
            return None
        return Extract(
            self.thing(via),
            tuple(map(self.thing, iris[start : start + PAGE_SIZE])),
            start + 1,
            len(iris),
            _page(address, via, page - 1) if page > 1 else None,
            _page(address, via, page + 1) if start + PAGE_SIZE < len(iris) else None,
        )

    def _grouped(self, pairs: Iterable[tuple[str, Term]]) -> tuple[Property, ...]:
        found: dict[str, list[Term]] = {}
        for iri, value in pairs:
            found.setdefault(iri, []).append(value)
        return tuple(
            Property(
                self.thing(iri),
                self._values(found[iri]),
                len(found[iri]),
            )
            for iri in sorted(found, key=_order)
        )

    def _values(self, terms: Iterable[Term]) -> tuple[Value, ...]:
        """Return values in the order of reading; those without a name by what is said of them."""
        ordered = [self._value(term) for term in sorted(terms, key=_reading_order)]
        return tuple(sorted(ordered, key=lambda value: _part_texts(value.parts)))

    def _value(self, term: Term) -> Value:
        if isinstance(term, pyoxigraph.NamedNode):
            return self.thing(term.value)
        if isinstance(term, pyoxigraph.Literal):
            return Value(Label(_text(term), ""), term.language)
        assert isinstance(term, pyoxigraph.BlankNode)
        members = self._facts.members(term)
        if members is not None:
            return Value(Label("", ""), members=tuple(map(self._value, members)))
        return Value(Label("", ""), parts=self._unnamed(term))

    def _unnamed(self, node: pyoxigraph.BlankNode) -> tuple[Property, ...]:
        return self._grouped(
            (triple.predicate.value, triple.object) for triple in self._facts.said_of(node)
        )


def _part_texts(parts: tuple[Property, ...]) -> list[str]:
    return [value.text.zh for part in parts for value in part.values]


def _text(literal: pyoxigraph.Literal) -> str:
    if literal.language:
        return literal.value
    return readable(Literal(literal.value, datatype=URIRef(literal.datatype.value)))


def _elsewhere(iri: str) -> str | None:
    """Return an IRI as a link if it is an address of the web: `javascript:` is none."""
    return iri if iri.startswith(("http://", "https://")) else None


def _order(iri: str) -> tuple[int, str]:
    return (_FIRST.index(iri) if iri in _FIRST else len(_FIRST), iri)


def _reading_order(term: Term) -> tuple[bool, list[tuple[int, str]]]:
    """Order Chinese texts first, and numbers as numbers."""
    return getattr(term, "language", None) == "en", natural(str(term))


def _page(address: str, via: str, page: int) -> str:
    return f"{address}?{urlencode({'via': via, 'page': page})}"

"""JSON-LD 的语境：术语用本体里的中文名与英文名。 The JSON-LD context, with readable terms.

Classes and properties go by their Chinese names in the ontology; their English local names are
there too, for whoever compacts or frames the document. Identifiers are paths below `@base`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from zhunru.namespaces import CV, ELI, HOME, ZR

#: Vocabularies that get a prefix; of terms with the same name, those of the first have it.
_VOCABULARIES: Final[Mapping[str, str]] = {
    "zr": str(ZR),
    "cv": str(CV),
    "eli": str(ELI),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "rdfs": str(RDFS),
    "rdf": str(RDF),
    "owl": str(OWL),
    "xsd": str(XSD),
}
#: Paths that mean the same wherever they are resolved: no dots, no scheme, no query.
_PATH: Final = re.compile(r"[\w-][\w.+~-]*(/[\w-][\w.+~-]*)*")


class Context:
    """The terms of a document, and how they write values.

    Attributes:
        definition: The value of `@context`.
    """

    def __init__(self, graph: Graph, home: str = HOME) -> None:
        """Derive the context from a graph.

        Args:
            graph: What is to be written, the ontology with it.
            home: What our IRIs begin with.
        """
        self._base = f"{home}id/"
        self._prefixes = {**_VOCABULARIES, "zr": f"{home}ontology#"}
        classes = {str(one) for one in graph.objects(None, RDF.type) if isinstance(one, URIRef)}
        self._coercions = _coercions(graph)
        # 属性与类同名时，名归属性。 Where a property and a class share a name, the property has it.
        used = sorted(self._coercions, key=self._precedence)
        used += sorted(classes - set(used), key=self._precedence)
        chinese = _chinese_names(graph, used)
        prefixed = [one for one in used if self._compact(one) != one]
        english = _unique({one: self._compact(one).partition(":")[2] for one in prefixed})
        english = {one: name for one, name in english.items() if name not in self._prefixes}
        self._terms = english | chinese
        self.definition: dict[str, Any] = {"@version": 1.1, "@base": self._base, **self._prefixes}
        for terms in (chinese, english):
            for iri, term in sorted(terms.items(), key=lambda one: one[1]):
                self.definition[term] = self._defined(iri)

    def term(self, iri: str) -> str:
        """Write a class or property."""
        return self._terms.get(iri) or self._compact(iri)

    def reference(self, iri: str) -> str:
        """Write the IRI of a thing: a path below the base, or a prefixed name."""
        path = iri.removeprefix(self._base)
        return path if path != iri and _PATH.fullmatch(path) else self._compact(iri)

    def coercion(self, iri: str) -> dict[str, str]:
        """Return how a property writes its values: `@type`, `@container` or neither."""
        return self._coercions[iri] if iri in self._terms else {}

    def _compact(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            # 前缀后有 // 的会被当作完整的 IRI。 With // after it, it would be no prefix.
            if local != iri and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def _precedence(self, iri: str) -> tuple[int, str]:
        prefixes = list(self._prefixes)
        prefix = self._compact(iri).partition(":")[0]
        return (prefixes.index(prefix) if prefix in prefixes else len(prefixes), iri)

    def _defined(self, iri: str) -> str | dict[str, str]:
        coercion = {how: self._compact(what) for how, what in self._coercions.get(iri, {}).items()}
        return {"@id": self._compact(iri), **coercion} if coercion else self._compact(iri)


def _coercions(graph: Graph) -> dict[str, dict[str, str]]:
    """Choose for each property how it writes values, from the values that it has."""
    kinds: dict[str, set[str]] = {}
    for _, predicate, value in graph:
        if predicate != RDF.type:
            kinds.setdefault(str(predicate), set()).add(_kind(value))
    return {predicate: _coercion(found) for predicate, found in kinds.items()}


def _kind(value: Node) -> str:
    if not isinstance(value, Literal):
        return "@id"
    return "@language" if value.language else str(value.datatype or XSD.string)


def _coercion(kinds: set[str]) -> dict[str, str]:
    if len(kinds) > 1:
        return {}
    (kind,) = kinds
    if kind == "@language":
        return {"@container": "@language"}
    # 字符串、整数、真假在 JSON 里本来就有。 JSON has strings, integers and truth of its own.
    native = {str(XSD.string), str(XSD.integer), str(XSD.boolean)}
    return {} if kind in native else {"@type": kind}


def _chinese_names(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    names = {}
    for iri in iris:
        labels = graph.objects(URIRef(iri), RDFS.label)
        chinese = sorted(str(one) for one in labels if getattr(one, "language", None) == "zh")
        if chinese:
            names[iri] = chinese[0]
    return _unique(names)


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """Give a name to the first of those that share it; the others stay without."""
    seen: Counter[str] = Counter()
    kept = {}
    for iri, name in names.items():
        seen[name] += 1
        if name and seen[name] == 1:
            kept[iri] = name
    return kept

"""写 SPARQL 时的补全：词汇、中文名、拼音。 Terms to complete SPARQL with: labels and pinyin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pypinyin import Style, lazy_pinyin
from rdflib import URIRef

from zhunru.answer_table import short_iri
from zhunru.ask import ask_trusted, label_of
from zhunru.once import Once

#: Terms of the ontology, concepts, and what is listed in catalogues; and foreign terms in use.
_TERMS: Final = """
SELECT DISTINCT ?term ?label ?class WHERE {
  ?term skos:prefLabel|rdfs:label ?label .
  FILTER(ISIRI(?term) && LANG(?label) = "zh")
  ?term a ?class .
}"""
_USED: Final = "SELECT DISTINCT ?term WHERE { { ?s ?term ?o } UNION { ?s a ?term } }"
#: Kinds without a name of their own in the graph, by how they end.
_NAMELESS: Final = {"Property": "属性", "owl:Class": "类", "skos:ConceptScheme": "概念表"}
#: Parts of documents have no prefixed name and are many; these of them people ask for by name.
_BY_IRI: Final = ("zr:Procedure", "zr:Catalogue")


@dataclass(frozen=True)
class Completion:
    """A term to complete with.

    Attributes:
        name: What is put into the query: a prefixed name, or an IRI in angle brackets.
        label: Its Chinese name; empty for foreign terms without one.
        kind: What it is, in Chinese.
        pinyin: The label as it sounds, without tones and spaces.
        initials: The first letters of its syllables.
    """

    name: str
    label: str
    kind: str
    pinyin: str
    initials: str


@Once
def completions() -> tuple[Completion, ...]:
    """List classes, properties, concepts and catalogue entries of the graph.

    Returns:
        Each once, in the order of their names.
    """
    found: dict[str, Completion] = {}
    for term, label, kind in ask_trusted(_TERMS).rows:
        name = _name(str(term), short_iri(str(kind)))
        if name is not None and name not in found:
            found[name] = _completion(name, str(label), _kind(str(kind)))
    for (term,) in ask_trusted(_USED).rows:
        name = short_iri(str(term))
        if isinstance(term, URIRef) and ":" in name and "/" not in name:
            found.setdefault(name, _completion(name, "", "词汇"))
    return tuple(found[name] for name in sorted(found))


def _name(iri: str, kind: str) -> str | None:
    short = short_iri(iri)
    if ":" in short and "://" not in short:
        return short
    return f"<{iri}>" if kind in _BY_IRI else None


def _kind(iri: str) -> str:
    short = short_iri(iri)
    nameless = (kind for end, kind in _NAMELESS.items() if short.endswith(end))
    return label_of(iri) or next(nameless, short)


def _completion(name: str, label: str, kind: str) -> Completion:
    syllables = lazy_pinyin(label, style=Style.NORMAL)
    joined = "".join(syllables).lower().replace(" ", "")
    initials = "".join(one[:1] for one in syllables).lower()
    return Completion(name, label, kind, joined, initials)

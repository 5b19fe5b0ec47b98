"""从人写的词到图谱的概念。 From the words that people write to the concepts of the graph.

A scheme is named by the end of its IRI (`grade`, `title`, `specialty` …). Three more are named
after classes, for values that are a class rather than a whole scheme: `technique`,
`institution-role` and `person-role`.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from zhunru.namespaces import ID, ZR

_SCHEMES: Final = f"{ID}scheme/"
_CLASSES: Final = {
    "technique": ZR.Technique,
    "institution-role": ZR.InstitutionRole,
    "person-role": ZR.PersonRole,
}
_ROMAN: Final = ("", "I", "II", "III", "IV")


def normalised(text: str) -> str:
    """去空白、统一全半角与大小写。 Return the text without spaces, folded in width and case.

    >>> normalised(" Ｇrade　３ ")
    'grade3'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


class Vocabulary:
    """概念表里的词。 The words of the concept schemes."""

    def __init__(self, graph: Graph) -> None:
        """从图谱读出各概念表。 Read the concept schemes of a graph.

        Args:
            graph: 本体、概念表与规范 the ontology, the concept schemes and the regulations.
        """
        self._allowed: dict[str, list[str]] = {}
        self._notations: dict[str, dict[str, str]] = {}
        for scheme, concepts in _members(graph):
            ordered = sorted(concepts, key=lambda c: (_rank(graph, c), _notation(graph, c)))
            self._allowed[scheme] = [_label(graph, c) for c in ordered]
            self._notations[scheme] = _spellings(graph, ordered)
        self.stocks = frozenset(
            _notation(graph, measure) for measure in graph.subjects(ZR.stock, Literal(True))
        )
        """存量指标（如床位）的代号。 The notations of measures that are stocks, such as beds."""
        self.decimals = frozenset(
            _notation(graph, measure)
            for unit in graph.subjects(ZR.valueType, XSD.decimal)
            for requirement in graph.subjects(ZR.unit, unit)
            for measure in graph.objects(requirement, ZR.measure)
        )
        """单位可有小数的指标（如面积）的代号。 Those whose unit has decimals, such as areas."""

    @property
    def schemes(self) -> tuple[str, ...]:
        """已知的概念表。 The schemes that there are."""
        return tuple(sorted(self._allowed))

    def resolve(self, scheme: str, text: str) -> str | None:
        """词对应的概念代号；不认识则为 None。 Return the notation of a concept, or None.

        Args:
            scheme: 概念表 a scheme of `schemes`.
            text: 名称、别名、代号或 IRI a label, other label, notation or IRI.

        Raises:
            KeyError: there is no such scheme.
        """
        return self._notations[scheme].get(normalised(text))

    def allowed(self, scheme: str) -> list[str]:
        """概念表的中文名称。 Return the Chinese labels of a scheme, by rank, then by notation.

        Raises:
            KeyError: there is no such scheme.
        """
        return list(self._allowed[scheme])


def _members(graph: Graph) -> Iterator[tuple[str, list[Node]]]:
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    for scheme in sorted(s for s in schemes if isinstance(s, URIRef)):
        if scheme.startswith(_SCHEMES):
            yield scheme.removeprefix(_SCHEMES), list(graph.subjects(SKOS.inScheme, scheme))
    for name, klass in _CLASSES.items():
        yield name, list(graph.subjects(RDF.type, klass))


def _spellings(graph: Graph, concepts: list[Node]) -> dict[str, str]:
    """Return notation by spelling; where two concepts share one, the more official use wins."""
    spellings: dict[str, str] = {}
    for words in (_codes, _pref_labels, _alt_labels, _grade_forms):
        for concept in concepts:
            for word in words(graph, concept):
                spellings.setdefault(normalised(word), _notation(graph, concept))
    return spellings


def _codes(graph: Graph, concept: Node) -> list[str]:
    return [str(concept), _notation(graph, concept)]


def _pref_labels(graph: Graph, concept: Node) -> list[str]:
    return [str(o) for o in graph.objects(concept, SKOS.prefLabel)]


def _alt_labels(graph: Graph, concept: Node) -> list[str]:
    return [str(o) for o in graph.objects(concept, SKOS.altLabel)]


def _grade_forms(graph: Graph, concept: Node) -> list[str]:
    """三级、3级、III级. Other ways to write a grade."""
    if (concept, RDF.type, ZR.Grade) not in graph:
        return []
    number = int(_rank(graph, concept))
    short = _label(graph, concept).removesuffix("手术")
    forms = [short, str(number), f"{number}级", f"{number}级手术"]
    if number < len(_ROMAN):
        forms += [f"{_ROMAN[number]}级", f"{_ROMAN[number]}级手术", _ROMAN[number]]
    return forms


def _label(graph: Graph, concept: Node) -> str:
    labels = [o for o in graph.objects(concept, SKOS.prefLabel) if isinstance(o, Literal)]
    chinese = sorted(str(o) for o in labels if (o.language or "").startswith("zh"))
    return (chinese or sorted(map(str, labels)) or [_notation(graph, concept)])[0]


def _notation(graph: Graph, concept: Node) -> str:
    return str(graph.value(concept, SKOS.notation) or str(concept).rsplit("/", 1)[-1])


def _rank(graph: Graph, concept: Node) -> float:
    rank = graph.value(concept, ZR.rank)
    return float(str(rank)) if rank is not None else 0.0

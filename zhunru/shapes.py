"""把准入标准编译为 SHACL Core 形状。 Compile criteria into SHACL Core shapes.

One node shape per criterion, targeting its dossier class; one named property shape per requirement.
Groups are property shapes too, on a path that leads back to the focus node, so that every
alternative has a name, a message and a clause of its own. W3C SHACL (2017) is followed throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
from pathlib import Path
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from zhunru.criterion import Criterion
from zhunru.files import write_text
from zhunru.namespaces import CV, EVIDENCE, ID, SHAPE, ZR, bind_prefixes, local_path
from zhunru.reading import criteria
from zhunru.requirements import (
    AllOf,
    AnyOf,
    Bounds,
    Force,
    Label,
    Leaf,
    Requirement,
    ValueType,
    When,
)
from zhunru.resources import folder
from zhunru.wording import message, not_applicable

SEVERITY: Final = {
    Force.MANDATORY: SH.Violation,
    Force.ADVISORY: SH.Warning,
    Force.PERMISSION: SH.Info,
}

_HEADER: Final = """\
# 由 data/ 编译，勿手改；重新编译：zhunru shapes build
# Compiled from data/, do not edit; to rebuild: zhunru shapes build

"""


def shape_iri(iri: str) -> URIRef:
    """Name the shape of a criterion or requirement.

    Args:
        iri: The IRI of a criterion (`…/criterion/R/C`) or requirement (`…/requirement/R/C/N`).

    Returns:
        `…/shape/R/C` or `…/shape/R/C.N`.
    """
    regulation, *rest = local_path(iri).split("/")
    return URIRef(f"{SHAPE}{regulation}/{'.'.join(rest)}")


class ShapeCompiler:
    """Compiles criteria into one shapes graph."""

    def __init__(self) -> None:
        self.graph = bind_prefixes(Graph())
        self._done: set[URIRef] = set()

    def compile(self, criterion: Criterion) -> URIRef:
        """Add the shape of a criterion, and of all that it extends, to the graph.

        Args:
            criterion: The criterion.

        Returns:
            The IRI of its node shape.
        """
        shape = shape_iri(criterion.iri)
        self._add(shape, RDF.type, SH.NodeShape)
        self._add(shape, SH.targetClass, URIRef(criterion.dossier_class))
        self._add(shape, ZR.compiledFrom, URIRef(criterion.iri))
        self._texts(shape, SH.name, criterion.label)
        for requirement in criterion.all_requirements:
            for part in _standing_alone(requirement):
                self._add(shape, SH.property, self._requirement(part))
        return shape

    def probe(self, criterion: Criterion) -> None:
        """Add a shape that tests every leaf of a criterion by itself, groups set aside.

        That is how a verdict is found for each requirement: a leaf inside an alternative gives no
        result of its own when the criterion's shape is run.

        Args:
            criterion: The criterion.
        """
        shape = BNode()
        self._add(shape, RDF.type, SH.NodeShape)
        self._add(shape, SH.targetClass, URIRef(criterion.dossier_class))
        for leaf in criterion.leaves():
            self._add(shape, SH.property, self._requirement(leaf))

    def _requirement(self, requirement: Requirement) -> URIRef:
        shape = shape_iri(requirement.iri)
        if shape not in self._done:
            self._done.add(shape)
            self._describe(shape, requirement, requirement.label, message(requirement))
            self._constrain(requirement, shape)
        return shape

    def _describe(self, shape: URIRef, requirement: Requirement, name: Label, says: Label) -> None:
        self._add(shape, RDF.type, SH.PropertyShape)
        self._add(shape, ZR.compiledFrom, URIRef(requirement.iri))
        self._add(shape, SH.severity, SEVERITY[requirement.force])
        self._texts(shape, SH.name, name)
        self._texts(shape, SH.message, says)
        for clause in requirement.clauses:
            self._add(shape, CV.isDerivedFrom, URIRef(clause.iri))

    @singledispatchmethod
    def _constrain(self, requirement: Requirement, shape: URIRef) -> None:
        raise TypeError(type(requirement))

    @_constrain.register
    def _(self, requirement: Leaf, shape: URIRef) -> None:
        self._evidence(shape, requirement)
        if requirement.value_type is ValueType.BOOLEAN:
            # sh:hasValue 对缺失也报错，sh:in 不会。 sh:hasValue would fire on absence too.
            self._add(shape, SH["in"], self._list([Literal(True)]))
        else:
            self._bounds(shape, requirement, requirement.bounds)

    @_constrain.register
    def _(self, requirement: AllOf, shape: URIRef) -> None:
        self._to_self(shape)
        for member in requirement.deciding:
            self._add(shape, SH.property, self._requirement(member))

    @_constrain.register
    def _(self, requirement: AnyOf, shape: URIRef) -> None:
        self._to_self(shape)
        members = [self._requirement(member) for member in requirement.deciding]
        self._add(shape, SH["or"], self._list(members))

    @_constrain.register
    def _(self, requirement: When, shape: URIRef) -> None:
        self._to_self(shape)
        self._requirement(requirement.condition)
        refuted = self._refuted(requirement.condition, f"{shape}.not-applicable")
        required = URIRef(f"{shape}.required")
        self._describe(required, requirement, requirement.label, message(requirement))
        self._to_self(required)
        for member in requirement.deciding:
            self._add(required, SH.property, self._requirement(member))
        self._add(shape, SH["or"], self._list([refuted, required]))

    def _refuted(self, condition: Requirement, name: str) -> URIRef:
        """Name a shape that conforms exactly where the condition is known not to hold.

        `sh:not` would also conform where evidence is missing, which is not the same thing.
        """
        shape = URIRef(name)
        label = not_applicable(condition)
        self._describe(shape, condition, label, label)
        if isinstance(condition, Leaf):
            self._evidence(shape, condition)
            if condition.value_type is ValueType.BOOLEAN:
                self._add(shape, SH["in"], self._list([Literal(False)]))
            else:
                self._beyond(shape, condition)
            return shape
        if not isinstance(condition, AllOf | AnyOf):
            raise TypeError(f"不能作为条件 Not usable as a condition: {condition.iri}")
        self._to_self(shape)
        parts = [
            self._refuted(member, f"{name}.{index}")
            for index, member in enumerate(condition.members, start=1)
        ]
        if isinstance(condition, AllOf):
            self._add(shape, SH["or"], self._list(parts))
        else:
            for part in parts:
                self._add(shape, SH.property, part)
        return shape

    def _beyond(self, shape: URIRef, leaf: Leaf) -> None:
        """Constrain a shape to the values that the bounds of a leaf refuse."""
        bounds = leaf.bounds
        refused = [
            Bounds(exclusive_maximum=bounds.minimum),
            Bounds(exclusive_minimum=bounds.maximum),
            Bounds(maximum=bounds.exclusive_minimum),
            Bounds(minimum=bounds.exclusive_maximum),
        ]
        given = [part for part in refused if part]
        if len(given) == 1:
            self._bounds(shape, leaf, given[0])
            return
        parts = []
        for index, part in enumerate(given, start=1):
            alternative = URIRef(f"{shape}.beyond-{index}")
            self._add(alternative, RDF.type, SH.PropertyShape)
            self._evidence(alternative, leaf)
            self._bounds(alternative, leaf, part)
            parts.append(alternative)
        self._add(shape, SH["or"], self._list(parts))

    def _evidence(self, shape: URIRef, leaf: Leaf) -> None:
        self._add(shape, SH.path, EVIDENCE[leaf.evidence_key])
        self._add(shape, SH.minCount, Literal(1))
        self._add(shape, SH.maxCount, Literal(1))
        self._add(shape, SH.datatype, URIRef(leaf.value_type.iri))

    def _bounds(self, shape: URIRef, leaf: Leaf, bounds: Bounds) -> None:
        datatype = URIRef(leaf.value_type.iri)
        for predicate, value in (
            (SH.minInclusive, bounds.minimum),
            (SH.maxInclusive, bounds.maximum),
            (SH.minExclusive, bounds.exclusive_minimum),
            (SH.maxExclusive, bounds.exclusive_maximum),
        ):
            if value is not None:
                self._add(
                    shape, predicate, Literal(leaf.value_type.lexical(value), datatype=datatype)
                )

    def _to_self(self, shape: URIRef) -> None:
        """Give a shape a path whose only value node is the focus node."""
        path = BNode()
        self._add(path, SH.zeroOrOnePath, ZR.self)
        self._add(shape, SH.path, path)

    def _texts(self, shape: URIRef, predicate: URIRef, label: Label) -> None:
        self._add(shape, predicate, Literal(label.zh, lang="zh"))
        self._add(shape, predicate, Literal(label.en, lang="en"))

    def _list(self, items: Iterable[URIRef | Literal]) -> BNode:
        head = BNode()
        Collection(self.graph, head, list(items))
        return head

    def _add(
        self, subject: URIRef | BNode, predicate: URIRef, object_: URIRef | BNode | Literal
    ) -> None:
        self.graph.add((subject, predicate, object_))


def _standing_alone(requirement: Requirement) -> Iterator[Requirement]:
    """Yield a requirement, and the members below it that are reported but do not decide it.

    Those inside an alternative or a condition are reported with it only.
    """
    yield requirement
    if type(requirement) is AllOf:
        for member in requirement.members:
            if member in requirement.deciding:
                yield from list(_standing_alone(member))[1:]
            else:
                yield from _standing_alone(member)


def compile_all(chosen: Iterable[Criterion] | None = None) -> dict[str, Graph]:
    """Compile criteria, a graph per regulation.

    Args:
        chosen: The criteria; those of the shipped knowledge graph unless given.

    Returns:
        The shapes graphs by local name of the regulation, such as `nasal-endoscopy-2019`.
    """
    compilers: dict[str, ShapeCompiler] = {}
    for criterion in criteria().values() if chosen is None else chosen:
        compilers.setdefault(local_path(criterion.regulation.iri), ShapeCompiler()).compile(
            criterion
        )
    return {name: compiler.graph for name, compiler in compilers.items()}


def to_turtle(graph: Graph, regulation: str) -> str:
    """Write a shapes graph as Turtle, the same text for the same graph.

    Args:
        graph: The shapes of one regulation.
        regulation: The local name of the regulation, for prefixes.

    Returns:
        The text of the file under `shapes/eligibility/`.
    """
    for kind in ("shape", "dossier", "clause", "criterion"):
        graph.bind(kind, f"{ID}{kind}/{regulation}/", override=True, replace=True)
    text: str = graph.serialize(format="turtle")
    return _HEADER + text


def build(target: Path | None = None) -> tuple[Path, ...]:
    """Compile every criterion and write the files of `shapes/eligibility/`.

    Args:
        target: Where to write; `shapes/eligibility/` unless given.

    Returns:
        The files written, each complete or untouched.
    """
    target = target or folder("shapes") / "eligibility"
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for regulation, graph in compile_all().items():
        path = target / f"{regulation}.ttl"
        write_text(path, to_turtle(graph, regulation))
        written.append(path)
    return tuple(written)

"""要求树写成关系表。 The requirement trees as relations.

Every criterion gets its own nodes: its leaves and groups, those of the criteria that it extends,
and one *standing* per criterion of that closure. Bounds stand in a table of leaves, the shape of
the trees in a table of edges, so that one query (`zhunru/columns.py`) decides all criteria at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from math import inf
from typing import Final

import pyarrow as pa

from zhunru.criterion import Criterion
from zhunru.outcomes import absent
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Force, Group, Leaf, Requirement, ValueType, When
from zhunru.verdicts import Verdict

#: 判定的代码：次序即“全部符合”里谁说了算。 Codes: the least one decides where all must be met.
CODES: Final[Mapping[Verdict, int]] = {
    Verdict.NOT_MET: 0,
    Verdict.MISSING: 1,
    Verdict.JUDGEMENT: 2,
    Verdict.MET: 3,
    Verdict.NOT_APPLICABLE: 8,
}
VERDICTS: Final[Mapping[int, Verdict]] = {code: verdict for verdict, code in CODES.items()}


#: 条件规则里“须”的那一部分。 The part of a rule that says what is required.
_REQUIRED: Final = "#required"

#: 限值的各列。 The columns of limits.
BOUNDS: Final = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")


class Edge(IntEnum):
    """What a node is to the group above it."""

    EVERY = 0
    """Must be met with the others."""
    ONE = 1
    """An alternative."""
    CONDITION = 2
    """The condition of a rule."""
    CONSEQUENCE = 3
    """What the rule entails."""
    NOTHING = 4
    """Keeps a group that nothing decides in view: it is met."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree of a criterion.

    Attributes:
        criterion: The IRI of the criterion.
        subject: The IRI of the requirement, or of the criterion whose standing it is.
    """

    criterion: str
    subject: str

    @property
    def is_inner(self) -> bool:
        """Whether it is part of the working of a rule, with no requirement of its own."""
        return self.subject.endswith(_REQUIRED)


@dataclass(frozen=True)
class RuleTables:
    """The relations, and what their numbers stand for.

    Attributes:
        leaves: evidence, node (int32), minimum, maximum, exclusive_minimum, exclusive_maximum
            (float64, infinite where there is none; true is 1), absent (int8, a code).
        edges: child, parent (int32), level (int8, of the parent), kind (int8, `Edge`), of_leaf
            (bool): whether the child is a leaf.
        nodes: What each node is, by its number.
        evidence: The number of the evidence by IRI of the criterion and evidence key.
    """

    leaves: pa.Table
    edges: pa.Table
    nodes: tuple[Node, ...]
    evidence: Mapping[tuple[str, str], int]

    @cached_property
    def number(self) -> Mapping[Node, int]:
        """The number of every node."""
        return {node: number for number, node in enumerate(self.nodes)}


def rule_tables(chosen: Iterable[Criterion] | None = None) -> RuleTables:
    """Write criteria as relations.

    Args:
        chosen: The criteria; those of the shipped knowledge graph unless given.

    Returns:
        The relations.
    """
    writer = _Writer()
    for criterion in criteria().values() if chosen is None else chosen:
        writer.criterion(criterion)
    return RuleTables(
        pa.Table.from_pylist(writer.leaves, _LEAVES),
        pa.Table.from_pylist(writer.edges, _EDGES),
        tuple(writer.nodes),
        writer.evidence,
    )


_LEAVES: Final = pa.schema(
    [
        ("evidence", pa.int32()),
        ("node", pa.int32()),
        *((name, pa.float64()) for name in BOUNDS),
        ("absent", pa.int8()),
    ]
)
_EDGES: Final = pa.schema(
    [
        ("child", pa.int32()),
        ("parent", pa.int32()),
        ("level", pa.int8()),
        ("kind", pa.int8()),
        ("of_leaf", pa.bool_()),
    ]
)


@dataclass
class _Writer:
    nodes: list[Node] = field(default_factory=list)
    leaves: list[dict[str, object]] = field(default_factory=list)
    edges: list[dict[str, object]] = field(default_factory=list)
    evidence: dict[tuple[str, str], int] = field(default_factory=dict)

    def criterion(self, criterion: Criterion) -> None:
        tree = _Tree(self, criterion)
        tops = {one.iri: tree.add(one) for one in criterion.all_requirements}
        for parent in criterion.closure:
            # 原则上与可以只报告。 In principle and may are reported and never decide.
            binding = [
                tops[one.iri] for one in parent.all_requirements if one.force is Force.MANDATORY
            ]
            tree.group(parent.iri, dict.fromkeys(binding, Edge.EVERY))

    def node(self, criterion: Criterion, subject: str) -> int:
        self.nodes.append(Node(criterion.iri, subject))
        return len(self.nodes) - 1


@dataclass
class _Tree:
    """Writes one criterion; `levels` says how many groups lie below a node."""

    writer: _Writer
    criterion: Criterion
    levels: dict[int, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, requirement: Requirement) -> int:
        if requirement.iri not in self.numbers:
            self.numbers[requirement.iri] = self._add(requirement)
        return self.numbers[requirement.iri]

    def _add(self, requirement: Requirement) -> int:
        if isinstance(requirement, Leaf):
            return self._leaf(requirement)
        if not isinstance(requirement, Group):
            raise TypeError(type(requirement))
        members = {member.iri: self.add(member) for member in requirement.children}
        deciding = [members[member.iri] for member in requirement.deciding]
        if isinstance(requirement, When):
            required = self.group(
                f"{requirement.iri}{_REQUIRED}", dict.fromkeys(deciding, Edge.EVERY)
            )
            condition = members[requirement.condition.iri]
            return self.group(
                requirement.iri, {condition: Edge.CONDITION, required: Edge.CONSEQUENCE}
            )
        kind = Edge.ONE if isinstance(requirement, AnyOf) else Edge.EVERY
        return self.group(requirement.iri, dict.fromkeys(deciding, kind))

    def group(self, subject: str, members: Mapping[int, Edge]) -> int:
        """Add a group of nodes; one without any members hangs on some leaf."""
        number = self.writer.node(self.criterion, subject)
        members = members or {next(iter(self.levels)): Edge.NOTHING}
        self.levels[number] = 1 + max(self.levels[member] for member in members)
        self.writer.edges += [
            {
                "child": member,
                "parent": number,
                "level": self.levels[number],
                "kind": kind.value,
                "of_leaf": self.levels[member] == 0,
            }
            for member, kind in members.items()
        ]
        return number

    def _leaf(self, leaf: Leaf) -> int:
        number = self.writer.node(self.criterion, leaf.iri)
        self.levels[number] = 0
        key = (self.criterion.iri, leaf.evidence_key)
        self.writer.leaves.append(
            {
                "evidence": self.writer.evidence.setdefault(key, len(self.writer.evidence)),
                "node": number,
                **bounds_of(leaf),
                "absent": CODES[absent(leaf)],
            }
        )
        return number


def bounds_of(leaf: Leaf) -> dict[str, float]:
    """Return the limits of a leaf, in the order of `BOUNDS`; infinite where there is none.

    Args:
        leaf: The leaf. What must be true has the minimum 1.

    Returns:
        The limits by name.
    """
    open_ended = dict(zip(BOUNDS, (-inf, inf, -inf, inf), strict=True))
    if leaf.value_type is ValueType.BOOLEAN:
        return open_ended | {"minimum": 1.0}
    given = {name: float(bound) for name, bound in vars(leaf.bounds).items() if bound is not None}
    return open_ended | given

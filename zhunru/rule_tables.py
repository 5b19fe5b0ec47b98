"""要求树写成关系表。 The requirement trees as relations.

Every criterion gets its own nodes: its leaves and groups, those of the criteria that it extends,
and one *standing* per criterion of that closure. Bounds stand in a table of leaves, the shape of
the trees in a table of edges, the logic in a truth table, so that one query (`zhunru/columns.py`)
decides all criteria at once.

A verdict is a flag, so that the verdicts in a group are a set of bits, whatever their order. Each
member adds its *share*: its flag, moved by five bits if it is the condition of a rule, and above it
the connective and the level of the group. The truth table says what the verdict on a set is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import combinations
from math import inf, nextafter
from typing import Final

import pyarrow as pa

from zhunru.criterion import Criterion
from zhunru.outcomes import absent
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Force, Group, Leaf, Requirement, ValueType, When
from zhunru.verdicts import Verdict, all_of, any_of, when

#: 判定的代码：一种一位，合起来就是集合。 Codes of verdicts: a bit each, so that a sum is a set.
CODES: Final[Mapping[Verdict, int]] = {
    Verdict.NOT_MET: 1,
    Verdict.MISSING: 2,
    Verdict.JUDGEMENT: 4,
    Verdict.MET: 8,
    Verdict.NOT_APPLICABLE: 16,
}
VERDICTS: Final[Mapping[int, Verdict]] = {code: verdict for verdict, code in CODES.items()}

#: 条件的代码乘以它，与结果的不相混。 Codes of conditions times this: apart from consequences.
_CONDITION: Final = 32
#: 份额里连接与层次的单位。 The units of connectives and of levels in a share.
_CONNECTIVE: Final = _CONDITION * _CONDITION
LEVEL: Final = 4 * _CONNECTIVE

#: 条件规则里“须”的那一部分。 The part of a rule that says what is required.
_REQUIRED: Final = "#required"

#: 限值的各列。 The columns of limits.
BOUNDS: Final = ("minimum", "maximum")


class Connective(IntEnum):
    """How the verdict on a group follows from those on its members."""

    EVERY = 0
    """All must be met."""
    ONE = 1
    """One must be met."""
    RULE = 2
    """What the condition entails must be met where the condition holds."""
    NOTHING = 3
    """Nothing decides: the group is met. Its member only keeps it in view."""


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
        leaves: evidence, node (int32), minimum, maximum (float64, both included, infinite where
            there is none; true is 1), absent (int8, a code).
        edges: child, parent (int32), level (int8, of the parent), weight, mark (int32): code times
            weight plus mark is the share.
        combined: share (int32), code (int8): the verdict on a group, by the bits of all shares.
        nodes: What each node is, by its number.
        evidence: The number of the evidence by IRI of the criterion and evidence key.
    """

    leaves: pa.Table
    edges: pa.Table
    combined: pa.Table
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
        pa.Table.from_pylist(writer.edges, EDGES),
        truth_table(max(one["level"] for one in writer.edges)),
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
EDGES: Final = pa.schema(
    [
        ("child", pa.int32()),
        ("parent", pa.int32()),
        ("level", pa.int8()),
        ("weight", pa.int32()),
        ("mark", pa.int32()),
    ]
)


def mark(level: int, connective: Connective) -> int:
    """Return what every share in a group has above its flags."""
    return level * LEVEL + connective * _CONNECTIVE


def truth_table(levels: int) -> pa.Table:
    """Write the logic of `zhunru/verdicts.py` as a table.

    Args:
        levels: The highest level of groups.

    Returns:
        share (int32), code (int8).
    """
    rows = [
        (mark(level, connective) + members, CODES[verdict])
        for level in range(1, levels + 1)
        for connective, members, verdict in _truths()
    ]
    shares, codes = zip(*rows, strict=True)
    return pa.table({"share": pa.array(shares, pa.int32()), "code": pa.array(codes, pa.int8())})


def _truths() -> Iterator[tuple[Connective, int, Verdict]]:
    sets = [some for count in range(1, len(Verdict) + 1) for some in combinations(Verdict, count)]
    for some in sets:
        members = sum(CODES[verdict] for verdict in some)
        yield Connective.EVERY, members, all_of(some)
        yield Connective.ONE, members, any_of(some)
        yield Connective.NOTHING, members, Verdict.MET
    for condition in Verdict:
        for consequence in Verdict:
            members = CODES[condition] * _CONDITION + CODES[consequence]
            yield Connective.RULE, members, when(condition, consequence)


@dataclass
class _Writer:
    nodes: list[Node] = field(default_factory=list)
    leaves: list[dict[str, object]] = field(default_factory=list)
    edges: list[dict[str, int]] = field(default_factory=list)
    evidence: dict[tuple[str, str], int] = field(default_factory=dict)

    def criterion(self, criterion: Criterion) -> None:
        tree = _Tree(self, criterion)
        tops = {one.iri: tree.add(one) for one in criterion.all_requirements}
        for parent in criterion.closure:
            # 原则上与可以只报告。 In principle and may are reported and never decide.
            binding = [
                tops[one.iri] for one in parent.all_requirements if one.force is Force.MANDATORY
            ]
            tree.group(parent.iri, Connective.EVERY, binding)

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
            required = self.group(f"{requirement.iri}{_REQUIRED}", Connective.EVERY, deciding)
            condition = members[requirement.condition.iri]
            return self.group(requirement.iri, Connective.RULE, [required], condition)
        connective = Connective.ONE if isinstance(requirement, AnyOf) else Connective.EVERY
        return self.group(requirement.iri, connective, deciding)

    def group(
        self,
        subject: str,
        connective: Connective,
        members: Iterable[int],
        condition: int | None = None,
    ) -> int:
        """Add a group of nodes; one without any members hangs on some leaf."""
        number = self.writer.node(self.criterion, subject)
        weights = dict.fromkeys(members, 1)
        if condition is not None:
            weights[condition] = _CONDITION
        if not weights:
            weights, connective = {next(iter(self.levels)): 1}, Connective.NOTHING
        level = 1 + max(self.levels[member] for member in weights)
        self.levels[number] = level
        self.writer.edges += [
            {
                "child": member,
                "parent": number,
                "level": level,
                "weight": weight,
                "mark": mark(level, connective),
            }
            for member, weight in weights.items()
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
    """Return the limits of a leaf, both included, in the order of `BOUNDS`.

    Args:
        leaf: The leaf. What must be true has the minimum 1.

    Returns:
        The limits by name, infinite where there is none; of a limit that is itself excluded the
        next number that a float64 can hold.
    """
    if leaf.value_type is ValueType.BOOLEAN:
        return {"minimum": 1.0, "maximum": inf}
    given = {name: float(bound) for name, bound in vars(leaf.bounds).items() if bound is not None}
    above = given.get("exclusive_minimum", -inf)
    below = given.get("exclusive_maximum", inf)
    return {
        "minimum": max(given.get("minimum", -inf), nextafter(above, inf) if above > -inf else -inf),
        "maximum": min(given.get("maximum", inf), nextafter(below, -inf) if below < inf else inf),
    }

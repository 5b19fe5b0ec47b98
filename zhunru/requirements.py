"""准入要求的数据类：规则只读一次，形状、文字与判定都由此而来。

The requirement tree as frozen dataclasses. Rules are read from RDF once
(`zhunru/reading.py`); shapes, wording and verdicts are derived from these.
The model is described in `docs/design.md`; its vocabulary in `ontology/zhunru.ttl`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from zhunru.durations import Period


@dataclass(frozen=True)
class Label:
    """A text in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Concept:
    """A SKOS concept: grade, title, role, unit, facility …

    `rank` orders grades and titles; `kind` is the path segment of its IRI, such as `facility`.
    """

    iri: str
    kind: str
    notation: str
    label: Label
    rank: int | None = None
    decimal: bool = False


@dataclass(frozen=True)
class Measure(Concept):
    """What a threshold measures; a rate has a numerator and a denominator, in per cent.

    A `stock` is a state at a time, such as beds: its figures are never added over periods.
    """

    numerator: Concept | None = None
    denominator: Concept | None = None
    stock: bool = False


@dataclass(frozen=True)
class Clause:
    """A clause of a regulation; `number` is printed, as in 二（一）2（1）."""

    iri: str
    number: str


class Force(StrEnum):
    """How binding a requirement is; the values are notations of `scheme/force`."""

    MANDATORY = "mandatory"
    ADVISORY = "advisory"
    PERMISSION = "permission"

    @property
    def zh(self) -> str:
        """How the texts say it."""
        return {"mandatory": "须", "advisory": "原则上", "permission": "可以"}[self.value]


class ValueType(StrEnum):
    """The XSD datatype of an evidence value."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"

    @property
    def iri(self) -> str:
        """The IRI of the datatype."""
        return f"http://www.w3.org/2001/XMLSchema#{self}"

    def lexical(self, number: Decimal | int) -> str:
        """Write a number in the datatype's lexical form; decimals have a point, as in 3.0."""
        text = f"{number:f}" if isinstance(number, Decimal) else str(number)
        return f"{text}.0" if self is ValueType.DECIMAL and "." not in text else text


@dataclass(frozen=True)
class Qualifiers:
    """What narrows a measure or a possession; every part is optional.

    Several techniques, grades (三级以上) or specialties are counted together: any of them counts.
    `window` is counted back from the as-of date (近5年), `per` is a rate (每年);
    `as_of_issue` moves the as-of date to the day the regulation was issued.
    """

    techniques: tuple[Concept, ...] = ()
    grades: tuple[Concept, ...] = ()
    specialties: tuple[Concept, ...] = ()
    case_role: Concept | None = None
    case_kind: Concept | None = None
    window: Period | None = None
    per: Period | None = None
    as_of_issue: bool = False

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The parts that they add to the name of an evidence column, in fixed order."""
        parts = (
            "+".join(one.notation for one in self.specialties),
            "+".join(one.notation for one in self.techniques),
            self.grades and f"grade{'+'.join(one.notation for one in self.grades)}",
            self.case_kind and self.case_kind.notation,
            self.window and f"last-{self.window}",
            self.per and f"per-{self.per}",
            "as-of-issue" if self.as_of_issue else None,
        )
        return tuple(part for part in parts if part)


@dataclass(frozen=True)
class Requirement:
    """What every requirement has: name, force, clauses, quotes and the curator's note."""

    iri: str
    label: Label
    force: Force
    clauses: tuple[Clause, ...]
    quotes: tuple[str, ...]
    note: str | None

    @property
    def children(self) -> tuple[Requirement, ...]:
        """The requirements it is made of; none for a leaf."""
        return ()

    def leaves(self) -> Iterator[Leaf]:
        """Yield every leaf below, itself included, in order."""
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True)
class Leaf(Requirement, ABC):
    """A requirement that evidence answers directly, in the column `evidence_key`."""

    @property
    @abstractmethod
    def evidence_key(self) -> str:
        """The name of its evidence column, and the local name of its evidence property."""

    @property
    def value_type(self) -> ValueType:
        """The datatype of its evidence."""
        return ValueType.BOOLEAN

    @property
    def bounds(self) -> Bounds:
        """The bounds of its evidence; none for evidence that is true or false."""
        return Bounds()

    def leaves(self) -> Iterator[Leaf]:
        """Yield itself."""
        yield self


@dataclass(frozen=True)
class Bounds:
    """Bounds of a number: 不少于, 不超过 include it; 高于, 低于 do not."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: Decimal | None = None
    exclusive_maximum: Decimal | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in vars(self).values())

    def admit(self, value: Decimal) -> bool:
        """Tell whether a value lies within the bounds."""
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.exclusive_minimum is None or value > self.exclusive_minimum)
            and (self.exclusive_maximum is None or value < self.exclusive_maximum)
        )


@dataclass(frozen=True)
class Threshold(Leaf):
    """A measure must lie within bounds; the unit says in what it is counted."""

    measure: Measure
    qualifiers: Qualifiers
    limits: Bounds
    unit: Concept

    @cached_property
    def evidence_key(self) -> str:
        """`[角色-]指标[.专科][.技术][.gradeN][.类别][.last-窗口][.per-频率][.as-of-issue]`."""
        role = self.qualifiers.case_role
        head = f"{role.notation}-{self.measure.notation}" if role else self.measure.notation
        return ".".join((head, *self.qualifiers.suffixes))

    @property
    def value_type(self) -> ValueType:
        """Decimal for units that have fractions (years, months), integer otherwise."""
        return ValueType.DECIMAL if self.unit.decimal else ValueType.INTEGER

    @property
    def bounds(self) -> Bounds:
        """The limits."""
        return self.limits


@dataclass(frozen=True)
class TitleRequirement(Leaf):
    """At least a title; with `held_for`, held at or above it for at least that long.

    `ladder` are all titles from the lowest to the highest, to name the rank that was found.
    """

    title: Concept
    ladder: tuple[Concept, ...]
    held_for: Period | None
    qualifiers: Qualifiers

    @cached_property
    def evidence_key(self) -> str:
        """`title-rank`, or `years-as-<title>-or-above` where years are asked."""
        head = f"years-as-{self.title.notation}-or-above" if self.held_for else "title-rank"
        return ".".join((head, *self.qualifiers.suffixes))

    @property
    def value_type(self) -> ValueType:
        """Years are decimal, ranks integer."""
        return ValueType.DECIMAL if self.held_for else ValueType.INTEGER

    @property
    def bounds(self) -> Bounds:
        """The least years, or the least rank."""
        if self.held_for:
            return Bounds(minimum=self.held_for.years)
        return Bounds(minimum=Decimal(self.title.rank or 0))


@dataclass(frozen=True)
class Possession(Leaf):
    """Must have something: a place, equipment, a practice, a certificate, a capability."""

    thing: Concept
    qualifiers: Qualifiers

    @cached_property
    def evidence_key(self) -> str:
        """`has.<concept>[.专科][.技术][.gradeN][.as-of-issue]`."""
        return ".".join(("has", self.thing.notation, *self.qualifiers.suffixes))

    @property
    def is_judgement(self) -> bool:
        """Whether no record can settle it until a person attests it."""
        return self.thing.kind == "judgement"


@dataclass(frozen=True)
class Staffing(Leaf):
    """At least n people at the bearer meet another criterion, optionally of at least a title.

    `in_house` counts only those licensed at the bearer (本机构执业).
    """

    meets: str
    limits: Bounds
    unit: Concept
    title: Concept | None
    in_house: bool

    @cached_property
    def evidence_key(self) -> str:
        """`staff.<regulation>.<criterion>[.<title>-or-above][.in-house]`."""
        title = (f"{self.title.notation}-or-above",) if self.title else ()
        in_house = ("in-house",) if self.in_house else ()
        return ".".join(("staff", *self.meets.split("/")[-2:], *title, *in_house))

    @property
    def value_type(self) -> ValueType:
        """People are counted."""
        return ValueType.INTEGER

    @property
    def bounds(self) -> Bounds:
        """The limits."""
        return self.limits


@dataclass(frozen=True)
class Conformity(Leaf):
    """The bearer itself must meet another criterion."""

    meets: str

    @cached_property
    def evidence_key(self) -> str:
        """`conforms.<regulation>.<criterion>`."""
        return ".".join(("conforms", *self.meets.split("/")[-2:]))


@dataclass(frozen=True)
class Group(Requirement):
    """A requirement made of others."""

    members: tuple[Requirement, ...]

    @property
    def children(self) -> tuple[Requirement, ...]:
        """Its members."""
        return self.members

    @property
    def deciding(self) -> tuple[Requirement, ...]:
        """The members that decide it: those that are as binding as itself, or more so."""
        return tuple(m for m in self.members if m.force in (self.force, Force.MANDATORY))


@dataclass(frozen=True)
class AllOf(Group):
    """Every member must be met."""


@dataclass(frozen=True)
class AnyOf(Group):
    """One member suffices (具备下列条件之一, 或者)."""

    @property
    def deciding(self) -> tuple[Requirement, ...]:
        """Alternatives that are less binding are alternatives still, if there are no others."""
        return super().deciding or self.members


@dataclass(frozen=True)
class Waiver(AllOf):
    """Conditions under which a requirement is waived (可免于培训)."""


@dataclass(frozen=True)
class Equivalence(AllOf):
    """Conditions under which a requirement is deemed met (视为达到)."""


@dataclass(frozen=True)
class When(Group):
    """Members that bind only where the condition holds."""

    condition: Requirement

    @property
    def children(self) -> tuple[Requirement, ...]:
        """The condition first, then the members."""
        return (self.condition, *self.members)

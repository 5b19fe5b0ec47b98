"""哪些标准与一名医师有关。 Which criteria could concern a person.

A criterion that names specialties concerns those who work in one of them; one that names scopes of
practice, those who are registered in one; one that names neither concerns whom its technique does.
What somebody is recorded to have done, trained for or applied for concerns them in any case.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from zhunru.criterion import Criterion
from zhunru.hierarchy import Hierarchy
from zhunru.records import Records, Values
from zhunru.requirements import Concept, Leaf, Possession, Threshold
from zhunru.tables import load_tables


class Person:
    """What the tables say about a person's field of work."""

    def __init__(self, records: Records, staff: Values, hierarchy: Hierarchy) -> None:
        """Look a person up.

        Args:
            records: The tables.
            staff: The person's row in the table of staff.
            hierarchy: What counts for what.
        """
        number = staff["staff"]
        self._hierarchy = hierarchy
        self._category: str | None = staff["category"]
        self._scope: str | None = staff["practice_scope"]
        self._specialties = {
            row.values["specialty"]
            for row in records["experience"]
            if row.values["bearer"] == number and row.values["specialty"]
        }
        recorded = (
            row.values["technique"]
            for table, field in (
                ("cases", "bearer"),
                ("trainings", "staff"),
                ("credentials", "staff"),
            )
            for row in records[table]
            if row.values[field] == number and row.values["technique"]
        )
        self._techniques = frozenset(chain.from_iterable(map(hierarchy.lineage, recorded)))

    def relevant(self, criteria: Iterable[Criterion]) -> list[Criterion]:
        """Choose the criteria that could concern the person.

        Args:
            criteria: The criteria to choose from.

        Returns:
            Those of the person's profession and field, in the given order.
        """
        given = list(criteria)
        return [
            one
            for one in given
            if self.may_be(one)
            and (
                one.technique.notation in self._techniques
                or self._works_in([one])
                or (
                    not _names_field(one)
                    and self._works_in(c for c in given if c.technique == one.technique)
                )
            )
        ]

    def may_be(self, criterion: Criterion) -> bool:
        """Tell whether a criterion may be about somebody of the person's profession.

        Args:
            criterion: A criterion about people.

        Returns:
            False only where its name or that of its role names another profession.
        """
        # 人员类别（医师、护士、技师、其他）出现在标准或角色的名称里。
        # Names of criteria and roles say which category of staff they are about.
        names = criterion.label.zh + criterion.role.label.zh
        categories = load_tables()["staff"].field("category").enum
        named = {category for category in categories if category in names}
        physician, *_, other = categories
        if other in named:
            # “其他人员”指医师以外的各类。 Other staff are all that are no physicians.
            named = {*categories} - {physician}
        return self._category is None or not named or self._category in named

    def _works_in(self, criteria: Iterable[Criterion]) -> bool:
        leaves = [leaf for criterion in criteria for leaf in criterion.leaves()]
        specialties = list(chain.from_iterable(map(_specialties, leaves)))
        if specialties and self._specialties:
            near = self._hierarchy.below_any(specialties) | self._hierarchy.above_any(specialties)
            return bool(self._specialties & near)
        scopes = [leaf.thing for leaf in leaves if _is_scope(leaf) and isinstance(leaf, Possession)]
        return self._scope in self._hierarchy.below_any(scopes)


def _names_field(criterion: Criterion) -> bool:
    return any(_specialties(leaf) or _is_scope(leaf) for leaf in criterion.leaves())


def _specialties(leaf: Leaf) -> tuple[Concept, ...]:
    return leaf.qualifiers.specialties if isinstance(leaf, Threshold | Possession) else ()


def _is_scope(leaf: Leaf) -> bool:
    return isinstance(leaf, Possession) and leaf.thing.kind == "practice-scope"

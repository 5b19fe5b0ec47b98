"""表单的排列：依要求树，一项只问一次。 The layout of a form: the tree, each field asked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from zhunru.criterion import Criterion
from zhunru.one_physician.questions import Question, questions_of
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Leaf, Requirement


@dataclass(frozen=True)
class Field:
    """A field where it is asked, with the leaves of the whole criterion that it answers."""

    question: Question
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Part:
    """A part of a form: a group of requirements, or the criterion itself.

    Attributes:
        group: The group; None for the criterion.
        fields: What is asked here, outside of any group below.
        again: What is asked further above and counts here, too.
        parts: The groups below.
    """

    group: Requirement | None
    fields: tuple[Field, ...]
    again: tuple[Question, ...]
    parts: tuple[Part, ...]

    @property
    def is_choice(self) -> bool:
        """Whether one of its members suffices, so that the others may stay empty."""
        return isinstance(self.group, AnyOf)

    def all_fields(self) -> Iterator[Field]:
        """Yield its fields and those of the parts below, in order."""
        yield from self.fields
        for part in self.parts:
            yield from part.all_fields()


def form_for(criterion: Criterion) -> Part:
    """Lay out the fields that a criterion needs, and no others.

    Args:
        criterion: The criterion; what it extends is asked first.

    Returns:
        The form.
    """
    wanted: dict[str, list[Leaf]] = {}
    for leaf in criterion.leaves():
        for question in questions_of(leaf, criterion):
            wanted.setdefault(question.key, []).append(leaf)
    return _Layout(criterion, wanted).part(None, criterion.all_requirements)


@cache
def every_question() -> Mapping[str, Question]:
    """Return what can be asked of a person under any criterion, by key."""
    return {
        question.key: question
        for criterion in criteria().values()
        if criterion.role_is_person
        for leaf in criterion.leaves()
        for question in questions_of(leaf, criterion)
    }


class _Layout:
    """Places every field where it comes first."""

    def __init__(self, criterion: Criterion, wanted: dict[str, list[Leaf]]) -> None:
        self._criterion = criterion
        self._wanted = wanted
        self._placed: set[str] = set()

    def part(self, group: Requirement | None, members: Iterable[Requirement]) -> Part:
        given = list(members)
        fields: list[Field] = []
        again: dict[str, Question] = {}
        for question in self._asked(one for one in given if isinstance(one, Leaf)):
            if question.key in self._placed:
                again[question.key] = question
            else:
                self._placed.add(question.key)
                fields.append(Field(question, tuple(self._wanted[question.key])))
        groups = [one for one in given if not isinstance(one, Leaf)]
        parts = tuple(self.part(one, one.children) for one in groups)
        return Part(group, tuple(fields), tuple(again.values()), parts)

    def _asked(self, leaves: Iterable[Leaf]) -> list[Question]:
        asked = {one.key: one for leaf in leaves for one in questions_of(leaf, self._criterion)}
        return list(asked.values())

"""报告的分类：人员、机构、技术、培训。 The sections of a report: people, institutions, …

Every result belongs to one of people, institutions and training; techniques sum up all of them
once more, from another side.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from zhunru.report import Report, Result, count_verdicts
from zhunru.reports.section_names import SectionName
from zhunru.requirements import Label
from zhunru.verdicts import Verdict

#: Roles of those who are trained, who train, and where; by notation in `scheme/role`.
TRAINING_ROLES: Final = frozenset({"trainee", "mentor", "training-base"})


TITLES: Final = {
    SectionName.PEOPLE: Label("人员", "People"),
    SectionName.INSTITUTIONS: Label("机构", "Institutions"),
    SectionName.TECHNIQUES: Label("技术", "Techniques"),
    SectionName.TRAINING: Label("培训", "Training"),
}


@dataclass(frozen=True)
class Member:
    """One person, institution or technique of a section, with its results in their order.

    Attributes:
        key: What identifies it in a report: for bearers, whether a person, and the identifier.
        name: Its name, with the identifier where that is something else.
        results: Its results.
    """

    key: Hashable
    name: Label
    results: tuple[Result, ...]

    def counts(self) -> dict[Verdict, int]:
        """Count the results by verdict, worst first."""
        return count_verdicts(self.results)


@dataclass(frozen=True)
class Section:
    """A section, its members from the one with most that is not met to the one with least."""

    name: SectionName
    members: tuple[Member, ...]

    @property
    def title(self) -> Label:
        """Its title."""
        return TITLES[self.name]

    @property
    def size(self) -> int:
        """How many results it has."""
        return sum(len(member.results) for member in self.members)

    def counts(self) -> dict[Verdict, int]:
        """Count the results by verdict, worst first."""
        return count_verdicts(result for member in self.members for result in member.results)


def sections(report: Report) -> tuple[Section, ...]:
    """Divide a report into its four sections.

    Args:
        report: The report.

    Returns:
        People, institutions, techniques and training, in this order; empty ones included.
    """
    return tuple(_section(name, report) for name in SectionName)


def bearers(report: Report) -> tuple[Section, ...]:
    """Gather all results of each bearer, those about training included.

    Args:
        report: The report.

    Returns:
        People and institutions.
    """
    people = [one for one in report.results if one.dossier.criterion.role_is_person]
    places = [one for one in report.results if not one.dossier.criterion.role_is_person]
    return (
        Section(SectionName.PEOPLE, _members(people, bearer_key, bearer_name)),
        Section(SectionName.INSTITUTIONS, _members(places, bearer_key, bearer_name)),
    )


def bearer_key(result: Result) -> tuple[bool, str]:
    """Identify the bearer of a result: a person and an institution may have the same number."""
    return result.dossier.criterion.role_is_person, result.dossier.bearer


def bearer_name(result: Result) -> Label:
    """Name the bearer of a result, with the identifier where that is something else."""
    name, bearer = result.dossier.name, result.dossier.bearer
    if name == bearer:
        return Label(name, name)
    return Label(f"{name}（{bearer}）", f"{name} ({bearer})")


def _section(name: SectionName, report: Report) -> Section:
    if name is SectionName.TECHNIQUES:
        return Section(name, _members(list(report.results), _technique_key, _technique_name))
    chosen = [one for one in report.results if section_of(one) is name]
    return Section(name, _members(chosen, bearer_key, bearer_name))


def section_of(result: Result) -> SectionName:
    """Tell to which of people, institutions and training a result belongs."""
    criterion = result.dossier.criterion
    if criterion.role.notation in TRAINING_ROLES:
        return SectionName.TRAINING
    return SectionName.PEOPLE if criterion.role_is_person else SectionName.INSTITUTIONS


def _technique_key(result: Result) -> str:
    return result.dossier.criterion.technique.iri


def _technique_name(result: Result) -> Label:
    return result.dossier.criterion.technique.label


def _members(
    results: list[Result], key: Callable[[Result], Hashable], name: Callable[[Result], Label]
) -> tuple[Member, ...]:
    gathered: dict[Hashable, list[Result]] = {}
    for result in results:
        gathered.setdefault(key(result), []).append(result)
    members = [Member(one, name(given[0]), tuple(given)) for one, given in gathered.items()]
    return tuple(sorted(members, key=_badness, reverse=True))


def _badness(member: Member) -> tuple[int, ...]:
    """More of the worst verdict is worse; `sorted` keeps equal ones in their order."""
    return tuple(member.counts().values())[:-1]

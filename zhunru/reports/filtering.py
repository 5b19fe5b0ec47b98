"""从报告里挑出要看的。 Choose from a report what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhunru.report import WORST_FIRST, Finding, Report, Result
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import bearer_key, bearer_name, section_of
from zhunru.requirements import Label
from zhunru.verdicts import Verdict


@dataclass(frozen=True)
class ReportFilter:
    """What is to be looked at; what is empty does not narrow.

    Attributes:
        verdicts: Results with one of these verdicts.
        section: Results of this section; that of techniques has all of them.
        bearer: Results of this bearer, by `bearer_code`.
        technique: Results about this technique, by notation.
        words: Results in which all of these words occur: in names, criteria and requirements.
    """

    verdicts: frozenset[Verdict] = frozenset()
    section: SectionName | None = None
    bearer: str | None = None
    technique: str | None = None
    words: str = ""

    def chosen(self, report: Report) -> list[int]:
        """Choose results.

        Returns:
            Their places in the report, the worst first, else in its order.
        """
        kept = [place for place, one in enumerate(report.results) if self._keeps(one)]
        return sorted(kept, key=lambda place: WORST_FIRST.index(report.results[place].verdict))

    def _keeps(self, result: Result) -> bool:
        everything = self.section in (None, SectionName.TECHNIQUES)
        return (
            (not self.verdicts or result.verdict in self.verdicts)
            and (everything or section_of(result) is self.section)
            and self.bearer in (None, bearer_code(result))
            and self.technique in (None, result.dossier.criterion.technique.notation)
            and self._speaks_of(result)
        )

    def _speaks_of(self, result: Result) -> bool:
        wanted = self.words.casefold().split()
        if not wanted:
            return True
        text = "\n".join(_texts(result)).casefold()
        return all(word in text for word in wanted)


def bearer_code(result: Result) -> str:
    """Identify the bearer of a result by a text: its kind and its number."""
    is_person, bearer = bearer_key(result)
    return f"{'person' if is_person else 'institution'}:{bearer}"


def bearers_of(report: Report) -> dict[str, Label]:
    """Name the bearers of a report, by `bearer_code`."""
    return {bearer_code(one): bearer_name(one) for one in report.results}


def techniques_of(report: Report) -> dict[str, Label]:
    """Name the techniques of a report, by notation."""
    found = (one.dossier.criterion.technique for one in report.results)
    return {one.notation: one.label for one in found}


def _texts(result: Result) -> Iterator[str]:
    dossier, label = result.dossier, result.dossier.criterion.label
    yield from (dossier.name, dossier.bearer, label.zh, label.en)
    for finding in result.findings:
        for _, part in finding.flat():
            yield from _texts_of(part)


def _texts_of(finding: Finding) -> Iterator[str]:
    label = finding.requirement.label
    yield from (label.zh, label.en, finding.required.zh, finding.clauses)

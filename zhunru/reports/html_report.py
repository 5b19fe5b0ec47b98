"""把报告写成一页可打印的网页。 Write a report as one printable web page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from jinja2 import Template

from zhunru.data_version import data_version
from zhunru.html_templates import environment
from zhunru.report import WORST_FIRST, Finding, Report, Result, worst_first
from zhunru.reports.lines import gaps
from zhunru.reports.sections import bearer_key, bearers, sections
from zhunru.verdicts import Verdict

#: How the page marks a verdict: a class for the colour, and a sign for those who see none.
_MARKS: Final = {
    Verdict.NOT_MET: ("not-met", "✕"),
    Verdict.MISSING: ("missing", "？"),
    Verdict.JUDGEMENT: ("judgement", "◇"),
    Verdict.MET: ("met", "✓"),
    Verdict.NOT_APPLICABLE: ("na", "—"),
}


def to_html(report: Report) -> str:
    """Write a report as one printable HTML page, without outside resources.

    The page has the totals, contents, a summary by people, institutions, techniques and training,
    a printed page per bearer with every requirement, and what was set aside or remarked on.

    Args:
        report: The report.

    Returns:
        The HTML text, the same for the same report; everything from the input is escaped.
    """
    gathered = bearers(report)
    members = [member for section in gathered for member in section.members]
    return _template().render(
        report=report,
        version=data_version(),
        sections=sections(report),
        bearers=gathered,
        anchors={member.key: f"b{number}" for number, member in enumerate(members, start=1)},
    )


@cache
def _template() -> Template:
    templates = environment("zhunru")
    templates.globals |= {
        "verdicts": WORST_FIRST,
        "marks": _MARKS,
        "rows": _rows,
        "gaps": gaps,
        "worst_first": worst_first,
        "bearer_key": bearer_key,
    }
    return templates.get_template("report.html.jinja")


def _rows(result: Result) -> Iterator[tuple[int, Finding, bool]]:
    """Yield every finding with its depth, and whether anything hangs on it still."""
    for finding in worst_first(result.findings):
        yield from _with_parts(finding, 0, matters=True)


def _with_parts(
    finding: Finding, depth: int, *, matters: bool
) -> Iterator[tuple[int, Finding, bool]]:
    # 备选已满足一项，其余的差距无关紧要。 Where one alternative is met, the others lack nothing.
    matters = matters and finding.is_open
    yield depth, finding, matters
    for part in finding.parts:
        yield from _with_parts(part, depth + 1, matters=matters)

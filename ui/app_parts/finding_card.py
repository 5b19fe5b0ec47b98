"""发现的卡片：要求、发现、差距、条款、原文、编者注。 Cards of findings, as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from app_parts.requirement_card import note, says, source
from app_parts.styling import chip, html
from app_parts.verdict_marks import CLASSES, mark
from zhunru.report import Finding
from zhunru.requirements import AnyOf, When


def finding_cards(findings: Iterable[Finding]) -> str:
    """Return a card for every finding, with its parts nested."""
    body = "".join(
        f'<div class="zr-card {CLASSES[one.verdict]}">{_body(one)}</div>' for one in findings
    )
    return f'<div class="zr">{body}</div>'


def _body(finding: Finding, *, premise: bool = False) -> str:
    requirement = finding.requirement
    said = f"{mark(finding.verdict)}{says(requirement, premise=premise)}"
    head = f'<div class="zr-says">{said}{_facts(finding)}{_advice(finding)}</div>'
    row = f'<div class="zr-row">{head}{source(requirement)}</div>'
    return f"{row}{note(requirement)}{_parts(finding, premise=premise)}"


def _facts(finding: Finding) -> str:
    facts = [
        f"发现：{html(finding.found.zh)}" if finding.found else "",
        f'<span class="zr-gap">{html(finding.distance.zh)}</span>' if finding.distance else "",
        f'<span class="zr-ask">{html(finding.missing.zh)}</span>' if finding.missing else "",
    ]
    given = "　".join(fact for fact in facts if fact)
    return f'<p class="zr-found">{given}</p>' if given else ""


def _advice(finding: Finding) -> str:
    if finding.next_step is None:
        return ""
    return f'<p class="zr-advice"><b>怎么办：</b>{html(finding.next_step.zh)}</p>'


def _parts(finding: Finding, *, premise: bool) -> str:
    if not finding.parts:
        return ""
    any_of = isinstance(finding.requirement, AnyOf)
    conditional = isinstance(finding.requirement, When)
    items = []
    for place, part in enumerate(finding.parts):
        joint = '<div class="zr-or">或者</div>' if any_of and place else ""
        first = conditional and place == 0
        condition = chip("如果", "if") if first else ""
        items.append(f"<li>{joint}{condition}{_body(part, premise=premise or first)}</li>")
    return f'<ul class="zr-members {"any" if any_of else "all"}">{"".join(items)}</ul>'

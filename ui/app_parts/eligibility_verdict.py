"""资格页的结论：判定、下一步、所填、逐项发现。 The verdict, next steps, answers, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from app_parts.finding_card import finding_cards
from app_parts.language import named, said
from app_parts.styling import html
from app_parts.verdict_marks import CLASSES, SIGNS, worded
from zhunru.eligible import Eligibility, Standing
from zhunru.next_steps.step import Means, Step
from zhunru.one_physician.answers import NO_TITLE, Answer
from zhunru.one_physician.form import Part
from zhunru.one_physician.questions import Question
from zhunru.one_physician.standing import outlook
from zhunru.report import Finding, count_verdicts, worst_first
from zhunru.requirements import Force
from zhunru.verdicts import Verdict
from zhunru.wording import clause_numbers, number

_NEARLY: Final = "≈"
_NEARLY_CLASS: Final = "missing"
#: 只列名称的两类。 What is only listed by name.
_LISTED: Final = (
    (Means.RECORDS, "还须填写", "Still to be filled in"),
    (Means.ATTESTATION, "须由负责人认定", "To be attested"),
)


def sign(one: Eligibility) -> tuple[str, str]:
    """Return the sign and word of how somebody stands, and the class of its colours."""
    verdict, words = one.result.verdict, named(outlook(one))
    if verdict is Verdict.NOT_MET and one.standing is Standing.NEARLY:
        return f"{_NEARLY} {words}", _NEARLY_CLASS
    return f"{SIGNS[verdict]} {words}", CLASSES[verdict]


def show_verdict(one: Eligibility) -> None:
    """Show how somebody stands, how many conditions are open, and the next steps."""
    words, style = sign(one)
    binding = [
        finding for finding in one.result.findings if finding.requirement.force is Force.MANDATORY
    ]
    counts = count_verdicts(binding)
    tally = " · ".join(f"{worded(verdict)} {count}" for verdict, count in counts.items() if count)
    st.html(
        f'<div class="zr"><p role="status" class="zr-outlook">'
        f'<span class="zr-verdict {style}">{html(words)}</span></p>'
        f"<p>{html(said('必备要求', 'Mandatory'))} {len(binding)}：{html(tally)}</p></div>"
    )
    if one.plan.meets_from is not None:
        day = one.plan.meets_from.isoformat()
        st.write(said(f"只须等待：自 **{day}** 起全部符合。", f"All met from **{day}**."))
    if one.plan.steps:
        _show_steps(one.plan.steps)


def _show_steps(steps: Sequence[Step]) -> None:
    listed = [means for means, _, _ in _LISTED]
    doing = [
        f"{named(step.words)} · {clause_numbers(step.leaf.clauses)}"
        for step in steps
        if step.means not in listed
    ]
    blocks = [_list(said("下一步", "Next steps"), doing)]
    for means, zh, en in _LISTED:
        names = [named(step.leaf.label) for step in steps if step.means is means]
        blocks.append(_list(said(zh, en), names))
    st.html(f'<div class="zr">{"".join(blocks)}</div>')


def _list(heading: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{html(line)}</li>" for line in lines)
    return f"<p><b>{html(heading)}</b></p><ul>{items}</ul>"


def show_findings(one: Eligibility) -> None:
    """Show a card for every requirement, the open ones first."""
    findings = list(map(_without_tables, one.result.findings))
    open_ones = worst_first(finding for finding in findings if finding.is_open)
    settled = [finding for finding in findings if not finding.is_open]
    if open_ones:
        st.markdown(said(f"**待解决 {len(open_ones)} 项**", f"**Open: {len(open_ones)}**"))
        st.html(finding_cards(open_ones))
    if settled:
        words = said(f"**已符合或不适用 {len(settled)} 项**", f"**Settled: {len(settled)}**")
        st.markdown(words)
        st.html(finding_cards(settled))


def _without_tables(finding: Finding) -> Finding:
    """Leave out which table would supply what is unknown: here it is filled in above."""
    parts = tuple(map(_without_tables, finding.parts))
    unknown = finding.verdict in (Verdict.MISSING, Verdict.JUDGEMENT)
    return replace(finding, parts=parts, next_step=None if unknown else finding.next_step)


def answers_in_print(form: Part, answers: Mapping[str, Answer]) -> str:
    """Return what was filled in for this form, as HTML that is seen on paper only."""
    rows = "".join(
        f"<dt>{html(named(one.question.label))}</dt>"
        f"<dd>{html(_said(one.question, answers[one.question.key]))}</dd>"
        for one in form.all_fields()
        if one.question.key in answers
    )
    heading = html(said("所填资料", "What was filled in"))
    nothing = html(said("没有填写。", "Nothing."))
    body = f'<dl class="zr-facts">{rows}</dl>' if rows else f"<p>{nothing}</p>"
    return f'<div class="zr zr-on-paper"><p><b>{heading}</b></p>{body}</div>'


def _said(question: Question, answer: Answer) -> str:
    if isinstance(answer, bool):
        return said("是", "yes") if answer else said("否", "no")
    if isinstance(answer, str):
        names = {one.notation: named(one.label) for one in question.ladder}
        return names.get(answer, said("尚无职称", "none yet") if answer == NO_TITLE else answer)
    if hasattr(answer, "isoformat"):
        return said(f"自 {answer.isoformat()} 起", f"since {answer.isoformat()}")
    unit = named(question.unit.label) if question.unit else said("年", "years")
    return f"{number(answer)} {unit}"

"""判定的样子：符号、文字与颜色。 How verdicts look: a sign, a word and a colour."""

from __future__ import annotations

from typing import Final

from app_parts.language import said
from app_parts.styling import html
from zhunru.verdicts import Verdict

SIGNS: Final = {
    Verdict.MET: "✓",
    Verdict.NOT_MET: "✕",
    Verdict.MISSING: "?",
    Verdict.JUDGEMENT: "◇",
    Verdict.NOT_APPLICABLE: "–",
}
CLASSES: Final = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not-met",
    Verdict.MISSING: "missing",
    Verdict.JUDGEMENT: "judgement",
    Verdict.NOT_APPLICABLE: "not-applicable",
}
EXPLAINED: Final = {
    Verdict.MET: "各项必备要求都达到",
    Verdict.NOT_MET: "至少一项必备要求没有达到",
    Verdict.MISSING: "没有资料，既不算符合也不算不符合",
    Verdict.JUDGEMENT: "没有记录能判定，须由负责人认定",
}


def worded(verdict: Verdict) -> str:
    """Return sign and word as plain text."""
    return f"{SIGNS[verdict]} {said(verdict.value, verdict.en)}"


def mark(verdict: Verdict) -> str:
    """Return sign and word as HTML, coloured."""
    return f'<span class="zr-verdict {CLASSES[verdict]}">{html(worded(verdict))}</span>'


def totals(counts: dict[Verdict, int]) -> str:
    """Return the counts by verdict as a row of tiles, as HTML."""
    tiles = "".join(
        f'<div class="zr-tile {CLASSES[verdict]}">{mark(verdict)}'
        f'<div class="zr-count">{number}</div><p>{html(EXPLAINED[verdict])}</p></div>'
        for verdict, number in counts.items()
    )
    return f'<div class="zr zr-tiles">{tiles}</div>'

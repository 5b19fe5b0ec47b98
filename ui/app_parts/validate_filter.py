"""筛选报告：判定、分类、承担者、技术、词；都写在网址里。 Filters of a report, kept in the URL."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import named, said
from app_parts.url_state import PageUrl
from app_parts.verdict_marks import worded
from zhunru.report import Report
from zhunru.reports.filtering import ReportFilter, bearers_of, techniques_of
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import TITLES
from zhunru.verdicts import Verdict

VERDICTS: Final = "validate.verdicts"
SECTION: Final = "validate.section"
BEARER: Final = "validate.bearer"
TECHNIQUE: Final = "validate.technique"
WORDS: Final = "validate.words"
_SEPARATOR: Final = ","


def code(verdict: Verdict) -> str:
    """Return how the URL calls a verdict."""
    return verdict.name.lower().replace("_", "-")


def choose_filter(report: Report, url: PageUrl) -> ReportFilter:
    """Let the user narrow a report: `verdict`, `section`, `bearer`, `technique`, `words`."""
    bearers, techniques = bearers_of(report), techniques_of(report)
    present = [verdict for verdict, number in report.counts().items() if number]
    _seed(url, present)
    url.seed(BEARER, "bearer", bearers)
    url.seed(TECHNIQUE, "technique", techniques)
    url.seed(WORDS, "words")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    verdicts: list[Verdict] = left.pills(
        said("判定", "Verdict"),
        present,
        format_func=worded,
        selection_mode="multi",
        key=VERDICTS,
    )
    words = right.text_input(
        said("含有这些词", "With these words"),
        key=WORDS,
        placeholder=said("姓名、工号、标准或要求", "Names, numbers, criteria, requirements"),
    )
    left, right = st.columns(2)
    bearer = left.selectbox(
        said("机构或人员", "Institution or person"),
        [None, *bearers],
        format_func=lambda one: named(bearers[one]) if one else said("全部", "All"),
        key=BEARER,
    )
    technique = right.selectbox(
        said("技术", "Technique"),
        [None, *techniques],
        format_func=lambda one: named(techniques[one]) if one else said("全部", "All"),
        key=TECHNIQUE,
    )
    section = st.session_state.get(SECTION)
    return ReportFilter(frozenset(verdicts), section, bearer, technique, words)


def choose_section(url: PageUrl) -> SectionName:
    """Let the user choose by what the report is summed up, and narrowed."""
    if url.changed:
        given = {one.value: one for one in SectionName}.get(url.get("section") or "")
        st.session_state[SECTION] = given or SectionName.TECHNIQUES
    st.session_state.setdefault(SECTION, SectionName.TECHNIQUES)
    chosen: SectionName | None = st.segmented_control(
        said("分类", "By"),
        list(SectionName),
        format_func=lambda one: named(TITLES[one]),
        key=SECTION,
        required=True,
    )
    return chosen or SectionName.TECHNIQUES


def in_url(chosen: ReportFilter) -> dict[str, str | None]:
    """Return what goes into the URL."""
    verdicts = _SEPARATOR.join(sorted(map(code, chosen.verdicts)))
    section = None if chosen.section is SectionName.TECHNIQUES else chosen.section
    return {
        "verdict": verdicts,
        "section": section.value if section else None,
        "bearer": chosen.bearer,
        "technique": chosen.technique,
        "words": chosen.words,
    }


def _seed(url: PageUrl, present: list[Verdict]) -> None:
    if url.changed:
        given = (url.get("verdict") or "").split(_SEPARATOR)
        st.session_state[VERDICTS] = [one for one in present if code(one) in given]

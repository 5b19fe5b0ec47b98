"""校验报告：总数、分类、筛选、结果表、逐项发现。 A report: totals, sections, filters, findings."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.finding_card import finding_cards
from app_parts.language import named, said
from app_parts.problem_table import show_remarks, show_set_aside
from app_parts.report_downloads import offer_downloads
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from app_parts.validate_filter import choose_filter, choose_section, in_url
from app_parts.verdict_marks import mark, totals, worded
from zhunru.csv_text import defused
from zhunru.report import Report, Result
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import TITLES, bearer_name, sections
from zhunru.verdicts import Verdict

_ROW: Final = 35
_MOST_ROWS: Final = 12
_CHOSEN: Final = "validate.result"


def show_report(
    report: Report, title: str, files: Sequence[Path], url: PageUrl
) -> dict[str, str | None]:
    """Show a report.

    Args:
        report: The report.
        title: What was validated, for the heading.
        files: The files that were validated.
        url: The URL of the page.

    Returns:
        What goes into the URL: the filter and the result that is shown.
    """
    day, number = report.as_of.isoformat(), len(report.results)
    st.write(
        said(
            f"**{plain(title)}**，截至 {day}，共 {number} 项校验。",
            f"**{plain(title)}**, as of {day}: {number} checks.",
        )
    )
    show_set_aside(report.set_aside)
    show_remarks(report.remarks)
    st.html(totals(report.counts()))
    st.header(said("分类汇总", "Summary"), anchor=False)
    _summary(report, choose_section(url))
    st.header(said("逐项查看", "Results"), anchor=False)
    with st.container(key="report-filter"):
        chosen = choose_filter(report, url)
    places = chosen.chosen(report)
    picked = None
    if places:
        picked = _pick(report, places, url)
        _show_result(report.results[picked])
    else:
        st.info("没有这样的结果，请放宽筛选。", icon=":material/filter_alt_off:")
    with st.container(key="report-downloads"):
        st.header(said("下载报告", "Downloads"), anchor=False)
        offer_downloads(report, files)
    first = not places or picked == places[0]
    return {**in_url(chosen), "result": None if first else str(picked)}


def _summary(report: Report, name: SectionName) -> None:
    section = next(one for one in sections(report) if one.name is name)
    if not section.members:
        st.caption(said("这一类没有校验的项目。", "Nothing of this kind was checked."))
        return
    shown = [verdict for verdict, number in section.counts().items() if number]
    columns: dict[str, Sequence[object]] = {
        named(TITLES[name]): [defused(named(one.name)) for one in section.members]
    }
    for verdict in shown:
        columns[worded(verdict)] = [one.counts()[verdict] for one in section.members]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height=_height(len(section.members), 6),
        key=f"validate.summary.{name}",
        alt=said("分类汇总", "Summary"),
    )


def _pick(report: Report, places: list[int], url: PageUrl) -> int:
    """Show the results as a table and return the place of the one chosen, the first at first."""
    if url.changed:
        given = url.get("result") or ""
        st.session_state[_CHOSEN] = int(given) if given.isdecimal() else None
    chosen = st.session_state.get(_CHOSEN)
    row = places.index(chosen) if chosen in places else 0
    shown = [report.results[place] for place in places]
    # 键里含行的摘要：行变了，旧的选择就不会落到别的行上。
    # The key carries a digest of the rows, else a selection stays on a position as rows change.
    key = "validate.results." + sha256(repr(places).encode()).hexdigest()[:12]
    if _selected(key) != [row]:
        st.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}

    def choose() -> None:
        clicked = _selected(key)
        st.session_state[_CHOSEN] = places[clicked[0]] if clicked else None

    st.caption(f"{len(shown)} 项，不符合的在前。点一行，下面列出它的每项要求。")
    verdicts = said("判定", "Verdict")
    st.dataframe(
        _frame(shown).style.apply(_colours, subset=[verdicts]),
        key=key,
        on_select=choose,
        selection_mode="single-row-required",
        hide_index=True,
        height=_height(len(shown), _MOST_ROWS),
        alt=said("校验结果", "Results"),
        column_config={said("标准", "Criterion"): st.column_config.TextColumn(width="large")},
    )
    return places[row]


def _selected(key: str) -> list[int]:
    state = st.session_state.get(key)
    return list(state["selection"]["rows"]) if state else []


def _height(rows: int, most: int) -> int:
    return _ROW * (min(rows, most) + 1) + 3


def _frame(shown: Sequence[Result]) -> pd.DataFrame:
    # 表格自带“下载为 CSV”，公式在这里就化解。 The table can be saved as CSV: defused already here.
    return pd.DataFrame(
        {
            said("判定", "Verdict"): [worded(one.verdict) for one in shown],
            said("机构或人员", "Institution or person"): [
                defused(named(bearer_name(one))) for one in shown
            ],
            said("标准", "Criterion"): [named(one.dossier.criterion.label) for one in shown],
            said("待解决", "Open"): [len(one.open_findings) for one in shown],
            said("表中编号", "Row"): [defused(one.row or "") for one in shown],
        }
    )


def _colours(words: pd.Series[str]) -> list[str]:
    dark = st.context.theme.type == "dark"
    colours = {
        worded(Verdict.MET): ("#0a5f44", "#94dfc1"),
        worded(Verdict.NOT_MET): ("#9c1c12", "#ffb4ab"),
        worded(Verdict.MISSING): ("#7a4706", "#f5cf8d"),
        worded(Verdict.JUDGEMENT): ("#3538cd", "#c5c7ff"),
    }
    return [f"color: {colours[word][dark]}" if word in colours else "" for word in words]


def _show_result(result: Result) -> None:
    criterion = result.dossier.criterion
    st.subheader(
        f"{plain(named(bearer_name(result)))}：{plain(named(criterion.label))}", anchor=False
    )
    st.html(f'<div class="zr">{mark(result.verdict)}</div>')
    st.caption(named(criterion.regulation.label))
    open_ones = result.open_findings
    if open_ones:
        number = len(open_ones)
        st.markdown(f"**{said(f'待解决 {number} 项', f'Open: {number}')}**")
        st.html(finding_cards(open_ones))
    settled = [one for one in result.findings if one not in open_ones]
    if settled:
        number = len(settled)
        words = said(f"已符合或不适用 {number} 项", f"Met or not applicable: {number}")
        with st.expander(words, expanded=not open_ones):
            st.html(finding_cards(settled))

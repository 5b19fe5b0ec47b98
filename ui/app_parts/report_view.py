"""校验报告：总数、筛选、结果表、逐项发现、下载。 A report: totals, filters, results, findings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.elements.arrow import DataframeStateInput

from app_parts.finding_card import finding_cards
from app_parts.problem_table import show_remarks, show_set_aside
from app_parts.styling import plain
from app_parts.uploads import Checked
from app_parts.verdict_marks import mark, totals, worded
from zhunru.report import WORST_FIRST, Report, Result
from zhunru.reports.formats import WRITERS
from zhunru.verdicts import Verdict

_ROW: Final = 35
_MOST_ROWS: Final = 12
_ALL: Final = "全部"
_FIRST: Final[DataframeStateInput] = {"selection": {"rows": [0]}}
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: 名称、扩展名、媒体类型。 Name, ending and media type.
_DOWNLOADS: Final = (
    ("网页（可打印）", ".html", "text/html"),
    (" Excel（判定写在本院表格旁）", ".xlsx", _XLSX),
    (" CSV", ".csv", "text/csv"),
    (" JSON", ".json", "application/json"),
    (" SARIF", ".sarif", "application/json"),
    (" Turtle", ".ttl", "text/turtle"),
)


def show_report(checked: Checked, source: str) -> None:
    """Show a report.

    Args:
        checked: The report and the files that it is about.
        source: What was validated, for the heading.
    """
    report = checked.report
    st.write(
        f"**{plain(source)}**，截至 {report.as_of.isoformat()}，共 {len(report.results)} 项校验。"
    )
    show_set_aside(report.set_aside)
    show_remarks(report.remarks)
    st.html(totals(report.counts()))
    _downloads(checked)
    shown = _filtered(report)
    if not shown:
        st.info("没有这样的结果，请放宽筛选。", icon=":material/filter_alt_off:")
        return
    _show_result(_pick(shown))


def _downloads(checked: Checked) -> None:
    """Offer the report in every form; each is written when it is asked for."""
    with st.container(horizontal=True):
        for name, ending, mime in _DOWNLOADS:
            st.download_button(
                f"下载{name}",
                data=partial(WRITERS[ending], checked.report, checked.sources),
                file_name=f"准入校验报告-{checked.report.as_of.isoformat()}{ending}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
            )


def _filtered(report: Report) -> list[Result]:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    present = [verdict for verdict, number in report.counts().items() if number]
    verdicts: list[Verdict] = left.pills(
        "判定", present, format_func=worded, selection_mode="multi", key="validate.verdicts"
    )
    bearers = {_who(one): one.dossier.bearer for one in report.results}
    bearer = right.selectbox("机构或人员", [_ALL, *bearers], key="validate.bearer")
    kept = [
        one
        for one in report.results
        if (not verdicts or one.verdict in verdicts) and bearer in (_ALL, _who(one))
    ]
    return sorted(kept, key=lambda one: WORST_FIRST.index(one.verdict))


def _pick(shown: Sequence[Result]) -> Result:
    """Show the results as a table and return the one that is clicked, the first at first."""
    digest = sha256("\n".join(one.dossier.iri for one in shown).encode()).hexdigest()[:12]
    st.caption(f"{len(shown)} 项，不符合的在前。点一行，下面列出它的每项要求。")
    event = st.dataframe(
        _frame(shown).style.apply(_colours, subset=["判定"]),
        key=f"validate.results.{digest}",
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default=_FIRST,
        hide_index=True,
        height=_ROW * (min(len(shown), _MOST_ROWS) + 1) + 3,
        column_config={"标准": st.column_config.TextColumn(width="large")},
    )
    rows = event["selection"]["rows"]
    return shown[rows[0] if rows else 0]


def _frame(shown: Sequence[Result]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "判定": [worded(one.verdict) for one in shown],
            "机构或人员": [_who(one) for one in shown],
            "标准": [one.dossier.criterion.label.zh for one in shown],
            "待解决": [len(one.open_findings) for one in shown],
            "表中编号": [one.row or "" for one in shown],
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
    st.subheader(f"{plain(_who(result))}：{criterion.label.zh}", anchor=False)
    st.html(f'<div class="zr">{mark(result.verdict)}</div>')
    st.caption(criterion.regulation.label.zh)
    open_ones = result.open_findings
    if open_ones:
        st.markdown(f"**待解决 {len(open_ones)} 项**")
        st.html(finding_cards(open_ones))
    settled = [one for one in result.findings if one not in open_ones]
    if settled:
        with st.expander(f"已符合或不适用 {len(settled)} 项", expanded=not open_ones):
            st.html(finding_cards(settled))


def _who(result: Result) -> str:
    dossier = result.dossier
    return dossier.name if dossier.name == dossier.bearer else f"{dossier.name}（{dossier.bearer}）"

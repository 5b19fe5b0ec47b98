"""一个指标从严到宽：条形图、表、所选一项的依据。 One measure from the strictest to the mildest."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from app_parts.compare_bars import bars, height
from app_parts.compare_bearer import pick_bearer, usual_choices
from app_parts.compare_behind import panel
from app_parts.compare_clicks import clicked
from app_parts.compare_figures import comparisons
from app_parts.compare_rows import show_rows
from app_parts.compare_table import choose_row, digest, download
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.answer_table import NOTHING
from zhunru.comparing.comparison import ComparableRows, Comparison, Row
from zhunru.comparing.strictness import length
from zhunru.errors import Bilingual
from zhunru.requirements import Concept, Label, TitleRequirement
from zhunru.wording import clause_numbers

_MEASURE: Final = "compare.measure"
_TABLE: Final = "compare.group"
_ROW: Final = "compare.row"


def show_strictness(url: PageUrl) -> dict[str, str | None]:
    """Show the ranking of one measure and return what goes into the URL."""
    bearer = pick_bearer(url)
    offered = comparisons(bearer.role, bearer.grade)
    if not offered:
        st.info("这类承担者没有带数字的要求。换一类承担者或级别。", icon=":material/search_off:")
        return bearer.in_url
    measure = _pick_measure({key: one.label for key, (one, _) in offered.items()}, url)
    comparison = offered[measure][1]
    table = _pick_table(comparison, url)
    _explain(table)
    chosen = _show_chart(table, url)
    if chosen:
        row = next(one for one in table.rows if _key(one) == chosen)
        with panel(named(row.technique.label), _ROW):
            show_rows([row])
    _show_table(table, measure)
    return {
        **bearer.in_url,
        "measure": measure,
        "group": _group(table) if table is not comparison.tables[0] else None,
        "requirement": chosen,
    }


def _pick_measure(offered: dict[str, Label | Bilingual], url: PageUrl) -> str:
    url.seed(_MEASURE, "measure", offered)
    if st.session_state.get(_MEASURE) not in offered:
        usual = usual_choices()["measure"]
        st.session_state[_MEASURE] = usual if usual in offered else next(iter(offered))
    return st.selectbox(
        said("指标", "Measure"),
        list(offered),
        format_func=lambda one: named(offered[one]),
        key=_MEASURE,
        persist_state="page",
    )


def _pick_table(comparison: Comparison, url: PageUrl) -> ComparableRows:
    """Let the user choose among kinds of figures that are not compared with one another."""
    tables = {_group(one): one for one in comparison.tables}
    url.seed(_TABLE, "group", tables)
    if st.session_state.get(_TABLE) not in tables:
        st.session_state[_TABLE] = next(iter(tables))
    key = st.selectbox(
        said("比哪一种", "Which figures"),
        list(tables),
        format_func=lambda one: _heading(tables[one]),
        key=_TABLE,
        disabled=len(tables) == 1,
        help="所计的级别、病例、时间窗不同的数字不能放在一起比，分开列。",
    )
    return tables[key]


def _heading(table: ComparableRows) -> str:
    count = len(table.techniques)
    many = said(f"{count} 项技术", f"{count} technique{'s' if count > 1 else ''}")
    scope = named(table.scope)
    return many if scope == NOTHING else f"{scope}（{many}）"


def _explain(table: ComparableRows) -> None:
    """Say in which order the bars stand, and who has none."""
    if table.rows[0].rank is None:
        words = "只有一项，或无从排出严宽。"
    elif table.rows[0].bounds.minimum is None and table.rows[0].bounds.exclusive_minimum is None:
        words = "这是上限：数字越小越严，最严的在上。"
    elif isinstance(table.rows[0].requirement, TitleRequirement):
        words = "最严的在上：先比职称高低，再比任职年限。"
    else:
        words = "最严的在上。"
    st.caption(f"{words}技术前的数字是名次，一样严的名次相同。点一条看依据。")
    if table.unruled:
        st.caption(f"没有这一项要求的技术：{_names(table.unruled)}。")


def _names(techniques: tuple[Concept, ...]) -> str:
    return "；".join(one.label.zh for one in techniques)


def _show_chart(table: ComparableRows, url: PageUrl) -> str | None:
    """Show the bars; a click on one chooses it. Return the requirement chosen."""
    keys = [_key(row) for row in table.rows]
    url.seed(_ROW, "requirement", keys)
    if st.session_state.get(_ROW) not in keys:
        st.session_state[_ROW] = None
    chosen: str | None = st.session_state[_ROW]
    if all(length(row.requirement) is not None for row in table.rows):
        key = f"compare.bars.{digest(keys)}"

        def choose() -> None:
            st.session_state[_ROW] = clicked(key, keys, chosen)

        frame = next((row.requirement.iri for row in table.rows if _key(row) == chosen), None)
        with st.container(key="compare-bars"):
            st.echarts_chart(
                bars(table, frame),
                height=height(table),
                key=key,
                on_select=choose,
                renderer="svg",
                alt=said(
                    f"条形图，{len(keys)} 条，从严到宽；数字见下面的表",
                    f"Bar chart of {len(keys)} bars, the strictest first; figures in the table",
                ),
            )
    return chosen


def _show_table(table: ComparableRows, measure: str) -> None:
    """Show the same figures as a table; a row chosen is shown with what is behind it."""
    frame = _frame(table)
    title = said("从严到宽", "Strictest to mildest")
    choose_row(frame, [_key(row) for row in table.rows], title, "compare.rows", _ROW)
    download(frame, f"strictness-{measure}")


def _frame(table: ComparableRows) -> pd.DataFrame:
    return pd.DataFrame(
        {
            said("名次", "Rank"): [str(row.rank or NOTHING) for row in table.rows],
            said("技术", "Technique"): [named(row.technique.label) for row in table.rows],
            said("数值", "Figure"): [named(row.figure) for row in table.rows],
            said("条款", "Clause"): [clause_numbers(row.clauses) for row in table.rows],
            said("原话", "Quote"): ["；".join(row.requirement.quotes) for row in table.rows],
            said("版本", "Edition"): [_edition(row) for row in table.rows],
        }
    )


def _edition(row: Row) -> str:
    ended = "" if row.in_force else said("（已不再施行）", " (no longer in force)")
    return f"{row.regulation.issued.year}{ended}"


def _key(row: Row) -> str:
    return row.requirement.iri.split("/requirement/", 1)[-1]


def _group(table: ComparableRows) -> str:
    return min(_key(row) for row in table.rows)

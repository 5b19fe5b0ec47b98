"""模拟的结果：总数、图、汇总、名单。 What comes of it: totals, chart, tally and names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from app_parts.language import named, said
from app_parts.styling import html, plain
from app_parts.url_state import PageUrl
from app_parts.verdict_marks import worded
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import Effect, Tally, WhatIf
from zhunru.whatif.formats import FIGURES, figures, rows_to_csv, to_csv, to_json

_BY: Final = "whatif.by"
_FIGURES_EN: Final = ("checked", "met now", "met then", "gained", "lost")
_ROW: Final = 35
_MOST_ROWS: Final = 12
_BAR: Final = 34
_LEAST: Final = 120


def choose_dimension(url: PageUrl) -> Dimension:
    """Let the user choose by what effects are tallied."""
    given = {one.value: one for one in Dimension}
    url.seed(_BY, "by", given)
    if st.session_state.get(_BY) not in given:
        st.session_state[_BY] = Dimension.SPECIALTY.value
    chosen = st.segmented_control(
        said("汇总", "Tally by"),
        list(given),
        format_func=lambda one: said(given[one].zh, given[one].en),
        key=_BY,
        required=True,
    )
    return given[chosen or Dimension.SPECIALTY.value]


def show_changes(found: WhatIf) -> None:
    """List what is changed, before and after."""
    items = "".join(f"<li>{html(named(one.words))}</li>" for one in found.settings)
    heading = said(f"改动 {len(found.settings)} 处", f"Changes: {len(found.settings)}")
    st.html(f'<div class="zr"><p><b>{html(heading)}</b></p><ul>{items}</ul></div>')


def show_totals(total: Tally) -> None:
    """Show the numbers of all together."""
    names = [said(*both) for both in zip(FIGURES, _FIGURES_EN, strict=True)]
    tiles = "".join(
        f'<div class="zr-tile"><p>{html(name)}</p><div class="zr-count">{number}</div></div>'
        for name, number in zip(names, figures(total), strict=True)
    )
    st.html(f'<div class="zr zr-tiles zr-totals" role="status">{tiles}</div>')


def show_tally(found: WhatIf, dimension: Dimension) -> None:
    """Show the chart, and the same figures as a table."""
    tallies = found.by(dimension)
    if any(one.gained or one.lost for one in tallies):
        st.echarts_chart(
            _chart(tallies),
            height=_LEAST + _BAR * len(tallies),
            renderer="svg",
            alt=_in_words(tallies),
        )
    head = "".join(
        f"<th scope=col>{html(one)}</th>"
        for one in (
            said(dimension.zh, dimension.en),
            *(said(*both) for both in zip(FIGURES, _FIGURES_EN, strict=True)),
        )
    )
    body = "".join(map(_tally_row, tallies))
    st.html(
        f'<div class="zr zr-problems zr-tally" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def show_names(found: WhatIf) -> None:
    """List who gains and who loses."""
    moved = [row for row in found.rows if row.gains or row.loses]
    if not moved:
        st.info(said("没有人因此得失。", "Nobody gains or loses."), icon=":material/info:")
        return
    st.dataframe(
        _frame(moved),
        hide_index=True,
        height=_ROW * (min(len(moved), _MOST_ROWS) + 1) + 3,
        alt=said("得失名单", "Who gains and who loses"),
    )


def downloads(found: WhatIf, dimension: Dimension) -> None:
    """Offer the tally and the names."""
    day = found.as_of.isoformat()
    with st.container(horizontal=True):
        for name, write, ending, mime in (
            (said("汇总 CSV", "tally CSV"), partial(to_csv, found, dimension), "csv", "text/csv"),
            (said("名单 CSV", "names CSV"), partial(rows_to_csv, found), "csv", "text/csv"),
            ("JSON", partial(to_json, found, dimension), "json", "application/json"),
        ):
            st.download_button(
                said(f"下载{name}", f"Download {name}"),
                data=write,
                file_name=f"模拟-{plain(name).replace(' ', '-')}-{day}.{ending}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
            )


def _tally_row(one: Tally) -> str:
    numbers = "".join(f"<td>{number}</td>" for number in figures(one))
    return f"<tr><th scope=row>{html(named(one.group))}</th>{numbers}</tr>"


def _frame(rows: Sequence[Effect]) -> pd.DataFrame:
    gains, loses = said("＋ 新增", "+ gains"), said("－ 失去", "− loses")
    return pd.DataFrame(
        {
            said("得失", "Change"): [gains if one.gains else loses for one in rows],
            said("表中编号", "Row"): [one.row for one in rows],
            said("机构或人员", "Bearer"): [_who(one) for one in rows],
            said("标准", "Criterion"): [named(one.criterion.label) for one in rows],
            said("现在", "Now"): [worded(one.before) for one in rows],
            said("改后", "Then"): [worded(one.after) for one in rows],
        }
    )


def _who(row: Effect) -> str:
    return row.name if row.name == row.bearer else f"{row.name}（{row.bearer}）"


def _in_words(tallies: Sequence[Tally]) -> str:
    parts = (
        said(
            f"{one.group.zh}新增 {one.gained}、失去 {one.lost}",
            f"{one.group.en}: {one.gained} gained, {one.lost} lost",
        )
        for one in tallies
    )
    return "；".join(parts)


def _chart(tallies: Sequence[Tally]) -> dict[str, Any]:
    """Draw bars: to the right who gains, to the left who loses."""
    upwards = tallies[::-1]
    label = {"show": True, "formatter": "{b}"}
    bar = {"type": "bar", "stack": "all", "barMaxWidth": 22}
    gained, lost = said("新增", "gained"), said("失去", "lost")
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 24, "containLabel": True},
        "legend": {"top": 0, "data": [lost, gained]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [named(one.group) for one in upwards]},
        "series": [
            {
                **bar,
                "name": lost,
                "data": [-one.lost for one in upwards],
                "itemStyle": {"color": "#b42318", "decal": {"symbol": "rect"}},
            },
            {
                **bar,
                "name": gained,
                "data": [one.gained for one in upwards],
                "itemStyle": {"color": "#0b6e4f"},
            },
        ],
        "aria": {"label": label},
    }

"""答案画成条形图。 An answer as a bar chart."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from app_parts.column_heading import heading
from app_parts.language import said
from app_parts.shown_answer import ShownAnswer
from app_parts.url_state import PageUrl

#: A chart with more bars cannot be read.
_MOST_BARS: Final = 50
_BAR_HEIGHT: Final = 24
_LABEL_WIDTH: Final = 240
_COLOUR: Final = "#2f8aa3"


def figures_of(shown: ShownAnswer) -> list[str]:
    """Return the columns of numbers; a chart needs at least one, and another column for names."""
    frame = shown.frame
    names = [one for one in shown.order if str(frame[one].dtype) in ("Int64", "Float64")]
    return names if len(frame.columns) > 1 and len(frame) > 1 else []


def show_chart(shown: ShownAnswer, name: str, url: PageUrl) -> dict[str, str | None]:
    """Show the chart, and let the user choose what is drawn; return that for the URL.

    Args:
        shown: An answer with a column of numbers.
        name: What keeps the widgets of different queries apart.
        url: The URL of the page.
    """
    figures = figures_of(shown)
    names = _names_of(shown, figures)
    left, right = st.columns(2)
    along = _choose(left, said("名称", "Names"), names, (f"query.x.{name}", "x"), url)
    figure = _choose(right, said("数", "Figures"), figures, (f"query.y.{name}", "y"), url)
    bars = _bars(shown.frame, along, figure)
    left_out = len(shown.frame) - len(bars)
    if left_out:
        st.caption(
            said(
                f"只画前 {_MOST_BARS} 行，其余 {left_out} 行见表。",
                f"The first {_MOST_BARS} rows; {left_out} more are in the table.",
            )
        )
    st.altair_chart(
        _chart(bars, heading(along), heading(figure)),
        alt=said(
            f"条形图：{heading(along)}的{heading(figure)}，{len(bars)} 条；同样的数在下面的表里。",
            f"Bar chart: {heading(figure)} by {heading(along)}; the table below has the figures.",
        ),
    )
    return {
        "x": along if along != names[0] else None,
        "y": figure if figure != figures[0] else None,
    }


def _names_of(shown: ShownAnswer, figures: list[str]) -> list[str]:
    """Return what bars can be named by, the best first: labels, then what differs in each row."""
    frame = shown.frame
    others = [one for one in shown.order if one not in figures] or list(shown.order)
    return sorted(others, key=lambda one: (one != "label", frame[one].nunique() < len(frame)))


def _choose(
    column: st.delta_generator.DeltaGenerator,
    title: str,
    options: list[str],
    place: tuple[str, str],
    url: PageUrl,
) -> str:
    key, parameter = place
    url.seed(key, parameter, options)
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return str(column.selectbox(title, options, format_func=heading, key=key))


def _bars(frame: pd.DataFrame, along: str, figure: str) -> pd.DataFrame:
    """Return the first rows as names and figures; equal names are told apart by a number."""
    first = frame.head(_MOST_BARS)
    names = first[along].astype(str)
    again = names.groupby(names).cumcount()
    told_apart = names.where(again == 0, names + "（" + (again + 1).astype(str) + "）")
    return pd.DataFrame({"name": told_apart, "figure": first[figure].astype("float")}).dropna()


def _chart(bars: pd.DataFrame, along: str, figure: str) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(bars)
        .mark_bar(color=_COLOUR)
        .encode(
            x=alt.X("figure:Q", title=figure),
            y=alt.Y("name:N", title=along, sort=None, axis=alt.Axis(labelLimit=_LABEL_WIDTH)),
            tooltip=[alt.Tooltip("name:N", title=along), alt.Tooltip("figure:Q", title=figure)],
        )
        .properties(height=_BAR_HEIGHT * len(bars) + 60)
    )
    return chart

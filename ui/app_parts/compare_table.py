"""图上的数字另列成表，可下载。 The figures of a chart as a table, to download."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.language import said
from zhunru.csv_text import csv_text

ROW: Final = 35
#: Longer tables scroll.
MOST_ROWS: Final = 12


def table_height(rows: int) -> int:
    """Return the height of a table in pixels: of all its rows, or of as many as are shown."""
    return ROW * (min(rows, MOST_ROWS) + 1) + 3


def digest(keys: Sequence[str]) -> str:
    """Return what stands for rows in the key of a widget: others make another widget."""
    return sha256("\n".join(keys).encode()).hexdigest()[:12]


def choose_row(
    frame: pd.DataFrame, keys: Sequence[str], title: str, name: str, chosen_in: str
) -> None:
    """Show a table whose chosen row is kept in the session, where others may choose it, too.

    Args:
        frame: The rows.
        keys: The key of each.
        title: What the table is, for screen readers.
        name: The name of the table, for its widget.
        chosen_in: Where the session keeps the key of the chosen row; None there for no row.
    """
    chosen = st.session_state[chosen_in]
    rows = [keys.index(chosen)] if chosen in keys else []
    widget = f"{name}.{digest(keys)}"
    if _selected(widget) != rows:
        st.session_state[widget] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        clicked = _selected(widget)
        st.session_state[chosen_in] = keys[clicked[0]] if clicked else None

    st.dataframe(
        frame,
        key=widget,
        on_select=choose,
        selection_mode="single-row",
        hide_index=True,
        height=table_height(len(frame)),
        alt=title,
    )


def _selected(widget: str) -> list[int]:
    state = st.session_state.get(widget)
    return list(state["selection"]["rows"]) if state else []


def download(frame: pd.DataFrame, name: str) -> None:
    """Offer a table as CSV.

    Args:
        frame: The table, texts and numbers only.
        name: The name of the file without ending.
    """
    st.download_button(
        said("下载表格（CSV）", "Download the table (CSV)"),
        data=lambda: csv_text(list(frame.columns), _rows(frame)).encode("utf-8"),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"compare.download.{name}",
    )


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in frame.itertuples(index=False)]

"""图上的数字另列成表，可下载。 The figures of a chart as a table, to download."""

from __future__ import annotations

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

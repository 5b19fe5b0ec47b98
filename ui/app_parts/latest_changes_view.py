"""最近改了什么。 What changed last."""

from __future__ import annotations

import streamlit as st

from app_parts.language import named, said
from app_parts.pages import PAGES
from app_parts.styling import chip
from zhunru.data_version import data_version
from zhunru.editions.latest import Counts, latest_changes
from zhunru.requirements import Label


def show_latest_changes() -> None:
    """Show the changes of the newest edition by kind, and the version of the data."""
    st.header(said("最近的变化", "What changed last"), anchor=False)
    changes = latest_changes()
    if changes:
        years = f"{changes.old.issued.year} → {changes.new.issued.year}"
        st.markdown(f"**{named(changes.technique.label)}**　{years}")
        st.html(
            '<div class="zr">'
            f"{_line(Label('目录条目', 'Catalogue entries'), changes.entries)}"
            f"{_line(Label('条件', 'Conditions'), changes.conditions)}</div>"
        )
        _lead_to_comparison(changes.technique.notation)
    st.caption(said("数据版本", "Data version") + f" `{data_version()}`")


def _line(name: Label, counts: Counts) -> str:
    parts = [
        chip(f"{said('、', ', ').join(named(one.label) for one in kinds)} {number}")
        for kinds, number in counts
    ]
    return f'<p class="zr-changes"><span>{named(name)}</span><span>{" ".join(parts)}</span></p>'


def _lead_to_comparison(technique: str) -> None:
    """Lead to both editions side by side, where the app has a page for that."""
    page = next((one for one in PAGES if one.url == "compare"), None)
    if page:
        st.page_link(
            page.path,
            label=said("两版逐条对照", "Both editions side by side"),
            icon=":material/compare_arrows:",
            query_params={"view": "editions", "technique": technique},
        )

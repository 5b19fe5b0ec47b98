"""指标 × 技术：热图、一格的依据、同样数字的表。 Measures by techniques, and what is behind."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.compare_bearer import pick_bearer
from app_parts.compare_behind import panel
from app_parts.compare_clicks import clicked
from app_parts.compare_figures import figure_matrix
from app_parts.compare_heat_map import Place, cell_text, heat_map, height, places
from app_parts.compare_rows import show_rows
from app_parts.compare_table import download, table_height
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.comparing.matrix import Line, Matrix

_EVERYTHING: Final = "compare.everything"
_LINE: Final = "compare.line"
_TECHNIQUE: Final = "compare.technique"


def show_matrix(url: PageUrl) -> dict[str, str | None]:
    """Show the matrix and return what goes into the URL."""
    bearer = pick_bearer(url)
    url.seed(_EVERYTHING, "all", [])
    if url.changed:
        st.session_state[_EVERYTHING] = url.get("all") is not None
    everything = st.toggle(
        said(
            "也列有条件的要求、备选、免除与视为达到的条件",
            "Also what binds under a condition, as an alternative or for a waiver",
        ),
        key=_EVERYTHING,
        persist_state="page",
    )
    found = figure_matrix(bearer.role, bearer.grade, not everything)
    in_url = {**bearer.in_url, "all": "1" if everything else None}
    if not found.lines:
        st.info(
            "这类承担者没有带数字的直接要求。换一类承担者或级别，或打开上面的开关。",
            icon=":material/search_off:",
        )
        return in_url
    _seed_cell(found, url)
    _show_map(found, f"{bearer} {everything}")
    line, technique = _pick_cell(found)
    _show_cell(found, line, technique)
    _show_table(found)
    return {**in_url, "line": line, "technique": technique}


def _seed_cell(found: Matrix, url: PageUrl) -> None:
    """Take the cell from the URL; what the matrix does not have is given up."""
    lines = [line.key for line in found.lines]
    techniques = [one.notation for one in found.techniques]
    url.seed(_LINE, "line", lines)
    url.seed(_TECHNIQUE, "technique", techniques)
    for key, known in ((_LINE, lines), (_TECHNIQUE, techniques)):
        if st.session_state.get(key) not in known:
            st.session_state[key] = None


def _show_map(found: Matrix, about: str) -> None:
    """Show the heat map; a click on a cell chooses it, another gives it up."""
    order = places(found)
    digest = sha256(f"{about} {order}".encode()).hexdigest()[:12]
    key = f"compare.map.{digest}"

    def choose() -> None:
        place = clicked(key, order, _chosen())
        st.session_state[_LINE], st.session_state[_TECHNIQUE] = place or (None, None)

    st.caption(
        "一行是可以互相比较的数字：指标、所计的级别与病例、时间窗都相同。一行之内**颜色越深越严**，"
        "灰色是无从比较或都一样；格里写最严的一项，职称为“及以上”。**空格**是该技术的现行规范对此没有这样的要求。"
        "点一格看依据。"
    )
    with st.container(key="compare-map"):
        st.echarts_chart(
            heat_map(found, _chosen()),
            height=height(found),
            key=key,
            on_select=choose,
            renderer="svg",
            alt=said(
                f"热图：{len(found.lines)} 行指标，{len(found.techniques)} 项技术；数字见下面的表",
                f"Heat map: {len(found.lines)} lines of figures, {len(found.techniques)} "
                "techniques; the figures are in the table below",
            ),
        )
    if found.unruled:
        names = "；".join(one.label.zh for one in found.unruled)
        st.caption(f"对这类承担者没有任何数字要求的技术：{names}。")


def _chosen() -> Place | None:
    line, technique = st.session_state.get(_LINE), st.session_state.get(_TECHNIQUE)
    return (line, technique) if line and technique else None


def _pick_cell(found: Matrix) -> tuple[str | None, str | None]:
    """Let the user choose a cell by its line and column, as the keyboard does."""
    lines = {line.key: line for line in found.lines}
    techniques = {one.notation: one for one in found.techniques}
    st.header(said("一格的依据", "What is behind a cell"), anchor=False)
    left, right = st.columns(2)
    line = left.selectbox(
        said("指标", "Measure"),
        list(lines),
        format_func=lambda one: named(lines[one].label),
        key=_LINE,
        index=None,
        placeholder=said("选一行", "Choose a line"),
    )
    technique = right.selectbox(
        said("技术", "Technique"),
        list(techniques),
        format_func=lambda one: named(techniques[one].label),
        key=_TECHNIQUE,
        index=None,
        placeholder=said("选一列", "Choose a column"),
    )
    return line, technique


def _show_cell(found: Matrix, key: str | None, notation: str | None) -> None:
    """Show the requirements behind a cell, or what to do."""
    line = next((one for one in found.lines if one.key == key), None)
    technique = next((one for one in found.techniques if one.notation == notation), None)
    if line is None or technique is None:
        st.info("在图上点一格，或在上面选定指标与技术。", icon=":material/touch_app:")
        return
    cell = line.cells.get(technique.iri)
    if cell is None:
        having = "；".join(one.label.zh for one in line.table.techniques)
        st.info(
            f"“{technique.label.zh}”的现行规范没有这一项：{line.label.zh}。有这一项的：{having}。",
            icon=":material/search_off:",
        )
        return
    with panel(f"{named(technique.label)} · {named(line.label)}", _LINE, _TECHNIQUE):
        show_rows(cell.rows)


def _show_table(found: Matrix) -> None:
    title = said("同样的数字，列成表", "The same figures as a table")
    with st.expander(title):
        frame = _frame(found)
        st.dataframe(
            frame,
            hide_index=True,
            height=table_height(len(frame)),
            alt=title,
            column_config={
                frame.columns[0]: st.column_config.TextColumn(pinned=True, width="medium")
            },
        )
        download(frame, "matrix")


def _frame(found: Matrix) -> pd.DataFrame:
    """Lay the matrix out; a cell without requirement is empty."""

    def texts(line: Line) -> list[str]:
        cells = (line.cells.get(one.iri) for one in found.techniques)
        return [cell_text(cell) if cell else "" for cell in cells]

    return pd.DataFrame(
        [[named(line.label), *texts(line)] for line in found.lines],
        columns=[said("指标", "Measure"), *(named(one.label) for one in found.techniques)],
    )

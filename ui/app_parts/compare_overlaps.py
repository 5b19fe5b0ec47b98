"""重叠网络：图、所选一对、同样内容的表。 The network of overlaps: chart, the pair chosen, table."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from app_parts.compare_behind import panel
from app_parts.compare_narrowing import in_url, pick_overlaps
from app_parts.compare_network import part_of_network, whole_network
from app_parts.compare_network_chart import network_chart
from app_parts.compare_pair import show_conditions, show_pair
from app_parts.compare_table import choose_row, digest, download
from app_parts.language import named, said
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.overlap_network.layout import Point
from zhunru.overlap_network.network import Network, Overlap

_PAIR: Final = "compare.pair"
_NODE: Final = "compare.node"
_WIDE: Final = 640
_LOW: Final = 420
#: With fewer procedures than this the chart is lower.
_FEW: Final = 40


def show_overlaps(url: PageUrl) -> dict[str, str | None]:
    """Show the network of overlaps and return what goes into the URL."""
    wanted = pick_overlaps(url)
    shown, places = part_of_network(wanted)
    parameters = in_url(wanted)
    if not shown.overlaps:
        st.info(
            "没有这样的重叠。放宽专科、部位或词，或关掉“只看级别不一致的”。",
            icon=":material/search_off:",
        )
        return parameters
    _seed(shown, url)
    differing = sum(one.differs for one in shown.overlaps)
    st.caption(
        f"{len(shown.procedures)} 项手术，{len(shown.overlaps)} 处重叠，"
        f"其中 {differing} 处级别不一致（橙色粗线）。"
        "点的颜色与形状是专科；**实线**同一操作，**虚线**相近，**点线**相关。"
        "点一个点或一条线，看两方的条件。"
    )
    _show_chart(shown, places)
    _show_node(shown)
    pair = _chosen(shown)
    if pair:
        with panel(said("所选的一对", "The pair chosen"), _PAIR):
            show_pair(pair)
    _show_table(shown)
    role = None
    if pair:
        st.header(said("两方的条件", "Conditions of both sides"), anchor=False)
        role = show_conditions(pair, url)
    return {
        **parameters,
        "node": st.session_state[_NODE],
        "pair": pair.key if pair else None,
        "bearer": role,
    }


def _seed(shown: Network, url: PageUrl) -> None:
    """Take the pair and the procedure from the URL; what is not shown is given up."""
    pairs = {one.key for one in shown.overlaps}
    nodes = {one.key for one in shown.procedures}
    url.seed(_PAIR, "pair", pairs)
    url.seed(_NODE, "node", nodes)
    for key, known in ((_PAIR, pairs), (_NODE, nodes)):
        if st.session_state.get(key) not in known:
            st.session_state[key] = None


def _chosen(shown: Network) -> Overlap | None:
    return next((one for one in shown.overlaps if one.key == st.session_state[_PAIR]), None)


def _show_chart(shown: Network, places: dict[str, Point]) -> None:
    """Show the network; a click on an edge chooses its pair, one on a node its first pair."""
    key = f"compare.network.{digest([one.key for one in shown.overlaps])}"

    def choose() -> None:
        for group in st.session_state[key]["selection"]["selected"]:
            place = int(group["data_indices"][0])
            if group["data_type"] == "edge":
                _take(shown.overlaps[place], None)
            else:
                node = shown.procedures[place].key
                _take(shown.of(node)[0], node)

    with st.container(key="compare-network"):
        st.echarts_chart(
            network_chart(shown, places, whole_network(), _chosen(shown)),
            height=_WIDE if len(shown.procedures) > _FEW else _LOW,
            key=key,
            on_select=choose,
            renderer="svg",
            alt=said(
                f"重叠网络：{len(shown.procedures)} 项手术，{len(shown.overlaps)} 处重叠；"
                "各对见下面的表",
                f"Network of {len(shown.procedures)} procedures and {len(shown.overlaps)} "
                "overlaps; the pairs are in the table below",
            ),
        )


def _take(pair: Overlap, node: str | None) -> None:
    st.session_state[_PAIR], st.session_state[_NODE] = pair.key, node


def _show_node(shown: Network) -> None:
    """Say whose overlaps the table lists after a click on a node, and offer all again."""
    node = st.session_state[_NODE]
    if node is None:
        return
    procedure = next(one for one in shown.procedures if one.key == node)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(
            f"**{plain(procedure.name)}**（{named(procedure.technique.label)}）"
            f"有 {len(shown.of(node))} 处重叠，表里只列这些。"
        )
        st.button(
            said("列出全部", "List all"),
            on_click=lambda: st.session_state.update({_NODE: None}),
            icon=":material/close:",
        )


def _show_table(shown: Network) -> None:
    """Show the pairs as a table; a row chosen opens the pair."""
    node = st.session_state[_NODE]
    listed = shown.of(node) if node else shown.overlaps
    frame = _frame(listed)
    title = said("重叠的手术", "Overlapping procedures")
    choose_row(frame, [one.key for one in listed], title, "compare.pairs", _PAIR)
    download(frame, "overlaps")


def _frame(listed: tuple[Overlap, ...]) -> pd.DataFrame:
    differ, same = said("不一致", "differ"), said("一致", "same")
    columns = {
        said("关系", "Kind"): [named(one.kind) for one in listed],
        said("级别", "Grades"): [differ if one.differs else same for one in listed],
    }
    for place, side in enumerate((said("一方", "One"), said("另一方", "Other"))):
        ends = [one.ends[place] for one in listed]
        columns[f"{side}{said('手术', ' procedure')}"] = [one.name for one in ends]
        columns[f"{side}{said('级别', ' grade')}"] = [named(one.grade.label) for one in ends]
        columns[f"{side}{said('技术', ' technique')}"] = [
            named(one.technique.label) for one in ends
        ]
    columns[said("理由", "Reason")] = [named(one.reason) for one in listed]
    return pd.DataFrame(columns)

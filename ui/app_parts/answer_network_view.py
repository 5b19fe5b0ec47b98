"""答案画成关系图，位置由服务器算好。 An answer as a network, laid out by the server."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from app_parts.language import said
from zhunru.answer_network import Network, network
from zhunru.ask import Answer

_HEIGHT: Final = 560
#: ECharts loses lines between points that lie within a few units.
_SPREAD: Final = 500
_COLOUR: Final = "#2f8aa3"
#: With more nodes, only those with most edges are named in the picture.
_MOST_NAMED: Final = 40
_LONGEST: Final = 14


def show_network(answer: Answer) -> None:
    """Show the network, saying what is left out of it."""
    found = network(answer)
    if found.left_out:
        st.caption(
            said(
                f"图中最多 {len(found.nodes)} 个资源，还有 {found.left_out} 条关系没有画出，见表。",
                f"{found.left_out} more relations are left out of the picture: see the table.",
            )
        )
    st.echarts_chart(
        _options(found),
        height=_HEIGHT,
        renderer="svg",
        alt=said(
            f"关系图：{len(found.nodes)} 个资源，{len(found.edges)} 条关系；内容与下面的表相同。",
            f"Network of {len(found.nodes)} resources and {len(found.edges)} relations;"
            " the table below says the same.",
        ),
    )


def _options(found: Network) -> dict[str, Any]:
    named = {one.iri for one in sorted(found.nodes, key=lambda one: -one.degree)[:_MOST_NAMED]}
    few = len(found.edges) <= _MOST_NAMED
    return {
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 7,
                "emphasis": {"focus": "adjacency"},
                "labelLayout": {"hideOverlap": True},
                "itemStyle": {"color": _COLOUR},
                "lineStyle": {"opacity": 0.6},
                "data": [
                    {
                        "id": one.iri,
                        "name": one.label,
                        "x": one.x * _SPREAD,
                        "y": one.y * _SPREAD,
                        "symbolSize": min(10 + 2 * one.degree, 34),
                        "label": {
                            "show": one.iri in named,
                            "position": "right",
                            "formatter": _shortened(one.label),
                        },
                    }
                    for one in found.nodes
                ],
                "edges": [
                    {
                        "source": one.source,
                        "target": one.target,
                        "value": one.label,
                        "label": {"show": few, "formatter": one.label, "fontSize": 11},
                    }
                    for one in found.edges
                ],
            }
        ],
    }


def _shortened(label: str) -> str:
    # 花括号是 ECharts 的模板。 Braces are templates of ECharts.
    plain = label.replace("{", "（").replace("}", "）")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"

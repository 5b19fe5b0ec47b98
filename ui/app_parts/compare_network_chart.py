"""重叠网络的图：坐标已算好，专科分颜色与形状，重叠分线型。 The chart of the network of overlaps."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from app_parts.language import named, said
from zhunru.overlap_network.layout import Point
from zhunru.overlap_network.network import Network, Overlap, Procedure

Spec: TypeAlias = dict[str, Any]

_PLUS: Final = "path://M-4,-10h8v6h6v8h-6v6h-8v-6h-6v-8h6z"
_HEXAGON: Final = "path://M-5,-9h10l5,9l-5,9h-10l-5,-9z"
_DOWN: Final = "path://M-10,-8h20l-10,17z"
_BAR: Final = "path://M-10,-4h20v8h-20z"
#: 颜色与形状成对，一项技术一对。 Colour and shape of a technique: either tells it apart.
_MARKS: Final = (
    ("#1b7f9e", "circle"),
    ("#c2572b", "rect"),
    ("#5a8f29", "triangle"),
    ("#8757b3", "diamond"),
    ("#b58a00", _PLUS),
    ("#c23b72", _HEXAGON),
    ("#3d63c9", _DOWN),
    ("#1b7f9e", "emptyRect"),
    ("#c2572b", "emptyCircle"),
    ("#5a8f29", "emptyDiamond"),
    ("#8757b3", "emptyTriangle"),
    ("#b58a00", _BAR),
)
#: ECharts 把横线竖线对齐到整数坐标，坐标要大到对齐看不出来。
#: ECharts moves upright and level lines to whole coordinates: these must be large, not to show it.
_SCALE: Final = 100
#: From the closest kind to the loosest.
_LINES: Final = ("solid", "dashed", "dotted")
_EDGE: Final = "#8c98a3"
_DIFFERS: Final = "#d9730d"
_CHOSEN: Final = "#d11f5a"
_NODE: Final = 10
#: With more procedures than this, names are shown on hovering only.
_NAMED: Final = 60


def network_chart(
    shown: Network, places: dict[str, Point], whole: Network, chosen: Overlap | None
) -> Spec:
    """Return the chart for ECharts; nodes and edges in the order of the network.

    Args:
        shown: The network.
        places: Where its procedures stand, by key.
        whole: Everything from which it was narrowed: techniques keep their marks.
        chosen: The overlap to be set off.
    """
    ends = {one.key for one in chosen.ends} if chosen else set()
    labelled = len(shown.procedures) <= _NAMED
    margin = 70 if labelled else 16
    marks = marks_of(whole)
    return {
        "animation": False,
        "tooltip": {"confine": True, "formatter": "{b}"},
        "legend": {
            "data": [_legend(named(one.label), *marks[one.notation]) for one in shown.techniques],
            "selectedMode": False,
            "top": 0,
            "itemGap": 14,
            "itemWidth": 15,
            "itemHeight": 12,
            "textStyle": {"fontSize": 12},
        },
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": False,
                "preserveAspect": "contain",
                **{"top": 76, "bottom": 40 if labelled else 16, "left": margin, "right": margin},
                "selectedMode": "single",
                "categories": [
                    {"name": named(one.label), "itemStyle": {"color": marks[one.notation][0]}}
                    for one in shown.techniques
                ],
                "data": [
                    _node(one, shown, places, marks, one.key in ends) for one in shown.procedures
                ],
                "links": [_edge(one, one is chosen) for one in shown.overlaps],
                "label": {
                    "show": labelled,
                    "position": "bottom",
                    "fontSize": 11,
                    "width": 130,
                    "overflow": "break",
                    "formatter": "{b}",
                },
                "labelLayout": {"hideOverlap": True},
                "emphasis": {"focus": "adjacency", "lineStyle": {"width": 4}},
            }
        ],
    }


def marks_of(whole: Network) -> dict[str, tuple[str, str]]:
    """Return colour and shape by notation of the technique."""
    return {one.notation: _MARKS[place % len(_MARKS)] for place, one in enumerate(whole.techniques)}


def _legend(name: str, colour: str, shape: str) -> Spec:
    return {"name": name, "icon": shape, "itemStyle": {"color": colour}}


def _node(
    one: Procedure,
    shown: Network,
    places: dict[str, Point],
    marks: dict[str, tuple[str, str]],
    framed: bool,
) -> Spec:
    colour, shape = marks[one.technique.notation]
    node: Spec = {
        "id": one.key,
        "name": f"{one.name}（{named(one.grade.label)}）",
        "x": places[one.key].x * _SCALE,
        "y": places[one.key].y * _SCALE,
        "category": shown.techniques.index(one.technique),
        "symbol": shape,
        "symbolSize": _NODE + (5 if framed else 0),
        "itemStyle": {"color": colour},
    }
    if framed:
        node["itemStyle"] |= {"borderColor": _CHOSEN, "borderWidth": 3}
    return node


def _edge(overlap: Overlap, chosen: bool) -> Spec:
    first, second = overlap.ends
    colour = _DIFFERS if overlap.differs else _EDGE
    grades = said("，级别不一致", ", grades differ") if overlap.differs else ""
    return {
        "source": first.key,
        "target": second.key,
        "name": f"{first.name} — {second.name}：{named(overlap.kind)}{grades}",
        "lineStyle": {
            "type": _LINES[overlap.closeness],
            "color": _CHOSEN if chosen else colour,
            "width": 4 if chosen else 2.4 if overlap.differs else 1.4,
            "opacity": 0.9,
        },
    }

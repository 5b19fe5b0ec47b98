"""从严到宽的条形图。 Bars from the strictest to the mildest."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from app_parts.language import named
from zhunru.comparing.comparison import ComparableRows, Row
from zhunru.comparing.strictness import length

Spec: TypeAlias = dict[str, Any]

_BAR: Final = "rgba(43, 140, 165, 0.62)"
_CHOSEN: Final = "#c2410c"
_LINE: Final = 34
_MARGIN: Final = 10
_LEFT: Final = 170
_RIGHT: Final = 150


def height(table: ComparableRows) -> int:
    """Return the height of the chart in pixels."""
    return _LINE * len(table.rows) + 2 * _MARGIN


def bars(table: ComparableRows, chosen: str | None) -> Spec:
    """Return the chart for ECharts, a bar for every row in its order.

    Args:
        table: Comparable requirements, the strictest first.
        chosen: The requirement to be framed, by IRI.
    """
    return {
        "animation": False,
        "grid": {
            **{"left": _LEFT, "right": _RIGHT, "top": _MARGIN, "bottom": _MARGIN},
            **{"containLabel": False, "outerBoundsMode": "none"},
        },
        "tooltip": {"confine": True, "formatter": "{b}"},
        "xAxis": {"type": "value", "show": False, "min": 0},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [_name(row) for row in table.rows],
            "axisLabel": {"interval": 0, "width": _LEFT - 12, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "data": [_item(row, chosen) for row in table.rows],
                "selectedMode": "single",
                "barMaxWidth": 22,
                "itemStyle": {"color": _BAR, "borderWidth": 0},
                "select": {"itemStyle": {"borderWidth": 0}},
                "label": {"show": True, "position": "right", "fontSize": 12},
            }
        ],
    }


def _item(row: Row, chosen: str | None) -> Spec:
    figure = named(row.figure)
    item: Spec = {
        "value": length(row.requirement),
        "name": f"{named(row.technique.label)} · {figure}",
        "label": {"formatter": figure},
    }
    if row.requirement.iri == chosen:
        frame = {"borderColor": _CHOSEN, "borderWidth": 3}
        item |= {"itemStyle": {"color": _BAR, **frame}, "select": {"itemStyle": frame}}
    return item


def _name(row: Row) -> str:
    """Name a bar: its rank and its technique."""
    name = named(row.technique.label)
    return f"{row.rank}  {name}" if row.rank else name

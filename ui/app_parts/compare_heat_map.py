"""矩阵的热图：数字写在格里，越严越深。 The heat map: figures in cells, the stricter the darker."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from app_parts.language import language, named, said
from zhunru.comparing.matrix import Cell, Line, Matrix
from zhunru.requirements import TitleRequirement

Spec: TypeAlias = dict[str, Any]
#: A line by key and a technique by notation.
Place: TypeAlias = tuple[str, str]

#: 半透明的一种颜色，明暗主题都看得清字。 See-through: words stay legible on light and dark.
_MILDEST: Final = "rgba(43, 140, 165, 0.10)"
_STRICTEST: Final = "rgba(43, 140, 165, 0.62)"
_PLAIN: Final = "rgba(128, 128, 128, 0.14)"
_GRID: Final = "rgba(128, 128, 128, 0.35)"
_CHOSEN: Final = "#c2410c"
#: In pixels: a line, what is above and below the lines, and what is left of them.
_LINE: Final = {"zh": 40, "en": 58}
_HEAD: Final = 120
_FOOT: Final = 8
_LEFT: Final = 176
#: Titles of more characters than this are broken in two.
_FITS: Final = 4


def places(found: Matrix) -> list[Place]:
    """Return the cells that have a figure, in the order of the chart's items."""
    return [
        (line.key, cell.technique.notation) for line in found.lines for cell in line.cells.values()
    ]


def height(found: Matrix) -> int:
    """Return the height of the chart in pixels."""
    return _HEAD + _FOOT + _LINE[language()] * len(found.lines)


def heat_map(found: Matrix, chosen: Place | None) -> Spec:
    """Return the chart for ECharts.

    Args:
        found: The matrix.
        chosen: The cell to be framed.
    """
    columns = {one.iri: place for place, one in enumerate(found.techniques)}
    items = [
        _item(row, columns[iri], line, cell, chosen == (line.key, cell.technique.notation))
        for row, line in enumerate(found.lines)
        for iri, cell in line.cells.items()
    ]
    label = {"interval": 0, "fontSize": 12}
    rules = {"splitLine": {"show": True, "lineStyle": {"color": _GRID, "opacity": 0.4}}}
    return {
        "animation": False,
        "grid": {
            **{"left": _LEFT, "right": 8, "top": _HEAD, "bottom": _FOOT},
            **{"containLabel": False, "outerBoundsMode": "none"},
        },
        "tooltip": {"confine": True, "formatter": "{b}"},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": [named(one.label) for one in found.techniques],
            "axisLabel": {**label, "rotate": 40, "width": 140, "overflow": "truncate"},
            **rules,
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [line_name(line) for line in found.lines],
            "axisLabel": {**label, "width": _LEFT - 12, "overflow": "break", "lineHeight": 13},
            **rules,
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 1,
            "dimension": 2,
            "inRange": {"color": [_MILDEST, _STRICTEST]},
        },
        "series": [
            {
                "type": "heatmap",
                "data": items,
                "selectedMode": "single",
                "label": {"show": True, "fontSize": 10, "lineHeight": 12},
                "itemStyle": {"borderWidth": 1, "borderColor": _GRID},
                "emphasis": {"itemStyle": {"borderColor": _CHOSEN, "borderWidth": 2}},
                "select": {"itemStyle": {"borderWidth": 1, "borderColor": _GRID}},
            }
        ],
    }


def line_name(line: Line) -> str:
    """Name a line, with its unit below."""
    name = named(line.label)
    return f"{name}\n{said('（{}）', '({})').format(named(line.unit.label))}" if line.unit else name


def cell_text(cell: Cell) -> str:
    """Return the figures of a cell in words, the strictest first."""
    return said("；", "; ").join(named(one) for one in cell.figures)


def _item(row: int, column: int, line: Line, cell: Cell, chosen: bool) -> Spec:
    about = f"{named(cell.technique.label)} · {named(line.label)}"
    item: Spec = {
        "value": [column, row, 0 if cell.strictness is None else round(cell.strictness, 3)],
        "name": f"{about}{said('：', ': ')}{cell_text(cell)}",
        "label": {"formatter": _short(line, cell)},
    }
    if cell.strictness is None:
        item |= {"visualMap": False, "itemStyle": {"color": _PLAIN}}
    if chosen:
        frame = {"borderColor": _CHOSEN, "borderWidth": 3}
        item["itemStyle"] = {**item.get("itemStyle", {}), **frame}
        item["select"] = {"itemStyle": frame}
    return item


def _short(line: Line, cell: Cell) -> str:
    """Word the strictest figure of a cell so that it fits in; the unit stands with the line."""
    leaf = cell.rows[0].requirement
    if isinstance(leaf, TitleRequirement):
        name, held = leaf.title.label, leaf.held_for
        half = (len(name.zh) + 1) // 2
        broken = name.zh if len(name.zh) <= _FITS else f"{name.zh[:half]}\n{name.zh[half:]}"
        title = said(broken, name.en.replace(" ", "\n"))
        return f"{title}\n{said(f'满 {held.zh}', held.en)}" if held else title
    text = named(cell.rows[0].figure)
    return text.removesuffix(named(line.unit.label)).strip() if line.unit else text

"""网络的布局：在服务器上算好坐标。 The layout of a network: coordinates, computed beforehand.

Laying a thousand nodes out in a browser takes ten seconds. Here every connected part is laid out by
springs from a fixed seed, and the parts are set in rows, the largest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import networkx as nx

from zhunru.overlap_network.network import Network

#: The room between parts, in lengths of an edge.
_MARGIN: Final = 1.1
#: The same network looks the same every time.
_SEED: Final = 7
_ROUNDS: Final = 120
_PAIR: Final = 2
#: The side of a part of n procedures is n to this power: large parts are given more room.
_GROWTH: Final = 0.62


@dataclass(frozen=True)
class Point:
    """A place in the plane; x grows to the right, y downwards, in lengths of an edge."""

    x: float
    y: float


@dataclass(frozen=True)
class _Part:
    """A connected part within a square of the given side."""

    side: float
    points: dict[str, Point]


def layout(network: Network, aspect: float = 1.7) -> dict[str, Point]:
    """Lay a network out.

    Args:
        network: The network.
        aspect: About how many times wider than high the whole is to be.

    Returns:
        A point for every procedure, by its key; the same for the same network.
    """
    graph = nx.Graph()
    # 按次序加入，结果才不随散列变化。 Added in order, so that hashing does not change the result.
    graph.add_nodes_from(one.key for one in network.procedures)
    graph.add_edges_from(tuple(end.key for end in one.ends) for one in network.overlaps)
    order = {key: place for place, key in enumerate(graph)}
    members = [sorted(one, key=order.__getitem__) for one in nx.connected_components(graph)]
    members.sort(key=lambda one: (-len(one), order[one[0]]))
    return _in_rows([_part(graph.subgraph(one), one) for one in members], aspect)


def _part(graph: nx.Graph, members: list[str]) -> _Part:
    side = len(members) ** _GROWTH
    if len(members) == _PAIR:
        return _Part(side, {key: Point(side / 2, side * i) for i, key in enumerate(members)})
    ordered = nx.Graph()
    ordered.add_nodes_from(members)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges))
    places = nx.spring_layout(ordered, seed=_SEED, iterations=_ROUNDS)
    lefts, tops = zip(*places.values(), strict=True)
    left, top = min(lefts), min(tops)
    scale = side / max(max(lefts) - left, max(tops) - top, 1e-9)
    return _Part(
        side,
        {
            key: Point(round(float((x - left) * scale), 3), round(float((y - top) * scale), 3))
            for key, (x, y) in places.items()
        },
    )


def _in_rows(parts: list[_Part], aspect: float) -> dict[str, Point]:
    """Set parts in rows, each into the first row that has room for it."""
    if not parts:
        return {}
    area = sum((one.side + _MARGIN) ** 2 for one in parts)
    width = max(sqrt(area * aspect), parts[0].side)
    rows: list[_Row] = []
    placed: dict[str, Point] = {}
    for part in parts:
        row = next((one for one in rows if one.used + part.side <= width), None)
        if row is None:
            top = rows[-1].top + rows[-1].height + _MARGIN if rows else 0.0
            row = _Row(top, part.side)
            rows.append(row)
        for key, point in part.points.items():
            placed[key] = Point(round(row.used + point.x, 3), round(row.top + point.y, 3))
        row.used += part.side + _MARGIN
    return placed


@dataclass
class _Row:
    """A row that is being filled from the left."""

    top: float
    height: float
    used: float = 0.0

"""重叠网络与其布局，每个进程算一次。 The network of overlaps and its layout, once per process."""

from __future__ import annotations

from functools import cache, lru_cache

from zhunru.overlap_network.layout import Point, layout
from zhunru.overlap_network.network import Narrowing, Network, narrowed, network


@cache
def whole_network() -> Network:
    """Return every overlap of the shipped graph."""
    return network()


@lru_cache(maxsize=128)
def part_of_network(wanted: Narrowing) -> tuple[Network, dict[str, Point]]:
    """Return what is wanted of the network, laid out."""
    part = narrowed(whole_network(), wanted)
    return part, layout(part)

"""重叠网络与其布局，每个进程算一次。 The network of overlaps and its layout, once per process."""

from __future__ import annotations

import streamlit as st

from zhunru.overlap_network.layout import Point, layout
from zhunru.overlap_network.network import Narrowing, Network, narrowed, network


@st.cache_resource(show_spinner=False)
def whole_network() -> Network:
    """Return every overlap of the shipped graph."""
    return network()


@st.cache_resource(max_entries=128, show_spinner=False)
def part_of_network(wanted: Narrowing) -> tuple[Network, dict[str, Point]]:
    """Return what is wanted of the network, laid out."""
    part = narrowed(whole_network(), wanted)
    return part, layout(part)

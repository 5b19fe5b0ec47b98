"""图上的一点选中什么。 What a click on a chart chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

Item = TypeVar("Item")


def clicked(key: str, order: Sequence[Item], chosen: Item | None) -> Item | None:
    """Return what is chosen after a click on a chart whose items are selected one at a time.

    A second click on an item deselects it in the chart. That gives it up only if it is the one
    chosen; where another was chosen elsewhere meanwhile, the click chooses the item again.

    Args:
        key: The key of the chart.
        order: What its items stand for.
        chosen: What was chosen before the click.
    """
    selected = st.session_state[key]["selection"]["selected"]
    last = f"{key}.clicked"
    if selected:
        touched = order[int(selected[0]["data_indices"][0])]
        st.session_state[last] = touched
        return touched
    item: Item | None = st.session_state.get(last)
    return None if item == chosen else item

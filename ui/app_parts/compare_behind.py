"""所选的依据：停在窗口下沿、可以收起的一栏。 What is behind a choice, in a panel that closes."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_parts.language import said
from app_parts.styling import plain


def panel(title: str, *chosen: str) -> DeltaGenerator:
    """Open the panel: it stays in sight below a chart that is higher than the window.

    Args:
        title: What was chosen.
        chosen: The keys of the session that hold the choice; closing the panel empties them.

    Returns:
        The panel, for what is to be shown in it.
    """

    def close() -> None:
        for key in chosen:
            st.session_state[key] = None

    body = st.container(key="compare-behind")
    with body.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(f"**{plain(title)}**", width="content")
        st.button(
            said("收起", "Close"),
            on_click=close,
            icon=":material/close:",
            type="tertiary",
            key="compare.close",
        )
    return body

"""第一次读图谱要等几秒，说一声。 The first reading of the graph takes seconds: say so."""

import streamlit as st

from app_parts.catalogue import procedures
from zhunru.reading import criteria


def wait_for_graph() -> None:
    """Read what the pages need, once per process, behind words that say why to wait."""
    with st.spinner("正在读取知识图谱，第一次打开要等几秒……"):
        procedures()
        criteria()

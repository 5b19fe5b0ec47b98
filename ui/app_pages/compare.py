"""比较：技术之间、两版之间、重叠的手术。 Compare techniques, editions, overlapping catalogues."""

from collections.abc import Callable

import streamlit as st

from app_parts.compare_editions import show_editions
from app_parts.compare_matrix import show_matrix
from app_parts.compare_overlaps import show_overlaps
from app_parts.compare_strictness import show_strictness
from app_parts.first_reading import wait_for_graph
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.requirements import Label

VIEW = "compare.view"
View = Callable[[PageUrl], dict[str, str | None]]
VIEWS: dict[str, tuple[Label, View]] = {
    "matrix": (Label("指标 × 技术", "Measures × techniques"), show_matrix),
    "strictness": (Label("从严到宽", "Strictest to mildest"), show_strictness),
    "editions": (Label("两版对照", "Two editions"), show_editions),
    "overlaps": (Label("重叠网络", "Overlap network"), show_overlaps),
}

url = PageUrl("compare")
st.title(said("比较", "Compare"), anchor=False)
st.write("同一指标各项技术要求多少，两版规范改了什么，哪些手术几个专科都有。")
wait_for_graph()
url.seed(VIEW, "view", VIEWS)
if st.session_state.get(VIEW) not in VIEWS:
    st.session_state[VIEW] = next(iter(VIEWS))
st.segmented_control(
    said("看什么", "View"),
    list(VIEWS),
    format_func=lambda one: named(VIEWS[one][0]),
    key=VIEW,
    required=True,
    label_visibility="collapsed",
)
view: str = st.session_state[VIEW]
url.keep({"view": view, **VIEWS[view][1](url)})

"""首页的数字：这里有多少东西。 The figures of the home page."""

from __future__ import annotations

from functools import cache
from typing import Final

import streamlit as st

from app_parts.catalogue import procedures
from app_parts.documents import documents
from app_parts.language import named
from app_parts.overlaps import count_overlaps
from app_parts.requirement_counts import count_requirements
from zhunru.requirements import Label
from zhunru.resources import folder

_WIDTH: Final = 150


def show_figures() -> None:
    """Show how many documents, editions, procedures, conditions and overlaps there are."""
    given = documents().values()
    figures = (
        (Label("规范", "Regulations"), len(given)),
        (Label("其中现行", "In force"), sum(one.in_force for one in given)),
        (Label("分级目录中的手术", "Procedures"), len(procedures())),
        (Label("准入要求", "Requirements"), count_requirements()),
        (Label("跨规范重叠", "Overlaps"), count_overlaps()),
        (Label("现成的问题", "Saved queries"), count_queries()),
    )
    with st.container(horizontal=True):
        for name, number in figures:
            st.metric(named(name), number, width=_WIDTH)


@cache
def count_queries() -> int:
    """Count the saved queries without reading them: they take half a second to read."""
    return sum(1 for _ in folder("queries").rglob("*.rq"))

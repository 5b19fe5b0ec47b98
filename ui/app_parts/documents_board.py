"""首页的规范一览：按大类分组，一部一格。 The regulations on the home page, family by family."""

from __future__ import annotations

import streamlit as st

from app_parts.catalogue import grade_counts
from app_parts.documents import Document, documents, families, techniques
from app_parts.pages import BROWSE
from app_parts.requirement_counts import requirements_of

_PER_ROW = 3
_ALONE = "其他诊疗技术"


def show_documents() -> None:
    """Show every document with year, force and what it holds."""
    for name, members in families().items():
        st.markdown(f"**{name or _ALONE}**（{len(members)} 部）")
        for start in range(0, len(members), _PER_ROW):
            columns = st.columns(_PER_ROW, gap="small")
            row = members[start : start + _PER_ROW]
            for column, document in zip(columns, row, strict=False):
                with column.container(border=True, height="stretch", gap=None):
                    _show(document)


def _show(document: Document) -> None:
    default = techniques()[document.technique.notation][0] is document
    st.page_link(
        BROWSE.path,
        label=f"**{document.technique.label.zh}**",
        query_params={
            "technique": document.technique.notation,
            **({} if default else {"edition": document.key}),
        },
    )
    status = ":green-badge[现行]"
    if document.successor is not None:
        status = f":orange-badge[已由 {documents()[document.successor].year} 年版代替]"
    st.caption(document.title)
    st.caption(f"{document.year} 年 {status}")
    st.caption(_holds(document))


def _holds(document: Document) -> str:
    counted = grade_counts(document.key)
    grades = "、".join(
        f"{grade.label.zh.removesuffix('手术')} {number}" for grade, number in counted.items()
    )
    return f"{grades or '无手术目录'} · {requirements_of(document.key)} 项要求"

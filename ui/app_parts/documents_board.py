"""首页的规范一览：按大类分组，一部一格。 The regulations on the home page, family by family."""

from __future__ import annotations

import streamlit as st

from app_parts.catalogue import grade_counts
from app_parts.documents import Document, documents, families, techniques
from app_parts.language import named, said
from app_parts.pages import BROWSE
from app_parts.requirement_counts import requirements_of

_PER_ROW = 3


def show_documents() -> None:
    """Show every document with year, force and what it holds."""
    for name, members in families().items():
        family = name or said("其他诊疗技术", "Other techniques")
        number = said(f"（{len(members)} 部）", f" ({len(members)})")
        st.markdown(f"**{family}**{number}")
        for start in range(0, len(members), _PER_ROW):
            columns = st.columns(_PER_ROW, gap="small")
            row = members[start : start + _PER_ROW]
            for column, document in zip(columns, row, strict=False):
                with column.container(
                    border=True, height="stretch", gap=None, key=f"board-{document.key}"
                ):
                    _show(document)


def _show(document: Document) -> None:
    default = techniques()[document.technique.notation][0] is document
    st.page_link(
        BROWSE.path,
        label=f"**{named(document.technique.label)}**",
        query_params={
            "technique": document.technique.notation,
            **({} if default else {"edition": document.key}),
        },
    )
    # 一部一段文字：页面上的元素少，打开就快。 One text each: few elements open quickly.
    st.caption(f"{document.title}  \n{_status(document)}  \n{_holds(document)}")


def _status(document: Document) -> str:
    if document.successor is None:
        return said(
            f"{document.year} 年 :green-badge[现行]", f"{document.year} :green-badge[in force]"
        )
    year = documents()[document.successor].year
    return said(
        f"{document.year} 年 :orange-badge[已由 {year} 年版代替]",
        f"{document.year} :orange-badge[replaced in {year}]",
    )


def _holds(document: Document) -> str:
    counted = [
        said(f"{grade.label.zh.removesuffix('手术')} {number}", f"{grade.label.en}: {number}")
        for grade, number in grade_counts(document.key).items()
    ]
    listed = said("、", ", ").join(counted) or said("无手术目录", "no catalogue")
    number = requirements_of(document.key)
    return f"{listed} · " + said(f"{number} 项要求", f"{number} requirements")

"""一项手术：在目录里的位置、分面、编者注与重叠。 A procedure: place, facets, note, overlaps."""

from __future__ import annotations

import streamlit as st

from app_parts.catalogue import Procedure
from app_parts.overlap_view import show_overlaps
from app_parts.styling import facts, plain


def show_procedure(procedure: Procedure) -> None:
    """Show a procedure: where it stands, what it is, and how it overlaps with others."""
    document = procedure.document
    with st.container(border=True):
        st.subheader(plain(procedure.name), anchor=False)
        facts(
            [
                ("规范", f"{document.title}（{document.status}）"),
                ("目录", f"{procedure.catalogue} {procedure.position}"),
                ("所在节", procedure.section),
                ("级别", procedure.grade.label.zh),
                ("别名", "；".join(procedure.other_names)),
                *((name, "、".join(values)) for name, values in procedure.facets),
                ("编者注", procedure.note),
            ]
        )
        show_overlaps(procedure)

"""一项手术：在目录里的位置、分面、编者注与重叠。 A procedure: place, facets, note, overlaps."""

from __future__ import annotations

import streamlit as st

from app_parts.catalogue import Procedure
from app_parts.language import named, said
from app_parts.overlap_view import show_overlaps
from app_parts.styling import facts, plain
from app_parts.who_may_view import show_who_may


def show_procedure(procedure: Procedure) -> None:
    """Show a procedure: who may do it, where it stands, what it is, how it overlaps."""
    document = procedure.document
    with st.container(border=True):
        st.header(plain(procedure.name), anchor=False)
        st.caption(f"{named(procedure.grade.label)} · {document.title}")
        show_who_may(document, procedure.grade.notation)
        facts(
            [
                (said("规范", "Regulation"), f"{document.title}（{document.status}）"),
                (said("目录", "Catalogue"), f"{procedure.catalogue} {procedure.position}"),
                (said("所在节", "Section"), procedure.section),
                (said("级别", "Grade"), named(procedure.grade.label)),
                (said("别名", "Other names"), "；".join(procedure.other_names)),
                *((named(facet), "、".join(values)) for facet, values in procedure.facets),
                (said("编者注", "Curator's note"), procedure.note),
            ]
        )
        show_overlaps(procedure)

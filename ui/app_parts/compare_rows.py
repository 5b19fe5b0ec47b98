"""要求的依据：句子、条款、原话、版本。 Behind a figure: sentence, clause, quote, edition."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from rdflib import URIRef

from app_parts.documents import documents
from app_parts.language import named, said
from app_parts.pages import BROWSE
from app_parts.requirement_card import cards
from app_parts.styling import plain
from zhunru.comparing.comparison import Row
from zhunru.comparing.named import local_name
from zhunru.comparing.placement import Standing


def show_rows(rows: Iterable[Row]) -> None:
    """Show requirements as cards, each with where it stands and a link to its regulation."""
    for row in rows:
        st.caption(_where(row))
        st.html(cards([row.requirement]))
        document = documents()[local_name(URIRef(row.regulation.iri))]
        st.page_link(
            BROWSE.path,
            label=said(f"在浏览中看 {document.title}", f"Browse {named(row.regulation.label)}"),
            icon=":material/menu_book:",
            query_params={
                "technique": document.technique.notation,
                "edition": document.key,
                **({"grade": row.grades[-1].notation} if row.grades else {}),
            },
        )


def _where(row: Row) -> str:
    """Say which edition and criterion state it, and within what."""
    parts = [row.regulation.label, row.place.criterion.label]
    texts = [plain(named(one)) for one in parts]
    if not row.in_force:
        texts.append(said("已不再施行", "no longer in force"))
    if row.standing is not Standing.OUTRIGHT:
        within = said("、", ", ").join(named(one.label) for one in row.place.path)
        texts.append(f"{named(row.standing.label)}（{plain(within)}）")
    return " · ".join(texts)

"""IRI 在应用里有没有自己的页面。 Whether an IRI has a page of its own in the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st
from rdflib import URIRef

from app_parts.catalogue import procedures
from app_parts.documents import documents, techniques
from app_parts.language import said
from app_parts.pages import BROWSE
from zhunru.answer_table import readable
from zhunru.ask import label_of
from zhunru.namespaces import ID

_MOST: Final = 12


def place_of(iri: str) -> Mapping[str, str] | None:
    """Return the parameters under which the browse page shows a resource; None if it does not."""
    kind, _, path = iri.removeprefix(str(ID)).partition("/")
    if not iri.startswith(str(ID)):
        return None
    if kind == "procedure" and path in procedures():
        return {"procedure": path}
    if kind == "technique" and path in techniques():
        return {"technique": path}
    if kind == "regulation" and path in documents():
        return {"technique": documents()[path].technique.notation, "edition": path}
    return None


def show_iris(iris: list[URIRef]) -> None:
    """Show resources by name: linked where they have a page, with the IRI to be copied."""
    for iri in list(dict.fromkeys(iris))[:_MOST]:
        name = label_of(str(iri), said("zh", "en")) or label_of(str(iri)) or readable(iri)
        place = place_of(str(iri))
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            if place:
                st.page_link(BROWSE.path, label=name, icon=BROWSE.icon, query_params=dict(place))
            else:
                st.text(name)
        right.code(str(iri), language=None, wrap_lines=True)

"""一个 IRI 在应用里看哪一页。 Which page of the app shows what an IRI names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from rdflib import URIRef

from app_parts.language import ENGLISH, PARAMETER, language, said
from app_parts.pages import COMPARE, HOME, PAGES, QUERY, AppPage
from zhunru.answer_table import readable
from zhunru.ask import label_of
from zhunru.namespaces import ID
from zhunru.query_links import packed
from zhunru.search.index import search_index

_MOST: Final = 12
_OVERLAP: Final = f"{ID}overlap/"


@dataclass(frozen=True)
class Place:
    """A page with the parameters under which it shows something."""

    page: AppPage
    parameters: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The address, relative to that of any page."""
        own = ((PARAMETER, ENGLISH),) if language() == ENGLISH else ()
        path = "./" if self.page is HOME else self.page.url
        return f"{path}?{urlencode((*self.parameters, *own))}"


def place_of(iri: str) -> Place:
    """Return where something is shown; what has no page of its own is described by a query."""
    if iri.startswith(_OVERLAP):
        return Place(COMPARE, (("view", "overlaps"), ("pair", iri.removeprefix(_OVERLAP))))
    return _places().get(iri) or Place(QUERY, (("mode", "own"), ("q", _description(iri))))


@cache
def _places() -> dict[str, Place]:
    """Return what the search can find, by IRI; what stands in several places, by the first."""
    pages = {page.url: page for page in PAGES}
    found = (entry.found for entry in reversed(search_index().entries))
    return {one.iri: Place(pages[one.page], one.parameters) for one in found}


def _description(iri: str) -> str:
    return packed(f"DESCRIBE <{iri}>") or ""


def show_iris(iris: list[URIRef]) -> None:
    """Show resources by name, linked to where they are shown, with the IRI to be copied."""
    for iri in list(dict.fromkeys(iris))[:_MOST]:
        name = label_of(str(iri), said("zh", "en")) or label_of(str(iri)) or readable(iri)
        place = place_of(str(iri))
        left, right = st.columns([2, 3], vertical_alignment="center")
        left.page_link(
            place.page.path,
            label=name,
            icon=place.page.icon,
            query_params=dict(place.parameters),
        )
        right.code(str(iri), language=None, wrap_lines=True)

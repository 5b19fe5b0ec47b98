"""表格里的 IRI：写名称，点了就去看。 IRIs in tables: told by name, and linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import pandas as pd
import streamlit as st
from rdflib import URIRef

from app_parts.iri_links import place_of
from app_parts.language import said
from app_parts.shown_answer import ShownAnswer
from zhunru.answer_table import columns_and_rows
from zhunru.ask import Term

_ICON: Final = ":material/open_in_new:"
_ICON_WIDTH: Final = 64
#: The name stands behind the address, where no page minds it.
_NAME: Final = "#(.*)$"


@dataclass(frozen=True)
class LinkedTable:
    """A table to be shown, with links for IRIs.

    Attributes:
        frame: The rows; a column of nothing but IRIs holds addresses.
        columns: How to show these columns, for `st.dataframe`.
        order: The columns in their order: first those that stand beside a name and only open.
    """

    frame: pd.DataFrame
    columns: dict[str, Any]
    order: tuple[str, ...]


def linked(shown: ShownAnswer, frame: pd.DataFrame, titles: dict[str, str]) -> LinkedTable:
    """Link the IRIs of a table to what shows them.

    Args:
        shown: An answer with rows.
        frame: Some of its rows.
        titles: The headings of the columns.
    """
    names, rows = columns_and_rows(shown.answer)
    columns: dict[str, Any] = {}
    frame, opening = frame.copy(), []
    for place, name in enumerate(names):
        terms = [rows[number][place] for number in frame.index]
        if not _are_iris(terms):
            continue
        if name in shown.named:
            opening.append(name)
            frame[name] = [_address(term) for term in terms]
            columns[name] = st.column_config.LinkColumn(
                said("打开", "Open"),
                help=said(f"{titles[name]}：在新标签页中看", f"{titles[name]}: in a new tab"),
                display_text=_ICON,
                width=_ICON_WIDTH,
            )
        else:
            frame[name] = [
                None if term is None else f"{_address(term)}#{quote(str(text))}"
                for term, text in zip(terms, frame[name], strict=True)
            ]
            columns[name] = st.column_config.LinkColumn(titles[name], help=name, display_text=_NAME)
    rest = (name for name in shown.order if name not in opening)
    return LinkedTable(frame, columns, (*opening, *rest))


def _are_iris(terms: list[Term | None]) -> bool:
    given = [term for term in terms if term is not None]
    return bool(given) and all(isinstance(term, URIRef) for term in given)


def _address(term: Term | None) -> str | None:
    return None if term is None else place_of(str(term)).address

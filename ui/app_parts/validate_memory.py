"""这次会话里记住的：列怎么读，手术名称指什么。 What the session remembers of what people settled.

What was said of a header in one file holds for the same header of the same table in the next.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from zhunru.intake.read_as import ReadAs
from zhunru.matching.mapping import ProcedureChoice
from zhunru.uploads import Survey

_COLUMNS: Final = "validate.remembered.columns"
_NAMES: Final = "validate.remembered.names"
#: A name means none of the entries.
NONE: Final = "none"


def remembered_column(table: str, header: str) -> str | None:
    """Return the field, or `NOT_READ`, that a header of a table was said to be."""
    found: str | None = st.session_state.get(_COLUMNS, {}).get((table, header))
    return found


def remember_columns(survey: Survey, read_as: ReadAs) -> None:
    """Remember what was said of the columns of a survey."""
    tables = {sheet.file: sheet.table for sheet in survey.sheets}
    kept = st.session_state.setdefault(_COLUMNS, {})
    for (file, header), name in read_as.columns.items():
        kept[tables.get(file), header] = name


def remembered_name(name: str) -> str | None:
    """Return the IRI of the entry that a name was said to mean, or `NONE`."""
    found: str | None = st.session_state.get(_NAMES, {}).get(name)
    return found


def remember_name(name: str, meant: str | None) -> None:
    """Remember what a name means; None for what is open."""
    kept = st.session_state.setdefault(_NAMES, {})
    if meant is None:
        kept.pop(name, None)
    else:
        kept[name] = meant


def remembered_choices() -> dict[str, ProcedureChoice]:
    """Return what was decided about operation names."""
    return {
        name: ProcedureChoice(name, none=True)
        if meant == NONE
        else ProcedureChoice(name, confirmed=(meant,))
        for name, meant in st.session_state.get(_NAMES, {}).items()
    }


def forget_choices() -> None:
    """Forget all of it: names of operations are the hospital's data, too."""
    st.session_state.pop(_COLUMNS, None)
    st.session_state.pop(_NAMES, None)

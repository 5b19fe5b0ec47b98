"""同一人与各项技术：一行一项技术，一列一个级别。 One person and every technique, grade by grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import streamlit as st

from app_parts.documents import Document, techniques
from app_parts.eligibility_pickers import (
    GRADE,
    TECHNIQUE,
    Choice,
    grade_name,
    grades_for,
    in_force,
    people,
)
from app_parts.eligibility_verdict import sign
from app_parts.language import named, said
from zhunru.eligible import Eligibility
from zhunru.one_physician.answers import Answer
from zhunru.one_physician.standing import stands

VIEW: Final = "eligibility.view"
ONE, ALL = "one", "all"


def show_comparison(choice: Choice, answers: Mapping[str, Answer]) -> None:
    """Show how the same answers stand to every technique and grade; a click leads there."""
    st.caption(
        said(
            "同样的回答对照各项技术、各个级别，角色与上面所选相同。点一格，去看那一项；"
            "所填的都保留，那一项另问的可以接着填。",
            "The same answers against every technique and grade; click one to go there.",
        )
    )
    for document in _documents(choice.as_of):
        cells = list(_cells(document, choice, answers))
        if cells:
            _row(document, cells)


def _documents(as_of: date) -> Iterator[Document]:
    for technique in techniques():
        yield in_force(technique, as_of)


def _cells(
    document: Document, choice: Choice, answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Eligibility]]:
    for grade in grades_for(document):
        bearer = people(document, grade).get(choice.role)
        if bearer is not None:
            yield grade, stands(bearer.criterion, answers, choice.as_of)


def _row(document: Document, cells: list[tuple[str, Eligibility]]) -> None:
    first, *columns = st.columns([4, 3, 3], vertical_alignment="center")
    first.markdown(named(document.technique.label))
    for column, (grade, one) in zip(columns, cells, strict=False):
        words, _ = sign(one)
        still = len(one.result.open_findings)
        left = said(f" · 还有 {still} 项", f" · {still} open") if still else ""
        column.button(
            f"{grade_name(document, grade)}：{words}{left}",
            key=f"eligibility.to.{document.technique.notation}.{grade}",
            on_click=_lead_to,
            args=(document.technique.notation, grade),
            width="stretch",
        )


def _lead_to(technique: str, grade: str) -> None:
    st.session_state[TECHNIQUE] = technique
    st.session_state[GRADE] = grade
    st.session_state[VIEW] = ONE

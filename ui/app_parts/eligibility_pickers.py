"""资格页的选项：技术、级别、角色、截至日。 For which technique, grade and role, as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import streamlit as st
from rdflib import URIRef

from app_parts.bearers import Bearer, bearers, first_of
from app_parts.documents import Document, grades_of, techniques
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.comparing.named import local_name
from zhunru.criterion import Regulation
from zhunru.reading import criteria

TECHNIQUE: Final = "eligibility.technique"
GRADE: Final = "eligibility.grade"
ROLE: Final = "eligibility.role"
AS_OF: Final = "eligibility.as_of"
#: 不分级别。 Work that is not graded.
NO_GRADE: Final = "none"
_EARLIEST: Final = date(1950, 1, 1)
_LATEST: Final = date(2099, 12, 31)


@dataclass(frozen=True)
class Choice:
    """A technique, a grade and a kind of person, as of a day."""

    document: Document
    grade: str
    role: str
    as_of: date

    @property
    def bearer(self) -> Bearer:
        """The kind of person, with the criterion that binds it."""
        return people(self.document, self.grade)[self.role]

    @property
    def in_url(self) -> dict[str, str | None]:
        """The parameters of the URL."""
        return {
            "technique": self.document.technique.notation,
            "grade": self.grade,
            "role": self.role,
            "as_of": self.as_of.isoformat(),
        }


def choose(url: PageUrl) -> Choice:
    """Let the user choose what is asked about."""
    _seed(url)
    first, second, third, fourth = st.columns([5, 3, 4, 3])
    as_of = fourth.date_input(
        said("统计截至", "As of"),
        key=AS_OF,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
    )
    technique = first.selectbox(
        said("技术", "Technique"),
        list(techniques()),
        format_func=lambda one: named(techniques()[one][0].technique.label),
        key=TECHNIQUE,
    )
    document = in_force(technique, as_of)
    grades = grades_for(document)
    if st.session_state.get(GRADE) not in grades:
        st.session_state[GRADE] = grades[0]
    grade = second.selectbox(
        said("级别", "Grade"),
        grades,
        format_func=lambda one: grade_name(document, one),
        key=GRADE,
    )
    roles = people(document, grade)
    if st.session_state.get(ROLE) not in roles:
        st.session_state[ROLE] = first_of(roles)
    role = third.selectbox(
        said("角色", "Role"),
        list(roles),
        format_func=lambda one: role_name(roles[one]),
        key=ROLE,
    )
    return Choice(document, grade, role, as_of)


def people(document: Document, grade: str) -> dict[str, Bearer]:
    """Return the kinds of people that a document binds at a grade, by key."""
    found = bearers(document.key, None if grade == NO_GRADE else grade)
    return {key: one for key, one in found.items() if one.criterion.role_is_person}


def grades_for(document: Document) -> list[str]:
    """Return the grades of a document, the highest first; one that says ungraded if none."""
    return list(grades_of(document)) or [NO_GRADE]


def grade_name(document: Document, grade: str) -> str:
    """Name a grade of a document."""
    levels = grades_of(document)
    return named(levels[grade].label) if grade in levels else said("不分级别", "ungraded")


def role_name(bearer: Bearer) -> str:
    """Name a kind of person."""
    return said(bearer.name, bearer.criterion.label.en)


def in_force(technique: str, as_of: date) -> Document:
    """Return the edition of a technique's rules to apply on a day."""
    editions = techniques()[technique]
    return next((one for one in editions if _regulation(one.key).in_force(as_of)), editions[0])


@cache
def _regulation(key: str) -> Regulation:
    regulations = (one.regulation for one in criteria().values())
    return next(one for one in regulations if local_name(URIRef(one.iri)) == key)


def _seed(url: PageUrl) -> None:
    url.seed(TECHNIQUE, "technique", techniques())
    # 先给分级的技术：多数人为它而来。 A graded technique first: most people come for one.
    graded = next(one for one, editions in techniques().items() if grades_of(editions[0]))
    st.session_state.setdefault(TECHNIQUE, graded)
    url.seed(GRADE, "grade")
    url.seed(ROLE, "role")
    if url.changed:
        st.session_state[AS_OF] = _day(url.get("as_of"))
    st.session_state.setdefault(AS_OF, date.today())


def _day(text: str | None) -> date:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return date.today()
    return min(max(day, _EARLIEST), _LATEST)

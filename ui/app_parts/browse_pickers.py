"""浏览页的选项：专科、技术、版本、级别、词。 What the browse page is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_parts.catalogue import Procedure, procedures
from app_parts.catalogue_search import is_meant
from app_parts.documents import Document, documents, grades_of, specialties, techniques
from app_parts.language import named, said
from app_parts.url_state import PageUrl

_SPECIALTY: Final = "browse.specialty"
_TECHNIQUE: Final = "browse.technique"
_GRADE: Final = "browse.grade"
_WORDS: Final = "browse.words"


@dataclass(frozen=True)
class Picked:
    """What was picked: a document, or those in force of a specialty, or all; a grade; words."""

    specialty: str | None
    document: Document | None
    grade: str | None
    words: str

    @property
    def in_url(self) -> dict[str, str | None]:
        """The parameters of the URL; the edition only where it is not the one in force."""
        document = self.document
        return {
            "specialty": self.specialty,
            "technique": document.technique.notation if document else None,
            "edition": document.key if document and not _is_default(document) else None,
            "grade": self.grade,
            "words": self.words,
        }

    def listed(self, *, everywhere: bool = False) -> list[Procedure]:
        """Return the procedures that are left; of all documents in force, if so wished."""
        if everywhere:
            wider = Picked(None, None, None, self.words)
            return wider.listed()
        return [
            one
            for one in procedures().values()
            if self._covers(one.document)
            and self.grade in (None, one.grade.notation)
            and is_meant(one, self.words)
        ]

    def _covers(self, document: Document) -> bool:
        if self.document is None:
            return document.in_force and document.is_of(self.specialty)
        return document.key == self.document.key


def pick(url: PageUrl) -> Picked:
    """Let the user narrow the catalogues."""
    _seed(url)
    first, second, third, fourth = st.columns([3, 4, 2, 4])
    specialty = _pick_specialty(first)
    technique = _pick_technique(second, specialty)
    document = _pick_edition(techniques()[technique]) if technique else None
    grade = _pick_grade(third, document)
    catalogued = document is None or bool(document.catalogues)
    words = fourth.text_input(
        said("查找手术", "Find a procedure"),
        placeholder=_hint(catalogued),
        disabled=not catalogued,
        key=_WORDS,
    )
    return Picked(specialty, document, grade, words.strip() if catalogued else "")


def _pick_specialty(place: DeltaGenerator) -> str | None:
    return place.selectbox(
        said("专科", "Specialty"),
        [None, *specialties()],
        format_func=lambda one: (
            named(specialties()[one].label) if one else said("全部专科", "All specialties")
        ),
        key=_SPECIALTY,
    )


def _pick_technique(place: DeltaGenerator, specialty: str | None) -> str | None:
    offered = [one for one, editions in techniques().items() if editions[0].is_of(specialty)]
    if st.session_state.get(_TECHNIQUE) not in offered:
        st.session_state.pop(_TECHNIQUE, None)
    return place.selectbox(
        said("技术", "Technique"),
        [None, *offered],
        format_func=lambda one: (
            named(techniques()[one][0].technique.label)
            if one
            else said("全部技术", "All techniques")
        ),
        key=_TECHNIQUE,
    )


def _pick_grade(place: DeltaGenerator, document: Document | None) -> str | None:
    levels = grades_of(document)
    if st.session_state.get(_GRADE) not in levels:
        st.session_state.pop(_GRADE, None)
    name = said("级别", "Grade")
    if not levels:
        place.selectbox(name, [said("不分级别", "Not graded")], disabled=True)
        return None
    return place.selectbox(
        name,
        [None, *levels],
        format_func=lambda one: named(levels[one].label) if one else said("全部级别", "All grades"),
        key=_GRADE,
    )


def _hint(catalogued: bool) -> str:
    if not catalogued:
        return said("本规范没有手术目录", "No catalogue")
    return said("名称、别名、部位或拼音，如 甲状腺", "Name, site or pinyin, as in jiazhuangxian")


def _seed(url: PageUrl) -> None:
    url.seed(_SPECIALTY, "specialty", specialties())
    url.seed(_TECHNIQUE, "technique", techniques())
    url.seed(_WORDS, "words")
    if not url.changed:
        return
    technique = st.session_state.get(_TECHNIQUE)
    linked = procedures().get(url.get("procedure") or "")
    edition = documents().get(url.get("edition") or "")
    if linked and not url.get("technique"):
        # 只给了手术的链接：目录停在它所在的一级。 A link to a procedure alone opens its catalogue.
        st.session_state[_TECHNIQUE] = linked.technique.notation
        st.session_state[_edition_key(linked.document)] = linked.document.key
        st.session_state[_GRADE] = linked.grade.notation
        return
    if edition and technique in (None, edition.technique.notation):
        st.session_state[_TECHNIQUE] = technique = edition.technique.notation
        st.session_state[_edition_key(edition)] = edition.key
    elif technique:
        st.session_state.pop(_edition_key(techniques()[technique][0]), None)
    url.seed(_GRADE, "grade", grades_of(edition or None))


def _pick_edition(editions: tuple[Document, ...]) -> Document:
    """Let the user choose among editions, where there are several."""
    if len(editions) == 1:
        return editions[0]
    names = {one.key: _edition_name(one) for one in editions}
    place = _edition_key(editions[0])
    if st.session_state.get(place) not in names:
        st.session_state[place] = editions[0].key
    key = st.segmented_control(
        said("版本", "Edition"),
        list(names),
        format_func=lambda one: names[one],
        key=place,
        required=True,
    )
    return documents()[key or editions[0].key]


def _edition_name(document: Document) -> str:
    if document.in_force:
        return said(f"{document.year} 年版（现行）", f"{document.year} (in force)")
    return said(f"{document.year} 年版（旧版，已被代替）", f"{document.year} (replaced)")


def _edition_key(document: Document) -> str:
    return f"browse.edition.{document.technique.notation}"


def _is_default(document: Document) -> bool:
    return techniques()[document.technique.notation][0] is document

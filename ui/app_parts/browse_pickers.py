"""浏览页的选项：技术、版本、级别、词。 What the browse page is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from app_parts.catalogue import Procedure, procedures
from app_parts.documents import Document, documents, grades_of, techniques
from app_parts.url_state import PageUrl

_TECHNIQUE: Final = "browse.technique"
_GRADE: Final = "browse.grade"
_WORDS: Final = "browse.words"


@dataclass(frozen=True)
class Picked:
    """What was picked: a document, or all of those in force; a grade; words of a name."""

    document: Document | None
    grade: str | None
    words: str

    @property
    def in_url(self) -> dict[str, str | None]:
        """The parameters of the URL; the edition only where it is not the one in force."""
        document = self.document
        return {
            "technique": document.technique.notation if document else None,
            "edition": document.key if document and not _is_default(document) else None,
            "grade": self.grade,
            "words": self.words,
        }

    def listed(self, *, everywhere: bool = False) -> list[Procedure]:
        """Return the procedures that are left; of all documents in force, if so wished."""
        document = None if everywhere else self.document
        return [
            one
            for one in procedures().values()
            if (one.document.in_force if document is None else one.document.key == document.key)
            and (everywhere or self.grade in (None, one.grade.notation))
            and one.mentions(self.words)
        ]


def pick(url: PageUrl) -> Picked:
    """Let the user narrow the catalogues."""
    _seed(url)
    left, middle, right = st.columns([4, 2, 4])
    technique = left.selectbox(
        "技术",
        [None, *techniques()],
        format_func=lambda one: _name(one) if one else "全部技术",
        key=_TECHNIQUE,
    )
    document = _pick_edition(techniques()[technique]) if technique else None
    levels = grades_of(document)
    if st.session_state.get(_GRADE) not in levels:
        st.session_state.pop(_GRADE, None)
    grade = None
    if levels:
        grade = middle.selectbox(
            "级别",
            [None, *levels],
            format_func=lambda one: levels[one].label.zh if one else "全部级别",
            key=_GRADE,
        )
    else:
        middle.selectbox("级别", ["不分级别"], disabled=True)
    catalogued = document is None or bool(document.catalogues)
    words = right.text_input(
        "查找手术",
        placeholder="名称、别名或所在节，如 甲状腺" if catalogued else "本规范没有手术目录",
        disabled=not catalogued,
        key=_WORDS,
    )
    return Picked(document, grade, words.strip() if catalogued else "")


def _seed(url: PageUrl) -> None:
    url.seed(_TECHNIQUE, "technique", techniques())
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
    url.seed(_WORDS, "words")


def _pick_edition(editions: tuple[Document, ...]) -> Document:
    """Let the user choose among editions, where there are several."""
    if len(editions) == 1:
        return editions[0]
    names = {
        one.key: f"{one.year} 年版（{'现行' if one.in_force else '旧版，已被代替'}）"
        for one in editions
    }
    place = _edition_key(editions[0])
    if st.session_state.get(place) not in names:
        st.session_state[place] = editions[0].key
    key = st.segmented_control(
        "版本",
        list(names),
        format_func=lambda one: names[one],
        key=place,
        required=True,
    )
    return documents()[key or editions[0].key]


def _edition_key(document: Document) -> str:
    return f"browse.edition.{document.technique.notation}"


def _is_default(document: Document) -> bool:
    return techniques()[document.technique.notation][0] is document


def _name(technique: str) -> str:
    return techniques()[technique][0].technique.label.zh

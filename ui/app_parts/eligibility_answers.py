"""所填的内容，在各项技术之间保留。 What is filled in, kept from technique to technique."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from app_parts.language import half
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.one_physician.answers import Answer, read_answers, written
from zhunru.one_physician.form import every_question

_KEPT: Final = "eligibility.answers"
#: 各项目部件的键都以此开头。 The keys of the widgets of all fields begin like this.
FIELD: Final = "eligibility.field."


def kept_answers(url: PageUrl) -> dict[str, Answer]:
    """Return the answers of this session; a link brings its own, and replaces them.

    Who comes back by the navigation, whose links say nothing, finds what was filled in before.

    Args:
        url: The URL of the page.

    Returns:
        The answers by key of the field, to be changed in place.
    """
    if _KEPT not in st.session_state or (url.changed and url.items()):
        texts = {key: text for key in every_question() if (text := url.get(key)) is not None}
        read = read_answers(every_question().values(), texts)
        for error in read.refused:
            st.warning(plain(half(str(error))), icon=":material/link_off:")
        _take(dict(read.answers))
    answers: dict[str, Answer] = st.session_state[_KEPT]
    return answers


def forget_answers() -> None:
    """Empty every field."""
    _take({})


def in_url(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the answers as parameters of the URL."""
    return {key: written(answers[key]) for key in sorted(answers)}


def _take(answers: dict[str, Answer]) -> None:
    """Put answers in place of the present ones; the widgets are filled in anew."""
    st.session_state[_KEPT] = answers
    for key in [key for key in st.session_state if str(key).startswith(FIELD)]:
        del st.session_state[key]

"""界面说哪种语言：英文只及导航与栏目名。 The language: English for navigation and field names."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from zhunru.errors import Bilingual
from zhunru.requirements import Label

#: The parameter of the URL; absent for Chinese.
PARAMETER: Final = "lang"
CHINESE: Final = "zh"
ENGLISH: Final = "en"
_NAMES: Final = {CHINESE: "中文", ENGLISH: "English"}
_KEY: Final = "language"
_GIVEN: Final = "language.given"
#: 双语的消息先中文后英文，以空格相隔。 Messages in both languages: Chinese, a space, English.
_BOUNDARY: Final = re.compile(r"(?<=[。！？；：）”]) +(?=[A-Z“\"'(])")


def choose_language() -> None:
    """Offer the languages in the sidebar; a link that names one sets it."""
    given = st.query_params.get(PARAMETER)
    if given in _NAMES and given != st.session_state.get(_GIVEN):
        st.session_state[_KEY] = given
    st.session_state.setdefault(_KEY, CHINESE)
    st.sidebar.segmented_control(
        "语言 Language",
        list(_NAMES),
        format_func=lambda one: _NAMES[one],
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    st.session_state[_GIVEN] = st.session_state[_KEY]
    if language() == ENGLISH:
        st.query_params[PARAMETER] = ENGLISH
    else:
        st.query_params.pop(PARAMETER, None)


def language() -> str:
    """Return the language chosen: `zh` or `en`."""
    return ENGLISH if st.session_state.get(_KEY) == ENGLISH else CHINESE


def said(zh: str, en: str) -> str:
    """Return one of two wordings, by the language chosen."""
    return en if language() == ENGLISH else zh


def named(label: Label | Bilingual) -> str:
    """Return a label in the language chosen."""
    return said(label.zh, label.en)


def half(text: str) -> str:
    """Return the half of a message in the language chosen.

    Args:
        text: Chinese, a space, then the same in English; or a text that has one language only.

    Returns:
        The half, or the text as it is.
    """
    halves = _BOUNDARY.split(text, maxsplit=1)
    return said(halves[0], halves[-1])

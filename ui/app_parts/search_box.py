"""首页的检索框。 The search box of the home page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import said
from app_parts.url_state import PageUrl

_WORDS: Final = "home.words"


def ask(url: PageUrl) -> str:
    """Let the user type, and return the words; they are the parameter `q` of the URL."""
    url.seed(_WORDS, "q")
    typed = st.text_input(
        said("查什么", "Search"),
        placeholder=said(
            "手术、技术、职称、设备、条款号或条款里的话；拼音、首字母也可，如 jzx",
            "Operation, technique, title, clause number or wording; pinyin works too",
        ),
        icon=":material/search:",
        key=_WORDS,
    )
    return typed.strip()

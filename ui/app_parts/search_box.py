"""首页的检索框。 The search box of the home page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import said
from app_parts.url_state import PageUrl
from zhunru.search.hits import Kind

_WORDS: Final = "home.words"


def ask(url: PageUrl) -> tuple[str, Kind | None]:
    """Let the user type, and return the words with the kind to which a link narrowed the search.

    Args:
        url: The URL of the page; its parameters are `q` and `kind`.
    """
    url.seed(_WORDS, "q")
    words = st.text_input(
        said("查什么", "Search"),
        placeholder=said(
            "手术、技术、职称、设备、条款号或条款里的话；拼音、首字母也可，如 jzx",
            "Operation, technique, title, clause number or wording; pinyin works too",
        ),
        icon=":material/search:",
        key=_WORDS,
    ).strip()
    given = url.get("kind") or ""
    # 改了字就不再限于一类。 Other words are searched in every kind again.
    if given in set(Kind) and words == url.get("q"):
        return words, Kind(given)
    return words, None

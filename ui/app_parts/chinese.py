"""让 Streamlit 自带的英文也成中文。 Put Streamlit's own English words into Chinese.

Streamlit fixes `<html lang>` to English and has no setting for its built-in texts, so a small
component of ours sets the language and replaces the texts that it knows as they appear.
"""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_SCRIPT: Final = Path(__file__).with_name("chinese.js")


def speak(language: str) -> None:
    """Mount the component on the page; it takes no room.

    Args:
        language: `zh` or `en`.
    """
    _component()(key="chinese", data=language, height=1)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("zhunru_chinese", js=_SCRIPT.read_text(encoding="utf-8"))

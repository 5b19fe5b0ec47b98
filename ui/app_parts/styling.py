"""自写 HTML 的样式与转义。 Style of our own HTML, and escaping of text."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

_STYLE: Final = Path(__file__).with_name("style.css")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")


def apply_style() -> None:
    """Add the style sheet to the page."""
    st.html(_STYLE)


def plain(text: str) -> str:
    """Return Markdown that shows a text as it is, whatever it contains.

    Names come from uploaded tables: an image in Markdown would make the browser fetch it.
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def html(text: str) -> str:
    """Return HTML that shows a text as it is."""
    return escape(text, quote=True)


def chip(text: str, kind: str = "") -> str:
    """Return a small label as HTML; the kind names a class of the style sheet."""
    return f'<span class="zr-chip {html(kind)}">{html(text)}</span>'


def facts(given: Iterable[tuple[str, str | None]]) -> None:
    """Show names with their values, one a line; those without value are left out."""
    rows = "".join(f"<dt>{html(name)}</dt><dd>{html(value)}</dd>" for name, value in given if value)
    if rows:
        st.html(f'<div class="zr"><dl class="zr-facts">{rows}</dl></div>')

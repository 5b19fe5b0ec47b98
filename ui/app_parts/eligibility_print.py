"""打印按钮：浏览器自己的打印。 A button that prints, by the browser's own means."""

from __future__ import annotations

from functools import cache
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from app_parts.language import said

_HTML: Final = '<button type="button"></button>'
_STYLE: Final = """
button { font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: .3rem .9rem; min-height: 2.5rem; cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--st-primary-color);
  color: var(--st-primary-color); }
"""
_SCRIPT: Final = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data;
  button.onclick = () => window.print();
}
"""


def print_button() -> None:
    """Offer to print the page; the style sheet says what is left out on paper."""
    _component()(key="eligibility-print", data=said("打印", "Print"))


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("zhunru_print", html=_HTML, css=_STYLE, js=_SCRIPT)

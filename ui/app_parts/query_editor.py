"""SPARQL 编辑框：CodeMirror 组件与它的词汇。 The SPARQL editor: a component and its vocabulary.

The bundle is declared to Streamlit as a file, so that browsers fetch it once and keep it; inline it
would travel with every rerun. The vocabulary goes by a mount of its own: as its data never change,
Streamlit sends it once per session.
"""

from __future__ import annotations

from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from app_parts.language import CHINESE, language, said
from zhunru.errors import Bilingual
from zhunru.namespaces import PREFIXES
from zhunru.query_trouble import Trouble
from zhunru.term_completions import completions

#: What the editor holds, in the session; it outlives a change of page.
TEXT: Final = "query.text"
_REVISION: Final = "query.revision"
_RUN: Final = "query.run.asked"
_KEY: Final = "query.editor"
_PROJECT: Final = "zhunru"
_COMPONENT: Final = "sparql-editor"
_FOLDER: Final = Path(__file__).with_name("sparql_editor")
_HTML: Final = '<div class="zr-sparql"></div>'
_TERMS_SCRIPT: Final = "export default ({ data }) => { globalThis.zhunruTerms = data; };"
_NAME: Final = Bilingual("SPARQL 查询文本", "SPARQL query")
HINT: Final = Bilingual(
    "Ctrl+Enter 运行。打词汇、中文名或拼音（如 zhicheng）有补全。"
    "Tab 缩进；先按 Esc 再按 Tab，离开编辑框。",
    "Ctrl+Enter runs. Type a term, or its Chinese name. Tab indents; Esc, then Tab leaves.",
)


def set_text(text: str) -> None:
    """Put a text into the editor, whatever it holds."""
    st.session_state[TEXT] = text
    st.session_state[_REVISION] = st.session_state.get(_REVISION, 0) + 1


def sparql_editor(saved: str, trouble: Trouble | None) -> bool:
    """Show the editor with the text of the session; typing changes that text.

    Args:
        saved: The text that the URL leads back to.
        trouble: What to mark in the text.

    Returns:
        Whether Ctrl+Enter was pressed since.
    """
    # 词汇先到，编辑框才补全。 The vocabulary comes first.
    _terms()(key="query.terms", data=_vocabulary(), height=1)
    _editor()(
        key=_KEY,
        data={
            "text": st.session_state[TEXT],
            "revision": st.session_state.get(_REVISION, 0),
            "saved": saved,
            "error": _mark(trouble),
            "words": {
                "name": said(*_NAME),
                "hint": said(*HINT),
                "chinese": language() == CHINESE,
            },
        },
        on_text_change=_take_text,
        on_run_change=_take_run,
    )
    return bool(st.session_state.pop(_RUN, False))


def _take_text() -> None:
    told = st.session_state[_KEY].text
    # 换过正文之后才到的旧话，不算。 What was typed before the text was replaced does not count.
    if told and told["revision"] == st.session_state.get(_REVISION, 0):
        st.session_state[TEXT] = told["text"]


def _take_run() -> None:
    st.session_state[TEXT] = st.session_state[_KEY].run
    st.session_state[_RUN] = True


def _mark(trouble: Trouble | None) -> dict[str, Any] | None:
    if trouble is None or trouble.line is None:
        return None
    return {"line": trouble.line, "column": trouble.column or 1, "reason": said(*trouble.said)}


def _editor() -> ComponentRenderer:
    name = f"{_PROJECT}.{_COMPONENT}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(name) is None:
        # 测试里每开一页就有一个新的运行时。 In tests every page opened has a runtime of its own.
        component = ComponentConfig(_COMPONENT, "dist")
        manager.register_from_manifest(ComponentManifest(_PROJECT, "", [component]), _FOLDER)
    return _renderer(name)


@cache
def _renderer(name: str) -> ComponentRenderer:
    return st.components.v2.component(name, html=_HTML, js="editor.js")


@cache
def _terms() -> ComponentRenderer:
    return st.components.v2.component("zhunru_terms", js=_TERMS_SCRIPT)


@cache
def _vocabulary() -> dict[str, Any]:
    return {"terms": [astuple(one) for one in completions()], "prefixes": PREFIXES}

"""改动了什么，写在网址里。 What was moved, as it stands in the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from app_parts.language import half
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from zhunru.errors import UserError
from zhunru.reading import criteria
from zhunru.whatif.settings import Setting, parse_settings

_KEPT: Final = "whatif.moves"
#: 各滑块的键都以此开头。 The keys of all sliders begin like this.
SLIDER: Final = "whatif.slider."
_BETWEEN: Final = ","
_PATH: Final = "/"

#: 条件的路径与新值，新值或有两个：职称与年限。
#: New values by path of the requirement: one, or two where a title and its period are moved.
Moves = dict[str, tuple[str, ...]]


def kept_moves(url: PageUrl) -> Moves:
    """Return the moves of this session; a link brings its own, and replaces them.

    Who comes back by the navigation, whose links say nothing, finds what was moved before.
    """
    if _KEPT not in st.session_state or (url.changed and url.items()):
        _take(_given(url))
    moves: Moves = st.session_state[_KEPT]
    return moves


def forget_moves() -> None:
    """Put everything back as it is."""
    _take({})


def settings_of(moves: Mapping[str, Iterable[str]]) -> tuple[Setting, ...]:
    """Read moves as settings."""
    return parse_settings(texts_of(moves), criteria())


def texts_of(moves: Mapping[str, Iterable[str]]) -> list[str]:
    """Write moves as settings for the command line."""
    return [f"{path}={value}" for path, values in moves.items() for value in values]


def in_url(moves: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return moves as parameters of the URL, by path of the requirement."""
    return {path: _BETWEEN.join(values) for path, values in sorted(moves.items())}


def _given(url: PageUrl) -> Moves:
    """Read the moves of the URL; tell those that are impossible, and leave them out."""
    moves: Moves = {}
    for path, text in url.items():
        if _PATH in path:
            values = tuple(text.split(_BETWEEN))
            try:
                settings_of({path: values})
            except UserError as error:
                st.error(plain(half(str(error))), icon=":material/error:")
            else:
                moves[path] = values
    return moves


def _take(moves: Moves) -> None:
    """Put moves in place of the present ones; the sliders follow."""
    st.session_state[_KEPT] = moves
    for key in [key for key in st.session_state if str(key).startswith(SLIDER)]:
        del st.session_state[key]

"""重叠网络的筛选。 What the network of overlaps is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from app_parts.compare_network import whole_network
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.overlap_network.network import Narrowing
from zhunru.requirements import Concept

_FIRST: Final = "compare.first"
_SECOND: Final = "compare.second"
_SITE: Final = "compare.site"
_WORDS: Final = "compare.overlap_words"
_DIFFER: Final = "compare.differ"
_REPLACED: Final = "compare.replaced"


def pick_overlaps(url: PageUrl) -> Narrowing:
    """Let the user choose which overlaps are shown."""
    whole = whole_network()
    techniques = {one.notation: one for one in whole.techniques}
    sites = {one.notation: one for one in whole.sites}
    left, right = st.columns(2)
    with left:
        first = _pick(said("专科（技术）", "Specialty (technique)"), techniques, _FIRST, "one", url)
    with right:
        second = _pick(
            said("与它重叠的专科", "Overlapping with"), techniques, _SECOND, "other", url
        )
    left, right = st.columns(2)
    with left:
        site = _pick(said("部位", "Body site"), sites, _SITE, "site", url)
    url.seed(_WORDS, "words")
    words = right.text_input(
        said("手术名称里的词", "Words of a name"),
        placeholder=said("如 甲状腺 切除", "such as 甲状腺 切除"),
        key=_WORDS,
    ).strip()
    with st.container(horizontal=True):
        differing = _switch(
            said("只看级别不一致的", "Only where grades differ"), _DIFFER, "differ", url
        )
        replaced = _switch(
            said("也看已被代替的旧版", "Replaced editions, too"), _REPLACED, "old", url
        )
    chosen = tuple(dict.fromkeys(one for one in (first, second) if one))
    return Narrowing(chosen, site, words, differing, replaced)


def in_url(wanted: Narrowing) -> dict[str, str | None]:
    """Return the parameters of the URL."""
    first, second = (*wanted.techniques, None, None)[:2]
    return {
        "one": first,
        "other": second,
        "site": wanted.site,
        "words": wanted.words,
        "differ": "1" if wanted.disagreeing else None,
        "old": "1" if wanted.replaced else None,
    }


def _pick(
    label: str, offered: Mapping[str, Concept], key: str, parameter: str, url: PageUrl
) -> str | None:
    url.seed(key, parameter, offered)
    return st.selectbox(
        label,
        [None, *offered],
        format_func=lambda one: named(offered[one].label) if one else said("全部", "All"),
        key=key,
    )


def _switch(label: str, key: str, parameter: str, url: PageUrl) -> bool:
    if url.changed:
        st.session_state[key] = url.get(parameter) is not None
    return st.toggle(label, key=key)

"""检索所得，按类列出，每条通向它所在的页。 What a search found, by kind; each leads to its page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import named, said
from app_parts.pages import HOME, PAGES
from app_parts.styling import plain
from zhunru.search import Hit, Kind, grouped, search

_FEW: Final = 5
_MANY: Final = 100
_PATHS: Final = {page.url: page.path for page in PAGES}


def show_results(words: str, narrowed: str | None) -> str | None:
    """Show what was found, and return the kind to which it was narrowed.

    Args:
        words: What was typed.
        narrowed: The kind to which a link narrowed the search: many of it are shown; None, or no
            kind at all, for a few of every kind.
    """
    kind = next((one for one in Kind if one.value == narrowed), None)
    with st.spinner(said("正在检索……", "Searching …")):
        hits = search(words, kind=kind)
    _show_hits(hits, words, kind)
    return kind


def _show_hits(hits: tuple[Hit, ...], words: str, kind: Kind | None) -> None:
    if not hits:
        _say_nothing_found(kind is not None, words)
        return
    if kind is not None:
        st.page_link(
            HOME.path,
            label=said("各类结果", "Results of every kind"),
            icon=":material/arrow_back:",
            query_params={"q": words},
        )
    for one, members in grouped(hits).items():
        _show_group(one, members, words, _MANY if kind else _FEW)


def _show_group(kind: Kind, hits: tuple[Hit, ...], words: str, most: int) -> None:
    number = len(hits)
    st.header(said(f"{kind.label.zh}（{number}）", f"{kind.label.en} ({number})"), anchor=False)
    with st.container(gap=None, key=f"found-{kind}"):
        for hit in hits[:most]:
            _show_hit(hit)
        if most < number and most == _FEW:
            st.page_link(
                HOME.path,
                label=said(
                    f"列出全部 {number} 项{kind.label.zh}", f"All {number}: {kind.label.en.lower()}"
                ),
                icon=":material/unfold_more:",
                query_params={"q": words, "kind": kind.value},
            )
    if most < number and most == _MANY:
        st.caption(
            said(
                f"只列出最合的 {most} 项。多写几个词，范围就小了。",
                f"The best {most} only. More words narrow the search.",
            )
        )


def _show_hit(hit: Hit) -> None:
    found = hit.found
    where = named(found.where)
    aside = f"  \n:small[{plain(where)}]" if where else ""
    st.page_link(
        _PATHS[found.page],
        label=f"**{plain(named(found.label))}**{aside}",
        query_params=dict(found.parameters),
    )


def _say_nothing_found(narrowed: bool, words: str) -> None:
    st.info(
        said(
            f"没有找到“{plain(words)}”。换个说法，或少写几个字。",
            f"Nothing found for “{plain(words)}”. Try other words, or fewer.",
        ),
        icon=":material/search_off:",
    )
    if narrowed:
        st.page_link(
            HOME.path,
            label=said("在各类中查找", "Search every kind"),
            icon=":material/arrow_back:",
            query_params={"q": words},
        )
    st.caption(
        said(
            "可以写：手术名称（医院的写法、缩写也行）、职称、设备、条款号（二（一）2（1）、第十一条、"
            "2.1.2.1）、规范里的话，或它们的拼音与首字母。几个词之间留空格。",
            "Try the name of an operation, a title, equipment, the number of a clause, words of a "
            "rule, or their pinyin. Leave a space between words.",
        )
    )

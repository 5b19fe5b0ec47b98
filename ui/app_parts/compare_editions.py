"""两版并排：变化分类标出，可按类别筛选。 Two editions side by side, changes marked by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import pandas as pd
import streamlit as st

from app_parts.compare_changes import Change, change_html, kind_text, name, side_text
from app_parts.compare_table import download, table_height
from app_parts.documents import documents, techniques
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.comparing.figure_words import joined
from zhunru.editions.conditions import Condition, ConditionChange
from zhunru.editions.diff import EditionDiff, diff
from zhunru.editions.kinds import Kind, kinds_order
from zhunru.requirements import Concept, Label
from zhunru.wording import clause_numbers

_EDITION: Final = "compare.edition"
_PART: Final = "compare.part"
_KINDS: Final = "compare.kinds"
_WORDS: Final = "compare.words"
_MORE: Final = "compare.more"
_PARTS: Final = {
    "conditions": Label("条件", "Conditions"),
    "entries": Label("目录条目", "Catalogue entries"),
}
#: More changes than this are shown on request: a page of hundreds of cards is slow to draw.
_MOST: Final = 40


def show_editions(url: PageUrl) -> dict[str, str | None]:
    """Show what changed between two editions and return what goes into the URL."""
    older = _pick_edition(url)
    found = _diff(older)
    part = _pick_part(url)
    changes: Sequence[Change] = found.conditions if part == "conditions" else found.entries
    kinds = _pick_kinds(changes, part, url)
    words = _pick_words(url)
    wanted = _in_order(_wanted(changes, kinds, words))
    st.caption(f"共 {len(changes)} 处，这里 {len(wanted)} 处。每处左为旧版，右为新版。")
    everything = False
    if wanted:
        everything = _show(wanted, found, url)
        _show_table(wanted, found, part)
    else:
        st.info("没有这样的变化。换个词，或多选几类。", icon=":material/search_off:")
    usual = set(_usual(changes))
    return {
        "edition": older,
        "part": part,
        "kinds": None if set(kinds) == usual else ",".join(kinds) or "none",
        "words": words,
        "more": "1" if everything else None,
    }


@cache
def _diff(older: str) -> EditionDiff:
    """Compare an edition with the one that replaced it."""
    later = documents()[older].successor
    assert later is not None
    return diff(older, later)


def _pick_edition(url: PageUrl) -> str:
    """Let the user choose a technique and one of its replaced editions."""
    replaced = {
        one.key: one
        for editions in techniques().values()
        for one in editions
        if one.successor is not None
    }
    url.seed(_EDITION, "edition", replaced)
    if st.session_state.get(_EDITION) not in replaced:
        st.session_state[_EDITION] = next(iter(replaced))

    def said_so(key: str) -> str:
        old = replaced[key]
        new = documents()[old.successor or ""]
        return f"{named(old.technique.label)}：{old.year} → {new.year}"

    return st.selectbox(
        said("技术与版本（旧版 → 新版）", "Technique and editions (older → newer)"),
        list(replaced),
        format_func=said_so,
        key=_EDITION,
    )


def _pick_part(url: PageUrl) -> str:
    url.seed(_PART, "part", _PARTS)
    if st.session_state.get(_PART) not in _PARTS:
        st.session_state[_PART] = next(iter(_PARTS))
    st.segmented_control(
        said("比什么", "What is compared"),
        list(_PARTS),
        format_func=lambda one: named(_PARTS[one]),
        key=_PART,
        required=True,
    )
    part: str = st.session_state[_PART]
    return part


def _pick_kinds(changes: Sequence[Change], part: str, url: PageUrl) -> list[str]:
    """Let the user choose kinds of change; at first everything that did change."""
    counts = Counter(kind for change in changes for kind in change.kinds)
    offered = {one.notation: one for one in sorted(counts, key=lambda one: kinds_order([one]))}
    key = f"{_KINDS}.{part}"
    if url.changed:
        given = url.get("kinds")
        chosen = _usual(changes) if given is None else given.split(",")
        st.session_state[key] = [one for one in chosen if one in offered]
    st.session_state.setdefault(key, _usual(changes))
    return list(
        st.pills(
            said("变化的类别", "Kinds of change"),
            list(offered),
            format_func=lambda one: f"{kind_text(offered[one])} {counts[offered[one]]}",
            selection_mode="multi",
            key=key,
            wrap=True,
        )
    )


def _usual(changes: Sequence[Change]) -> list[str]:
    """Return every kind of change but that of what did not change."""
    found = dict.fromkeys(kind for change in changes for kind in change.kinds)
    ordered = sorted(found, key=lambda one: kinds_order([one]))
    return [one.notation for one in ordered if one.notation != Kind.UNCHANGED]


def _pick_words(url: PageUrl) -> str:
    url.seed(_WORDS, "words")
    return st.text_input(
        said("查找", "Find"),
        placeholder=said("名称或条文里的词，如 职称", "Words of a name or condition"),
        key=_WORDS,
    ).strip()


def _wanted(changes: Sequence[Change], kinds: Sequence[str], words: str) -> list[Change]:
    wanted = frozenset(kinds)
    given = words.casefold().split()
    return [
        one
        for one in changes
        if (not one.kinds or any(kind.notation in wanted for kind in one.kinds))
        and all(word in _text(one) for word in given)
    ]


def _text(change: Change) -> str:
    return f"{name(change)} {side_text(change.before)} {side_text(change.after)}".casefold()


def _in_order(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: kinds_order(one.kinds))


def _show(changes: Sequence[Change], found: EditionDiff, url: PageUrl) -> bool:
    """Show the changes by kind, the first ones at once; tell whether the others were asked for."""
    years = (_year(found.old.issued.year), _year(found.new.issued.year))
    _show_kinds(changes[:_MOST], years)
    rest = changes[_MOST:]
    if not rest:
        return False
    if url.changed:
        st.session_state[_MORE] = url.get("more") is not None
    everything = st.toggle(
        said(f"再列其余 {len(rest)} 处", f"Show the other {len(rest)}"), key=_MORE
    )
    if everything:
        _show_kinds(rest, years)
    return everything


def _show_kinds(changes: Sequence[Change], years: tuple[str, str]) -> None:
    groups: dict[tuple[Concept, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(change.kinds, []).append(change)
    for kinds, members in groups.items():
        heading = named(joined(kinds)) if kinds else said("有别", "Different")
        st.header(heading, anchor=False)
        st.html(change_html(members, years))


def _year(year: int) -> str:
    return said(f"{year} 年版", f"{year} edition")


def _show_table(changes: Sequence[Change], found: EditionDiff, part: str) -> None:
    title = said("同样的变化，列成表", "The same changes as a table")
    with st.expander(title):
        frame = _frame(changes, found)
        st.dataframe(frame, hide_index=True, height=table_height(len(frame)), alt=title)
        download(frame, f"editions-{part}")


def _frame(changes: Sequence[Change], found: EditionDiff) -> pd.DataFrame:
    clause = said("条款", "clause")
    sides: Mapping[str, str] = {
        "before": _year(found.old.issued.year),
        "after": _year(found.new.issued.year),
    }
    columns: dict[str, list[str]] = {
        said("类别", "Kind"): [" ".join(map(kind_text, one.kinds)) for one in changes],
        said("名称", "Name"): [name(one) for one in changes],
    }
    for side, year in sides.items():
        columns[year] = [side_text(getattr(one, side)) for one in changes]
        if any(isinstance(one, ConditionChange) for one in changes):
            columns[f"{year} {clause}"] = [_clauses(getattr(one, side)) for one in changes]
    columns[said("理由", "Reason")] = [
        named(one.curated.reason) if one.curated else "" for one in changes
    ]
    return pd.DataFrame(columns)


def _clauses(side: Sequence[Condition]) -> str:
    return clause_numbers(dict.fromkeys(clause for one in side for clause in one.clauses))

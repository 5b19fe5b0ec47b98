"""手术名称：程序提出条目，人来确认。 Operation names: entries are proposed, people confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from app_parts.language import named, said
from app_parts.styling import plain
from app_parts.validate_memory import NONE, remember_name, remembered_choices, remembered_name
from zhunru.matching.candidates import LOWEST_SCORE, SUGGESTED_SCORE, Candidate
from zhunru.matching.mapping import ProcedureChoice, mapping_text
from zhunru.uploads import NamedOperation, Survey

_SHOWN: Final = 20
"""逐个列出的名称数；其余用对照表。 How many names are listed; a mapping is for the others."""
_OPEN: Final = ""
_ACCEPT: Final = "validate.accept"
_SCORE: Final = "validate.accept_above"


def settle_names(survey: Survey) -> float | None:
    """Let people say what operation names mean.

    Args:
        survey: What was handed in.

    Returns:
        The score from which on names count without a word of theirs; None for never.
    """
    decided = sum(one.decided for one in survey.decided.values())
    if decided:
        st.caption(f"一起交上的对照表已定下 {decided} 个名称。")
    if not survey.names:
        return None
    likely = sum(_best(one) >= SUGGESTED_SCORE for one in survey.names)
    st.write(
        f"病例里有 {len(survey.names)} 个手术名称没有人确认过，"
        f"其中 {likely} 个有相当接近的目录条目。没有确认的也能校验，只是这些病例不确定地计入。"
    )
    accept_above = _threshold()
    with st.expander(
        said(f"逐个确认（{min(len(survey.names), _SHOWN)} 个）", "Confirm one by one"),
        icon=":material/checklist:",
    ):
        places = st.columns(2)
        for number, one in enumerate(survey.names[:_SHOWN]):
            with places[number % 2]:
                _settle(one)
        if len(survey.names) > _SHOWN:
            st.caption(
                f"这里列出例数最多的 {_SHOWN} 个。其余请下载对照表，"
                "在“状态”一列填“确认”或“否”，再交回。"
            )
    _offer_mapping(survey)
    return accept_above


def _threshold() -> float | None:
    left, right = st.columns([2, 3], vertical_alignment="center")
    accept = left.checkbox(
        said("分数够高的，不经确认就采用", "Accept good scores without confirmation"), key=_ACCEPT
    )
    score = right.slider(
        said("采用的最低分", "Least score accepted"),
        round(LOWEST_SCORE),
        100,
        value=round(SUGGESTED_SCORE),
        key=_SCORE,
        disabled=not accept,
    )
    return float(score) if accept else None


def _settle(one: NamedOperation) -> None:
    entries = {found.procedure.iri: found for found in one.candidates}
    options = [_OPEN, *entries, NONE]
    known = remembered_name(one.name) or _OPEN

    def worded(option: str) -> str:
        if option == _OPEN:
            return said("待确认", "open")
        if option == NONE:
            return said("都不是，不在目录里", "none of the catalogues")
        found = entries[option]
        entry = found.procedure
        where = f"{named(entry.technique.label)}，{named(entry.grade.label)}"
        return f"{entry.name}（{where}，{found.score:.0f} {said('分', 'points')}）"

    chosen = st.selectbox(
        f"{plain(one.name)}（{one.count} {said('例', 'cases')}）",
        options,
        index=options.index(known) if known in options else 0,
        format_func=worded,
        key=f"validate.name.{one.name}",
    )
    remember_name(one.name, chosen or None)


def _offer_mapping(survey: Survey) -> None:
    proposed = {one.name: one.candidates for one in survey.names}
    known = {**survey.decided, **remembered_choices()}
    st.download_button(
        said("下载手术名称对照表", "Download the mapping of names"),
        data=partial(_mapping, proposed, known),
        file_name="手术名称对照表.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _mapping(
    proposed: Mapping[str, Sequence[Candidate]], known: Mapping[str, ProcedureChoice]
) -> bytes:
    return mapping_text(proposed, known).encode()


def _best(one: NamedOperation) -> float:
    return one.candidates[0].score if one.candidates else 0.0

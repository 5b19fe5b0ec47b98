"""模拟页的选项：哪部规范、哪一项标准。 Which document's and which bearer's thresholds are moved."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from app_parts.documents import techniques
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.criterion import Criterion
from zhunru.namespaces import local_path
from zhunru.reading import criteria
from zhunru.whatif.effects import Population

_TECHNIQUE: Final = "whatif.technique"
_CRITERION: Final = "whatif.criterion"


def choose_criterion(url: PageUrl, population: Population) -> Criterion:
    """Let the user choose a criterion; those that concern most come first."""
    asked = [one.criterion for one in population.everyone if one.row is not None]
    most = Counter(one.iri for one in asked)
    concerned = Counter(base.iri for one in asked for base in one.closure)
    by_technique = _by_technique(population)
    url.seed(_TECHNIQUE, "technique", by_technique)
    if st.session_state.get(_TECHNIQUE) not in by_technique:
        st.session_state[_TECHNIQUE] = max(
            by_technique, key=lambda one: sum(most[c.iri] for c in by_technique[one])
        )
    left, right = st.columns(2)
    technique = left.selectbox(
        said("规范", "Regulation"),
        list(by_technique),
        format_func=lambda one: named(by_technique[one][0].regulation.label),
        key=_TECHNIQUE,
    )
    offered = {local_path(one.iri): one for one in by_technique[technique]}
    url.seed(_CRITERION, "criterion", offered)
    if st.session_state.get(_CRITERION) not in offered:
        st.session_state[_CRITERION] = max(offered, key=lambda one: most[offered[one].iri])
    chosen = right.selectbox(
        said("谁须符合", "Bearer"),
        list(offered),
        format_func=lambda one: _counted(offered[one], concerned[offered[one].iri]),
        key=_CRITERION,
    )
    return offered[chosen]


def in_url(criterion: Criterion) -> dict[str, str | None]:
    """Return the choice as parameters of the URL."""
    technique = st.session_state[_TECHNIQUE]
    return {"technique": technique, "criterion": local_path(criterion.iri)}


def _counted(criterion: Criterion, rows: int) -> str:
    name = named(criterion.label)
    return said(f"{name}（{rows} 项校验）", f"{name} ({rows} rows)")


def _by_technique(population: Population) -> dict[str, list[Criterion]]:
    """The criteria in force by technique of the regulation, in the order of the documents."""
    found: dict[str, list[Criterion]] = {}
    for technique, editions in techniques().items():
        keys = {one.key for one in editions}
        given = [
            one
            for one in criteria().values()
            if one.regulation.in_force(population.as_of)
            and one.regulation.iri.rsplit("/", 1)[1] in keys
        ]
        if given:
            found[technique] = given
    return found

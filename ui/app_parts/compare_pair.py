"""一对重叠的手术：两方的级别与条件并排。 A pair of procedures: grades and conditions of both."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.bearers import Bearer, bearers
from app_parts.catalogue import Procedure, procedures
from app_parts.compare_bearer import usual_choices
from app_parts.language import named, said
from app_parts.pages import BROWSE
from app_parts.requirement_card import cards
from app_parts.styling import chip, html, plain
from app_parts.url_state import PageUrl
from zhunru.overlap_network.network import Overlap
from zhunru.requirements import Concept

_ROLE: Final = "compare.pair_role"


def show_pair(overlap: Overlap) -> None:
    """Say how the two procedures overlap, and where each stands."""
    first, second = (procedures()[one.key] for one in overlap.ends)
    grades = (
        said("级别不一致", "Grades differ") if overlap.differs else said("级别一致", "Same grade")
    )
    marks = f"{chip(named(overlap.kind), 'any')}{chip(grades, 'soft' if overlap.differs else '')}"
    sides = "".join(_side(one) for one in (first, second))
    st.html(
        f'<div class="zr"><p>{marks}{html(named(overlap.reason))}</p>'
        f'<div class="zr-sides">{sides}</div></div>'
    )
    for column, one in zip(st.columns(2), (first, second), strict=True):
        column.page_link(
            BROWSE.path,
            label=said(f"在浏览中看 {plain(one.name)}", f"Browse {plain(one.name)}"),
            icon=":material/menu_book:",
            query_params={"procedure": one.key},
        )


def show_conditions(overlap: Overlap, url: PageUrl) -> str | None:
    """Show what each side asks of the same bearer, side by side; return the bearer's role."""
    sides = [procedures()[one.key] for one in overlap.ends]
    found = [_by_role(one) for one in sides]
    roles = {role: members[0].criterion.role for one in found for role, members in one.items()}
    role = _pick_role(roles, url)
    with st.container(key="compare-pair"):
        for column, procedure, bound in zip(st.columns(2), sides, found, strict=True):
            with column:
                st.markdown(
                    f"**{plain(procedure.name)}** · {named(procedure.technique.label)}"
                    f" · {named(procedure.grade.label)}"
                )
                _show_bearers(bound.get(role, []), roles[role])
    return role


def _side(procedure: Procedure) -> str:
    where = f"{procedure.document.title}，{procedure.catalogue} {procedure.position}"
    return (
        f'<div class="zr-side"><p><b>{html(procedure.name)}</b> '
        f"{chip(named(procedure.grade.label))}</p>"
        f'<p class="zr-note">{html(where)}</p></div>'
    )


def _by_role(procedure: Procedure) -> dict[str, list[Bearer]]:
    """Gather those bound for the grade of a procedure by their role."""
    found: dict[str, list[Bearer]] = {}
    for one in bearers(procedure.document.key, procedure.grade.notation).values():
        found.setdefault(one.criterion.role.notation, []).append(one)
    return found


def _pick_role(roles: dict[str, Concept], url: PageUrl) -> str:
    """Let the user choose whose conditions are compared."""
    url.seed(_ROLE, "bearer", roles)
    if st.session_state.get(_ROLE) not in roles:
        usual = usual_choices()["role"]
        st.session_state[_ROLE] = usual if usual in roles else next(iter(roles))
    return st.selectbox(
        said("比较谁须符合的条件", "Whose conditions"),
        list(roles),
        format_func=lambda one: named(roles[one].label),
        key=_ROLE,
        persist_state="page",
    )


def _show_bearers(bound: list[Bearer], role: Concept) -> None:
    if not bound:
        st.info(
            f"这一方的规范没有给“{role.label.zh}”定这一级别的条件。在上面换一类人员或机构。",
            icon=":material/search_off:",
        )
    for one in bound:
        total = len(one.criterion.all_requirements)
        st.caption(f"{plain(named(one.criterion.label))}，{said(f'{total} 项', f'{total} in all')}")
        st.html(cards(one.criterion.all_requirements))

"""比较谁：承担者与级别。 Whose figures are compared: the bearer and the grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from app_parts.compare_figures import grades, roles
from app_parts.language import named, said
from app_parts.url_state import PageUrl
from zhunru.queries import saved_queries

_ROLE: Final = "compare.role"
_GRADE: Final = "compare.grade"
#: In the URL, for every grade; without the parameter the usual one is meant.
_EVERY: Final = "all"
#: The saved question that compares one measure; its defaults are those of the page.
_QUESTION: Final = "strictest-and-mildest"


@dataclass(frozen=True)
class Picked:
    """A bearer by notation, and a grade, None for every one."""

    role: str
    grade: str | None

    @property
    def in_url(self) -> dict[str, str | None]:
        """The parameters of the URL."""
        return {"role": self.role, "grade": self.grade or _EVERY}


def pick_bearer(url: PageUrl) -> Picked:
    """Let the user choose a bearer and a grade."""
    usual = usual_choices()
    url.seed(_ROLE, "role", roles())
    url.seed(_GRADE, "grade", [*grades(), _EVERY])
    _default(_ROLE, usual["role"])
    _default(_GRADE, usual["grade"])
    left, right = st.columns([3, 2])
    role = left.selectbox(
        said("承担者", "Bearer"),
        list(roles()),
        format_func=lambda one: named(roles()[one].label),
        key=_ROLE,
        persist_state="page",
    )
    grade = right.selectbox(
        said("级别", "Grade"),
        [*grades(), _EVERY],
        format_func=lambda one: (
            said("全部级别", "Every grade") if one == _EVERY else named(grades()[one].label)
        ),
        key=_GRADE,
        persist_state="page",
    )
    return Picked(role, None if grade == _EVERY else grade)


def usual_choices() -> dict[str, str]:
    """Return measure, role and grade with which the page opens."""
    return {one.name: str(one.default) for one in saved_queries()[_QUESTION].parameters}


def _default(key: str, value: str) -> None:
    if key not in st.session_state:
        st.session_state[key] = value

"""比较所用的数字，每个进程算一次。 The figures that are compared, worked out once per process."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import streamlit as st

from zhunru.comparing.comparison import Comparison, compare_figures
from zhunru.comparing.matrix import Matrix, matrix
from zhunru.comparing.subjects import Subject
from zhunru.reading import criteria
from zhunru.requirements import Concept, Threshold, TitleRequirement


@cache
def roles() -> dict[str, Concept]:
    """Return the bearers of whom figures are asked, by notation; those of most techniques first."""
    techniques: dict[Concept, set[str]] = defaultdict(set)
    for one in criteria().values():
        asked = any(isinstance(leaf, Threshold | TitleRequirement) for leaf in one.leaves())
        if asked and one.regulation.replaced is None:
            techniques[one.role].add(one.technique.iri)
    ordered = sorted(techniques, key=lambda role: (-len(techniques[role]), role.notation))
    return {role.notation: role for role in ordered}


@cache
def grades() -> dict[str, Concept]:
    """Return the grades for which editions in force rule, by notation; the highest first."""
    found = {
        grade
        for one in criteria().values()
        if one.regulation.replaced is None
        for grade in one.grades
    }
    return {one.notation: one for one in sorted(found, key=lambda one: -(one.rank or 0))}


@st.cache_resource(max_entries=128, show_spinner=False)
def figure_matrix(role: str, grade: str | None, outright: bool) -> Matrix:
    """Return the matrix of a bearer, see `zhunru/comparing/matrix.py`."""
    return matrix(role, grade, outright=outright)


@st.cache_resource(max_entries=128, show_spinner=False)
def comparisons(role: str, grade: str | None) -> dict[str, tuple[Subject, Comparison]]:
    """Return what can be compared for a bearer by key of the subject; the most telling first."""
    found = compare_figures([role], grade)
    ordered = sorted(found.items(), key=lambda item: -_most_techniques(item[1]))
    return {subject.key: (subject, comparison) for subject, comparison in ordered}


def _most_techniques(comparison: Comparison) -> int:
    return max(len(table.techniques) for table in comparison.tables)

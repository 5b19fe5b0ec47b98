"""现成的问题按主题分组。 The saved queries by theme; a theme is a folder of `queries/`."""

from __future__ import annotations

from functools import cache
from typing import Final

from zhunru.queries import SavedQuery, saved_queries

#: In the order in which they are offered.
_NAMES: Final = {
    "procedures": "手术",
    "physicians": "医师",
    "institutions": "机构",
    "training": "培训",
    "overlaps": "重叠",
    "editions": "规范与版本",
}


@cache
def themes() -> dict[str, tuple[SavedQuery, ...]]:
    """Return the saved queries by theme, those that have a Chinese name first."""
    queries = list(saved_queries().values())
    order = dict.fromkeys([*_NAMES, *(one.theme for one in queries)])
    found = {theme: tuple(one for one in queries if one.theme == theme) for theme in order}
    return {theme: given for theme, given in found.items() if given}


def theme_name(theme: str) -> str:
    """Return the Chinese name of a theme; the name of the folder where it has none."""
    return _NAMES.get(theme, theme)

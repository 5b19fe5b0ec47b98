"""现成的问题按主题分组。 The saved queries by theme; a theme is a folder of `queries/`."""

from __future__ import annotations

from functools import cache
from typing import Final

from zhunru.errors import Bilingual
from zhunru.queries import SavedQuery, saved_queries

#: In the order in which they are offered.
_NAMES: Final = {
    "procedures": Bilingual("手术", "Procedures"),
    "physicians": Bilingual("医师", "Physicians"),
    "institutions": Bilingual("机构", "Institutions"),
    "training": Bilingual("培训", "Training"),
    "overlaps": Bilingual("重叠", "Overlaps"),
    "editions": Bilingual("规范与版本", "Documents and editions"),
}


@cache
def themes() -> dict[str, tuple[SavedQuery, ...]]:
    """Return the saved queries by theme, those that have a name first.

    Returns:
        The queries by the folder that holds them.
    """
    queries = list(saved_queries().values())
    order = dict.fromkeys([*_NAMES, *(one.theme for one in queries)])
    found = {theme: tuple(one for one in queries if one.theme == theme) for theme in order}
    return {theme: given for theme, given in found.items() if given}


def theme_name(theme: str) -> Bilingual:
    """Return the name of a theme.

    Args:
        theme: The folder.

    Returns:
        Its name; that of the folder where it has none.
    """
    return _NAMES.get(theme, Bilingual(theme, theme))

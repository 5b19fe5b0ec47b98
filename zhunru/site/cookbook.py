"""查询手册：每个保存的查询一页。 The query cookbook: a page per saved query."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from zhunru.answer_table import headings_and_rows
from zhunru.ask import ask_trusted
from zhunru.queries import SavedQuery, saved_queries
from zhunru.site.places import query_page
from zhunru.site.rendering import render
from zhunru.snippet_languages import Language
from zhunru.snippets import snippet

#: The themes by folder, in the order in which to show them.
THEMES: Final = {
    "procedures": "手术 Procedures",
    "physicians": "医师 Physicians",
    "institutions": "机构 Institutions",
    "training": "培训 Training",
    "overlaps": "重叠 Overlaps",
    "editions": "规范与版本 Documents and editions",
}
#: How many rows of the answer a page shows.
_SHOWN: Final = 5


def query_pages() -> Iterator[tuple[str, str]]:
    """Write the page of every saved query, and the list of them by theme."""
    index = "queries/index.md"
    yield index, render("queries", index, themes=by_theme(), titles=THEMES)
    for query in saved_queries().values():
        page = query_page(query.name)
        yield page, _page(query, page)


def by_theme() -> list[tuple[str, list[SavedQuery]]]:
    """Group the saved queries by theme, those without a known one last."""
    places = {theme: place for place, theme in enumerate(THEMES)}
    ordered = sorted(
        saved_queries().values(),
        key=lambda one: (places.get(one.theme, len(places)), one.theme, one.name),
    )
    return [(theme, list(found)) for theme, found in groupby(ordered, lambda one: one.theme)]


def _page(query: SavedQuery, page: str) -> str:
    headings, rows = headings_and_rows(ask_trusted(query.bind()))
    return render(
        "query",
        page,
        query=query,
        headings=headings,
        rows=rows[:_SHOWN],
        total=len(rows),
        snippets=[(one, snippet(query, one)) for one in Language],
    )

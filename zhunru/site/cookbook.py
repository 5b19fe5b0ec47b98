"""查询手册：每个保存的查询一页。 The query cookbook: a page per saved query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zhunru.answer_table import headings_and_rows
from zhunru.ask import ask_trusted
from zhunru.queries import SavedQuery, saved_queries
from zhunru.query_themes import theme_name, themes
from zhunru.site.places import query_page
from zhunru.site.rendering import render
from zhunru.snippet_languages import Language
from zhunru.snippets import snippet

#: How many rows of the answer a page shows.
_SHOWN: Final = 5


def query_pages() -> Iterator[tuple[str, str]]:
    """Write the page of every saved query, and the list of them by theme."""
    index = "queries/index.md"
    yield index, render("queries", index, themes=themes(), name=theme_name)
    for query in saved_queries().values():
        page = query_page(query.name)
        yield page, _page(query, page)


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

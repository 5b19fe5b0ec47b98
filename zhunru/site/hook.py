"""MkDocs 的挂钩：把写出的页面交给它。 Hooks of MkDocs: hand it the pages that are written here."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TypeAlias

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from zhunru.resources import folder
from zhunru.site.cookbook import query_pages
from zhunru.site.documents import document_pages
from zhunru.site.guides import ELSEWHERE, guide_pages, relocated
from zhunru.site.navigation import navigation
from zhunru.site.ontology import ontology_pages
from zhunru.site.techniques import technique_pages

Content: TypeAlias = str | bytes


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay out the navigation, with a line for every document, technique and query."""
    config.nav = navigation(Path(config.docs_dir))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the written pages, the style and the mark."""
    root = Path(config.docs_dir).parent
    written: dict[str, Content] = {**_pages(), **guide_pages(root), **_assets()}
    for path, content in written.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Rewrite the links of the documents in `docs/`."""
    del config, files
    uri = page.file.src_uri
    is_written = page.file.generated_by is not None or uri in ELSEWHERE.values()
    return markdown if is_written else relocated(markdown, f"docs/{uri}", uri)


def _pages() -> dict[str, str]:
    return {
        path: text
        for pages in (document_pages(), technique_pages(), query_pages(), ontology_pages())
        for path, text in pages
    }


def _assets() -> dict[str, Content]:
    style = resources.files("zhunru.site") / "templates" / "site.css"
    mark = folder("ui") / "app_parts" / "mark.svg"
    return {"assets/site.css": style.read_bytes(), "assets/mark.svg": mark.read_bytes()}

"""网站的目录。 The navigation of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from rdflib.namespace import RDF, SKOS

from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.query_themes import theme_name, themes
from zhunru.site.documents import documents
from zhunru.site.guides import NOTEBOOK_PAGE
from zhunru.site.places import (
    ONTOLOGY_PAGE,
    document_page,
    query_page,
    scheme_page,
    technique_page,
)
from zhunru.site.words import name, reader

#: Guides in the order in which to read them; others follow by name.
_GUIDES: Final = (
    "app.md",
    "programs.md",
    "endpoint.md",
    "remote-stores.md",
    "export.md",
    "security.md",
)
#: Documents of `docs/` that are about the project itself.
_PROJECT: Final = ("design.md",)


def navigation(docs: Path) -> list[Any]:
    """Lay out the navigation.

    Args:
        docs: The folder of the written documents; each of them has a place, known here or not.

    Returns:
        Titles and pages, as MkDocs takes them.
    """
    return [
        {"首页 Home": "index.md"},
        {"规范 Documents": ["documents/index.md", *_documents()]},
        {"技术 Techniques": ["techniques/index.md", *_techniques()]},
        {"查询 Queries": ["queries/index.md", *_queries()]},
        {"本体 Ontology": [ONTOLOGY_PAGE, {"概念表 Concept schemes": _schemes()}]},
        {"指南 Guides": [NOTEBOOK_PAGE, "example.md", *_guides(docs)]},
        {"项目 Project": [*_PROJECT, "changelog.md"]},
    ]


def _guides(docs: Path) -> list[str]:
    there = sorted(path.name for path in docs.glob("*.md") if path.name not in _PROJECT)
    known = [one for one in _GUIDES if one in there]
    return known + [one for one in there if one not in known]


def _documents() -> list[dict[str, str]]:
    return [{one.regulation.label.zh: document_page(one.key)} for one in documents()]


def _techniques() -> list[dict[str, str]]:
    nodes = load_graph().subjects(RDF.type, ZR.Technique)
    found = sorted(map(reader().concept, nodes), key=lambda one: one.notation)
    return [{one.label.zh: technique_page(one.notation)} for one in found]


def _queries() -> list[dict[str, list[dict[str, str]]]]:
    return [
        {" ".join(theme_name(theme)): [{one.summary: query_page(one.name)} for one in found]}
        for theme, found in themes().items()
    ]


def _schemes() -> list[str | dict[str, str]]:
    nodes = sorted(load_graph().subjects(RDF.type, SKOS.ConceptScheme), key=str)
    return [
        "concepts/index.md",
        *({name(one).zh: scheme_page(local_name(one))} for one in nodes),
    ]

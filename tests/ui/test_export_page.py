"""导出与接口页。 The page for export and interfaces."""

import pytest
from rdflib import Graph
from streamlit.testing.v1 import AppTest

from app_parts.documents import techniques
from app_parts.export_downloads import Chosen, _written
from zhunru.data_version import data_version
from zhunru.exporting.bundle import PARTS
from zhunru.namespaces import HOME
from zhunru.snippet_languages import Language
from zhunru.snippets import LOCAL_ENDPOINT

TECHNIQUE = next(iter(techniques()))
BASE = "https://example.org/rules/"


def buttons(app: AppTest):
    return {one.proto.label: one.proto.disabled for one in app.get("download_button")}


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in app.code)


def test_every_file_of_the_bundle_is_offered(open_page):
    offered = buttons(open_page("export"))
    assert {part.title.zh for part in PARTS.values()} <= set(offered)
    assert not any(offered.values())


def test_the_choice_is_in_the_url_and_comes_back_from_it(open_page):
    app = open_page("export", only=TECHNIQUE, base=BASE, query="overlaps", code="curl")
    assert app.multiselect(key="export.only").value == [TECHNIQUE]
    assert app.text_input(key="export.base").value == BASE
    assert "curl" in said(app)
    app.multiselect(key="export.only").set_value([]).run()
    assert "only" not in app.query_params
    assert "base" in app.query_params


def test_what_is_written_is_the_part_in_the_namespace_that_was_chosen():
    text = _written("zhunru.ttl", Chosen((TECHNIQUE,), BASE, is_valid=True)).decode()
    assert BASE in text
    assert HOME not in text
    part = Graph().parse(data=text, format="turtle")
    assert documents_in(part, BASE) == {one.key for one in techniques()[TECHNIQUE]}


def documents_in(graph: Graph, base: str) -> set[str]:
    """The documents of which the graph has procedures or criteria."""
    found = {str(one).removeprefix(f"{base}id/") for one in graph.subjects()}
    return {one.split("/")[1] for one in found if one.startswith("criterion/")}


@pytest.mark.parametrize("base", ["rules", "https://example.org/?q=", "javascript:alert(1)"])
def test_a_base_that_is_none_is_told_and_nothing_can_be_downloaded(open_page, base):
    app = open_page("export", base=base)
    assert "不能作 IRI 的开头" in app.error[0].value.replace("\\", "")
    parts = {part.title.zh for part in PARTS.values()}
    assert all(disabled for label, disabled in buttons(app).items() if label in parts)


@pytest.mark.parametrize("language", list(Language))
def test_a_saved_query_as_a_program(open_page, language):
    app = open_page("export", query="procedures-by-title", code=language.value)
    assert any(LOCAL_ENDPOINT in one.value and "SELECT" in one.value for one in app.code)


def test_version_and_namespace_are_told(open_page):
    app = open_page("export")
    page = " ".join(one.proto.body for one in app.get("html"))
    assert data_version() in page
    assert HOME in page
    assert len(app.dataframe[0].value) > len(techniques())


def test_in_english(open_page):
    app = open_page("export", lang="en")
    assert app.title[0].value == "Export and interfaces"
    assert "Only these techniques" in app.multiselect[0].label

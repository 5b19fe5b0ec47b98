"""The documentation site: complete, without dead links, and loading nothing from elsewhere."""

import json
import os
import posixpath
import re
import shutil
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect
from rdflib.namespace import OWL, RDF
from site_making import built, served

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.queries import saved_queries
from zhunru.reading import criteria
from zhunru.requirements import Leaf
from zhunru.site.documents import documents
from zhunru.site.places import anchor
from zhunru.wording import sentence


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def pages(folder):
    return built(folder)


def squeezed(text):
    return re.sub(r"\s", "", text)


def is_outside(address):
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def test_no_page_loads_anything_from_elsewhere(pages):
    for name, page in pages.items():
        assert not [one for one in page.loads if is_outside(one)], name


def test_no_style_loads_anything_from_elsewhere(folder, pages):
    styles = list(folder.rglob("*.css"))
    assert styles
    for path in styles:
        text = path.read_text("utf-8")
        found = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", text)
        assert not [one for pair in found for one in pair if one and is_outside(one)], path.name


def test_everything_that_pages_load_is_there(folder, pages):
    for name, page in pages.items():
        for address in page.loads:
            if not address.startswith("data:"):
                # 404 页的地址从网站根部起。 Addresses of the 404 page begin at the site's root.
                path = unquote(urlsplit(address).path)
                place = path.lstrip("/") or posixpath.curdir
                if not path.startswith("/"):
                    place = posixpath.join(posixpath.dirname(name), path)
                assert (folder / place).is_file(), (name, address)


def test_no_link_is_dead(folder, pages):
    for name, page in pages.items():
        # 404 页的地址从网站根部起。 The addresses of the 404 page begin at the site's root.
        if name == "404.html":
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            place = unquote(posixpath.join(posixpath.dirname(name), parts.path))
            target = posixpath.normpath(place) if parts.path else name
            target = posixpath.join(target, "index.html") if target in ("", ".") else target
            assert (folder / target).is_file(), (name, link)
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].ids, (name, link)


def test_every_page_is_chinese(pages):
    for name, page in pages.items():
        assert page.language == "zh", name


def test_every_document_has_a_page_with_all_that_it_says(pages):
    assert len(documents()) == 17
    for document in documents():
        page = pages[f"documents/{document.key}.html"]
        text = squeezed(page.text)
        assert document.clauses and document.criteria
        for criterion in document.criteria:
            assert anchor(criterion.iri) in page.ids
            for requirement in criterion.requirements:
                for leaf in requirement.leaves():
                    assert squeezed(sentence(leaf).zh) in text, leaf.iri
        listed = [*document.clauses, *(e for c in document.catalogues for e in c.entries)]
        assert all(anchor(one.iri) in page.ids for one in listed)
        for note in document.notes:
            assert squeezed(note) in text


def test_all_entries_and_criteria_are_on_some_page():
    assert sum(one.entries for one in documents()) == len(
        set(load_graph().subjects(RDF.type, ZR.Procedure))
    )
    assert {c.iri for one in documents() for c in one.criteria} == set(criteria())


def test_quotes_and_notes_of_requirements_are_shown(pages):
    for document in documents():
        text = squeezed(pages[f"documents/{document.key}.html"].text)
        for criterion in document.criteria:
            for requirement in criterion.requirements:
                told = [*requirement.quotes, *([requirement.note] if requirement.note else [])]
                assert all(squeezed(one) in text for one in told), requirement.iri


def test_conditions_stand_under_their_groups(pages):
    """A condition (前提) is on the page as well as what it asks for."""
    shown = {name: page.ids for name, page in pages.items()}
    for criterion in criteria().values():
        key = criterion.regulation.iri.rsplit("/", 1)[1]
        for requirement in criterion.requirements:
            for leaf in requirement.leaves():
                assert isinstance(leaf, Leaf)
                assert anchor(leaf.iri) in shown[f"documents/{key}.html"], leaf.iri


def test_every_technique_has_a_page(pages):
    nodes = set(load_graph().subjects(RDF.type, ZR.Technique))
    for node in nodes:
        assert f"techniques/{str(node).rsplit('/', 1)[1]}.html" in pages
    overlapping = pages["techniques/pharyngolaryngeal-endoscopy.html"].text
    assert "与别的技术重叠" in overlapping and "普通外科内镜诊疗技术" in overlapping


def test_every_term_of_the_ontology_is_explained(pages):
    page = pages["ontology/index.html"]
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {one for kind in kinds for one in load_graph().subjects(RDF.type, kind) if one in ZR}
    assert len(terms) > 60
    assert {anchor(str(one)) for one in terms} <= page.ids


def test_every_query_has_a_page_with_its_text_and_code(pages):
    for query in saved_queries().values():
        text = squeezed(pages[f"queries/{query.name}.html"].text)
        assert squeezed(query.text) in text
        for words in (query.summary, "SPARQLWrapper", "library(httr2)", "curl--silent"):
            assert squeezed(words) in text, query.name
        assert all(squeezed(one.name) in text for one in query.parameters)


def test_the_guides_are_there(pages):
    assert "两条命令" in pages["index.html"].text
    assert "抄走就能用" in pages["programs.html"].text
    assert "SERVICE" in pages["security.html"].text
    assert "哪些四级手术" in pages["notebook.html"].text
    assert "示例医院" in pages["example.html"].text


def test_search_finds_chinese_words(folder, pages):
    index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
    # 词与词之间有零宽空格，搜索以此分词。 Zero-width spaces stand between words.
    found = [one["location"] for one in index["docs"] if "\u200b甲状腺\u200b" in one["text"]]
    assert any(one.startswith("queries/overlaps.html") for one in found)


@pytest.fixture
def chromium(playwright):
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, (
        "找不到 chromium：请运行 make browser。 chromium not found: run `make browser`."
    )
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    browser = playwright.chromium.launch(executable_path=program, args=arguments)
    yield browser
    browser.close()


@pytest.mark.browser
def test_a_reader_searches_without_a_network(chromium, folder, pages):
    asked, errors = [], []
    with served(folder) as address:
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(error))
        for words in ("physicians", "甲状腺"):
            page.goto(address)
            search = page.locator("input.md-search__input")
            search.click()
            search.fill(words)
            search.press("End")  # 搜索听的是按键。 The search listens to keys.
            found = page.locator(".md-search-result__link", has_text=words).first
            found.click(timeout=30_000)
            expect(page.locator("article")).to_contain_text(words)
        page.close()
    assert not errors
    assert asked and all(one.startswith((address, "data:", "blob:")) for one in asked), asked

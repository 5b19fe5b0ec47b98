"""How pages of the documentation site are written."""

import pytest
from markdown import markdown as to_html

from zhunru.requirements import Label
from zhunru.site.guides import notebook_page, relocated
from zhunru.site.navigation import navigation
from zhunru.site.ontology import Concept
from zhunru.site.places import anchor, href, relative
from zhunru.site.rendering import markdown, render

HOME = "https://w3id.org/zhunru/"
HERE = "documents/nasal-endoscopy-2019.md"
NASTY = '<script>alert(1)</script> *a* _b_ [c](d) `e` | & \\ # "f" {: #g } 1. ![h](i)'


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{HOME}id/regulation/spine-endoscopy-2019", "spine-endoscopy-2019.html"),
        (f"{HOME}id/technique/nasal-endoscopy", "../techniques/nasal-endoscopy.html"),
        (f"{HOME}id/clause/nasal-endoscopy-2019/2.1", "nasal-endoscopy-2019.html#clause.2.1"),
        (f"{HOME}id/title/associate-chief", "../concepts/title.html#title.associate-chief"),
        (f"{HOME}id/scheme/title", "../concepts/title.html"),
        (f"{HOME}ontology#Threshold", "../ontology/index.html#Threshold"),
        (f"{HOME}ontology#NoSuchTerm", None),
        (f"{HOME}id/title/no-such-title", None),
        ("http://www.w3.org/2004/02/skos/core#Concept", None),
    ],
)
def test_where_an_iri_stands(iri, expected):
    assert href(iri, HERE) == expected


def test_anchors_of_two_criteria_differ():
    path = f"{HOME}id/requirement/nasal-endoscopy-2019/operator/title"
    assert anchor(path) == "requirement.operator.title"
    assert anchor(path) != anchor(path.replace("/title", "-title"))


def test_relative_addresses():
    assert relative("index.md", HERE) == "../index.html"
    assert relative("design.md", "index.md") == "design.html"


def test_markdown_leaves_a_text_as_it_is():
    html = to_html(f"# {markdown(NASTY)}", extensions=["attr_list"])
    assert "<script" not in html and "<em>" not in html and "<a " not in html
    assert html.startswith("<h1>") and 'id="g"' not in html


def test_pages_escape_what_they_show():
    one = Concept("urn:x", NASTY, Label(NASTY, NASTY), Label(NASTY, ""), (NASTY,), ())
    page = render("scheme", "concepts/x.md", scheme=Label(NASTY, NASTY), concepts=[one])
    assert "<script" not in page
    assert "<script" not in to_html(page, extensions=["attr_list", "tables"])


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[a](docs/design.md)", "[a](design.md)"),
        ("[a](docs/design.md#iri)", "[a](design.md#iri)"),
        ("![a](docs/images/x.png)", "![a](images/x.png)"),
        ("[a](data/example/README.md)", "[a](example.md)"),
        ("[a](CHANGELOG.md)", "[a](changelog.md)"),
        ("[a](LICENSE)", "a"),
        ("[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("[a](#here)", "[a](#here)"),
    ],
)
def test_links_of_the_readme(link, expected):
    assert relocated(f"x {link} y", "README.md", "index.md") == f"x {expected} y"


def test_links_from_elsewhere():
    assert relocated("[a](../../docs/x.md)", "data/example/README.md", "example.md") == "[a](x.md)"
    assert relocated("[a](../README.md)", "docs/design.md", "design.md") == "[a](index.md)"
    assert relocated("[a](../tests/x)", "docs/design.md", "design.md") == "a"


def test_a_notebook_as_a_page():
    cells = [
        {"cell_type": "markdown", "source": ["# a\n", "b"]},
        {"cell_type": "code", "source": "print(1)", "outputs": [{"text": ["1\n"]}, {"data": {}}]},
        {"cell_type": "raw", "source": "no"},
    ]
    page = notebook_page({"cells": cells})
    assert page == "# a\nb\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n"


def test_every_guide_has_a_place(tmp_path):
    for name in ("design.md", "new.md", "programs.md"):
        (tmp_path / name).write_text("# x", encoding="utf-8")
    guides = next(one["指南 Guides"] for one in navigation(tmp_path) if "指南 Guides" in one)
    assert guides == ["notebook.md", "example.md", "programs.md", "new.md"]

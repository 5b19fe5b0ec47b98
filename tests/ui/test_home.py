"""首页与各页的打开，不经浏览器。 The home page, and every page opened without a browser."""

import pytest
from page_words import links, texts
from rdflib.namespace import RDF

from app_parts.catalogue import grade_counts, procedures
from app_parts.documents import documents, families
from app_parts.requirement_counts import requirements_of
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.queries import saved_queries

PAGES = {"home": "准入", "browse": "浏览", "query": "查询", "validate": "校验"}


@pytest.mark.parametrize(("name", "title"), PAGES.items())
def test_every_page_opens(open_page, name, title):
    app = open_page(name)
    assert app.title[0].value.startswith(title)


def test_home_counts_what_the_graph_holds(open_page):
    shown = {one.label: one.value for one in open_page("home").metric}
    regulations = set(load_graph().subjects(RDF.type, ZR.Regulation))
    assert shown["规范"] == str(len(regulations))
    assert shown["分级目录中的手术"] == str(len(procedures()))
    assert shown["现成的问题"] == str(len(saved_queries()))


def test_home_shows_every_document_with_year_force_and_counts(open_page):
    app = open_page("home")
    captions = [one.value for one in app.caption]
    for document in documents().values():
        place = captions.index(document.title)
        status, holds = captions[place + 1 : place + 3]
        assert status.startswith(f"{document.year} 年")
        if document.successor:
            assert f"已由 {documents()[document.successor].year} 年版代替" in status
        else:
            assert "现行" in status
        assert f"{requirements_of(document.key)} 项要求" in holds
        for grade, number in grade_counts(document.key).items():
            assert f"{grade.label.zh.removesuffix('手术')} {number}" in holds
        assert document.technique.label.zh in links(app)


def test_home_groups_the_documents(open_page):
    said = texts(open_page("home").markdown)
    grouped = [one for members in families().values() for one in members]
    assert sorted(one.key for one in grouped) == sorted(documents())
    assert len(families()) > 1
    for name, members in families().items():
        assert f"{name or '其他诊疗技术'}**（{len(members)} 部）" in said


def test_the_counts_of_the_documents_add_up():
    assert sum(sum(grade_counts(key).values()) for key in documents()) == len(procedures())

"""首页与各页的打开，不经浏览器。 The home page, and every page opened without a browser."""

from urllib.parse import quote_plus

import pytest
from page_words import links, texts, words
from rdflib.namespace import RDF

from app_parts.catalogue import grade_counts, procedures
from app_parts.documents import documents, families
from app_parts.pages import HOME
from app_parts.pages import PAGES as APP_PAGES
from app_parts.requirement_counts import requirements_of
from app_parts.styling import plain
from zhunru.data_version import data_version
from zhunru.editions.latest import latest_changes
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR
from zhunru.queries import saved_queries
from zhunru.search import Kind, grouped, search
from zhunru.search.index import search_index

PAGES = {"home": "准入", "browse": "浏览", "query": "查询", "validate": "校验"}
OLD = next(one for one in documents().values() if not one.in_force)


@pytest.mark.parametrize(("name", "title"), PAGES.items())
def test_every_page_opens(open_page, name, title):
    app = open_page(name)
    assert app.title[0].value.startswith(title)


def test_home_counts_what_the_graph_holds(open_page):
    shown = {one.label: one.value for one in open_page("home").metric}
    graph = load_graph()
    replaced = set(graph.objects(None, ELI.repeals))
    regulations = set(graph.subjects(RDF.type, ZR.Regulation))
    assert shown["规范"] == str(len(regulations))
    assert shown["其中现行"] == str(len(regulations - replaced))
    assert shown["分级目录中的手术"] == str(len(procedures()))
    assert shown["跨规范重叠"] == str(len(set(graph.subjects(RDF.type, ZR.Overlap))))
    assert shown["现成的问题"] == str(len(saved_queries()))


def test_home_shows_every_document_with_year_force_and_counts(open_page):
    app = open_page("home")
    captions = [one.value for one in app.caption]
    for document in documents().values():
        _, status, holds = next(
            lines
            for one in captions
            if (lines := one.split("  \n"))[0] == document.title and len(lines) == 3
        )
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


def test_home_leads_to_every_page_and_tells_what_changed_last(open_page):
    app = open_page("home")
    assert all(page.zh in links(app) for page in APP_PAGES if page is not HOME)
    changes = latest_changes()
    assert changes.technique.label.zh in texts(app.markdown)
    for kinds, number in (*changes.entries, *changes.conditions):
        assert f"{'、'.join(one.label.zh for one in kinds)} {number}" in words(app)
    assert data_version() in texts(app.caption)


def test_home_speaks_english_in_headings_and_names(open_page):
    app = open_page("home", lang="en")
    assert app.title[0].value.startswith("Zhunru")
    assert {one.label for one in app.metric} >= {"Regulations", "In force", "Procedures"}
    assert app.text_input[0].label == "Search"
    assert OLD.technique.label.en in links(app)


# 检索 The search


def test_what_was_found_stands_in_groups_that_lead_to_their_pages(open_page):
    procedure = next(one for one in procedures().values() if one.document.in_force)
    app = open_page("home")
    app.text_input[0].set_value(procedure.name).run()
    assert not app.exception
    assert app.query_params["q"] == procedure.name
    assert app.header[0].value.startswith("手术（")
    found = app.get("page_link")[0].proto
    assert plain(procedure.name) in found.label
    assert f"procedure={quote_plus(procedure.key)}" in found.query_string
    assert not app.metric, "the figures make room for what was found"


def test_a_link_gives_the_same_search(open_page):
    app = open_page("home", q="jzx")
    assert app.text_input[0].value == "jzx"
    assert "甲状腺" in links(app)


def test_few_of_each_kind_are_shown_and_a_link_leads_to_all_of_one(open_page):
    hits = grouped(search("内镜"))
    app = open_page("home", q="内镜")
    for kind, members in hits.items():
        assert f"{kind.label.zh}（{len(members)}）" in texts(app.header)
        assert (f"列出全部 {len(members)} 项{kind.label.zh}" in links(app)) == (len(members) > 5)
    app = open_page("home", q="内镜", kind="technique")
    assert [one.value for one in app.header] == [f"技术（{len(hits[Kind.TECHNIQUE])}）"]
    assert all(plain(one.found.label.zh) in links(app) for one in hits[Kind.TECHNIQUE])
    app.text_input[0].set_value("术者").run()
    assert "kind" not in app.query_params
    assert len(app.header) > 1


def test_very_many_are_cut_and_it_is_said(open_page):
    app = open_page("home", q="镜", kind="procedure")
    assert len(search("镜", kind=Kind.PROCEDURE)) > 100
    assert "只列出最合的 100 项" in texts(app.caption)


@pytest.mark.parametrize("text", ["没有这样的手术名", "<img src=x>", "**x**zzqv"])
def test_nothing_found_says_so_and_what_can_be_typed(open_page, text):
    app = open_page("home", q=text)
    assert plain(text) in app.info[0].value
    assert "条款号" in texts(app.caption)


def test_an_unknown_kind_is_let_go(open_page):
    app = open_page("home", q="甲状腺", kind="nothing")
    assert "kind" not in app.query_params
    assert len(app.header) > 1


def test_no_words_show_the_home_page(open_page):
    app = open_page("home", q="   ", kind="procedure")
    assert app.metric
    assert "q" not in app.query_params


def test_every_hit_opens_a_page_of_the_app():
    assert {one.found.page for one in search_index().entries} <= {page.url for page in APP_PAGES}


def test_an_old_edition_found_is_opened_as_such(open_page):
    app = open_page("home", q=OLD.title)
    strings = [one.proto.query_string for one in app.get("page_link")]
    assert any(f"edition={OLD.key}" in one for one in strings)

"""表格里的 IRI 通向何处。 Where the IRIs in tables lead."""

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from app_parts import iri_links
from app_parts.answer_links import linked
from app_parts.iri_links import place_of
from app_parts.shown_answer import saved_answer, shown_answer
from zhunru.ask import ask
from zhunru.namespaces import ID, ZR
from zhunru.queries import saved_queries
from zhunru.query_links import unpacked
from zhunru.query_runs import QueryRun, State

OVERLAPS = f"{ID}overlap/"


def shown_of(text):
    """Return the answer of a query made ready."""
    run = QueryRun(text, limit=1)
    run.end(State.ANSWERED, ask(text))
    return shown_answer(run)


def table_of(shown, frame=None):
    return linked(
        shown, shown.frame if frame is None else frame, {name: name for name in shown.frame}
    )


def parameters(address):
    return dict(parse_qsl(urlsplit(address).query))


def saved(name):
    given = {one.name: one.default for one in saved_queries()[name].parameters}
    return saved_answer(name, tuple(given.items()))


def test_beside_its_name_an_iri_only_opens_and_comes_first():
    shown = saved("procedures-of-grade")
    table = table_of(shown)
    assert table.order[:2] == ("procedure", "label")
    assert sorted(table.order) == sorted(shown.order)
    assert table.columns["procedure"]["type_config"]["display_text"].startswith(":material/")
    assert "label" not in table.columns
    for address, (iri, *_) in zip(table.frame["procedure"], shown.answer.rows, strict=True):
        assert address.startswith("browse?")
        assert parameters(address)["procedure"] == iri.removeprefix(f"{ID}procedure/")


def test_rows_that_are_left_keep_their_own_links():
    shown = saved("procedures-of-grade")
    left = shown.frame.iloc[[5, 2]]
    assert table_of(shown, left).frame["procedure"].tolist() == [
        table_of(shown).frame["procedure"][number] for number in (5, 2)
    ]


def test_without_a_name_beside_it_an_iri_is_told_by_its_label():
    shown = shown_of("SELECT ?n ?g { ?p a zr:Procedure ; zr:grade ?g ; zr:position ?n } LIMIT 3")
    table = table_of(shown)
    assert table.order == ("n", "g")
    assert set(table.columns) == {"g"}
    for cell, name in zip(table.frame["g"], shown.frame["g"], strict=True):
        address, _, text = cell.partition("#")
        assert unquote(text) == name
        assert address.startswith("browse?grade=")


def test_a_missing_iri_has_no_link_and_columns_of_both_kinds_stay_text():
    shown = shown_of(
        "SELECT ?a ?b ?c { VALUES (?a ?b ?c) "
        '{ (grade:4 grade:4 UNDEF) (UNDEF "四级" UNDEF) } } ORDER BY ?b'
    )
    table = table_of(shown)
    assert sorted(table.frame["a"].isna()) == [False, True]
    assert set(table.columns) == {"a"}
    assert table.frame["b"].tolist() == shown.frame["b"].tolist()
    assert set(shown.frame["c"]) == {"—"}


def test_a_graph_is_linked_too():
    table = table_of(shown_of("DESCRIBE grade:4"))
    assert {"subject", "predicate"} <= set(table.columns)


def test_an_overlap_leads_to_its_pair(open_page):
    overlap = saved("overlaps").answer.rows[0][0]
    place = place_of(overlap)
    assert dict(place.parameters) == {
        "view": "overlaps",
        "pair": overlap.removeprefix(OVERLAPS),
    }
    app = open_page(place.page.url, **dict(place.parameters))
    assert "两方的条件" in [one.value for one in app.header]


def test_what_has_no_page_is_described():
    place = place_of(str(ZR.Procedure))
    assert place.page.url == "query"
    assert unpacked(dict(place.parameters)["q"]) == f"DESCRIBE <{ZR.Procedure}>"
    assert place.address.startswith("query?mode=own&q=")


@pytest.mark.parametrize(("language", "ends"), [("zh", False), ("en", True)])
def test_a_link_keeps_the_language(monkeypatch, language, ends):
    monkeypatch.setattr(iri_links, "language", lambda: language)
    assert place_of(f"{ID}grade/4").address.endswith("lang=en") is ends

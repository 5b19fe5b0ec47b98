"""最近一次换版，按类计数。 The latest new edition, its changes counted by kind."""

from collections import Counter

from zhunru.criterion import Regulation
from zhunru.editions import latest
from zhunru.editions.diff import diff
from zhunru.editions.kinds import Kind
from zhunru.editions.latest import latest_changes
from zhunru.namespaces import local_path
from zhunru.reading import criteria


def regulations() -> set[Regulation]:
    return {one.regulation for one in criteria().values()}


def test_it_is_the_newest_edition_that_replaced_another():
    changes = latest_changes()
    assert changes.new.replaces
    assert changes.new.issued == max(one.issued for one in regulations() if one.replaces)
    assert changes.old.replaced == changes.new.issued


def test_every_change_is_counted_once_and_what_stayed_is_left_out():
    changes = latest_changes()
    compared = diff(local_path(changes.old.iri), local_path(changes.new.iri))
    for counted, given in (
        (changes.entries, compared.entries),
        (changes.conditions, compared.conditions),
    ):
        expected = Counter(one.kinds for one in given)
        assert {kinds: expected[kinds] for kinds, _ in counted} == dict(counted)
        left_out = set(expected) - {kinds for kinds, _ in counted}
        assert all(Kind.UNCHANGED in [one.notation for one in kinds] for kinds in left_out)
        assert sum(number for _, number in counted) > 0


def test_without_editions_there_is_nothing_to_tell(monkeypatch):
    from rdflib import Graph

    monkeypatch.setattr(latest, "load_graph", Graph)
    assert latest_changes.__wrapped__.__wrapped__() is None

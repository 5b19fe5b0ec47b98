"""With a base of one's own, no IRI of ours is left, and nothing else has changed."""

import pytest
from export_making import TECHNIQUE, iris, small_content

from zhunru.errors import UserError
from zhunru.exporting import WRITERS, csv_files
from zhunru.exporting.canonical import empty_like, fingerprint
from zhunru.exporting.content import Content
from zhunru.exporting.rebasing import Rebasing
from zhunru.namespaces import HOME

OWN = "https://rules.example.org/准入"


@pytest.fixture(scope="module")
def moved():
    return Content(techniques=(TECHNIQUE,), base=OWN)


def back(graph):
    """The graph with our own beginning again, by plain text."""
    home = empty_like(graph)
    text = graph.serialize(format="nt11").replace(f"{OWN}/", HOME)
    return home.parse(data=text, format="nt11")


@pytest.mark.parametrize("part", ["graph", "shapes", "description"])
def test_every_iri_has_moved_and_nothing_else(moved, part):
    graph = getattr(moved, part)
    assert not [one for one in iris(graph) if one.startswith(HOME)]
    assert fingerprint(back(graph)) == fingerprint(getattr(small_content(), part))


@pytest.mark.parametrize("name", [one for one in WRITERS if one not in ("xlsx", "zip")])
def test_no_file_mentions_ours(moved, name):
    written = WRITERS[name](moved).decode()
    assert HOME not in written
    assert OWN in written


def test_no_table_mentions_ours(moved):
    for content in csv_files(moved).values():
        assert HOME not in content.decode()
        assert OWN in content.decode()


def test_the_record_has_moved(moved):
    assert not [one for one in iris(moved.record([])) if one.startswith(HOME)]


def test_a_slash_at_the_end_makes_no_difference():
    assert Rebasing(f"{OWN}/").home == Rebasing(OWN).home == f"{OWN}/"


@pytest.mark.parametrize(
    "base",
    [
        *("", "example.org", "ftp://example.org/", "https://", "https://a b/", "urn:x:"),
        *("https://example.org/#", "https://example.org/?a=", "https://example.org/<x>"),
        *('https://example.org/"', "https://example.org/\n", "HTTPS//example.org"),
    ],
)
def test_what_no_iri_can_begin_with_is_refused(base):
    with pytest.raises(UserError, match="不能作 IRI 的开头"):
        Rebasing(base)


def test_without_a_base_the_graph_stays_the_same():
    graph = small_content().graph
    assert Rebasing().graph(graph) is graph


def test_our_own_beginning_may_be_given():
    assert Rebasing(HOME).text(f"{HOME}id/x") == f"{HOME}id/x"

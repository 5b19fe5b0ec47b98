import pytest

from zhunru.serving.negotiation import GRAPH_TYPES, TABLE_TYPES, preferred

JSON, XML, CSV, TSV = list(TABLE_TYPES)[:4]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        (" , ", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;q=0.5, text/tab-separated-values", TSV),
        ("text/csv;q=0.5,text/tab-separated-values;q=0.4", CSV),
        ("text/*", CSV),
        ("text/*, text/csv;q=0", TSV),
        ("*/*;q=0.1, application/sparql-results+xml ; q=0.2", XML),
        (f"{JSON};q=0, */*", XML),
        ("text/csv;header=present;q=0.9, */*;q=0.8", CSV),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=0.000", None),
        ("text/csv;q=hardly", None),
        ("text/csv;q=nan", None),
        ("text/csv;q=2", None),
    ],
)
def test_the_best_format_is_chosen(accept, chosen):
    assert preferred(accept, TABLE_TYPES) == chosen


def test_tables_and_graphs_share_only_plain_xml():
    assert TABLE_TYPES.keys() & GRAPH_TYPES.keys() == {"application/xml", "text/xml"}

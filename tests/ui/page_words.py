"""页面上的字。 What a page says."""

import re
from html import unescape


def html_of(app):
    """Everything that the page says in our own HTML, as it is."""
    return " ".join(one.proto.body for one in app.get("html"))


def in_text(source):
    """What HTML says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", source))


def words(app):
    """Everything that the page says in our own HTML, as text."""
    return in_text(html_of(app))


def texts(elements):
    """What elements of a kind say."""
    return " ".join(one.value for one in elements)


def links(app):
    """The labels of the links to pages."""
    return " ".join(one.proto.label for one in app.get("page_link"))

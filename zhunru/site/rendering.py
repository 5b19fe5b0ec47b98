"""由模板写出页面。 Write pages from templates.

Headings are Markdown; tables and lists are HTML, in which everything is escaped and nothing is
read as Markdown.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Final

from jinja2 import Environment
from markupsafe import Markup
from rdflib import URIRef

from zhunru.answer_table import readable, short_iri
from zhunru.comparing.figure_words import joined
from zhunru.html_templates import environment
from zhunru.requirements import Force
from zhunru.site.places import anchor, href
from zhunru.site.words import name
from zhunru.wording import kind_of_group, sentence

_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>#+|~&\"'!^=:-]")


def render(template: str, here: str, **content: object) -> str:
    """Write a page.

    Args:
        template: The name of a template, without `.md.jinja`.
        here: The page, such as `documents/nasal-endoscopy-2019.md`; links are relative to it.
        **content: What the template shows.

    Returns:
        Markdown.
    """
    page = _environment().get_template(f"{template}.md.jinja")
    return page.render(href=partial(href, here=here), here=here, **content)


def markdown(text: str) -> Markup:
    """Write a text so that Markdown leaves it as it is."""
    return Markup(_MARKDOWN.sub(lambda found: f"&#{ord(found[0])};", text))


@cache
def _environment() -> Environment:
    templates = environment("zhunru.site")
    templates.filters["md"] = markdown
    templates.globals.update(
        anchor=anchor,
        iri=URIRef,
        joined=joined,
        kind_of_group=kind_of_group,
        mandatory=Force.MANDATORY,
        name=name,
        readable=readable,
        sentence=sentence,
        short_iri=short_iri,
    )
    return templates

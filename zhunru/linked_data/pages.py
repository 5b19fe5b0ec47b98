"""给人看的页面。 Pages for people; whatever comes from the graph or a client is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment

from zhunru.html_templates import environment
from zhunru.linked_data.places import DCAT, FORMS, ONTOLOGY, VOID, address_of
from zhunru.requirements import Force
from zhunru.serving.settings import PATH
from zhunru.wording import kind_of_group, sentence

#: 页面不用脚本，也不向别处取任何东西。 Pages use no script and fetch nothing from elsewhere.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_FORM_NAMES: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "rdf": "RDF/XML",
    "nt": "N-Triples",
}
#: The pages that every page leads to.
_PLACES: Final = (
    ("/", "首页", "Start"),
    (ONTOLOGY, "本体", "Ontology"),
    (VOID, "数据集", "VoID"),
    (DCAT, "目录", "DCAT"),
)


def page(template: str, address: str | None, **content: object) -> bytes:
    """Write a page.

    Args:
        template: The name of a template, without `.html.jinja`.
        address: The path of the document without ending; None for a page in this form only.
        **content: What the template shows.

    Returns:
        HTML in UTF-8.
    """
    forms = [(name, FORMS[ending], f"{address}.{ending}") for ending, name in _FORM_NAMES.items()]
    written = _environment().get_template(f"{template}.html.jinja")
    return written.render(forms=forms if address else [], **content).encode()


def style_sheet() -> bytes:
    """Return the style sheet of all pages."""
    return files("zhunru.linked_data").joinpath("templates", "style.css").read_bytes()


@cache
def _environment() -> Environment:
    templates = environment("zhunru.linked_data")
    templates.globals.update(
        address_of=address_of,
        kind_of_group=kind_of_group,
        mandatory=Force.MANDATORY,
        places=_PLACES,
        sentence=sentence,
        sparql=PATH,
    )
    return templates

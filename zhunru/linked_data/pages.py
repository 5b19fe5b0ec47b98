"""给人看的页面。 Pages for people; whatever comes from the graph or a client is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from zhunru.linked_data.places import DCAT, FORMS, ONTOLOGY, VOID, address_of
from zhunru.requirements import AnyOf, Force, Requirement, When
from zhunru.serving.settings import PATH
from zhunru.wording import sentence

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
    environment = Environment(
        loader=PackageLoader("zhunru.linked_data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        address_of=address_of,
        kind_of_group=_kind_of_group,
        mandatory=Force.MANDATORY,
        places=_PLACES,
        sentence=sentence,
        sparql=PATH,
    )
    return environment


def _kind_of_group(requirement: Requirement) -> str:
    if isinstance(requirement, AnyOf):
        return "满足其一 · any of"
    return "有此情形的 · where this holds" if isinstance(requirement, When) else ""

"""端点上有哪些图。 Which graphs the endpoint holds.

The rules are the default graph. A hospital's evidence is a named graph of its own, which a query
must name: it is never part of the default graph unless a client asks for that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph

from zhunru.graph import load_store
from zhunru.namespaces import ID

#: The name of the rules in `default-graph-uri`, to combine them with other graphs.
RULES_GRAPH: Final = f"{ID}graph/rules"

#: The named graph of a hospital's evidence.
HOSPITAL_GRAPH: Final = f"{ID}graph/hospital"


def dataset(
    hospital: Sequence[Path] = (), as_of: date | None = None, *, pseudonymise: bool = False
) -> bytes:
    """Write the graphs that the endpoint holds.

    Args:
        hospital: Tables or ready-made RDF evidence of a hospital; nothing for the rules only.
        as_of: The day as of which its evidence is counted; today unless given.
        pseudonymise: Whether names and numbers of its people are replaced.

    Returns:
        N-Quads.

    Raises:
        InputError: With every problem of the hospital's data.
    """
    quads = io.BytesIO()
    load_store().dump(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    if hospital:
        evidence = _evidence(hospital, as_of or date.today(), pseudonymise)
        pyoxigraph.serialize(evidence, quads, format=pyoxigraph.RdfFormat.N_QUADS)
    return quads.getvalue()


def graph_node(iri: str) -> pyoxigraph.NamedNode | pyoxigraph.DefaultGraph:
    """Return the graph that an IRI of the protocol means.

    Args:
        iri: The IRI.

    Returns:
        The store's default graph for `RULES_GRAPH`, otherwise the graph of that name.

    Raises:
        ValueError: If it is no absolute IRI.
    """
    return pyoxigraph.DefaultGraph() if iri == RULES_GRAPH else pyoxigraph.NamedNode(iri)


def _evidence(paths: Sequence[Path], as_of: date, pseudonymise: bool) -> Iterator[pyoxigraph.Quad]:
    from zhunru.inputs import Reading, validate_paths
    from zhunru.reports.shacl_report import to_turtle

    report = validate_paths(paths, as_of, reading=Reading(pseudonymise=pseudonymise))
    graph = pyoxigraph.NamedNode(HOSPITAL_GRAPH)
    for one in pyoxigraph.parse(to_turtle(report), format=pyoxigraph.RdfFormat.TURTLE):
        yield pyoxigraph.Quad(one.subject, one.predicate, one.object, graph)

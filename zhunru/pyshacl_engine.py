"""用 pySHACL 逐项检查卷宗：各引擎的参照。 Check dossiers with pySHACL, the reference engine."""

from __future__ import annotations

from collections.abc import Sequence

import pyshacl
from rdflib import Graph
from rdflib.namespace import RDF, SH

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, to_graph
from zhunru.outcomes import EngineError, Outcomes, by_criterion
from zhunru.probes import outcome_of, probe
from zhunru.progress import Advance, silent
from zhunru.shapes import shape_iri
from zhunru.verdicts import Verdict


def leaf_outcomes(dossiers: Sequence[Dossier], advance: Advance = silent) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.

    Returns:
        The outcomes by IRI of the dossier.

    Raises:
        EngineError: If a result is neither a missing value nor a refused one.
    """
    outcomes: dict[str, Outcomes] = {}
    for criterion, group in by_criterion(dossiers):
        outcomes.update(_check(criterion, group))
        advance(len(group))
    return outcomes


def run_shacl(data: Graph, shapes: Graph) -> Graph:
    """Run pySHACL and return its validation report.

    Args:
        data: The data graph.
        shapes: The shapes graph.

    Returns:
        The graph of the `sh:ValidationReport`.

    Raises:
        EngineError: If the engine did not finish.
    """
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, do_owl_imports=False)
    if not isinstance(results, Graph):
        raise EngineError(f"pySHACL 未能完成 pySHACL did not finish: {results}")
    return results


def _check(criterion: Criterion, dossiers: Sequence[Dossier]) -> dict[str, Outcomes]:
    leaves = {str(shape_iri(leaf.iri)): leaf for leaf in criterion.leaves()}
    outcomes = {
        dossier.iri: {leaf.iri: Verdict.MET for leaf in leaves.values()} for dossier in dossiers
    }
    results = run_shacl(to_graph(dossiers), probe(criterion))
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus = str(results.value(result, SH.focusNode))
        leaf = leaves[str(results.value(result, SH.sourceShape))]
        component = str(results.value(result, SH.sourceConstraintComponent))
        outcomes[focus][leaf.iri] = outcome_of(leaf, component)
    return outcomes

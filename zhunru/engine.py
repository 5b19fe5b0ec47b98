"""用 pySHACL 逐项检查卷宗。 Check dossiers leaf by leaf with pySHACL.

Every leaf of a criterion is tested by its own property shape, so that each gets a verdict even
inside an alternative; `zhunru/verdicts.py` combines them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final

import pyshacl
from rdflib import Graph
from rdflib.namespace import RDF, SH

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, to_graph
from zhunru.requirements import Leaf, Possession
from zhunru.shapes import ShapeCompiler, shape_iri
from zhunru.verdicts import Verdict

#: Verdicts on the leaves of a dossier, by IRI of the leaf.
Outcomes = dict[str, Verdict]

_REFUSALS: Final = {
    SH.InConstraintComponent,
    SH.MinInclusiveConstraintComponent,
    SH.MaxInclusiveConstraintComponent,
    SH.MinExclusiveConstraintComponent,
    SH.MaxExclusiveConstraintComponent,
}


class EngineError(RuntimeError):
    """The SHACL engine gave a result that well-typed evidence cannot give."""


@cache
def _probe(criterion: Criterion) -> Graph:
    compiler = ShapeCompiler()
    compiler.probe(criterion)
    return compiler.graph


def leaf_outcomes(
    dossiers: Sequence[Dossier], advance: Callable[[int], None] = lambda _: None
) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.

    Returns:
        The outcomes by IRI of the dossier.

    Raises:
        EngineError: If a result is neither a missing value nor a refused one.
    """
    by_criterion: dict[Criterion, list[Dossier]] = defaultdict(list)
    for dossier in dossiers:
        by_criterion[dossier.criterion].append(dossier)
    outcomes: dict[str, Outcomes] = {}
    for criterion, group in by_criterion.items():
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


def _check(criterion: Criterion, dossiers: Iterable[Dossier]) -> dict[str, Outcomes]:
    leaves = {str(shape_iri(leaf.iri)): leaf for leaf in criterion.leaves()}
    outcomes = {
        dossier.iri: {leaf.iri: Verdict.MET for leaf in leaves.values()} for dossier in dossiers
    }
    results = run_shacl(to_graph(dossiers), _probe(criterion))
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus = str(results.value(result, SH.focusNode))
        leaf = leaves[str(results.value(result, SH.sourceShape))]
        component = results.value(result, SH.sourceConstraintComponent)
        if component == SH.MinCountConstraintComponent:
            outcomes[focus][leaf.iri] = _absent(leaf)
        elif component in _REFUSALS:
            outcomes[focus][leaf.iri] = Verdict.NOT_MET
        else:
            raise EngineError(f"{focus} {leaf.iri}: {component}")
    return outcomes


def _absent(leaf: Leaf) -> Verdict:
    """No record settles a matter of judgement; anything else is simply missing."""
    judgement = isinstance(leaf, Possession) and leaf.is_judgement
    return Verdict.JUDGEMENT if judgement else Verdict.MISSING

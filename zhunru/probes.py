"""逐项的形状，与 SHACL 结果的含义。 A shape per leaf, and what a SHACL result says of it.

Every leaf of a criterion is tested by its own property shape, so that each gets a verdict even
inside an alternative; `zhunru/verdicts.py` combines them.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from rdflib import Graph
from rdflib.namespace import SH

from zhunru.criterion import Criterion
from zhunru.outcomes import EngineError, absent
from zhunru.requirements import Leaf
from zhunru.shapes import ShapeCompiler
from zhunru.verdicts import Verdict

_REFUSALS: Final = {
    str(component)
    for component in (
        SH.InConstraintComponent,
        SH.MinInclusiveConstraintComponent,
        SH.MaxInclusiveConstraintComponent,
        SH.MinExclusiveConstraintComponent,
        SH.MaxExclusiveConstraintComponent,
    )
}


@cache
def probe(criterion: Criterion) -> Graph:
    """Compile the shapes that test the leaves of a criterion one by one."""
    compiler = ShapeCompiler()
    compiler.probe(criterion)
    return compiler.graph


def outcome_of(leaf: Leaf, component: str) -> Verdict:
    """Say what a validation result means for a leaf.

    Args:
        leaf: The leaf that the shape of the result was compiled from.
        component: The IRI of the constraint component.

    Returns:
        Not met, or what absent evidence means.

    Raises:
        EngineError: If well-typed evidence cannot give such a result.
    """
    if component == str(SH.MinCountConstraintComponent):
        return absent(leaf)
    if component in _REFUSALS:
        return Verdict.NOT_MET
    raise EngineError(f"{leaf.iri}: {component}")

"""证据成表：每位承担者、每项要求一行。 Evidence as a table: a row per bearer and requirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zhunru.dossiers import Dossier, to_graph
from zhunru.namespaces import local_path
from zhunru.report import Report
from zhunru.requirements import Leaf, Staffing, Threshold, TitleRequirement

if TYPE_CHECKING:
    import pandas as pd
    from rdflib import Graph

#: The columns of the data frame, with their pandas types.
_COLUMNS: Final = {
    "bearer": "str",
    "name": "str",
    "institution": "str",
    "criterion": "str",
    "requirement": "str",
    "label": "str",
    "key": "str",
    "unit": "object",
    "truth": "boolean",
    "least": "Float64",
    "most": "Float64",
}


@dataclass(frozen=True)
class EvidenceTable:
    """What a hospital's records know, by bearer and criterion.

    Attributes:
        dossiers: The bearers under their criteria, each once.
    """

    dossiers: tuple[Dossier, ...]

    @classmethod
    def of(cls, report: Report) -> EvidenceTable:
        """Take the evidence that a validation was based on."""
        return cls(tuple({one.dossier.iri: one.dossier for one in report.results}.values()))

    def to_pandas(self) -> pd.DataFrame:
        """Write the evidence as a data frame, a row per bearer and requirement.

        Returns:
            Who (`bearer`, `name`, `institution`), what for (`criterion`, `requirement`, `label`),
            the evidence column (`key`), and what is known: `truth` of what is or is not; `least`
            and `most` of a number, equal where it is known exactly, in `unit`. Titles are ranks.
            What is not known is missing.
        """
        import pandas as pd

        rows = [row for dossier in self.dossiers for row in _rows(dossier)]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)

    def to_rdf(self) -> Graph:
        """Write what is known exactly as RDF, for any SHACL engine with `shapes/eligibility/`."""
        return to_graph(self.dossiers)


def _rows(dossier: Dossier) -> Iterator[tuple[str | bool | float | None, ...]]:
    for leaf in dossier.criterion.leaves():
        yield (
            dossier.bearer,
            dossier.name,
            dossier.institution,
            local_path(dossier.criterion.iri),
            local_path(leaf.iri),
            leaf.label.zh,
            leaf.evidence_key,
            _unit(leaf),
            *_known(dossier, leaf.evidence_key),
        )


def _known(dossier: Dossier, key: str) -> tuple[bool | None, float | None, float | None]:
    value, known = dossier.values.get(key), dossier.ranges.get(key)
    if isinstance(value, bool):
        return value, None, None
    if value is not None:
        return None, float(value), float(value)
    if known is None:
        return None, None, None
    return None, float(known.low), _number(known.high)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _unit(leaf: Leaf) -> str | None:
    if isinstance(leaf, Threshold | Staffing):
        return leaf.unit.label.zh
    return "年" if isinstance(leaf, TitleRequirement) and leaf.held_for else None

"""要导出的内容：整个图谱，或几项技术的一部分。 What is exported: all of the graph, or a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pyoxigraph import Triple
from rdflib import Graph

from zhunru import describing
from zhunru.criterion import Criterion
from zhunru.exporting.blank_nodes import with_named_blank_nodes
from zhunru.exporting.canonical import triples_of
from zhunru.exporting.catalogue_sheet import catalogue_sheet
from zhunru.exporting.condition_sheet import condition_sheet
from zhunru.exporting.part import part
from zhunru.exporting.rebasing import Rebasing
from zhunru.exporting.sheet import Sheet
from zhunru.graph import load_graph
from zhunru.reading import Reader
from zhunru.shapes import ShapeCompiler


class Content:
    """What is exported, in the namespace that is asked for; each part is made when needed."""

    def __init__(
        self, graph: Graph | None = None, techniques: Sequence[str] = (), base: str | None = None
    ) -> None:
        """Choose the content.

        Args:
            graph: The knowledge graph; the shipped one unless given.
            techniques: Only what concerns these, by notation or name; everything without.
            base: What our IRIs shall begin with.

        Raises:
            UserError: If a technique is unknown, or the base is no beginning of an IRI.
        """
        self.rebasing = Rebasing(base)
        whole = load_graph() if graph is None else graph
        self._own = part(whole, techniques) if techniques else whole

    @cached_property
    def graph(self) -> Graph:
        """The knowledge graph; its blank nodes have names that last."""
        return self._written(self._own)

    @cached_property
    def triples(self) -> list[Triple]:
        """The knowledge graph as triples of Oxigraph, in a fixed order."""
        return triples_of(self.graph)

    @cached_property
    def shapes(self) -> Graph:
        """The SHACL shapes of all criteria in one graph."""
        compiler = ShapeCompiler()
        for criterion in self._criteria.values():
            compiler.compile(criterion)
        return self._written(compiler.graph)

    @cached_property
    def description(self) -> Graph:
        """What the graph holds, by VoID."""
        return self._written(describing.void(self._own))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The catalogues and the conditions as tables."""
        sheets = catalogue_sheet(self._own), condition_sheet(self._criteria.values())
        return tuple(self._rebased_sheet(one) for one in sheets)

    def record(self, files: Sequence[describing.File]) -> Graph:
        """Describe files of this content by DCAT.

        Args:
            files: The files.

        Returns:
            The record, with what the graph holds.
        """
        return self._written(describing.dcat(files) + describing.void(self._own))

    @cached_property
    def _criteria(self) -> dict[str, Criterion]:
        return Reader(self._own).criteria()

    def _written(self, graph: Graph) -> Graph:
        return self.rebasing.graph(with_named_blank_nodes(graph))

    def _rebased_sheet(self, sheet: Sheet) -> Sheet:
        rows = tuple(
            tuple(self.rebasing.text(cell) if isinstance(cell, str) else cell for cell in row)
            for row in sheet.rows
        )
        return replace(sheet, rows=rows)

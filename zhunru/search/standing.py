"""一部规范在界面里的位置。 The place of a document in the app."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib.namespace import RDF

from zhunru.criterion import Regulation
from zhunru.graph import load_graph
from zhunru.namespaces import ZR, local_path
from zhunru.reading import Reader
from zhunru.requirements import Concept, Label


@dataclass(frozen=True)
class Standing:
    """A document with the technique under which the app shows it."""

    regulation: Regulation
    technique: Concept

    @property
    def in_force(self) -> bool:
        """Whether no later edition replaced it."""
        return self.regulation.replaced is None

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the page that shows it; the edition only where it was replaced."""
        edition = (("edition", local_path(self.regulation.iri)),)
        return (("technique", self.technique.notation), *(() if self.in_force else edition))

    @property
    def name(self) -> Label:
        """Its title, marked if it was replaced."""
        return self._marked(self.regulation.label)

    @property
    def edition(self) -> Label:
        """Its technique and year, marked if it was replaced."""
        year, label = self.regulation.issued.year, self.technique.label
        return self._marked(Label(f"{label.zh}，{year} 年", f"{label.en}, {year}"))

    @property
    def words(self) -> str:
        """Words that tell it from other documents."""
        return f"{self.regulation.label.zh} {self.technique.label.zh}"

    def _marked(self, label: Label) -> Label:
        return label if self.in_force else Label(f"{label.zh}（旧版）", f"{label.en} (replaced)")


@cache
def standings() -> dict[str, Standing]:
    """Return the standing of every document, by its IRI."""
    graph = load_graph()
    reader = Reader(graph)
    return {
        str(node): Standing(reader.regulation(node), reader.concept(technique))
        for node, technique in sorted(graph.subject_objects(ZR.governs), key=str)
        if (node, RDF.type, ZR.Regulation) in graph
    }

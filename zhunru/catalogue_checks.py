"""Catalogues, sections and entries: the graph against the printed lists."""

from dataclasses import dataclass, field

from rdflib.term import Node

from zhunru.clause_checks import condense
from zhunru.encoded_rules import EncodedItem, EncodedRegulation, place_of
from zhunru.numbering import PrintedPath, path_text
from zhunru.official_text import OfficialText
from zhunru.printed_catalogue import Catalogue, Entry, Section
from zhunru.verification import Failure, FailureKind, GradeCoverage


def _paths(nodes: frozenset[Node]) -> set[str]:
    """Return the ends of IRIs, from the document on: nasal-endoscopy-2019/grade4/1.1."""
    places = [place_of(node) for node in nodes]
    return {f"{place.document}/{place.path}" for place in places if place}


def _same(names: tuple[str, ...], printed: str) -> bool:
    return len(names) == 1 and condense(names[0]) == condense(printed)


@dataclass(slots=True)
class CatalogueChecks:
    """Compares the catalogues of one document.

    Attributes:
        regulation: what the graph says.
        text: what is printed.
        failures: what was found.
    """

    regulation: EncodedRegulation
    text: OfficialText
    failures: list[Failure] = field(default_factory=list)
    _expected: set[str] = field(default_factory=set)

    def run(self) -> tuple[GradeCoverage, ...]:
        """Make every check and return the counts by grade."""
        coverage = tuple(self._check_catalogue(c) for c in self.text.catalogues)
        kinds = (
            (self.regulation.catalogues, FailureKind.CATALOGUE_EXTRA),
            (self.regulation.sections, FailureKind.SECTION_EXTRA),
            (self.regulation.procedures, FailureKind.ENTRY_EXTRA),
            (self.regulation.references, FailureKind.ENTRY_EXTRA),
        )
        for items, kind in kinds:
            for item in items:
                self._check_extra(item, kind)
        return coverage

    def _fail(self, kind: FailureKind, place: str, encoded: str, printed: str) -> None:
        self.failures.append(
            Failure(
                kind,
                place,
                f"图谱：{encoded or '无'}；原文：{printed or '无'}",
                f"graph: {encoded or 'nothing'}; text: {printed or 'nothing'}",
            )
        )

    def _check_extra(self, item: EncodedItem, kind: FailureKind) -> None:
        place = place_of(item.iri)
        is_ours = place is not None and place.document == self.regulation.name
        if not is_ours or f"{place and place.kind}/{item.path}" not in self._expected:
            self._fail(kind, item.path, "、".join(item.names), "")

    def _find(self, items: tuple[EncodedItem, ...], kind: str, path: str) -> EncodedItem | None:
        self._expected.add(f"{kind}/{path}")
        return next((i for i in items if self._is_at(i, path)), None)

    def _is_at(self, item: EncodedItem, path: str) -> bool:
        place = place_of(item.iri)
        return place is not None and (place.document, item.path) == (self.regulation.name, path)

    def _check_catalogue(self, catalogue: Catalogue) -> GradeCoverage:
        folder = f"grade{catalogue.grade}"
        node = self._find(self.regulation.catalogues, "catalogue", folder)
        if node is None:
            self._fail(FailureKind.CATALOGUE_MISSING, folder, "", catalogue.title)
        elif catalogue.annex and node.positions != (catalogue.annex,):
            encoded = "、".join(node.positions)
            self._fail(FailureKind.CATALOGUE_NUMBER, folder, encoded, catalogue.annex)
        for section in catalogue.sections:
            self._check_section(folder, section)
        found = sum(self._check_entry(catalogue, folder, entry) for entry in catalogue.entries)
        return GradeCoverage(catalogue.grade, len(catalogue.entries), found)

    def _check_section(self, folder: str, section: Section) -> None:
        path = f"{folder}/{path_text(section.path)}"
        node = self._find(self.regulation.sections, "section", path)
        if node is None:
            self._fail(FailureKind.SECTION_MISSING, path, "", section.name)
            return
        above = self._section_path(folder, section.parent)
        comparisons = (
            (_same(node.names, section.name), "、".join(node.names), section.name),
            (node.positions == (section.position,), "、".join(node.positions), section.position),
            (_paths(node.above) == {above} - {""}, "、".join(_paths(node.above)), above),
            (self._is_in(node, folder), "、".join(_paths(node.schemes)), folder),
        )
        for agrees, encoded, printed in comparisons:
            if not agrees:
                self._fail(FailureKind.SECTION_DIFFERS, path, encoded, printed)

    def _section_path(self, folder: str, path: PrintedPath | None) -> str:
        """Return the end of a section's IRI, empty for none."""
        return f"{self.regulation.name}/{folder}/{path_text(path)}" if path else ""

    def _is_in(self, node: EncodedItem, folder: str) -> bool:
        return _paths(node.schemes) == {f"{self.regulation.name}/{folder}"}

    def _is_curated(self, items: tuple[EncodedItem, ...], path: str, name: str) -> bool:
        """Tell whether a curator made something else of a printed entry, with a note saying why.

        A heading without entries is printed like an entry: 五、小肠镜诊疗技术 / 六、小肠镜检查术;
        so is a line that only points to another catalogue: 经皮胆道镜参照……目录.
        """
        node = next((item for item in items if self._is_at(item, path)), None)
        return node is not None and node.has_note and _same(node.names, name)

    def _check_entry(self, catalogue: Catalogue, folder: str, entry: Entry) -> bool:
        """Check one printed entry; return whether the graph has it exactly as printed."""
        path = f"{folder}/{path_text(entry.path)}"
        node = self._find(self.regulation.procedures, "procedure", path)
        place = f"{folder} {entry.position}"
        if node is None:
            for items, name in (
                (self.regulation.sections, "section"),
                (self.regulation.references, "catalogue-reference"),
            ):
                if self._is_curated(items, path, entry.name):
                    self._expected.add(f"{name}/{path}")
                    return True
            self._fail(FailureKind.ENTRY_MISSING, place, self._elsewhere(entry), entry.name)
            return False
        before = len(self.failures)
        for agrees, kind, encoded, printed in self._comparisons(catalogue, folder, entry, node):
            if not agrees:
                self._fail(kind, place, encoded, printed)
        return len(self.failures) == before

    def _elsewhere(self, entry: Entry) -> str:
        """Return where the graph has an entry of this name, as a hint."""
        having = (p.path for p in self.regulation.procedures if _same(p.names, entry.name))
        return "、".join(having)

    def _comparisons(
        self, catalogue: Catalogue, folder: str, entry: Entry, node: EncodedItem
    ) -> list[tuple[bool, FailureKind, str, str]]:
        """Return, for each property, whether it agrees, the failure if not, and both values."""
        above, section = _paths(node.above), self._section_path(folder, entry.section)
        grade, schemes = str(catalogue.grade), "、".join(sorted(_paths(node.schemes)))
        # 编者可另归一节，须有说明。 · A curator may move an entry to another section, with a note.
        moved = node.has_note and any(
            s.iri in node.above and s.has_note for s in self.regulation.sections
        )
        in_section = above == {section} - {""} or moved
        names, positions = "、".join(node.names), "、".join(node.positions)
        return [
            (_same(node.names, entry.name), FailureKind.ENTRY_NAME, names, entry.name),
            (node.grades == (grade,), FailureKind.ENTRY_GRADE, "、".join(node.grades), grade),
            (positions == entry.position, FailureKind.ENTRY_POSITION, positions, entry.position),
            (in_section, FailureKind.ENTRY_SECTION, "、".join(sorted(above)), section),
            (self._is_in(node, folder), FailureKind.ENTRY_CATALOGUE, schemes, folder),
        ]

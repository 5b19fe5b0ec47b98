"""校验的入口：把用户给的文件变成报告。 From the files that a user gives to a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from zhunru.assignments import Assigner
from zhunru.dossiers import Dossier
from zhunru.engine import Engine
from zhunru.errors import Bilingual, InputError, Problem
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.intake import read_records
from zhunru.intake.read_as import ReadAs
from zhunru.matching.case_log import with_matches
from zhunru.matching.mapping import ProcedureChoice, mapping_beside
from zhunru.pseudonyms import pseudonymised, pseudonymised_dossiers, quoting_nobody
from zhunru.rdf_evidence import FORMATS, read_dossiers
from zhunru.reading import criteria
from zhunru.records import Records
from zhunru.report import Report
from zhunru.resources import folder
from zhunru.rule_cache import cached_on_disk
from zhunru.uncovered import without_uncovered
from zhunru.validation import validate_dossiers, validate_records
from zhunru.vocabulary import Vocabulary
from zhunru.wide_evidence import holds_evidence, read_wide_evidence

#: The day as of which the example hospital's tables were drawn up (`data/example/README.md`).
EXAMPLE_AS_OF: Final = date(2026, 1, 1)


def example_hospital() -> Path:
    """Return the folder of the invented hospital's tables."""
    return folder("data") / "example"


@cached_on_disk
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the shipped knowledge graph, read once per process."""
    return Vocabulary(load_graph())


@dataclass(frozen=True)
class Reading:
    """How tables are read and checked.

    Attributes:
        strict: Whether anything unreadable stops everything, instead of being set aside.
        pseudonymise: Whether names and numbers of people are replaced before anything else.
        mapping: What people decided about operation names, by name; it goes before what a mapping
            among the tables says.
        accept_above: From which score on operation names are matched without them.
        engine: What checks the dossiers; the default of the kind of input unless given.
        read_as: What people said of sheets and columns that do not tell by their names.
    """

    strict: bool = False
    pseudonymise: bool = False
    mapping: Mapping[str, ProcedureChoice] = field(default_factory=dict)
    accept_above: float | None = None
    engine: Engine | None = None
    read_as: ReadAs = field(default_factory=ReadAs)

    def dossiers(self, paths: Sequence[Path]) -> tuple[Dossier, ...]:
        """Read ready-made evidence.

        Args:
            paths: RDF files of dossiers, or wide tables of evidence.

        Returns:
            The dossiers.

        Raises:
            InputError: With every problem.
        """
        rdf = paths[0].suffix.lower() in FORMATS
        read = read_dossiers if rdf else read_wide_evidence
        if not self.pseudonymise:
            return read(paths, criteria())
        with quoting_nobody():
            return pseudonymised_dossiers(read(paths, criteria()))

    def records(self, paths: Sequence[Path], as_of: date) -> Records:
        """Read tables.

        Args:
            paths: A folder of tables, tables, or a workbook.
            as_of: The day as of which operation names are looked up.

        Returns:
            The tables.

        Raises:
            InputError: If nothing can be read; when strict, with every problem.
        """
        with quoting_nobody() if self.pseudonymise else nullcontext():
            records = read_records(paths, vocabulary(), strict=self.strict, read_as=self.read_as)
        beside, used = mapping_beside(records.name_mappings)
        if self.pseudonymise:
            records = pseudonymised(records)
        if not self.strict:
            assigner = Assigner(criteria().values(), hierarchy(), as_of)
            records = without_uncovered(records, assigner, vocabulary())
        records = replace(records, remarks=(*records.remarks, *used))
        # 明确给出的对照表先于放在一起的。 The mapping given by name goes before one found beside.
        return with_matches(records, {**beside, **self.mapping}, self.accept_above, as_of)


def validate_paths(
    paths: Sequence[Path],
    as_of: date,
    progress: Callable[[int, int], None] = lambda _, __: None,
    reading: Reading | None = None,
) -> Report:
    """Validate tables or ready-made evidence.

    Args:
        paths: A folder of tables, tables or one workbook; or RDF files of dossiers; or wide tables
            of evidence. Only one of these.
        as_of: The day as of which evidence is counted.
        progress: Told how many dossiers there are, and how many more were done.
        reading: How tables are read and checked.

    Returns:
        The report, with what was set aside.

    Raises:
        InputError: With every problem of the input.
    """
    reading = reading or Reading()
    rdf = [path for path in paths if path.suffix.lower() in FORMATS]
    _refuse_others(paths, rdf, _RDF)
    if rdf:
        return validate_dossiers(reading.dossiers(rdf), as_of, progress, reading.engine)
    wide = [path for path in paths if holds_evidence(path)]
    _refuse_others(paths, wide, _EVIDENCE)
    if wide:
        engine = reading.engine or Engine.COLUMNS
        return validate_dossiers(reading.dossiers(wide), as_of, progress, engine)
    records = reading.records(paths, as_of)
    return validate_records(records, as_of, progress, reading.engine or Engine.COLUMNS)


#: What may not stand beside other files, and what is expected instead.
_RDF: Final = (
    Bilingual("与 RDF 文件一起给出", "is given together with RDF files"),
    Bilingual("要么全是表格，要么全是 RDF", "either tables only or RDF only"),
)
_EVIDENCE: Final = (
    Bilingual("与证据宽表一起给出", "is given together with wide tables of evidence"),
    Bilingual("要么全是记录，要么全是证据", "either records only or ready evidence only"),
)


def _refuse_others(
    paths: Sequence[Path], same: Sequence[Path], words: tuple[Bilingual, Bilingual]
) -> None:
    other = next((path for path in paths if path not in same), None)
    if same and other is not None:
        raise InputError([Problem("mixed-input", other.name, None, None, None, *words)])

"""校验的入口：把用户给的文件变成报告。 From the files that a user gives to a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.graph import load_graph
from zhunru.intake import read_records
from zhunru.rdf_evidence import FORMATS, read_dossiers
from zhunru.reading import criteria
from zhunru.report import Report
from zhunru.resources import folder
from zhunru.validation import validate_dossiers, validate_records
from zhunru.vocabulary import Vocabulary

#: The day as of which the example hospital's tables were drawn up (`data/example/README.md`).
EXAMPLE_AS_OF: Final = date(2026, 1, 1)


def example_hospital() -> Path:
    """Return the folder of the invented hospital's tables."""
    return folder("data") / "example"


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the shipped knowledge graph, read once per process."""
    return Vocabulary(load_graph())


def validate_paths(
    paths: Sequence[Path], as_of: date, progress: Callable[[int, int], None] = lambda _, __: None
) -> Report:
    """Validate tables or ready-made RDF evidence.

    Args:
        paths: A folder of tables, tables or one workbook; or RDF files of dossiers, not both.
        as_of: The day as of which evidence is counted.
        progress: Told how many dossiers there are, and how many more were done.

    Returns:
        The report.

    Raises:
        InputError: With every problem of the input.
    """
    rdf = [path for path in paths if path.suffix.lower() in FORMATS]
    if rdf and len(rdf) < len(paths):
        raise InputError([_mixed(next(path for path in paths if path not in rdf))])
    if rdf:
        return validate_dossiers(read_dossiers(rdf, criteria()), as_of, progress)
    return validate_records(read_records(paths, vocabulary(), strict=True), as_of, progress)


def _mixed(path: Path) -> Problem:
    return Problem(
        kind="mixed-input",
        file=path.name,
        row=None,
        column=None,
        value=None,
        finding=Bilingual("与 RDF 文件一起给出", "is given together with RDF files"),
        expected=Bilingual("要么全是表格，要么全是 RDF", "either tables only or RDF only"),
    )

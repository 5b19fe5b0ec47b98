"""程序用的接口：读图谱、提问、要求、校验、证据。

The interface for programs and notebooks; `import zhunru` gives the same functions. They are thin:
each imports what it needs when it is called, so that importing the package costs nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from rdflib import Graph

    from zhunru.ask import Answer
    from zhunru.criterion import Criterion
    from zhunru.evidence_table import EvidenceTable
    from zhunru.report import Report

#: A file or folder, or several of them.
Paths: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_QUERY_NAME: Final = re.compile(r"[\w-]+")


def load() -> Graph:
    """Load the knowledge graph: ontology, concepts, regulations, overlaps and editions.

    Returns:
        The graph, read once per process and shared: treat it as read-only.
    """
    from zhunru.graph import load_graph

    return load_graph()


def ask(name_or_text: str, /, **parameters: str | int) -> Answer:
    """Answer a saved query or a SPARQL query.

    Args:
        name_or_text: The name of a saved query, such as `procedures-by-title`; or SPARQL 1.1 text,
            in which the project's prefixes need not be declared.
        **parameters: Values for the parameters of a saved query; those left out take their
            defaults.

    Returns:
        The answer; `to_pandas()` and `to_polars()` turn its rows into a data frame.

    Raises:
        QueryError: If there is no such query, a parameter is wrong, or the text is malformed,
            changes data or fetches from elsewhere.
    """
    from zhunru.ask import ask as ask_text
    from zhunru.ask import ask_saved
    from zhunru.queries import QueryError

    if _QUERY_NAME.fullmatch(name_or_text.strip()):
        return ask_saved(name_or_text.strip(), parameters)
    if parameters:
        raise QueryError(
            f"只有保存的查询才有参数，得到 {'、'.join(parameters)}。 "
            f"Only saved queries take parameters, not a text; got {', '.join(parameters)}."
        )
    return ask_text(name_or_text)


def requirements(procedure: str) -> tuple[Criterion, ...]:
    """Find what binds a procedure: on its operators, its institution, its training.

    Args:
        procedure: Its name, another name, an IRI, or the path of one, such as
            `procedure/nasal-endoscopy-2019/grade4/1.1.1`.

    Returns:
        The criteria, in the order of the clauses, those of the broader technique last. Each has its
        `requirements`, which `zhunru.wording.sentence` puts into words.

    Raises:
        QueryError: If nothing, or more than one thing, goes by that name, or it is no procedure.
    """
    from zhunru.namespaces import ZR
    from zhunru.queries import QueryError
    from zhunru.show import describe

    found = describe(procedure)
    if str(ZR.Procedure) not in (kind.iri for kind in found.types):
        kinds = "、".join(kind.text for kind in found.types)
        raise QueryError(
            f"“{procedure}”不是手术，而是{kinds}。 {procedure!r} is no procedure: {found.iri}."
        )
    return found.criteria


def validate(paths: Paths, as_of: date | str | None = None) -> Report:
    """Validate a hospital's tables, or ready evidence in RDF, against the rules.

    Args:
        paths: A folder of tables, a workbook, a zip archive, or several files; or RDF files.
        as_of: The day as of which evidence is counted, a date or `YYYY-MM-DD`; today unless given.

    Returns:
        The report: a verdict per bearer and criterion, and a finding per requirement.

    Raises:
        InputError: With every problem of the input.
        UserError: If the day is no date.
        OSError: If a file cannot be read.
    """
    from zhunru.inputs import validate_paths

    return validate_paths(_listed(paths), _day(as_of))


def evidence(paths: Paths, as_of: date | str | None = None) -> EvidenceTable:
    """Count a hospital's evidence: for everybody, what each requirement asks for.

    Args:
        paths: As for `validate`.
        as_of: As for `validate`.

    Returns:
        The evidence, a row per bearer and column; it can be had as a data frame or as RDF.

    Raises:
        InputError: With every problem of the input.
        UserError: If the day is no date.
        OSError: If a file cannot be read.
    """
    from zhunru.evidence_table import EvidenceTable

    return EvidenceTable.of(validate(paths, as_of))


def _listed(paths: Paths) -> list[Path]:
    if isinstance(paths, str | os.PathLike):
        return [Path(paths)]
    return [Path(path) for path in paths]


def _day(given: date | str | None) -> date:
    from zhunru.errors import UserError

    if given is None:
        return date.today()
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UserError(
            f"截至日期应写成 YYYY-MM-DD，得到“{given}”。 "
            f"Write the as-of date as YYYY-MM-DD, not {given!r}."
        ) from error

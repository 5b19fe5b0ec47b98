"""医院表格里的手术名称，与旁边写的技术、科室。 Operation names and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from zhunru.inputs import vocabulary
from zhunru.matching.candidates import Candidate, candidates_of, preferred
from zhunru.matching.columns import read_columns
from zhunru.matching.settling import Asked
from zhunru.tables import load_tables

_TECHNIQUE: Final = "技术"
_DEPARTMENT: Final = "科室"


@dataclass
class ListedName:
    """一个名称在表格里出现的情形。 How a name occurs in the tables.

    Attributes:
        name: The name as the hospital writes it.
        count: In how many rows it stands.
        techniques: The notations of the techniques beside it.
        specialties: The notations of the specialties of the departments beside it.
    """

    name: str
    count: int = 0
    techniques: set[str] = field(default_factory=set)
    specialties: set[str] = field(default_factory=set)

    def asked(self, technique: str | None = None) -> Asked:
        """Return the name with the technique and the specialty beside it, where there is one only.

        Args:
            technique: The technique of all names, if it is known.
        """
        return Asked(self.name, technique or _only(self.techniques), _only(self.specialties))


def read_names(paths: Sequence[Path], column: str | None = None) -> dict[str, ListedName]:
    """Read the operation names of tables.

    Args:
        paths: CSV, XLSX or Parquet files, or folders of them.
        column: The header of the column of names; by default those of the case log and of the
            hospital's own catalogue.

    Returns:
        What was read, by name, in the order of the files.

    Raises:
        InputError: If no table has the column.
        OSError: If a file cannot be read.
    """
    names = load_tables()["case_log"].field("procedure")
    title = column or names.title
    headers = {
        title: () if column else names.headers,
        _TECHNIQUE: load_tables()["case_log"].field("technique").headers,
        _DEPARTMENT: load_tables()["own_catalogue"].field("department").headers,
    }
    words = vocabulary()
    found: dict[str, ListedName] = {}
    for row in read_columns(paths, {title: "operation name"}, headers):
        one = found.setdefault(row[title], ListedName(row[title]))
        one.count += 1
        if technique := words.resolve("technique", row.cells.get(_TECHNIQUE, "")):
            one.techniques.add(technique)
        if specialty := words.resolve("specialty", row.cells.get(_DEPARTMENT, "")):
            one.specialties.add(specialty)
    return found


def propose(
    names: Sequence[ListedName],
    *,
    technique: str | None = None,
    day: date | None = None,
    limit: int = 3,
) -> dict[str, tuple[Candidate, ...]]:
    """Find the candidates of listed names, narrowed by what is written beside them.

    Args:
        names: The names.
        technique: The notation of the technique of all of them, if it is known.
        day: Entries of the editions in force on this day; None for the latest.
        limit: How many candidates for each at most.

    Returns:
        The candidates by name, the likeliest first.
    """
    found = candidates_of((one.name for one in names), day=day, limit=None)
    asked = [one.asked(technique) for one in names]
    return {
        name: preferred(found[name], technique=beside, specialty=specialty)[:limit]
        for name, beside, specialty in asked
    }


def _only(notations: set[str]) -> str | None:
    return next(iter(notations)) if len(notations) == 1 else None

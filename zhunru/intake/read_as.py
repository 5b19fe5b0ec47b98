"""人说的：哪张工作表是哪张表，哪一列是哪一项。 What people said of sheets and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NOT_READ: Final = ""
"""不读。 Chosen for what is not to be read."""


@dataclass(frozen=True)
class ReadAs:
    """How sheets and columns are to be read that do not tell by their own names.

    Attributes:
        tables: The English name of a table, or `NOT_READ`, by `Sheet.file`.
        columns: The English name of a field, or `NOT_READ`, by `Sheet.file` and header.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def columns_of(self, file: str) -> dict[str, str]:
        """Return what was said of the columns of a sheet, by header."""
        return {header: name for (sheet, header), name in self.columns.items() if sheet == file}

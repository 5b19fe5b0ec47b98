"""一张导出的表。 A table to be exported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhunru.csv_text import Cell
from zhunru.requirements import Label


@dataclass(frozen=True)
class Sheet:
    """表名、各列与各行。 A name, columns and rows.

    Attributes:
        name: The name of its file, without extension.
        title: What it is.
        columns: The heading of each column.
        rows: The cells of each row, in the order of the columns; None is an empty cell.
    """

    name: str
    title: Label
    columns: tuple[Label, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> list[str]:
        """The headings as one text each, Chinese first."""
        return [f"{one.zh} {one.en}" for one in self.columns]


def joined(texts: Iterable[str]) -> str | None:
    """Set texts in a row, separated by 、; None for none."""
    return "、".join(texts) or None

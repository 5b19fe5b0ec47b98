"""许多医院交来的数据。 What many hospitals handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends import BaseBackend

from zhunru.typed_tables import Tables, from_parquet, incomplete_from_parquet


@dataclass(frozen=True)
class Hospitals:
    """What many hospitals handed in, on a connection.

    Attributes:
        tables: Their tables, one of each kind for all.
        incomplete: (table, bearer) of whom rows were set aside before, so that what is known of
            them is a least; None for nobody.
        entries: (name, its_technique, entry) of operation names that match an entry of a catalogue,
            as in `zhunru.evidence.coverage`; None for none.
    """

    tables: Tables
    incomplete: ir.Table | None = None
    entries: ir.Table | None = None

    @classmethod
    def from_parquet(cls, folder: Path, connection: BaseBackend) -> Hospitals:
        """Read what `write_parquet` and others write.

        Args:
            folder: Holds the tables; see `zhunru.typed_tables.from_parquet`.
            connection: The backend that reads them.

        Returns:
            The hospitals.

        Raises:
            InputError: If there is no table at all, a file is not Parquet or cut short, or a column
                is missing or of a wrong type; all are listed.
        """
        return cls(from_parquet(folder, connection), incomplete_from_parquet(folder, connection))

    def without(self, lost: ir.Table) -> Hospitals:
        """Note that rows of some people or institutions do not count.

        Args:
            lost: (table, bearer) of whom rows are set aside.

        Returns:
            The hospitals, with those among the incomplete.
        """
        known = self.incomplete
        return replace(self, incomplete=lost if known is None else known.union(lost).distinct())

    def understated(self) -> ir.Table | None:
        """Return the institutions of whose people rows were set aside: there may be more of them.

        Returns:
            institution; None for nobody.
        """
        if self.incomplete is None:
            return None
        lost, staff = self.incomplete, self.tables["staff"]
        of_staff = lost.filter(lost.table == "staff").select(institution="bearer")
        of_credentials = lost.filter(lost.table == "credentials")
        placed = staff.semi_join(of_credentials, staff.staff == of_credentials.bearer)
        return of_staff.union(placed.select("institution")).distinct()

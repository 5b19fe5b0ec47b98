"""虚构一省的 Parquet 表。 Make the Parquet tables of an invented province.

Everything follows from row numbers, so that the same sizes give the same tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from zhunru.reading import criteria

_PART = 5_000_000
"""Cases per file."""


def make_province(folder: Path, cases: int, physicians: int = 100_000, places: int = 1_000) -> None:
    """Write the tables.

    Args:
        folder: Where to; it must not exist.
        cases: How many rows the case log has.
        physicians: How many physicians, each with a title, experience and one credential.
        places: How many institutions, each with a programme.
    """
    folder.mkdir(parents=True)
    (folder / "case_log").mkdir()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE techniques (number INT, technique VARCHAR)")
        connection.executemany(
            "INSERT INTO techniques VALUES (?, ?)", list(enumerate(_graded_techniques()))
        )
        connection.execute(f"SET VARIABLE techniques = {len(_graded_techniques())}")
        for name, query in _TABLES.items():
            text = query.format(physicians=physicians, places=places)
            connection.execute(f"COPY ({text}) TO '{folder / name}.parquet'")
        for start in range(0, cases, _PART):
            text = _CASES.format(
                start=start, end=min(start + _PART, cases), physicians=physicians, places=places
            )
            target = folder / "case_log" / f"part-{start // _PART:03}.parquet"
            connection.execute(f"COPY ({text}) TO '{target}'")


def _graded_techniques() -> list[str]:
    """Techniques with an independent operator of grade four, and criteria for institutions."""
    graded = {
        one.technique.notation
        for one in criteria().values()
        if one.role.notation == "independent-operator" and one.covers("4")
    }
    return sorted(graded)


_TABLES = {
    "institutions": """
        SELECT 'H' || i AS institution, '医院' || i AS name, 'tertiary-a' AS level,
          '地区' || i % 20 AS region, DATE '2018-01-01' AS log_start
        FROM range({places}) one(i)""",
    "staff": """
        SELECT 'D' || i AS staff, '人员' || i AS name, 'H' || i % {places} AS institution,
          '医师' AS category, i % 50 != 0 AS in_house,
          DATE '1995-01-01' + (i % 7000)::INT AS clinical_since
        FROM range({physicians}) one(i)""",
    "titles": """
        SELECT 'D' || i AS staff, ['attending', 'associate-chief', 'chief'][1 + i % 3] AS title,
          DATE '2010-01-01' + (i % 5000)::INT AS since
        FROM range({physicians}) one(i)""",
    "programmes": """
        SELECT 'P' || i AS programme, 'H' || i AS institution, technique, '4' AS grade,
          'institution' AS role
        FROM range({places}) one(i)
        JOIN techniques ON number = i % getvariable('techniques')""",
    "credentials": """
        SELECT 'A' || i AS credential, 'D' || i AS staff, technique, '4' AS grade,
          'independent-operator' AS role
        FROM range({physicians}) one(i)
        JOIN techniques ON number = (i % {places}) % getvariable('techniques')""",
}
_CASES = """
    SELECT 'C' || i AS "case", DATE '2018-01-01' + (hash(i) % 2900)::INT AS date,
      'H' || worker % {places} AS institution, 'D' || worker AS staff,
      ['independent', 'as-operator', NULL][1 + i % 3] AS case_role,
      NULL::VARCHAR AS procedure, technique, (1 + hash(i + 1) % 4)::VARCHAR AS grade,
      hash(i + 2) % 50 = 0 AS complication, hash(i + 3) % 500 = 0 AS death
    FROM (SELECT i, hash(i + 4) % {physicians} AS worker FROM range({start}, {end}) one(i))
    JOIN techniques ON number = (worker % {places}) % getvariable('techniques')"""


if __name__ == "__main__":
    make_province(Path(sys.argv[1]), int(sys.argv[2]))

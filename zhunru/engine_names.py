"""可选的引擎与后端的名称，不引入其实现。 The names of engines and backends, without their code."""

from enum import StrEnum


class Engine(StrEnum):
    """What checks dossiers, by the name that `--engine` takes."""

    COLUMNS = "columns"
    PYSHACL = "pyshacl"
    SHACL = "shacl"


class Backend(StrEnum):
    """Where columns are computed, by the name that `--backend` takes."""

    DUCKDB = "duckdb"
    SPARK = "spark"

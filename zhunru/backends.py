"""在哪里算：本机的 DuckDB，或 Spark 集群。 Where columns are computed: DuckDB here, or Spark."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from typing import Final

import ibis

from zhunru.errors import UserError


class Backend(StrEnum):
    """The backends, by the name that `--backend` takes."""

    DUCKDB = "duckdb"
    SPARK = "spark"


LOCAL_SPARK: Final = "local[*]"
"""Spark on all cores of this machine."""


@contextmanager
def connect(
    backend: Backend = Backend.DUCKDB, memory: str | None = None, master: str = LOCAL_SPARK
) -> Iterator[ibis.BaseBackend]:
    """Open a backend, and close it afterwards.

    Args:
        backend: Which one.
        memory: For DuckDB, how much memory it may take before it spills to a temporary folder, such
            as `4GB`; for a Spark session of this machine, the heap of its driver.
        master: The URL of the Spark cluster.

    Yields:
        The connection.

    Raises:
        UserError: If Spark is not installed, or cannot start.
    """
    if backend is Backend.SPARK:
        yield from _spark(master, memory)
    else:
        yield from _duckdb(memory)


def _duckdb(memory: str | None) -> Iterator[ibis.BaseBackend]:
    with tempfile.TemporaryDirectory(prefix="zhunru-") as spill:
        limits = {"memory_limit": memory} if memory else {}
        connection = ibis.duckdb.connect(temp_directory=spill, **limits)
        try:
            yield connection
        finally:
            connection.disconnect()


def _spark(master: str, memory: str | None) -> Iterator[ibis.BaseBackend]:
    if not find_spec("pyspark"):
        raise UserError(
            "没有安装 Spark，请运行 pip install 'zhunru[spark]'。"
            " Spark is not installed: pip install 'zhunru[spark]'."
        )
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("zhunru")
    settings = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC"}
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings |= {"spark.driver.memory": memory} if memory else {}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise UserError(
            f"Spark 未能启动：需要 Java 17 或 21，以及可达的集群“{master}”。"
            f" Spark did not start: it needs Java 17 or 21 and the cluster {master!r} ({error})."
        ) from error
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()

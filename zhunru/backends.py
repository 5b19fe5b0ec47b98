"""在哪里算：本机的 DuckDB，或 Spark 集群。 Where columns are computed: DuckDB here, or Spark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import ibis
import ibis.expr.types as ir

from zhunru.engine_names import Backend
from zhunru.errors import UserError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


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


def kept(table: ir.Table) -> ir.Table:
    """Compute a table once and keep it for as long as the connection is open.

    Args:
        table: An expression.

    Returns:
        The same rows, ready.
    """
    # 写成表，不用缓存：Spark 的缓存带着全部来历，层层相叠越算越慢；DuckDB 的缓存会在关闭之后才清。
    # A table, not a cache: Spark's keeps the whole history, which makes deep plans ever slower, and
    # DuckDB's are dropped after the connection is closed.
    name = f"kept_{uuid4().hex}"
    written = table.get_backend().create_table(name, table)
    # Spark 会放宽小整数，改回原来的类型。 Spark widens small integers: back to what they were.
    return written if written.schema() == table.schema() else written.cast(table.schema())


def _duckdb(memory: str | None) -> Iterator[ibis.BaseBackend]:
    with tempfile.TemporaryDirectory(prefix="zhunru-") as spill:
        limits = {"memory_limit": memory} if memory else {}
        connection = ibis.duckdb.connect(temp_directory=spill, **limits)
        try:
            yield connection
        finally:
            connection.disconnect()


def _spark(master: str, memory: str | None) -> Iterator[ibis.BaseBackend]:
    with (
        tempfile.TemporaryDirectory(prefix="zhunru-") as warehouse,
        _session(master, memory, warehouse) as session,
    ):
        yield ibis.pyspark.connect(session)


@contextmanager
def _session(master: str, memory: str | None, warehouse: str) -> Iterator[SparkSession]:
    if not find_spec("pyspark"):
        raise UserError(
            "没有安装 Spark，请运行 pip install 'zhunru[spark]'。"
            " Spark is not installed: pip install 'zhunru[spark]'."
        )
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("zhunru")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": warehouse,
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
        }
        settings |= {"spark.driver.memory": memory} if memory else {}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise UserError(
            f"Spark 未能启动：需要 Java 17 或 21，以及可达的集群“{master}”。"
            f" Spark did not start: it needs Java 17 or 21 and the cluster {master!r}."
        ) from error
    try:
        yield session
    finally:
        session.stop()

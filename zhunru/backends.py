"""在哪里算：本机的 DuckDB，或 Spark 集群。 Where columns are computed: DuckDB here, or Spark."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
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

_BYTES: Final = {
    unit: size**power
    for power, letter in enumerate("KMGT", start=1)
    for unit, size in ((letter, 1024), (f"{letter}B", 1000), (f"{letter}IB", 1024))
}
"""内存单位折合的字节。 Bytes of a unit of memory, in capitals."""


@contextmanager
def connect(
    backend: Backend = Backend.DUCKDB, memory: str | None = None, master: str = LOCAL_SPARK
) -> Iterator[ibis.BaseBackend]:
    """Open a backend, and close it afterwards.

    Args:
        backend: Which one.
        memory: Such as `4GB` or `512MiB`. For DuckDB, how much memory its data may take before they
            are spilled to a temporary folder; the process needs some 0.4 GB besides. Tens of
            millions of cases need at least `300MB`. For Spark, the heap of its driver, which on
            this machine does everything.
        master: The URL of the Spark cluster.

    Yields:
        The connection.

    Raises:
        UserError: If the memory is no amount or not enough; if Spark is not installed, or cannot
            start.
    """
    size = bytes_of(memory) if memory else None
    if backend is Backend.SPARK:
        yield from _spark(master, size)
    else:
        yield from _duckdb(size)


def bytes_of(memory: str) -> int:
    """Read an amount of memory.

    Args:
        memory: A number and a unit: KB, MB, GB, TB of 1000, or KiB, MiB, GiB, TiB, K, M, G, T of
            1024, in capitals or not.

    Returns:
        How many bytes.

    Raises:
        UserError: If it is no such amount.
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Z]+)", memory.strip().upper(), re.ASCII)
    size = int(float(found[1]) * _BYTES.get(found[2], 0)) if found else 0
    if not size:
        raise UserError(
            f"内存“{memory}”看不懂，应为数字加单位，如 4GB、512MiB。"
            f" Memory {memory!r} is no amount: a number and a unit, such as 4GB or 512MiB."
        )
    return size


def memory_limit(connection: ibis.BaseBackend) -> int | None:
    """Tell how many bytes a backend's data may take in memory.

    Args:
        connection: The backend.

    Returns:
        The limit; None on Spark, whose executors see to it themselves.
    """
    if connection.name != "duckdb":
        return None
    return bytes_of(connection.raw_sql("SELECT current_setting('memory_limit')").fetchone()[0])


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


def _duckdb(memory: int | None) -> Iterator[ibis.BaseBackend]:
    from duckdb import OutOfMemoryException

    with tempfile.TemporaryDirectory(prefix="zhunru-") as spill:
        limits = {"memory_limit": f"{memory}B"} if memory else {}
        connection = ibis.duckdb.connect(temp_directory=spill, **limits)
        try:
            yield connection
        except OutOfMemoryException as error:
            raise UserError(
                "内存或临时文件夹的空间不够，请把 --memory 调大，或以 TMPDIR 另指一个文件夹。"
                " Memory or space for temporary files ran out: give more by --memory, or name"
                f" another folder by TMPDIR. ({error})"
            ) from error
        finally:
            connection.disconnect()


def _spark(master: str, memory: int | None) -> Iterator[ibis.BaseBackend]:
    with (
        tempfile.TemporaryDirectory(prefix="zhunru-") as warehouse,
        _session(master, _settings(master, memory, warehouse)) as session,
    ):
        connection = ibis.pyspark.connect(session)
        try:
            yield connection
        finally:
            for name in connection.list_tables(like="^(kept|rule)_"):
                connection.drop_table(name, force=True)


def _settings(master: str, memory: int | None, warehouse: str) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        # 小关系经 Arrow 交给 Spark：快得多，空着的文字也仍是空的。
        # Small relations go to Spark by way of Arrow: much faster, and no text stays no text.
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if memory:
        settings["spark.driver.memory"] = f"{max(memory // 2**20, 1)}m"
    if master.startswith("local"):
        # 集群的仓库须各机可见，由集群自己设定。 A cluster has a warehouse that all machines see.
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
            "spark.sql.warehouse.dir": warehouse,
        }
    return settings


@contextmanager
def _session(master: str, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    if not find_spec("pyspark"):
        raise UserError(
            "没有安装 Spark，请运行 pip install 'zhunru[spark]'。"
            " Spark is not installed: pip install 'zhunru[spark]'."
        )
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("zhunru")
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
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()

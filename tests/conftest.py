"""Fixtures that every test may use. 各测试共用的夹具。"""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from small_hospital import SMALL

from zhunru.inputs import vocabulary as shipped_vocabulary

# 忙碌的机器上单个例子可能很慢，不以时间判错。 A busy machine may be slow: never fail for time.
settings.register_profile("zhunru", deadline=None)
settings.load_profile("zhunru")

# 小数据上的 Spark 时间多花在编译上：编译快些。 Spark spends small data compiling: do it quickly.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

INVENTED = Path(__file__).parent / "fixtures" / "invented"


@pytest.fixture(scope="session")
def sources_folder() -> Path:
    """官方原文的文件夹；未设 ZHUNRU_SOURCES 时用虚构规范的。 Official texts, or invented ones."""
    return Path(os.environ.get("ZHUNRU_SOURCES") or INVENTED / "sources")


@pytest.fixture(scope="session")
def vocabulary():
    """图谱的词表。 The vocabulary of the knowledge graph."""
    return shipped_vocabulary()


@pytest.fixture
def hospital(tmp_path):
    """写出一个小医院，可替换其中的文件。 Write a small hospital with some files replaced."""

    def write(changes=None):
        for name, content in {**SMALL, **(changes or {})}.items():
            if content is not None:
                raw = content if isinstance(content, bytes) else content.encode()
                (tmp_path / name).write_bytes(raw)
        return tmp_path

    return write

"""Fixtures that every test may use. 各测试共用的夹具。"""

import os
from pathlib import Path

import pytest

INVENTED = Path(__file__).parent / "fixtures" / "invented"


@pytest.fixture(scope="session")
def sources_folder() -> Path:
    """官方原文的文件夹；未设 ZHUNRU_SOURCES 时用虚构规范的。 Official texts, or invented ones."""
    return Path(os.environ.get("ZHUNRU_SOURCES") or INVENTED / "sources")

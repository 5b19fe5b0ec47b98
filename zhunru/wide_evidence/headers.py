"""宽表的表头。 The headers of wide tables of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from zhunru.criterion import Criterion
from zhunru.requirements import Leaf

BEARER: Final = "编号"
NAME: Final = "名称"
INSTITUTION: Final = "机构编号"
CRITERION: Final = "标准"
CODE: Final = "标准代号"
#: 说明一行是谁、按哪项标准的各列。 The columns that tell whose evidence a row is, and for what.
FIXED: Final = (BEARER, NAME, INSTITUTION, CRITERION, CODE)
#: 每行都要有的。 What every row must have.
REQUIRED: Final = (BEARER, CODE)
#: 工作簿里的工作表名，读入时据此认出。 The name of the sheet, by which a workbook is recognised.
SHEET: Final = "证据"

_KEY: Final = re.compile(r"\[([^\[\]]+)\]\s*$")


def key_header(leaf: Leaf) -> str:
    """Name a column of evidence: what it is, then its key in brackets."""
    return f"{leaf.label.zh} [{leaf.evidence_key}]"


def key_of(header: str) -> str | None:
    """Return the key in the brackets of a header; None without brackets."""
    found = _KEY.search(header)
    return found.group(1).strip() if found else None


def leaves_by_key(criteria: Iterable[Criterion]) -> dict[str, Leaf]:
    """Return a leaf per key of evidence, the first that has it, in the order of the criteria."""
    found: dict[str, Leaf] = {}
    for criterion in criteria:
        for leaf in criterion.leaves():
            found.setdefault(leaf.evidence_key, leaf)
    return found

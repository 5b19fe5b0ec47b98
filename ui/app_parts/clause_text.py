"""条款全文：设了 ZHUNRU_SOURCES 才有。 Full text of clauses, where ZHUNRU_SOURCES is set.

The folder holds one official text per regulation, named after it: nasal-endoscopy-2019.txt.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

from zhunru.namespaces import local_path
from zhunru.official_text import OfficialText, read_official_text
from zhunru.requirements import Clause

VARIABLE: Final = "ZHUNRU_SOURCES"


def full_text(clause: Clause) -> str | None:
    """Return the words of a clause with those below it; None where the text is not at hand."""
    sources = os.environ.get(VARIABLE)
    if not sources:
        return None
    regulation, path = local_path(clause.iri).rsplit("/", 1)
    text = _official_text(Path(sources) / f"{regulation}.txt")
    found = text.clause(path) if text else None
    return found.full_text if found else None


@cache
def _official_text(file: Path) -> OfficialText | None:
    try:
        return read_official_text(file)
    except (OSError, UnicodeDecodeError):
        return None

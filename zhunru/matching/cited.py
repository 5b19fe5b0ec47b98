"""按人写的代号找条目。 Find an entry by what people write for it."""

from __future__ import annotations

from typing import Final

from zhunru.matching.catalogue import Procedure, procedures
from zhunru.namespaces import ID

_PREFIXES: Final = (f"{ID}procedure/", "procedure/", "/procedure/")


def cited_procedure(text: str) -> Procedure | None:
    """Return the entry of an IRI, a path or a notation.

    Args:
        text: `https://…/id/procedure/<path>`, `procedure/<path>` or `<path>`, where the path is
            the regulation, the grade and the number.

    Returns:
        The entry; None if there is no such entry.
    """
    path = text.strip()
    for prefix in _PREFIXES:
        path = path.removeprefix(prefix)
    return procedures().get(f"{ID}procedure/{path}")

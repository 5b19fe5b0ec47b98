"""报告所依据的数据版本。 The version of the data that a report goes by."""

from __future__ import annotations

from hashlib import sha256

from zhunru import __version__
from zhunru.graph import turtle_files
from zhunru.once import Once

_DIGITS = 12


@Once
def data_version() -> str:
    """Name the knowledge graph that is in use: the release, and a digest of what its files hold.

    Returns:
        For example `0.1.0+3f9a52c07b1e`; a rule that somebody changed changes the digest.
    """
    digest = sha256()
    for path in turtle_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:_DIGITS]}"

"""写文件：要么完整，要么不动。 Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace a file's content in one step; a crash leaves the old file or the new one.

    Args:
        path: The file; its folder must exist.
        content: The whole new content.
        private: Whether only the user may read it; else it has the mode of an ordinary file.

    Raises:
        OSError: If the folder is missing or not writable; the old file is then untouched.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        # 报错要说用户给的名字，不说临时文件。 Name the user's file, not the temporary one.
        raise OSError(error.errno, error.strerror, str(path)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            _publish(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _publish(temporary: Path) -> None:
    """临时文件只许本人读，改为普通文件的权限。 Give a temporary file an ordinary mode."""
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)


def write_text(path: Path, content: str) -> None:
    """Replace a text file, in UTF-8, in one step.

    Args:
        path: The file; its folder must exist.
        content: The whole new content.

    Raises:
        OSError: As for `write_bytes`.
    """
    write_bytes(path, content.encode("utf-8"))

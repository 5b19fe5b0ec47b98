"""写一个文件夹：要么完整，要么没有。 Write a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zhunru.errors import UserError
from zhunru.files import write_bytes


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, which gets its name when all of them are there.

    Args:
        folder: The folder; it must not exist yet, the one above it must.
        files: The contents by name.

    Raises:
        UserError: If there is something of that name.
        OSError: If it cannot be written; nothing is left behind then.
    """
    if folder.exists():
        raise UserError(
            f"“{folder}”已存在，不覆盖，请另给一个文件夹。"
            f" {str(folder)!r} exists already: name another folder."
        )
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, content in files.items():
            write_bytes(unfinished / name, content)
        unfinished.chmod(0o777 & ~_umask())
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

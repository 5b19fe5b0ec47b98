"""工作的文件夹：只许本人读，用完即删。 Folders of jobs: private, and deleted after use.

Each server has one folder and holds a lock in it as long as it lives. A server that is killed
cannot clean up; the next one to start removes the folders whose lock nobody holds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final, TextIO

_PREFIX: Final = "zhunru-jobs-"
_LOCK: Final = "lock"


class ServerFolder:
    """一个服务器的文件夹，各项工作各有其下一层。 The folder of a server, with one for each job."""

    def __init__(self, place: Path | None = None) -> None:
        """Make the folder, mode 0700, and remove those that dead servers left.

        Args:
            place: Where it is made; the folder of temporary files unless given.
        """
        above = place or Path(tempfile.gettempdir())
        _remove_abandoned(above)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=above))
        self._lock: TextIO = (self.path / _LOCK).open("w", encoding="utf-8")
        _try_to_hold(self._lock)

    def make(self) -> Path:
        """Make the folder of a job."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def remove(self) -> None:
        """Remove the folder and whatever is left in it."""
        self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


def _remove_abandoned(above: Path) -> None:
    for folder in above.glob(f"{_PREFIX}*"):
        if folder.is_dir() and not folder.is_symlink() and _is_ours(folder) and _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return sys.platform == "win32" or folder.lstat().st_uid == os.geteuid()


def _is_left(folder: Path) -> bool:
    """Tell whether the server of a folder is gone: it no longer holds its lock."""
    lock = folder / _LOCK
    try:
        if sys.platform == "win32":  # 有人打开的文件删不掉 a file that is open cannot be deleted
            lock.unlink()
            return True
        with lock.open("r+", encoding="utf-8") as opened:
            return _try_to_hold(opened)
    except OSError:
        # 没有锁：可能正在建立，留着。 No lock: perhaps it is just being made.
        return False


def _try_to_hold(lock: TextIO) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""由规则读出之物，存盘备下次用。 What is read from the rules, cached on disk for the next run.

Reading criteria and words out of the Turtle files takes more than a second, and gives the same
until the files or the program change. A cache file is a seal, then the content. The seal is a
digest of rules, program and content together: whatever is outdated, cut short or damaged does not
fit it, and is read anew from the rules.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar, cast

from zhunru.data_version import data_version
from zhunru.files import write_bytes
from zhunru.once import Once

_T = TypeVar("_T")

#: 所存各类的模块都在其中。 The modules of all classes that are kept lie in this folder.
_PACKAGE: Final = Path(__file__).parent
_SEAL: Final = sha256().digest_size
_WRITABLE_BY_OTHERS: Final = 0o022

#: 缓存不可用也无妨：没有权限、磁盘已满，或没有主目录（RuntimeError）。
#: A cache that cannot be used does no harm: no right, a full disk, or no home (RuntimeError).
_UNUSABLE: Final = (OSError, RuntimeError)


def cached_on_disk(read: Callable[[], _T]) -> Callable[[], _T]:
    """Let a function that reads the shipped rules do so once per process, and seldom at all.

    Args:
        read: Takes nothing and depends on nothing but the shipped rules; what it returns can be
            pickled, and is treated as read-only. Its module and name name the cache file; classes
            of its own are of this package, or of a module beside its own.

    Returns:
        The same function, which takes what it returned in an earlier run as long as that fits.
    """

    @wraps(read)
    def cached() -> _T:
        name, beside = f"{read.__module__}.{read.__name__}.pickle", _beside(read.__module__)
        kept = _kept(name, beside)
        if kept is not None:
            return cast(_T, pickle.loads(kept))
        fresh = read()
        _keep(name, pickle.dumps(fresh), beside)
        return fresh

    return Once(cached)


def _folder() -> Path:
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(given) if given else Path.home() / ".cache") / "zhunru"


def _kept(name: str, beside: bytes) -> bytes | None:
    """Return the content of a cache file; None if there is none that fits."""
    with suppress(*_UNUSABLE), (_folder() / name).open("rb") as file:
        if _is_ours(os.fstat(file.fileno())):
            seal, content = file.read(_SEAL), file.read()
            return content if seal == _seal(content, beside) else None
    return None


def _is_ours(status: os.stat_result) -> bool:
    """Tell whether nobody else can have written the file.

    读 pickle 会执行其中所写；只有本人能写的，与程序本身一样可信。
    To read a pickle is to execute it: what only the user can write is as safe as the program.
    """
    if sys.platform == "win32":  # 用户目录由系统看守 the system guards the user's folder
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _WRITABLE_BY_OTHERS


def _keep(name: str, content: bytes, beside: bytes) -> None:
    with suppress(*_UNUSABLE):
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_bytes(folder / name, _seal(content, beside) + content, private=True)


def _seal(content: bytes, beside: bytes) -> bytes:
    return sha256(_edition() + beside + content).digest()


@cache
def _beside(module: str) -> bytes:
    """Digest the modules beside one that is no part of the package, such as those of the app."""
    folder = Path(sys.modules[module].__file__ or "").parent
    return b"" if _PACKAGE in (folder, *folder.parents) else _digest(folder.glob("*.py"))


@cache
def _edition() -> bytes:
    """Digest all that a content depends on: the rules, the modules of the program, and Python."""
    digest = sha256(f"{data_version()} {sys.version}".encode())
    return digest.digest() + _digest(_PACKAGE.rglob("*.py"))


def _digest(modules: Iterable[Path]) -> bytes:
    digest = sha256()
    for one in sorted(modules):
        digest.update(one.read_bytes())
    return digest.digest()

"""只算一次，同时来的都等这一次。 Computed once; who comes meanwhile waits for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, update_wrapper
from threading import RLock
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Once(Generic[_T]):
    """A function without arguments that is called once per process.

    `functools.cache` lets threads that come at the same time all compute: twenty users who open a
    page together would read the graph twenty times.
    """

    def __init__(self, read: Callable[[], _T]) -> None:
        kept = cache(read)
        self._kept = kept
        self._lock = RLock()
        self.cache_clear = kept.cache_clear
        self.cache_info = kept.cache_info
        update_wrapper(self, read)

    def __call__(self) -> _T:
        """Return what the function returned the first time."""
        with self._lock:
            return self._kept()

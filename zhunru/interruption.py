"""让 Ctrl-C 管用。 Make Ctrl-C work where the work itself does not listen.

Oxigraph answers a query in one call, during which Python cannot act on a signal in the thread that
called. The call is made in another thread, and the main thread waits for the signal.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Thread
from typing import Final, NoReturn, TypeVar

_T = TypeVar("_T")

#: 按惯例，被信号 2 终止。 Ended by signal 2, by convention.
INTERRUPTED: Final = 130
_TICK: Final = 0.1
"""每隔多少秒看一次信号；有的系统等待时收不到。 Seconds between looks: not all waits wake up."""


def interruptible(work: Callable[[], _T]) -> _T:
    """Do work that does not listen to Ctrl-C; on Ctrl-C the process ends at once with 130.

    Args:
        work: What to do; it must not need the main thread.

    Returns:
        What the work returned.

    Raises:
        BaseException: What the work raised.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def attempt() -> None:
        try:
            done.append(work())
        except BaseException as error:  # 原样交给等着的线程 handed to the thread that waits
            failed.append(error)

    thread = Thread(target=attempt, daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(_TICK)
    except KeyboardInterrupt:
        _end()
    if failed:
        raise failed[0]
    return done[0]


def _end() -> NoReturn:
    # 正常退出会等那个线程算完。 An orderly exit would wait for the thread to be done.
    os._exit(INTERRUPTED)

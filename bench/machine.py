"""在什么机器上测的。 The machine that was measured on."""

from __future__ import annotations

import os
import platform


def describe() -> str:
    """Name the processor, the number of cores, the memory and the Python in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} 核 cores, "
        f"{memory:.0f} GiB, Python {platform.python_version()}"
    )

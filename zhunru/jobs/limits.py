"""工作的限度，连同单位。 The limits of jobs, with their units."""

from typing import Final

MAX_RUNNING: Final = 2
"""同时做的工作数；其余排队。 How many jobs run at once; others wait."""
MAX_WAITING: Final = 20
"""最多几项排队。 How many jobs may wait."""
MEMORY_BYTES: Final = 4 * 2**30
"""一项工作可用的内存（字节）。 The memory of one job, in bytes."""
KEEP_SECONDS: Final = 30 * 60
"""无人查看多久后删除（秒）。 After how many seconds without a look a job is deleted."""
SWEEP_SECONDS: Final = 60
"""隔多久清扫一次（秒）。 Seconds between two looks for what is to be deleted."""

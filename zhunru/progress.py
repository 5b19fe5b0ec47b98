"""报告进度。 Telling how far a run is."""

from collections.abc import Callable

#: Told how many more were done.
Advance = Callable[[int], None]


def silent(done: int) -> None:
    """Tell nobody."""
    del done

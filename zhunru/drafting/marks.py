"""待审阅的标记。 The mark of everything that a person must fill or check.

A line of a draft bears at most one mark, so that `grep -c` counts them and editors find them all.
"""

from typing import Final

MARK: Final = "待审阅"
ENGLISH: Final = f"TO REVIEW {MARK}"
"""占位的英文名。 A placeholder for an English label that cannot be made."""
BLANK: Final = "……"
"""注释中待填之处。 What is to be filled in, inside a comment."""


def count_marks(turtle: str) -> int:
    """Return how many marks a draft still has."""
    return sum(MARK in line for line in turtle.splitlines())

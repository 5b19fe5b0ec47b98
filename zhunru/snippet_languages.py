"""保存的查询可以写成什么语言。 What saved queries can be written in, named without loading them."""

from enum import StrEnum


class Language(StrEnum):
    """What a snippet is written in."""

    PYTHON = "python"
    R = "r"
    CURL = "curl"

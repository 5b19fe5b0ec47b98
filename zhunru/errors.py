"""读入数据时发现的问题，用人话说。 What is wrong with the data that people hand in, in their words.

A problem says where it is (file, row, column), what was found and what was expected, in one
Chinese and one English sentence. All problems of an intake are collected before one `InputError`
is raised, so that a hospital can mend its tables in one go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

_LONGEST_VALUE: Final = 40
"""值过长时只引前若干字。 Characters of a value that a message quotes."""


class Bilingual(NamedTuple):
    """同一句话的中文与英文。 The same words in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """一处问题。 One thing that is wrong with the input.

    Attributes:
        kind: 问题代号 a stable code, such as `unknown-concept`.
        file: 文件名，工作簿带工作表名 the file, with the sheet of a workbook.
        row: 行号，表头为第 1 行 the row as a spreadsheet counts it; None for the whole file.
        column: 列名，用文件自己的表头 the header as the file has it; None for the whole row.
        value: 原值 the value as found; None when it is about no single value.
        finding: 发现了什么 what is wrong.
        expected: 应为什么 what should be there.
    """

    kind: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    finding: Bilingual
    expected: Bilingual

    @property
    def chinese(self) -> str:
        """中文一行。 The Chinese line."""
        row = "" if self.row is None else f"第 {self.row} 行"
        column = "" if self.column is None else f"“{self.column}”列"
        value = "" if self.value is None else f"值“{shortened(self.value)}”，"
        return f"文件“{self.file}”{row}{column}：{value}{self.finding.zh}，应为{self.expected.zh}。"

    @property
    def english(self) -> str:
        """英文一行。 The English line."""
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", column “{self.column}”"
        value = "" if self.value is None else f"value “{shortened(self.value)}” "
        found, expected = self.finding.en, self.expected.en
        return f"File “{self.file}”{row}{column}: {value}{found}; expected {expected}."

    def __str__(self) -> str:
        return f"{self.chinese}\n{self.english}"


class UserError(ValueError):
    """用户可以改正的错误，消息先中文后英文。 A mistake that a user can mend; Chinese first."""


class InputError(UserError):
    """输入数据有问题。 The input has problems.

    Attributes:
        problems: 全部问题，按文件与行排列 all of them, by file and row; never empty.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        heading = f"输入数据有 {count} 处问题。 The input has {count} problem(s)."
        return "\n".join([heading, *map(str, self.problems)])


def shortened(value: str) -> str:
    """Return a value as messages quote it: in one line, and not too long."""
    one_line = " ".join(value.split())
    cut = one_line[:_LONGEST_VALUE]
    return one_line if cut == one_line else f"{cut}…"

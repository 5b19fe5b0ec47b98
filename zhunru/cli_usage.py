"""命令写错时的话：先中文，后英文。 What is said of a command that is used wrongly: Chinese first.

The library that reads the command line words its errors in English only. Each of its sentences has
a Chinese one here; one that is not known is told in general, and the English always follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from typer.exceptions import TyperException

_LAST_OF_JANUARY: Final = date(2026, 1, 31)

#: 句子 → 中文，括号里的照填。 A sentence, and its Chinese with the groups filled in.
_SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    (r"Missing option '(.+?)'.*", "缺少选项“{}”。"),
    (r"Missing argument '(.+?)'.*", "缺少参数“{}”。"),
    (r"Missing command\.", "缺少命令。"),
    (r"No such command '(.+?)'\. Did you mean (.+)\?", "没有命令“{}”，是否 {}？"),
    (r"No such command '(.+?)'\.", "没有命令“{}”。"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有选项“{}”，是否 {}？"),
    (r"No such option: (\S+)", "没有选项“{}”。"),
    (r"Option '(.+?)' requires .*", "选项“{}”后面须写值。"),
    (r"Option '(.+?)' does not take a value\.", "选项“{}”后面不写值。"),
    (r"Got unexpected extra argument\S* \((.+)\)", "多出了参数：{}。"),
)
_INVALID: Final = re.compile(r"Invalid value for '(.+?)'.*?: (?:Value error, )?(.*)", re.DOTALL)
_REASONS: Final[tuple[tuple[str, str], ...]] = (
    (r"'(.*)' is not one of (.+)\.", "“{}”不是允许的值，可用的有 {}"),
    (r"Input should be less than or equal to (\S+)", "应不大于 {}"),
    (r"Input should be greater than or equal to (\S+)", "应不小于 {}"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数字"),
    (r"\S+ '(.+)' does not exist\.", "“{}”不存在"),
)
_FORMATS: Final = re.compile(r"'(.*)' does not match the formats? (.+)\.", re.DOTALL)


def tell(error: TyperException, console: Console) -> None:
    """Print what is wrong with a command, below its usage.

    Args:
        error: What the library raised; one that only showed the help says nothing more.
        console: Where to print.
    """
    message = error.format_message()
    if not message.strip():
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        console.print(f"用法 Usage: {escape(usage)}", style="yellow", soft_wrap=True)
        help_ = f"{context.command_path} {context.help_option_names[0]}"
        console.print(f"[dim]详见 See: {escape(help_)}[/]", soft_wrap=True)
    console.print(
        Panel(
            escape(f"{in_chinese(message)}\n{message}"),
            title="错误 Error",
            title_align="left",
            border_style="red",
        )
    )


def in_chinese(message: str) -> str:
    """Say in Chinese what is wrong with a command.

    Args:
        message: The sentence of the library, in English.

    Returns:
        The Chinese sentence.
    """
    invalid = _INVALID.fullmatch(message)
    if invalid is None:
        return _said(message, _SENTENCES) or "命令写得不对。"
    name, reason = invalid.groups()
    dates = _FORMATS.fullmatch(reason)
    if dates is not None:
        says = f"“{dates[1]}”应为 {_quoted(dates[2], _LAST_OF_JANUARY.strftime)} 这样的日期"
    else:
        says = _said(reason, _REASONS)
    return f"“{name}”的值不对：{says}。" if says else f"“{name}”的值不对。"


def _said(text: str, known: tuple[tuple[str, str], ...]) -> str:
    for pattern, chinese in known:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return chinese.format(*(_quoted(group, str) for group in found.groups()))
    return ""


def _quoted(listed: str, written: Callable[[str], str]) -> str:
    """Write what stands quoted in an English list as a Chinese one; a single word as it is."""
    words = re.findall(r"'([^']*)'", listed) or [listed]
    return "、".join(map(written, words))

"""命令行如何报错：用户能改正的错误成为一句话，退出码 2。

How the command line tells errors: a mistake that the user can mend becomes a message, exit code 2.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape

from zhunru.errors import UserError

_P = ParamSpec("_P")

err = Console(stderr=True)


def _fail(message: str) -> NoReturn:
    err.print(f"[bold red]错误 Error[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(2)


_REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EROFS: "只读，不能写入",
    errno.EISDIR: "是文件夹，应为文件",
    errno.ENOTDIR: "是文件，应为文件夹",
    errno.ENOSPC: "磁盘已满",
}


def _in_words(error: OSError) -> str:
    if error.errno is None:
        return str(error)
    reason = _REASONS.get(error.errno, "不能读写")
    return f"“{error.filename}”{reason}。 {error.filename!r}: {error.strerror}."


def explains(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn the errors that a user can mend into a message and exit code 2."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except UserError as error:
            _fail(str(error))
        except BrokenPipeError:
            raise
        except OSError as error:
            _fail(_in_words(error))

    return run

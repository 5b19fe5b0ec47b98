"""没有答案时怎么说。 What is said where there is no answer, Chinese first."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from typing import Final

from zhunru.serving.frames import Reply

PLAIN: Final = "text/plain"
_MEBI: Final = 2**20


def told(status: int, zh: str, en: str) -> Reply:
    """Return a reply that tells what is wrong in Chinese and in English."""
    return message(status, f"{zh}\n{en}")


def message(status: int, text: str) -> Reply:
    """Return a reply of plain text."""
    return Reply(status, PLAIN, f"{text}\n".encode())


def not_acceptable(types: Iterable[str]) -> Reply:
    """Return 406, with the media types that there are."""
    names = ", ".join(types)
    return told(406, f"可用的格式：{names}。", f"Available formats: {names}.")


def too_large(limit: int) -> Reply:
    """Return 413 for an answer above the limit, in bytes."""
    return told(
        413,
        f"答案超过上限 {limit / _MEBI:g} MiB，请用 LIMIT 或更窄的条件。",
        f"The answer exceeds {limit / _MEBI:g} MiB; use LIMIT or narrower conditions.",
    )


def too_much_memory(limit: int) -> Reply:
    """Return 413 for a query that needs more memory than the limit, in bytes."""
    return told(
        413,
        f"查询所需内存超过上限 {limit / _MEBI:g} MiB，已中止。",
        f"The query needs more than {limit / _MEBI:g} MiB of memory and was stopped.",
    )


def busy() -> Reply:
    """Return 503: too many queries are waiting."""
    return told(
        503, "排队的查询太多，请稍后再试。", "Too many queries are waiting; try again later."
    )


def too_many_heavy() -> Reply:
    """Return 503: a query is heavy, and too many heavy ones run or wait."""
    return told(
        503,
        "这个查询很费时，而费时的查询已满，请稍后再试。",
        "This query takes long, and there are too many such queries; try again later.",
    )


def time_up(seconds: float) -> Reply:
    """Return 504: the query ran longer than allowed."""
    return told(
        504,
        f"查询运行超过 {seconds:g} 秒，已中止。",
        f"The query ran for more than {seconds:g} seconds and was stopped.",
    )


def died(ended_by: int, memory: int) -> Reply:
    """Tell why a worker died over a query.

    Args:
        ended_by: The signal that ended it.
        memory: The bytes that it was allowed.

    Returns:
        413 if it had no more memory, 400 if the query exhausted its stack, otherwise 500.
    """
    if ended_by == signal.SIGABRT:
        return too_much_memory(memory)
    if ended_by == signal.SIGSEGV:
        return told(400, "查询嵌套过深。", "The query is nested too deeply.")
    return told(500, "查询没有做完，请再试一次。", "The query did not finish; try again.")

"""读入数据时的问题，一处一行。 What is wrong with the input, a row per problem."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app_parts.language import named, said
from app_parts.styling import html
from zhunru.errors import Problem, shortened

_MOST: Final = 200
_HEADINGS: Final = (
    ("文件", "File"),
    ("行", "Row"),
    ("列", "Column"),
    ("值", "Value"),
    ("问题", "Problem"),
    ("应为", "Expected"),
)


def show_problems(problems: Sequence[Problem]) -> None:
    """Show every problem that stopped a validation, with the place to mend."""
    st.error(
        f"**数据有 {len(problems)} 处问题，没有校验。** 请按下表改好，再上传一次。",
        icon=":material/error:",
    )
    _table(problems)


def show_set_aside(problems: Sequence[Problem]) -> None:
    """Say how many rows were left out of a report, and list them with what is wrong."""
    if not problems:
        return
    rows = len({(problem.file, problem.row) for problem in problems})
    st.warning(
        f"**搁置了 {rows} 行，没有计入。** 其余照算；涉及这些行的数字只是“至少”，"
        "因而可能资料不足。改好后再上传一次。",
        icon=":material/warning:",
    )
    with st.expander(f"搁置的行，{len(problems)} 处问题"):
        _table(problems)


def show_remarks(problems: Sequence[Problem]) -> None:
    """List what readers of a report should know about the tables."""
    if not problems:
        return
    st.info(
        f"**备注 {len(problems)} 条。** 这些行已经采用，但读的人应当知道。", icon=":material/info:"
    )
    with st.expander(f"备注，{len(problems)} 条"):
        _table(problems)


def show_unread(problems: Sequence[Problem]) -> None:
    """List what was handed in and is not read."""
    if problems:
        with st.expander(f"没有读取的，{len(problems)} 处"):
            _table(problems)


def _table(problems: Sequence[Problem]) -> None:
    """Show problems as a table; very many are cut short."""
    head = "".join(f'<th scope="col">{html(said(*words))}</th>' for words in _HEADINGS)
    body = "".join(map(_row, problems[:_MOST]))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'<div class="zr zr-problems">{table}</div>')
    if len(problems) > _MOST:
        st.caption(f"这里列出前 {_MOST} 处，改好这些后再看其余。")


def _row(problem: Problem) -> str:
    cells = (
        problem.file,
        "" if problem.row is None else str(problem.row),
        problem.column or "",
        shortened(problem.value or ""),
        named(problem.finding),
        named(problem.expected),
    )
    return "<tr>" + "".join(f"<td>{html(cell)}</td>" for cell in cells) + "</tr>"

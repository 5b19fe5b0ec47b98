"""读入数据时的问题，一处一行。 What is wrong with the input, a row per problem."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app_parts.styling import html
from zhunru.errors import Problem

_MOST: Final = 200
_HEADINGS: Final = ("文件", "行", "列", "值", "问题", "应为")


def show_problems(problems: Sequence[Problem]) -> None:
    """Show every problem, with the place to mend; very many are cut short."""
    st.error(
        f"**数据有 {len(problems)} 处问题，没有校验。** 请按下表改好，再上传一次。",
        icon=":material/error:",
    )
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
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
        problem.value or "",
        problem.finding.zh,
        problem.expected.zh,
    )
    return "<tr>" + "".join(f"<td>{html(cell)}</td>" for cell in cells) + "</tr>"

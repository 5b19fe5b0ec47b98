"""核对：每个文件读成了哪张表，不认识的列由人来定。 Check sheets and columns; people settle them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.language import said
from app_parts.styling import html, plain
from app_parts.validate_memory import remembered_column
from zhunru.intake.read_as import NOT_READ, ReadAs
from zhunru.tables import Table, load_tables
from zhunru.uploads import Survey, SurveyedColumn, SurveyedSheet

_HEADINGS: Final = (
    ("文件或工作表", "File or sheet"),
    ("读成", "Read as"),
    ("行数", "Rows"),
    ("认出的列", "Columns recognised"),
    ("待定", "Open"),
)


def settle_columns(survey: Survey) -> ReadAs:
    """Show what was read as what, and let people settle what is unknown.

    Args:
        survey: What was handed in.

    Returns:
        What they said, with what they said before.
    """
    if survey.sheets:
        _overview(survey)
    tables, columns = dict(survey.read_as.tables), dict(survey.read_as.columns)
    for sheet in survey.sheets:
        if sheet.table is None or sheet.chosen:
            tables[sheet.file] = _settle_table(sheet)
        asked = [one for one in sheet.columns if one.field is None or one.chosen]
        if sheet.table is not None and asked:
            columns |= _settle_columns(sheet, load_tables()[sheet.table], asked)
    return ReadAs(tables, columns)


def _overview(survey: Survey) -> None:
    head = "".join(f'<th scope="col">{html(said(*words))}</th>' for words in _HEADINGS)
    body = "".join(map(_row, survey.sheets))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'<div class="zr zr-problems zr-sheets">{table}</div>')


def _row(sheet: SurveyedSheet) -> str:
    table = load_tables().get(sheet.table or "")
    known = [one.header for one in sheet.columns if one.field]
    cells = (
        sheet.file,
        f"{'✓' if not sheet.is_open else '!'} {_title(table)}" if table else _unread(sheet),
        str(sheet.rows) if table else "",
        "、".join(known),
        "；".join(_open(sheet, table)) or said("没有", "none"),
    )
    return "<tr>" + "".join(f"<td>{html(cell)}</td>" for cell in cells) + "</tr>"


def _unread(sheet: SurveyedSheet) -> str:
    return said("– 不读", "– not read") if sheet.chosen else said("! 不认识", "! unknown")


def _open(sheet: SurveyedSheet, table: Table | None) -> list[str]:
    unknown = [one.header for one in sheet.columns if one.field is None and not one.chosen]
    found = []
    if table is None and not sheet.chosen:
        found.append(said("不知是哪张表", "which table it is"))
    if unknown:
        found.append(said("不认识的列：", "unknown columns: ") + "、".join(unknown))
    if table and sheet.missing:
        titles = "、".join(_field_title(table, name) for name in sheet.missing)
        found.append(said("缺少必填的列：", "required columns missing: ") + titles)
    return found


def _settle_table(sheet: SurveyedSheet) -> str:
    options = [NOT_READ, *load_tables()]
    preset = sheet.table or sheet.guess or NOT_READ
    if sheet.chosen and sheet.table is None:
        preset = NOT_READ
    guessed = said("（按表头猜的，请确认）", " (guessed by its header)") if sheet.guess else ""
    return st.selectbox(
        said(f"“{plain(sheet.file)}”是哪张表", f"Which table is “{plain(sheet.file)}”") + guessed,
        options,
        index=options.index(preset),
        format_func=lambda one: (
            _title(load_tables()[one]) if one else said("不读这一张", "not to be read")
        ),
        key=f"validate.table.{sheet.file}",
    )


def _settle_columns(
    sheet: SurveyedSheet, table: Table, asked: list[SurveyedColumn]
) -> dict[tuple[str, str], str]:
    taken = {one.field for one in sheet.columns if one.field and not one.chosen}
    options = [NOT_READ, *(field.name for field in table.fields if field.name not in taken)]
    said_of: dict[tuple[str, str], str] = {}
    st.markdown(f"**{plain(sheet.file)}**")
    places = st.columns(3)
    for number, column in enumerate(asked):
        preset = _preset(table, column)
        said_of[sheet.file, column.header] = places[number % 3].selectbox(
            said(f"“{plain(column.header)}”是哪一列", f"Column “{plain(column.header)}” is"),
            options,
            index=options.index(preset) if preset in options else 0,
            format_func=lambda one: (
                _field_title(table, one) if one else said("不读这一列", "not to be read")
            ),
            key=f"validate.column.{sheet.file}.{column.header}",
        )
    return said_of


def _preset(table: Table, column: SurveyedColumn) -> str:
    if column.chosen:
        return column.field or NOT_READ
    remembered = remembered_column(table.name, column.header)
    return remembered if remembered is not None else column.suggested or NOT_READ


def _title(table: Table) -> str:
    return said(table.title, table.name)


def _field_title(table: Table, name: str) -> str:
    field = table.field(name)
    mark = "*" if field.required else ""
    return f"{said(field.title, field.name)}{mark}"

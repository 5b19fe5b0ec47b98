"""填表用的空模板。 Empty templates for hospitals to fill in.

One workbook with a sheet per table, and one CSV file per table for those who export from a system.
The workbook explains every column in a comment on its header and offers the allowed values as
drop-down lists, kept on a hidden sheet because Excel allows only short lists in the cell itself.
One row shows an example of every column; its mark keeps it from being read, so that a template just
written reads back as empty tables.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zhunru.files import write_bytes
from zhunru.intake.workbooks import LOOKUP_SHEET
from zhunru.tables import EXAMPLE_MARK, Field, Table, Type
from zhunru.vocabulary import Vocabulary

WORKBOOK_NAME: Final = "准入数据模板.xlsx"
"""模板工作簿的文件名。 Name of the template workbook."""

_LAST_ROW: Final = 1_048_576
_BOLD: Final = Font(bold=True)
_EXAMPLE: Final = Font(italic=True, color="FF808080")
_EXAMPLE_NOTE: Final = "示例行，不会读入，可以删去。\nAn example: not read, may be deleted."
_HEADER_FILL: Final = PatternFill("solid", fgColor="FFDDE7F0")
_FORMATS: Final[Mapping[Type, str]] = {"string": "@", "date": "yyyy-mm-dd", "integer": "0"}
_COMMENT_SIZE: Final = (320, 140)


def write_templates(
    folder: Path, vocabulary: Vocabulary, schemas: Mapping[str, Table]
) -> tuple[Path, ...]:
    """把模板写入文件夹。 Write the templates into a folder, made if it is missing.

    Args:
        folder: 目标文件夹 where to write.
        vocabulary: 下拉列表的词 the words of the drop-down lists.
        schemas: 表的英文名 → 定义，见 `load_tables` the tables, by name.

    Returns:
        写好的文件：工作簿在前，其后各 CSV the workbook, then a CSV file per table.

    Raises:
        FileExistsError: 有同名文件；此时什么也没写 a target exists; nothing has been written.
        OSError: 无法写入 the folder cannot be written to.
    """
    contents = {folder / WORKBOOK_NAME: _workbook(vocabulary, schemas)}
    contents |= {folder / f"{table.title}.csv": _csv(table) for table in schemas.values()}
    if existing := [path.name for path in contents if path.exists()]:
        names = "、".join(existing)
        raise FileExistsError(
            f"文件夹“{folder}”里已有 {names}，没有覆盖；请换一个文件夹或先移走。"
            f" {folder} already holds {names}; nothing was overwritten."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        write_bytes(path, content)
    return tuple(contents)


def _header(field: Field) -> str:
    return f"{field.title}*" if field.required else field.title


def _csv(table: Table) -> bytes:
    """Return the header and the example, with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_header(field) for field in table.fields], _example(table)])
    return text.getvalue().encode("utf-8-sig")


def _example(table: Table) -> list[str]:
    """Return an example of every column, marked in the first."""
    return [
        f"{EXAMPLE_MARK * (index == 0)}{field.example}" for index, field in enumerate(table.fields)
    ]


def _workbook(vocabulary: Vocabulary, schemas: Mapping[str, Table]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = [(book.create_sheet(table.title), table) for table in schemas.values()]
    lists = _Lists(book.create_sheet(LOOKUP_SHEET))
    for sheet, table in sheets:
        for index, field in enumerate(table.fields, start=1):
            _write_column(sheet, index, field)
            if allowed := _allowed(field, vocabulary):
                _offer(sheet, index, lists.range_of(field.title, allowed))
        _write_example(sheet, table)
        sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_column(sheet: Worksheet, index: int, field: Field) -> None:
    cell = sheet.cell(1, index, _header(field))
    cell.font, cell.fill = _BOLD, _HEADER_FILL
    cell.comment = _comment(field)
    column = sheet.column_dimensions[get_column_letter(index)]
    column.width = max(14, 2 * len(field.title) + 4)
    column.number_format = _FORMATS.get(field.type, "General")


def _write_example(sheet: Worksheet, table: Table) -> None:
    for index, text in enumerate(_example(table), start=1):
        cell = sheet.cell(2, index, text or None)
        cell.font = _EXAMPLE
    width, height = _COMMENT_SIZE
    sheet.cell(2, 1).comment = Comment(_EXAMPLE_NOTE, "zhunru", width=width, height=height // 2)


def _comment(field: Field) -> Comment:
    lines = [field.description, field.description_en]
    if field.required:
        lines.append("必填。 Required.")
    if field.example:
        lines.append(f"例 e.g.：{field.example}")
    width, height = _COMMENT_SIZE
    return Comment("\n".join(lines), "zhunru", width=width, height=height)


def _allowed(field: Field, vocabulary: Vocabulary) -> tuple[str, ...]:
    if field.type == "boolean":
        return ("是", "否")
    labels = (label for scheme in field.concepts for label in vocabulary.allowed(scheme))
    return (*field.enum, *labels)


def _offer(sheet: Worksheet, index: int, source: str) -> None:
    """Offer a list in every row of a column; other words bring a warning, for aliases are read."""
    letter = get_column_letter(index)
    validation = DataValidation(
        type="list",
        formula1=source,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="不在列表中",
        error="请从列表中选择；确有其他写法时可以保留。 Please choose from the list.",
    )
    validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(validation)


class _Lists:
    """The hidden sheet: one column per list, shared by the fields that offer the same words."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}
        sheet.sheet_state = "hidden"

    def range_of(self, title: str, words: tuple[str, ...]) -> str:
        """Return the range that holds the words, writing them first if need be."""
        if words not in self._ranges:
            index = len(self._ranges) + 1
            letter = get_column_letter(index)
            self._sheet.cell(1, index, title).font = _BOLD
            for row, word in enumerate(words, start=2):
                self._sheet.cell(row, index, word)
            self._ranges[words] = f"'{LOOKUP_SHEET}'!${letter}$2:${letter}${len(words) + 1}"
        return self._ranges[words]

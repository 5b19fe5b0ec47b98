"""模板：写得出、读得回、不覆盖。 Templates are written, read back, and never overwrite."""

import pytest
from openpyxl import load_workbook

from zhunru import template
from zhunru.graph import load_graph
from zhunru.intake import read_records
from zhunru.intake.workbooks import LOOKUP_SHEET
from zhunru.tables import EXAMPLE_MARK, ORDER, load_tables
from zhunru.template import WORKBOOK_NAME, write_templates
from zhunru.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(load_graph())


@pytest.fixture(scope="module")
def written(tmp_path_factory, vocabulary):
    folder = tmp_path_factory.mktemp("模板") / "新建"
    return write_templates(folder, vocabulary, load_tables())


@pytest.fixture
def book(written):
    return load_workbook(written[0])


def test_one_workbook_and_one_csv_per_table(written):
    titles = [f"{table.title}.csv" for table in load_tables().values()]
    assert [path.name for path in written] == [WORKBOOK_NAME, *titles]
    assert sorted(written) == sorted(written[0].parent.iterdir())


def test_csv_opens_in_excel(written):
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in written[1:])


def test_empty_templates_read_back(written, vocabulary):
    for path in (written[0], written[0].parent):
        records = read_records([path], vocabulary)
        assert all(records[name] == () for name in ORDER)


def test_headers_are_bold_and_explained(book):
    for table in load_tables().values():
        sheet = book[table.title]
        for cell, field in zip(sheet[1], table.fields, strict=True):
            assert cell.value == field.title + "*" * field.required
            assert cell.font.bold
            assert field.description in cell.comment.text
            assert field.description_en in cell.comment.text
            assert field.example in cell.comment.text
        assert sheet.max_row == 2


def test_the_example_row_is_marked_and_shows_every_column(book, written):
    for table, path in zip(load_tables().values(), written[1:], strict=True):
        examples = [cell.value or "" for cell in book[table.title][2]]
        assert examples[0] == f"{EXAMPLE_MARK}{table.fields[0].example}"
        assert examples[1:] == [field.example for field in table.fields[1:]]
        assert all(cell.font.italic for cell in book[table.title][2])
        assert "不会读入" in book[table.title]["A2"].comment.text
        assert path.read_text("utf-8-sig").splitlines()[1] == ",".join(examples)


def test_the_example_is_read_once_its_mark_is_taken_away(book, tmp_path, vocabulary):
    for table in load_tables().values():
        cell = book[table.title]["A2"]
        cell.value = cell.value.removeprefix(EXAMPLE_MARK)
    path = tmp_path / "示例.xlsx"
    book.save(path)
    records = read_records([path], vocabulary, strict=True)
    assert all(len(records[name]) == 1 for name in ORDER)
    assert records.remarks == ()


def offered(book, title, header):
    """某列下拉列表里的词。 The words that a column offers."""
    sheet = book[title]
    letter = next(c.column_letter for c in sheet[1] if c.value.rstrip("*") == header)
    for validation in sheet.data_validations.dataValidation:
        if f"{letter}2:" in str(validation.sqref):
            _, _, cells = validation.formula1.partition("!")
            return [cell.value for (cell,) in book[LOOKUP_SHEET][cells.replace("$", "")]]
    return None


def test_drop_down_lists(book, vocabulary):
    assert book[LOOKUP_SHEET].sheet_state == "hidden"
    for table in load_tables().values():
        for field in table.fields:
            allowed = [w for scheme in field.concepts for w in vocabulary.allowed(scheme)]
            if field.type == "boolean":
                allowed = ["是", "否"]
            expected = [*field.enum, *allowed] or None
            assert offered(book, table.title, field.title) == expected


def test_every_offered_word_is_read(book, vocabulary, tmp_path):
    sheet = book["条件"]
    book["机构"].append(["H01", "示例医院"])
    for word in offered(book, "条件", "条件"):
        sheet.append(["H01", word, None, None, None, "是"])
    path = tmp_path / "填好的模板.xlsx"
    book.save(path)
    rows = read_records([path], vocabulary)["conditions"]
    assert len({row.values["condition"] for row in rows}) == sheet.max_row - 2


def test_identifiers_keep_their_zeros(book):
    assert book["人员"].column_dimensions["A"].number_format == "@"


def test_nothing_is_overwritten(tmp_path, vocabulary):
    (tmp_path / "职称.csv").write_text("我的数据", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"已有 职称\.csv，没有覆盖"):
        write_templates(tmp_path, vocabulary, load_tables())
    assert [path.name for path in tmp_path.iterdir()] == ["职称.csv"]
    assert (tmp_path / "职称.csv").read_text(encoding="utf-8") == "我的数据"


def test_a_crash_leaves_no_half_written_file(tmp_path, vocabulary, monkeypatch):
    def fail(path, content):
        raise OSError("磁盘已满")

    monkeypatch.setattr(template, "write_bytes", fail)
    with pytest.raises(OSError, match="磁盘已满"):
        write_templates(tmp_path, vocabulary, load_tables())
    assert list(tmp_path.iterdir()) == []

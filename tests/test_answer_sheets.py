"""Answers as spreadsheets."""

import csv
import io

import openpyxl
import pytest

from zhunru.answer_sheets import to_sheet_csv, to_xlsx
from zhunru.ask import ask

FORMULAS = ["=1+1", "+1", "-1", "@x", "＝1", "\t=1"]
FORMS = f"""SELECT ?text ?number ?share ?day ?none ?link {{
  VALUES ?text {{ {" ".join(f'"{one}"' for one in [*FORMULAS, "甲", "#N/A"])} }}
  BIND(-5 AS ?number) BIND(1.5 AS ?share) BIND("2020-01-01"^^xsd:date AS ?day)
  BIND(zr:Procedure AS ?link)
}}"""


def rows_of_csv(answer):
    text = to_sheet_csv(answer)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def rows_of_xlsx(answer):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(answer)))
    return list(book.worksheets[0].iter_rows())


def test_csv_defuses_formulas_and_leaves_numbers():
    heading, *rows = rows_of_csv(ask(FORMS))
    assert heading == ["text", "number", "share", "day", "none", "link"]
    texts = [row[0] for row in rows]
    assert texts == [f"'{one}" for one in FORMULAS] + ["甲", "#N/A"]
    assert {row[1] for row in rows} == {"-5"}
    assert rows[0][2:5] == ["1.5", "2020-01-01", ""]


def test_xlsx_holds_text_as_text_and_numbers_as_numbers():
    _, *rows = rows_of_xlsx(ask(FORMS))
    assert [row[0].value for row in rows] == [*FORMULAS, "甲", "#N/A"]
    assert all(row[0].data_type == "s" for row in rows)
    assert [cell.value for cell in rows[0][1:5]] == [-5, 1.5, "2020-01-01", None]
    assert rows[0][1].data_type == "n"


@pytest.mark.parametrize("number", ["1000000000000000", "123456789012345678901234567890"])
def test_numbers_beyond_a_spreadsheet_keep_their_digits(number):
    _, (cell,) = rows_of_xlsx(ask(f"SELECT ({number} AS ?n) {{}}"))
    assert str(cell.value) == number


def test_triples_are_rows_too():
    answer = ask("CONSTRUCT { ?t zr:rank ?r } { ?t zr:rank ?r }")
    heading, *rows = rows_of_csv(answer)
    assert heading == ["subject", "predicate", "object"]
    assert len(rows) == len(answer.graph) == len(rows_of_xlsx(answer)) - 1

"""看交上来的文件读成了什么。 Looking at what was handed in."""

from datetime import date

import openpyxl
import pytest
from small_hospital import SMALL

from zhunru.intake.limits import MAX_COLUMNS
from zhunru.intake.read_as import NOT_READ, ReadAs
from zhunru.jobs import silent
from zhunru.matching.mapping import mapping_text
from zhunru.tables import load_tables
from zhunru.uploads import survey_upload

DAY = date(2026, 1, 1)
CASES = "病例号,手术日期,机构编号,工号,角色,手术名称\nC1,2025-01-02,H01,D001,独立完成,{name}\n"


@pytest.fixture
def look(tmp_path):
    """Look at files of these names and texts."""

    def look_at(tables, read_as=None):
        paths = []
        for name, text in tables.items():
            paths.append(tmp_path / name)
            paths[-1].write_text(text, "utf-8")
        return survey_upload(paths, DAY, read_as or ReadAs(), tell=silent)

    return look_at


def only(survey):
    (sheet,) = survey.sheets
    return sheet


def test_tables_columns_and_rows_are_told(look):
    survey = look(SMALL)
    assert [sheet.table for sheet in survey.sheets] == ["institutions", "staff", "cases"]
    assert [sheet.rows for sheet in survey.sheets] == [1, 2, 2]
    for sheet, text in zip(survey.sheets, SMALL.values(), strict=True):
        assert [one.header for one in sheet.columns] == text.splitlines()[0].split(",")
        assert not sheet.is_open
    assert not survey.problems and not survey.names


def test_the_example_rows_of_a_template_do_not_count(look):
    assert only(look({"机构.csv": "机构编号,机构名称\n【示例】H0,甲\nH1,乙\n"})).rows == 1


def test_unknown_headers_get_the_likest_field_without_a_column(look):
    sheet = only(look({"职称.csv": "工号,职称,取得的日期,籍贯\nD1,医师,,\n"}))
    unknown = {one.header: one.suggested for one in sheet.columns if one.field is None}
    assert unknown == {"取得的日期": "since", "籍贯": None}
    assert sheet.is_open


def test_headers_of_which_none_is_known_can_be_settled_all(look):
    tables = {"人员.csv": "2025 年人员一览,,\n编码,名字,所在医院\nD1,张三,H1\n"}
    survey = look(tables)
    assert {one.header for one in only(survey).columns} == {"编码", "名字", "所在医院"}
    assert not survey.problems, "there is nothing but to say which column is which"
    fields = {"编码": "staff", "名字": "name", "所在医院": "institution"}
    said = ReadAs(columns={("人员.csv", header): name for header, name in fields.items()})
    settled = only(look(tables, said))
    assert not settled.is_open
    assert settled.rows == 1
    assert {one.header: one.field for one in settled.columns} == fields


def test_a_file_that_is_no_table_is_not_asked_about(look):
    wide = ",".join(f"c{number}" for number in range(MAX_COLUMNS + 1))
    survey = look({"人员.csv": f"{wide}\n"})
    assert [one.kind for one in survey.problems] == ["too-many-columns"]
    assert not only(survey).columns


def test_required_columns_that_are_missing_are_told(look):
    sheet = only(look({"职称.csv": "职称\n医师\n"}))
    table = load_tables()["titles"]
    assert sheet.missing == tuple(one.name for one in table.fields if one.required)[:1]
    assert sheet.is_open


def test_what_people_said_of_columns_holds(look):
    tables = {"职称.csv": "工号,职称,哪天,籍贯\nD1,医师,2020-01-01,京\n"}
    said = {("职称.csv", "哪天"): "since", ("职称.csv", "籍贯"): NOT_READ}
    sheet = only(look(tables, ReadAs(columns=said)))
    found = {one.header: (one.field, one.chosen) for one in sheet.columns}
    assert found["哪天"] == ("since", True)
    assert found["籍贯"] == (None, True)
    assert not sheet.is_open


def test_two_columns_said_to_be_one_are_a_problem(look):
    said = {("职称.csv", "甲"): "since", ("职称.csv", "乙"): "since"}
    survey = look({"职称.csv": "工号,职称,甲,乙\nD1,医师,,\n"}, ReadAs(columns=said))
    assert [one.kind for one in survey.problems] == ["duplicate-column"]


def test_a_sheet_whose_name_says_nothing_is_guessed_by_its_header(look):
    sheet = only(look({"一览.csv": SMALL["人员.csv"]}))
    assert (sheet.table, sheet.guess, sheet.is_open) == (None, "staff", True)
    assert only(look({"一览.csv": "甲,乙\n1,2\n"})).guess is None


def test_what_people_said_of_sheets_holds(look):
    tables = {"一览.csv": SMALL["人员.csv"]}
    sheet = only(look(tables, ReadAs(tables={"一览.csv": "staff"})))
    assert (sheet.table, sheet.rows, sheet.is_open) == ("staff", 2, False)
    sheet = only(look(tables, ReadAs(tables={"一览.csv": NOT_READ})))
    assert (sheet.table, sheet.is_open) == (None, False)


def test_sheets_of_a_workbook_are_told_apart(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "机构"
    book.active.append(["机构编号", "机构名称"])
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(tmp_path / "甲.xlsx")
    survey = survey_upload([tmp_path / "甲.xlsx"], DAY, ReadAs(), tell=silent)
    assert only(survey).file == "甲.xlsx［机构］"
    assert [one.kind for one in survey.remarks] == ["hidden-sheet"]


def test_files_that_cannot_be_read_are_problems_and_the_rest_is_told(look):
    survey = look({"坏.xlsx": "PK", "机构.csv": SMALL["机构.csv"]})
    assert [one.file for one in survey.problems] == ["坏.xlsx"]
    assert only(survey).table == "institutions"


def test_ready_evidence_needs_no_columns(look):
    survey = look({"甲.ttl": "", "乙.csv": "编号,标准代号\n"})
    assert survey.evidence == ("甲.ttl", "乙.csv")
    assert not survey.sheets


def test_names_of_operations_come_with_candidates(look):
    (found,) = look({"病例.csv": CASES.format(name="鼻内镜下鼻中隔矫正术")}).names
    assert (found.name, found.count) == ("鼻内镜下鼻中隔矫正术", 1)
    scores = [one.score for one in found.candidates]
    assert scores and scores == sorted(scores, reverse=True)


def test_names_are_read_from_a_column_that_people_pointed_out(look):
    tables = {"病例.csv": CASES.format(name="某术").replace("手术名称", "做了什么")}
    assert not look(tables).names
    said = ReadAs(columns={("病例.csv", "做了什么"): "procedure"})
    assert [one.name for one in look(tables, said).names] == ["某术"]


def test_names_that_a_mapping_decides_are_settled(look):
    tables = {"病例.csv": CASES.format(name="鼻内镜下鼻中隔矫正术")}
    (found,) = look(tables).names
    text = mapping_text({found.name: found.candidates}, {})
    survey = look({**tables, "对照.csv": text.replace("待确认", "确认", 1)})
    assert not survey.names
    assert survey.decided[found.name].confirmed == (found.candidates[0].procedure.iri,)
    assert [sheet.file for sheet in survey.sheets] == ["病例.csv"], "a mapping is no table"


def test_a_mapping_that_contradicts_itself_is_a_problem(look):
    bad = "手术名称,手术代号,状态\n某术,no/such,确认\n"
    assert [one.kind for one in look({"对照.csv": bad}).problems] == ["mapping"]


def test_it_tells_how_many_files_were_looked_at(tmp_path):
    told = []
    for name in ("机构.csv", "人员.csv"):
        (tmp_path / name).write_text(SMALL[name], "utf-8")

    def tell(done, total, words):
        told.append((done, total))

    survey_upload(sorted(tmp_path.iterdir()), DAY, ReadAs(), tell=tell)
    assert told == [(0, 2), (1, 2), (2, 2)]

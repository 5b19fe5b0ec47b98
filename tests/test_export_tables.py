"""The catalogues and the conditions as tables."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest
from export_making import small_content
from rdflib.namespace import RDF

from zhunru.comparing.placement import placements
from zhunru.exporting.catalogue_sheet import catalogue_sheet
from zhunru.exporting.condition_sheet import condition_sheet
from zhunru.exporting.sheet import Sheet
from zhunru.exporting.tables import to_csv, to_workbook
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.reading import criteria
from zhunru.requirements import Label, Leaf
from zhunru.wording import sentence


def records(sheet):
    """The rows of a table by Chinese heading."""
    return [dict(zip([one.zh for one in sheet.columns], row, strict=True)) for row in sheet.rows]


@pytest.fixture(scope="module")
def entries():
    return records(catalogue_sheet(load_graph()))


@pytest.fixture(scope="module")
def conditions():
    return records(condition_sheet(criteria().values()))


def test_every_entry_has_a_row(entries):
    graph = load_graph()
    kinds = (ZR.Procedure, ZR.CatalogueReference, ZR.ResidualRule)
    expected = sorted(str(one) for kind in kinds for one in graph.subjects(RDF.type, kind))
    assert sorted(one["IRI"] for one in entries) == expected


def test_an_entry_tells_all_that_the_catalogue_says(entries):
    row = next(one for one in entries if one["条目代号"] == "nasal-endoscopy-2019/grade4/1.1.1")
    assert (row["专科"], row["技术"], row["级别"]) == ("鼻科", "鼻科内镜诊疗技术", "四级手术")
    assert (row["编号"], row["名称"]) == ("一（一）1", "鼻内镜下经蝶垂体瘤切除术")
    assert (row["条款"], row["施行中"]) == ("附件1", "是")
    assert row["入路"] == "鼻内镜、经蝶入路"
    assert (row["技术代号"], row["级别代号"]) == ("nasal-endoscopy", "4")


def test_entries_of_a_replaced_edition_say_so(entries):
    told = {one["施行中"] for one in entries if "2012年" in one["规范"] and "综合" in one["规范"]}
    assert told == {"否"}


def test_entries_stand_as_they_are_printed(entries):
    numbers = [
        one["条目代号"].rsplit("/", 1)[1]
        for one in entries
        if one["条目代号"].startswith("nasal-endoscopy-2019/grade4/")
    ]
    assert numbers == sorted(numbers, key=lambda it: [int(part) for part in it.split(".")])


def test_every_leaf_has_a_row(conditions):
    expected = [
        place.requirement.iri
        for criterion in criteria().values()
        for place in placements(criterion)
        if isinstance(place.requirement, Leaf)
    ]
    assert [one["IRI"] for one in conditions] == expected


def test_a_condition_tells_its_figure_in_words_and_numbers(conditions):
    leaves = {leaf.iri: leaf for one in criteria().values() for leaf in one.leaves()}
    for row in conditions:
        leaf = leaves[row["IRI"]]
        assert row["要求全文"] == sentence(leaf).zh
        assert row["条款"] and row["标准"] and row["承担者"] and row["规范"]
        for name, heading in (
            ("minimum", "不少于"),
            ("maximum", "不超过"),
            ("exclusive_minimum", "高于"),
            ("exclusive_maximum", "低于"),
        ):
            given = getattr(leaf.bounds, name)
            if row["职称"] and not row["单位"]:
                assert row[heading] is None
            else:
                assert (row[heading] is None) == (given is None)
                assert given is None or float(row[heading]) == float(given)


def test_a_condition_within_alternatives_says_so(conditions):
    assert {one["地位"] for one in conditions} >= {"直接要求", "备选之一", "免除的条件"}
    assert all(one["所在的组"] for one in conditions if one["地位"] == "备选之一")


def odd_sheet(text):
    return Sheet("odd", Label("奇", "odd"), (Label("文字", "text"), Label("数", "n")), ((text, 3),))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "\t=1"])
def test_formulas_are_defused(text):
    _, row = csv.reader(io.StringIO(to_csv(odd_sheet(text)).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}", "3"]
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook([odd_sheet(text)])))["奇"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)
    assert sheet["A2"].quotePrefix
    assert sheet["B2"].value == 3


def test_the_workbook_holds_the_same_rows():
    sheets = small_content().sheets
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(sheets)), read_only=True)
    assert book.sheetnames == ["说明", "手术目录", "准入条件"]
    for sheet in sheets:
        given = [tuple(row) for row in book[sheet.title.zh].iter_rows(values_only=True)]
        assert list(given[0]) == sheet.headings
        assert given[1:] == list(sheet.rows)


def test_the_workbook_bears_no_time_of_writing():
    first, second = (to_workbook(small_content().sheets) for _ in range(2))
    assert first == second
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book.properties.created == book.properties.modified == datetime(1980, 1, 1)

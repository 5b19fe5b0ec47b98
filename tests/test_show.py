"""查看图谱中的一项。 Looking at one resource."""

import io

import pytest
from rdflib import URIRef
from rich.console import Console

from zhunru.graph import load_graph
from zhunru.namespaces import ID, ZR
from zhunru.queries import QueryError
from zhunru.show import NotFoundError, describe, find, render

PITUITARY = f"{ID}procedure/nasal-endoscopy-2019/grade4/1.1.1"


def shown(name, width=160):
    console = Console(file=io.StringIO(), width=width)
    render(describe(name), console)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        (PITUITARY, PITUITARY),
        (f"<{PITUITARY}>", PITUITARY),
        ("procedure/nasal-endoscopy-2019/grade4/1.1.1", PITUITARY),
        ("/procedure/nasal-endoscopy-2019/grade4/1.1.1", PITUITARY),
        ("  鼻内镜下经蝶垂体瘤切除术 ", PITUITARY),
        ("endoscopic endonasal transsphenoidal resection of pituitary tumour", PITUITARY),
        ("经蝶垂体瘤", PITUITARY),
        ("technique:nasal-endoscopy", f"{ID}technique/nasal-endoscopy"),
        ("nasal-endoscopy", f"{ID}technique/nasal-endoscopy"),
        ("副主任医师", f"{ID}title/associate-chief"),
        ("主任医师", f"{ID}title/chief"),
        ("Grade 4", f"{ID}grade/4"),
        ("zr:AnyOf", str(ZR.AnyOf)),
        # 首选名先于别名：咽喉科把它作别名。 A preferred label goes before another's spelling.
        ("腔镜甲状腺癌根治术", f"{ID}procedure/general-surgery-endoscopy-2019/grade4/2.3"),
    ],
)
def test_found_by_iri_prefixed_name_path_and_label(name, iri):
    assert find(name) == iri


def test_several_of_one_name_are_listed():
    with pytest.raises(NotFoundError) as caught:
        describe("副主任医师任职年限")
    assert len(caught.value.candidates) > 1
    message = str(caught.value)
    assert "不止一项" in message
    assert "More than one thing" in message
    assert "requirement/nasal-endoscopy-2019/operator-grade4/title" in message


def test_many_candidates_are_cut_short_and_counted():
    with pytest.raises(NotFoundError) as caught:
        describe("鼻内镜下")
    count = len(caught.value.candidates)
    assert f"共 {count} 项" in str(caught.value)
    assert str(caught.value).count("\n") < 20


def test_nothing_of_a_name_is_answered_with_the_nearest():
    with pytest.raises(NotFoundError) as caught:
        describe("副主任医生")
    assert f"{ID}title/associate-chief" in caught.value.candidates
    assert "图谱中没有“副主任医生”" in str(caught.value)
    assert "最接近的是" in str(caught.value)


@pytest.mark.parametrize("name", ["", "   ", "https://example.org/x", "https://a b", "zr:Nothing"])
def test_nonsense_is_an_error(name):
    with pytest.raises(QueryError, match="图谱中没有"):
        describe(name)


@pytest.mark.parametrize("name", ["https://a/> } #", 'x:"', "procedure/> <", "zr:x\ny"])
def test_names_cannot_break_out_into_the_query(name):
    with pytest.raises(NotFoundError):
        describe(name)


def test_description_of_a_procedure():
    description = describe("鼻内镜下经蝶垂体瘤切除术")
    assert description.label_en.endswith("pituitary tumour")
    assert [value.text for value in description.types] == ["诊疗操作"]
    values = {p.iri: [(v.text, v.iri) for v in p.values] for p in description.properties}
    assert values[str(ZR.grade)] == [("四级手术", f"{ID}grade/4")]
    assert values[str(ZR.position)] == [("一（一）1", None)]
    assert description.properties[0].label == "首选名"
    assert description.properties[0].values[0].text == description.label


def test_criteria_that_bind_a_procedure():
    bound = describe(PITUITARY).criteria
    labels = [one.label.zh for one in bound if one.technique.notation == "nasal-endoscopy"]
    assert len(labels) == 12
    assert {one.technique.notation for one in bound[12:]} == {"endoscopy"}, "the broader rule last"
    assert labels[:4] == [
        "开展鼻科内镜诊疗技术的医疗机构",
        "开展四级鼻科内镜诊疗技术的医疗机构",
        "开展鼻科内镜诊疗技术的医师",
        "独立开展四级鼻科内镜诊疗技术的医师",
    ]
    assert not any("咽喉科" in label or "普通外科" in label for label in labels)
    grade3 = [c.label.zh for c in describe("procedure/nasal-endoscopy-2019/grade3/1").criteria]
    assert "开展鼻科内镜诊疗技术的医师" in grade3
    assert not any("四级" in label for label in grade3)
    assert describe("technique:nasal-endoscopy").criteria == ()


def test_clauses_are_named_by_their_number():
    description = describe("clause/nasal-endoscopy-2019/2.1.2.1")
    assert description.label == "二（一）2（1）"
    (derived,) = description.pointed_from
    assert derived.label == "出自"
    assert len(derived.values) == 4


def test_what_points_to_a_concept_is_told():
    pointing = {p.iri: p for p in describe("title:associate-chief").pointed_from}
    chief = URIRef(f"{ID}title/associate-chief")
    asking = len(list(load_graph().subjects(ZR.atLeastTitle, chief)))
    assert len(pointing[str(ZR.atLeastTitle)].values) == asking > 12


def test_rendering_of_a_procedure_carries_figures_and_clauses():
    text = shown(PITUITARY)
    for expected in (
        "鼻内镜下经蝶垂体瘤切除术",
        "种类 · kind：诊疗操作",
        "级别 · zr:grade",
        "独立完成三级鼻科内镜诊疗操作须不少于 300 例 二（一）2（1）",
        "系统培训或其替代（满足其一 · any of） 二（一）2（2）、四（一）4、四（一）5",
        "条件 · if：开展肿瘤相关鼻科内镜诊疗技术",
        "在其基础上 · on top of：开展鼻科内镜诊疗技术的医师",
        "Independent grade-3 nasal endoscopic cases",
    ):
        assert expected in text, expected


def test_rendering_cuts_long_lists_and_counts_them():
    assert "项 · " in shown("grade:4")
    assert "_:" not in shown("zr:AnyOf")

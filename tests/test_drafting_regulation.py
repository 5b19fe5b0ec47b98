"""整部规范的草稿：完整、可核对、处处标明待审阅。 A whole draft: complete, checkable, marked."""

import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pyshacl
import pytest
from drafting_making import (
    AUTHORING,
    INVENTED,
    KITE,
    LEAVES,
    NAME,
    TITLE,
    all_concepts,
    checked,
    graph_of,
    local,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph
from rdflib.namespace import SH, SKOS

from zhunru.drafting.marks import ENGLISH, MARK, count_marks
from zhunru.drafting.regulation import draft_regulation
from zhunru.errors import UserError
from zhunru.figures import find_figures
from zhunru.namespaces import CV, ELI, ID, ZR
from zhunru.official_text import parse, read_official_text
from zhunru.reading import Reader
from zhunru.resources import folder
from zhunru.shapes import compile_all

ROOT = Path(__file__).parents[1]
TEXTS = (INVENTED / "sources" / "model-technique-2099.txt", KITE)
DOCUMENT = (ROOT / "docs" / "add-a-regulation.md").read_text("utf-8")


@pytest.fixture(scope="module")
def concepts():
    return all_concepts()


@contextmanager
def together(concepts, draft):
    """Put a draft beside the concepts for a while: copying them each time would take long."""
    concepts += draft
    try:
        yield
    finally:
        concepts -= draft


def faults(graph):
    """Return what the shapes of the graph report, counted by shape."""
    shapes = Graph().parse(folder("shapes") / "graph.ttl")
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    return Counter(local(shape) for shape in results.objects(None, SH.sourceShape))


@pytest.fixture(scope="module", params=TEXTS, ids=lambda path: path.stem)
def drafted(request, concepts):
    """The name, the text and the draft of an invented regulation."""
    path = request.param
    return path.stem, read_official_text(path), draft_regulation(path, graph=concepts)


def test_the_verifier_finds_every_clause_entry_and_figure(drafted):
    name, text, turtle = drafted
    document = checked(turtle, text, name)
    assert document.ok, "\n".join(map(str, document.failures))
    coverage = document.coverage
    assert coverage.clauses == len(text.all_clauses)
    assert coverage.figures == sum(len(find_figures(c.text)) for c in text.all_clauses)
    assert (coverage.clauses_missing, coverage.figures_missing) == (0, 0)
    assert all(grade.found == grade.printed for grade in coverage.entries)
    assert [g.printed for g in coverage.entries] == [len(c.entries) for c in text.catalogues]


def test_the_verifier_lists_what_is_left_to_do(drafted):
    name, text, turtle = drafted
    left = checked(turtle, text, name).not_encoded
    assert left
    assert all(MARK in item.reason and item.quote for item in left)


def test_marks_stand_one_a_line_and_are_counted(drafted):
    _, _, turtle = drafted
    assert count_marks(turtle) == turtle.count(MARK) > 50


def test_every_guess_says_that_it_is_one(drafted):
    _, _, turtle = drafted
    graph = graph_of(turtle)
    drafts = {s for s, kind in graph.subject_objects(RDF.type) if kind in LEAVES}
    assert drafts
    for node in drafts:
        assert MARK in str(graph.value(node, ZR.curationNote))
        assert graph.value(node, CV.isDerivedFrom)
        assert all(len(str(quote)) <= 60 for quote in graph.objects(node, ZR.quote))


def test_labels_that_cannot_be_made_are_placeholders(drafted):
    _, text, turtle = drafted
    graph = graph_of(turtle)
    for kind in (ZR.Procedure, ZR.Section, ZR.Catalogue, ZR.Technique, ZR.Regulation):
        for node in graph.subjects(RDF.type, kind):
            english = [str(o) for o in graph.objects(node, SKOS.prefLabel) if o.language == "en"]
            assert english == [ENGLISH], node
    named = {str(o) for o in graph.objects(None, SKOS.prefLabel)}
    assert {entry.name for c in text.catalogues for entry in c.entries} <= named


def test_what_stands_in_a_draft_is_complete_but_for_facets(drafted, concepts):
    """A draft never breaks what reads it; the shapes of the graph name what is missing."""
    _, text, turtle = drafted
    graph = concepts + graph_of(turtle)
    criteria = Reader(graph).criteria()
    assert len(criteria) >= 4
    assert compile_all(criteria.values())
    entries = sum(len(c.entries) for c in text.catalogues)
    assert faults(graph) == {"procedure-action": entries, "procedure-access": entries}


def test_a_draft_is_always_the_same(concepts):
    assert draft_regulation(KITE, graph=concepts) == draft_regulation(KITE, graph=concepts)


def test_a_pasted_text_gives_the_same_draft(concepts, tmp_path):
    lines = KITE.read_text("utf-8").splitlines()
    pasted = "\ufeff" + "\r\n".join([*lines[:20], "", "- 1 -", "\f", *lines[20:]])
    (tmp_path / KITE.name).write_bytes(pasted.encode())
    assert draft_regulation(tmp_path / KITE.name, graph=concepts) == draft_regulation(
        KITE, graph=concepts
    )


def test_a_technique_that_another_regulation_declares_is_not_declared_again(concepts):
    declared = graph_of(
        f"<{ID}technique/slide-check> a <{ZR.Technique}> ;"
        f" <{CV.isDerivedFrom}> <{ID}clause/slide-check-2070/0.2> ."
    )
    text = parse(f"{TITLE}\n本规范所称滑梯检修技术是指检修。\n一、甲\n（一）乙。\n")
    turtle = draft_regulation(text, NAME, concepts + declared)
    assert not list(graph_of(turtle).subjects(RDF.type, ZR.Technique))
    assert checked(turtle, text, NAME).ok
    fresh = draft_regulation(text, NAME, concepts)
    (technique,) = graph_of(fresh).subjects(RDF.type, ZR.Technique)
    assert technique == ID["technique/slide-check"]


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("甲技术管理规范（2016年12月12日）", NAME, ["2016-12-12"]),
        ("甲技术管理规范（2016年13月12日）", NAME, ["2016"]),
        ("甲技术管理规范（2019年版）", NAME, ["2019"]),
        ("甲技术管理规范", NAME, ["2090"]),
        ("甲技术管理规范", "slide-check", []),
    ],
)
def test_the_date(title, name, expected, concepts):
    graph = graph_of(draft_regulation(parse(f"{title}\n一、甲\n（一）乙。\n"), name, concepts))
    assert [str(o) for o in graph.objects(None, ELI.date_document)] == expected


ODD_TEXTS = {
    "articles": "滑梯管理办法\n第一章总则\n第一条为了规范，制定本办法。\n第二章条件\n"
    "第二条医疗机构应当具备以下条件：\n（一）床位不少于30张。\n（二）有“滑梯”和\\梯。\n",
    "a slip": "滑梯管理规范\n一、甲\n（一）床位不少于30张。\n三、乙\n（一）丙。\n",
    "a number twice": "滑梯管理规范\n一、甲\n（一）床位不少于30张。\n（一）床位不少于40张。\n",
    "no title": "一、医疗机构\n（一）床位不少于30张。\n",
    "an annex that is not printed": "滑梯管理规范\n一、甲\n（一）见附件3近5年。\n",
    "four grades": "滑梯管理规范\n一、甲\n（一）乙。\n附件\n滑梯手术目录\n一级手术目录\n一、甲术\n"
    "二级手术目录\n一、乙术\n三级手术目录\n一、丙术\n四级手术目录\n一、丁术\n二、参照其他目录\n",
    "a caption": "滑梯管理规范\n一、医疗机构\n（一）滑梯室。滑梯室面积不小于20m²。\n",
    "a long quote": f"滑梯管理规范\n一、医疗机构\n（一）{'开展滑梯检修和' * 12}床位不少于30张。\n",
    "a figure in the preamble": "滑梯规范\n根据〔2009〕18号，制定本规范。\n一、甲\n（一）乙。\n",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_texts_are_drafted_completely(text, concepts):
    official = parse(text)
    turtle = draft_regulation(official, NAME, concepts)
    failures = checked(turtle, official, NAME).failures
    assert not failures, "\n".join(map(str, failures))
    assert turtle.count(MARK) == count_marks(turtle)


WORDS = st.sampled_from(
    """
    近 每年 其中 5年 30例 两名 0.5% 3个月 20m² 10张 附件1 1,200个 5-10年 同一例 低于 不少于 以上
    至少 满 累计 未发生 严重不良事件 独立完成 参与 主任医师 任职资格 医师 医疗机构 指导医师 培训
    应当 三级 四级手术 滑梯检修 工作经验 床位 收治 患者 或者 可免于培训 ， 。 ； 、 （ ） “ ”
    """.split()  # noqa: SIM905
)


@settings(max_examples=40)
@given(
    sentences=st.lists(
        st.lists(WORDS, min_size=1, max_size=14).map("".join), min_size=1, max_size=4
    )
)
def test_any_words_give_a_draft_that_the_verifier_accepts(sentences, concepts):
    numbered = "\n".join(
        f"（{numeral}）{sentence}。"
        for numeral, sentence in zip("一二三四", sentences, strict=False)
    )
    text = parse(f"{TITLE}\n一、医师基本要求\n{numbered}\n")
    turtle = draft_regulation(text, NAME, concepts)
    failures = checked(turtle, text, NAME).failures
    assert not failures, "\n".join(map(str, failures))
    assert turtle.count(MARK) == count_marks(turtle)
    with together(concepts, graph_of(turtle)):
        compile_all(Reader(concepts).criteria().values())


BAD_TEXTS = {
    "empty": (b"", "是空的"),
    "blank": (b" \n\n", "是空的"),
    "no clause": ("滑梯管理规范\n没有条款。\n".encode(), "没有找到条款；每条应另起一行"),
    "not UTF-8": ("滑梯管理规范\n一、甲\n".encode("gb18030"), "不是 UTF-8 文本"),
}


@pytest.mark.parametrize(("content", "message"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_a_bad_text(content, message, tmp_path, concepts):
    path = tmp_path / "slide-check-2090.txt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        draft_regulation(path, graph=concepts)


@pytest.mark.parametrize("name", ["滑梯", "Slide", "a b", "a/b", "-a", "a-", "a--b", "a.b", "../a"])
def test_a_bad_name(name, concepts):
    with pytest.raises(UserError, match="应为小写字母、数字与连字符"):
        draft_regulation(KITE, name, concepts)
    with pytest.raises(UserError, match="应为小写字母、数字与连字符"):
        draft_regulation(parse(KITE.read_text("utf-8")), name, concepts)


def test_the_reviewed_example_is_finished(concepts):
    turtle = (AUTHORING / "kite-repair-2098.ttl").read_text("utf-8")
    assert MARK not in turtle
    document = checked(turtle, read_official_text(KITE), KITE.stem)
    assert document.ok, "\n".join(map(str, document.failures))
    graph = concepts + graph_of(turtle) + Graph().parse(AUTHORING / "concepts.ttl")
    assert not faults(graph)
    assert compile_all(Reader(graph).criteria().values())


def test_the_document_shows_what_the_files_hold(concepts):
    """Every block of text or Turtle in docs/add-a-regulation.md is in the files it tells of."""
    held = [draft_regulation(KITE, graph=concepts), KITE.read_text("utf-8")]
    held += [path.read_text("utf-8") for path in AUTHORING.glob("*.ttl")]
    blocks = re.findall(r"^```(?:turtle|text)\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 5
    parts = [part.strip() for block in blocks for part in block.split("\n\n")]
    for part in parts:
        assert any(part in text for text in held), part

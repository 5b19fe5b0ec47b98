"""Drafting a regulation: complete, checkable, marked wherever a person is needed."""

import re
from collections import Counter
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph
from rdflib.namespace import SH, SKOS
from typer.testing import CliRunner

from zhunru.cli import app
from zhunru.drafting.marks import ENGLISH, MARK, count_marks
from zhunru.drafting.regulation import draft_regulation
from zhunru.errors import UserError
from zhunru.figures import find_figures
from zhunru.namespaces import CV, ELI, ID, ZR
from zhunru.official_text import parse, read_official_text
from zhunru.reading import Reader
from zhunru.resources import folder
from zhunru.shapes import compile_all
from zhunru.verify import verify

ROOT = Path(__file__).parents[1]
INVENTED = Path(__file__).parent / "fixtures" / "invented"
AUTHORING = INVENTED / "authoring"
KITE = AUTHORING / "sources" / "kite-repair-2098.txt"
TEXTS = (INVENTED / "sources" / "model-technique-2099.txt", KITE)
DOCUMENT = (ROOT / "docs" / "add-a-regulation.md").read_text("utf-8")
TITLE = "滑梯检修技术临床应用管理规范（2090年版）"
NAME = "slide-check-2090"
LEAVES = {ZR.Threshold, ZR.TitleRequirement, ZR.Possession, ZR.Staffing, ZR.Conformity}


@pytest.fixture(scope="module")
def concepts():
    """The ontology and the concept schemes, without any regulation."""
    graph = Graph()
    for path in folder("ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


def graph_of(turtle):
    return Graph().parse(data=turtle, format="turtle")


@contextmanager
def together(concepts, draft):
    """Put a draft beside the concepts for a while: copying them each time would take long."""
    concepts += draft
    try:
        yield
    finally:
        concepts -= draft


def checked(turtle, text, name):
    (document,) = verify(graph_of(turtle), {name: text}).documents
    return document


def local(node):
    return str(node).rpartition("/")[2]


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


# 标题，句子，起草的要求。 A heading, a sentence, and what is drafted from it.
INSTITUTION, OPERATOR = "医疗机构基本要求", "医师基本要求"
TRAINEE, BASE = "拟从事四级滑梯检修技术的医师培训要求", "培训基地要求"
GUESSES = (
    # 单位与上下限：以上、不少于含本数，低于不含。 Units and bounds.
    (INSTITUTION, "床位不少于30张。", "beds minimum=30 bed"),
    (INSTITUTION, "开放床位30张以上。", "open-beds minimum=30 bed"),
    (INSTITUTION, "每年收治患者至少500例。", "patients-admitted minimum=500 case per=P1Y"),
    (INSTITUTION, "年收治患者不低于500例。", "patients-admitted minimum=500 case per=P1Y"),
    (INSTITUTION, "每年完成滑梯检修不少于1,200例。", "cases minimum=1200 case per=P1Y"),
    (INSTITUTION, "死亡率低于0.5%。", "death-rate exclusiveMaximum=0.5 percent"),
    (INSTITUTION, "死亡率不超过0.5%。", "death-rate maximum=0.5 percent"),
    (INSTITUTION, "死亡率不高于0.5%。", "death-rate maximum=0.5 percent"),
    (BASE, "于公告之日起3个工作日内备案。", "filing-delay maximum=3 working-day"),
    # 时间窗与其中 · windows, and 其中
    (
        INSTITUTION,
        "近5年累计完成滑梯检修不少于900例，其中三级滑梯检修操作不少于100例。",
        "cases minimum=900 case window=P5Y",
        "cases minimum=100 case window=P5Y grade=3",
    ),
    (
        INSTITUTION,
        "近5年累计完成滑梯检修不少于900例，每年完成三级以上滑梯检修不少于100例。",
        "cases minimum=900 case window=P5Y",
        "cases minimum=100 case per=P1Y grade=3,4",
    ),
    (
        INSTITUTION,
        "近5年累计完成滑梯检修不少于900例。完成四级滑梯检修不少于100例。",
        "cases minimum=900 case window=P5Y",
        "cases minimum=100 case grade=4",
    ),
    (
        INSTITUTION,
        "近3年每年完成滑梯检修200例以上。",
        "cases minimum=200 case window=P3Y per=P1Y",
    ),
    # 职称与年限 · titles and years
    (OPERATOR, "具有主治医师及以上任职资格。", "TitleRequirement attending"),
    (OPERATOR, "副主任医师任职资格3年以上。", "TitleRequirement associate-chief heldFor=P3Y"),
    (OPERATOR, "取得主任医师任职资格满半年。", "TitleRequirement chief heldFor=P6M"),
    (OPERATOR, "从事临床工作满10年。", "clinical-years minimum=10 year"),
    (OPERATOR, "有五年以上滑梯检修诊疗工作经验。", "specialty-years minimum=5 year"),
    # 病例中的角色 · parts in a case
    (
        OPERATOR,
        "累计独立完成滑梯检修不少于300例；其中三级滑梯检修操作不少于80例。",
        "cases minimum=300 case role=independent",
        "cases minimum=80 case role=independent grade=3",
    ),
    (OPERATOR, "参与滑梯检修不少于50例。", "cases minimum=50 case role=participant"),
    (OPERATOR, "作为术者完成滑梯检修不少于50例。", "cases minimum=50 case role=as-operator"),
    (TRAINEE, "接受至少6个月的系统培训。", "training-duration minimum=6 month"),
    (TRAINEE, "参与滑梯检修不少于20例。", "training-cases minimum=20 case"),
    (TRAINEE, "参与不少于30例患者全过程的管理。", "managed-patients minimum=30 case"),
    (TRAINEE, "近5年未发生严重不良事件。", "serious-adverse-events maximum=0 event window=P5Y"),
    # 由谁决定 · who decides
    (
        "技术管理基本要求",
        "四级滑梯检修由具有主任医师任职资格3年以上的本机构医师决定。",
        "TitleRequirement chief heldFor=P3Y",
    ),
    # 原则上 · in principle
    (INSTITUTION, "床位原则上不少于30张。", "beds minimum=30 bed advisory"),
    # 说不准的，留给人。 What is not plain is left to a person.
    (INSTITUTION, "床位30张。"),
    (INSTITUTION, "面积不少于30平方米。"),
    (INSTITUTION, "每项技术完成不少于30例。"),
    (INSTITUTION, "治疗不足100例的，死亡不超过3例。"),
    (INSTITUTION, "医师作为术者每年完成滑梯检修不少于30例。"),
    (INSTITUTION, "有5年以上工作经验的护士。"),
    (INSTITUTION, "有至少2名具备能力的医师。"),
    (OPERATOR, "连续从事滑梯检修工作5-10年以上。"),
    (OPERATOR, "独立完成不少于50例造影和不少于25例治疗。"),
    (OPERATOR, "经2名以上医师推荐。"),
    (INSTITUTION, "近3年未发生滑梯损毁。"),
    (INSTITUTION, "整改期不少于3个月。"),
    (INSTITUTION, "三级甲等医院。"),
)


def summary(graph, node):
    """Word a drafted requirement briefly."""
    kind = local(graph.value(node, RDF.type)).rpartition("#")[2]
    head = "" if kind == "Threshold" else f"{kind} "
    words = [head + "".join(local(v) for p in (ZR.measure, ZR.atLeastTitle) for v in graph[node:p])]
    for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "heldFor"):
        words += [
            f"{name}={value.normalize():f}" if isinstance(value, Decimal) else f"{name}={text}"
            for value, text in ((v.toPython(), str(v)) for v in graph[node : ZR[name]])
        ]
    words += [local(unit) for unit in graph[node : ZR.unit]]
    words += [f"{name}={v}" for name in ("window", "per") for v in graph[node : ZR[name]]]
    words += [f"role={local(role)}" for role in graph[node : ZR.caseRole]]
    grades = ",".join(sorted(local(grade) for grade in graph[node : ZR.ofGrade]))
    words += [f"grade={grades}"] if grades else []
    words += ["advisory"] if local(graph.value(node, ZR.force)) == "advisory" else []
    return " ".join(words)


def leaves_of(graph):
    return [s for s, kind in graph.subject_objects(RDF.type) if kind in LEAVES]


def drafted_from(heading, sentence, concepts):
    text = parse(f"{TITLE}\n一、{heading}\n（一）{sentence}\n")
    turtle = draft_regulation(text, NAME, concepts)
    document = checked(turtle, text, NAME)
    assert document.ok, "\n".join(map(str, document.failures))
    return graph_of(turtle)


@pytest.mark.parametrize("case", GUESSES, ids=lambda case: case[1])
def test_a_guess(case, concepts):
    heading, sentence, *expected = case
    graph = drafted_from(heading, sentence, concepts)
    assert sorted(summary(graph, leaf) for leaf in leaves_of(graph)) == sorted(expected)


STAFFED = """滑梯检修技术临床应用管理规范（2090年版）
一、医疗机构基本要求
（一）{staff}
二、人员基本要求
（一）开展滑梯检修技术的医师，应当具备以下条件：
1.具有主治医师及以上任职资格。
（二）其他专业技术人员。应当具备以下条件：
1.有2年以上滑梯检修工作经验。
"""


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ("有至少2名具备能力的本机构执业医师。", {("operator", "", True, 2)}),
        ("有2名以上技师。", {("other-staff", "technologist", False, 2)}),
        (
            "有不少于4名医师，其中至少1名为主任医师。",
            {("operator", "", False, 4), ("operator", "chief", False, 1)},
        ),
        ("有至少2名指导医师。", set()),
        ("配备2名以上患者陪护。", set()),
    ],
)
def test_staffing_meets_a_criterion_that_the_draft_has(staff, expected, concepts):
    text = parse(STAFFED.format(staff=staff))
    turtle = draft_regulation(text, NAME, concepts)
    assert checked(turtle, text, NAME).ok
    graph = graph_of(turtle)
    found = {
        (
            local(graph.value(node, ZR.meets)),
            local(graph.value(node, ZR.atLeastTitle) or ""),
            (node, ZR.inHouse, None) in graph,
            int(graph.value(node, ZR.minimum)),
        )
        for node in graph.subjects(RDF.type, ZR.Staffing)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("lead_in", "criterion", "role"),
    [
        ("医疗机构应当满足以下要求：", "institution", "institution"),
        ("拟开展四级滑梯检修技术的医疗机构应当满足以下要求：", "institution-grade4", "institution"),
        ("开展三级以上滑梯检修的医疗机构应当满足以下要求：", "institution-grade3-4", "institution"),
        ("三级甲等医院应当满足以下要求：", "institution", "institution"),
        ("开展滑梯检修技术的医师：", "operator", "operator"),
        ("拟独立开展四级滑梯检修的医师：", "operator-grade4", "independent-operator"),
        ("其他卫生专业技术人员：", "other-staff", "other-staff"),
        ("拟从事滑梯检修的医师培训要求：", "trainee", "trainee"),
        ("培训基地条件：", "training-base", "training-base"),
        ("培训基地的指导医师：", "mentor", "mentor"),
        ("培训工作基本要求：", "training-base-duties", "training-base"),
        ("技术管理基本要求：", "technical-management", "institution"),
        ("场所：", "institution", "institution"),
    ],
)
def test_the_bearer_of_a_clause(lead_in, criterion, role, concepts):
    text = parse(f"{TITLE}\n一、{lead_in}\n（一）床位不少于30张。\n")
    graph = graph_of(draft_regulation(text, NAME, concepts))
    (node,) = graph.subjects(RDF.type, ZR.Criterion)
    assert (local(node), local(graph.value(node, ZR.role))) == (criterion, role)


def test_a_waiver_stands_beside_the_course(concepts):
    graph = graph_of(draft_regulation(KITE, graph=concepts))
    (either,) = graph.subjects(RDF.type, ZR.AnyOf)
    kinds = {graph.value(member, RDF.type) for member in graph[either : CV.hasRequirement]}
    assert kinds == {ZR.AllOf, ZR.Waiver}
    (waiver,) = graph.subjects(RDF.type, ZR.Waiver)
    assert len(set(graph[waiver : CV.hasRequirement])) == 3
    assert graph.value(waiver, ZR.asOfIssue).toPython() is True


def test_a_criterion_on_top_of_another_extends_it(concepts):
    graph = graph_of(draft_regulation(KITE, graph=concepts))
    pairs = {(local(s), local(o)) for s, o in graph.subject_objects(ZR.extends)}
    assert pairs == {("institution-grade4", "institution"), ("operator-grade4", "operator")}


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


def run(*arguments):
    return CliRunner().invoke(app, ["new-regulation", *map(str, arguments)])


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(KITE)
    assert done.exit_code == 0, done.output
    turtle = Path("kite-repair-2098.ttl").read_text("utf-8")
    printed = " ".join(done.stdout.split())
    clauses, entries, figures = 22, 5, 14
    for count in (clauses, entries, figures, count_marks(turtle)):
        assert f" {count} " in printed
    assert "grep -n 待审阅 kite-repair-2098.ttl" in printed
    assert f"zhunru verify --data kite-repair-2098.ttl --sources {KITE.parent}" in printed


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    target = tmp_path / "mine.ttl"
    target.write_text("mine", encoding="utf-8")
    done = run(KITE, "--output", target)
    assert done.exit_code == 2
    assert "已存在，没有覆盖" in done.output
    assert target.read_text("utf-8") == "mine"
    assert run(KITE, "--output", target, "--force").exit_code == 0
    assert "@prefix" in target.read_text("utf-8")


def test_the_command_with_a_name_and_a_folder(tmp_path):
    done = run(KITE, "--name", "kite-repair-2097", "--output", tmp_path)
    assert done.exit_code == 0, done.output
    turtle = (tmp_path / "kite-repair-2097.ttl").read_text("utf-8")
    assert "regulation:kite-repair-2097" in turtle
    assert "先把原文存为 …/kite-repair-2097.txt" in done.stdout


def test_the_command_tells_of_slips_and_of_a_name_in_use(tmp_path):
    path = tmp_path / "nasal-endoscopy-2019.txt"
    path.write_text("甲管理规范\n一、甲\n（一）乙。\n三、丙\n（一）丁。\n", encoding="utf-8")
    done = run(path, "--output", tmp_path)
    assert done.exit_code == 0, done.output
    assert "编号应为 2，印作 3" in done.stdout
    assert "图谱里已有 nasal-endoscopy-2019" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.txt",), "找不到文件“missing.txt”"),
        ((KITE, "--name", "风筝"), "“风筝”不能用作规范代号"),
        ((KITE, "--output", "no/such/folder.ttl"), "文件或文件夹不存在"),
    ],
)
def test_the_command_explains_bad_input(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.output
    assert not list(tmp_path.iterdir())


def test_help_is_chinese_first_with_an_example():
    body = run("--help").stdout.split("Usage:")[1]
    assert re.search(r"[\u4e00-\u9fff]", body)
    assert "zhunru new-regulation" in body.split("Example:")[1]


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

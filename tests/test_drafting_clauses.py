"""一条的文字起草成什么要求、约束谁。 What is drafted from a clause, and whom it binds."""

from decimal import Decimal

import pytest
from drafting_making import KITE, LEAVES, NAME, TITLE, all_concepts, checked, graph_of, local
from rdflib import RDF

from zhunru.drafting.regulation import draft_regulation
from zhunru.namespaces import CV, ZR
from zhunru.official_text import parse


@pytest.fixture(scope="module")
def concepts():
    return all_concepts()


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

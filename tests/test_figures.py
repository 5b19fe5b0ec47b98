"""Finding figures in official words."""

from decimal import Decimal

import pytest

from zhunru.figures import find_figures

FOUND = [
    ("不少于1000例", "1000", "例"),
    ("不少于１０００例", "1000", "例"),
    ("不少于1,200例", "1200", "例"),
    ("不少于10万例", "100000", "例"),
    ("近5年累计", "5", "年"),
    ("至少6个月的系统培训", "6", "个月"),
    ("3个工作日内", "3", "个工作日"),
    ("参与50例次以上", "50", "例次"),
    ("发生率低于0.5%", "0.5", "%"),
    ("覆盖６０％以上", "60", "%"),
    ("百分之六十以上", "60", "%"),
    ("有至少两名医师", "2", "名"),
    ("满十二年", "12", "年"),
    ("每半年报告", "0.5", "年"),
    ("八导联以上", "8", "导联"),
    ("不小于20m²，", "20", "m²"),
    ("不少于15平方米", "15", "平方米"),
    ("术后72h内", "72", "h"),
    ("目录见附件1）", "1", "附件"),
    ("（附件２）", "2", "附件"),
]
NOT_FIGURES = [
    "按照四级手术管理",
    "三级甲等医院",
    "二级以上医疗事故",
    "3级以上",
    "一次性医用器械",
    "十二指肠镜",
    "第三方检测",
    "第二次评估",
    "每一例患者",
    "同一名医师",
    "统一编写",
    "一般动静脉造影",
    "《规范》（WS507—2016）",
    "CO2激光",
    "三维适形",
    "按照三、四级手术",
]


@pytest.mark.parametrize(("text", "value", "unit"), FOUND, ids=[row[0] for row in FOUND])
def test_a_figure(text: str, value: str, unit: str) -> None:
    (figure,) = find_figures(text)
    assert figure.value == Decimal(value)
    assert figure.unit == unit
    assert text[figure.start : figure.end] == figure.text
    assert figure.is_annex is (unit == "附件")


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_not_a_figure(text: str) -> None:
    assert find_figures(text) == ()


def test_figures_come_in_printed_order() -> None:
    found = find_figures("近三年每年不少于200例，其中2名具有资格10年以上")
    assert [str(figure) for figure in found] == ["三年", "200例", "2名", "10年"]


def test_the_ends_of_a_range_share_the_unit() -> None:
    lower, upper = find_figures("工作5-10年")
    assert (lower.unit, upper.unit) == ("年", "年")


def test_a_date_is_three_figures() -> None:
    assert [str(f) for f in find_figures("2016年12月12日")] == ["2016年", "12月", "12日"]

from decimal import Decimal

import pytest

from zhunru.intervals import Interval
from zhunru.reading import criteria
from zhunru.wording import distance, found, message, sentence

LEAVES = {
    leaf.iri.split("/requirement/")[1]: leaf for c in criteria().values() for leaf in c.leaves()
}
NASAL = "nasal-endoscopy-2019"


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        (
            "operator-grade4/title",
            "须任副主任医师及以上职称满 3 年（二（一）2（1））",
            "Title of Associate chief physician or above held for 3 years (clause 二（一）2（1）)",
        ),
        (
            "operator-grade4/independent-grade3-cases",
            "独立完成三级鼻科内镜诊疗操作须不少于 300 例（二（一）2（1））",
            "Independent grade-3 nasal endoscopic cases: at least 300 cases"
            " (clause 二（一）2（1）)",
        ),
        (
            "institution-grade4/cases",
            "近 5 年完成鼻科内镜诊疗操作须不少于 1000 例（一（四）1）",
            "Nasal endoscopic procedures performed in the last 5 years: at least 1000 cases"
            " (clause 一（四）1)",
        ),
        (
            "training-waiver/clinical-years",
            "从事临床工作年限须不少于 10 年，计至规范印发之日（四（一）5）",
            "Years of clinical work: at least 10 years, as of the day of issue (clause 四（一）5)",
        ),
        (
            "training-waiver/no-adverse-events",
            "近 5 年严重不良事件须为 0 起，计至规范印发之日（四（一）5）",
            "Serious adverse events in the last 5 years: no events, as of the day of issue"
            " (clause 四（一）5)",
        ),
    ],
)
def test_message(path, zh, en):
    text = message(LEAVES[f"{NASAL}/{path}"])
    assert (text.zh, text.en) == (zh, en)


def test_every_requirement_has_words():
    def every(one):
        yield one
        for child in one.children:
            yield from every(child)

    for criterion in criteria().values():
        for top in criterion.requirements:
            for one in every(top):
                text = sentence(one)
                assert text.zh
                assert text.en


@pytest.mark.parametrize(
    ("path", "value", "says", "far"),
    [
        ("operator-grade4/independent-cases", 880, "880 例", "还差 120 例"),
        ("operator-grade4/independent-cases", 1000, "1000 例", None),
        ("operator-grade4/independent-cases", None, "无资料", None),
        ("operator-grade4/title", Decimal("2.9166"), "2 年 11 个月", "还差 1 个月"),
        ("operator-grade4/title", Decimal("2.9972"), "2 年 11 个月", "还差不到 1 个月"),
        ("operator-grade4/title", Decimal(3), "3 年", None),
        ("operator/specialty-years", Decimal("3.5"), "3 年 6 个月", "还差 1 年 6 个月"),
        ("operator/title", 1, "住院医师、技师", None),
        ("operator/title", 0, "尚无职称", None),
        ("training-base/filing-delay", 5, "5 个工作日", "超出 2 个工作日"),
        ("trainee/duration", Decimal("5.5"), "5.5 个月", "还差 0.5 个月"),
        ("operator/practice-scope-otolaryngology", False, "否", None),
        ("training-base/mentors", 3, "3 名", "还差 1 名"),
    ],
)
def test_found_and_distance(path, value, says, far):
    leaf = LEAVES[f"{NASAL}/{path}"]
    apart = distance(leaf, value)
    assert found(leaf, value).zh == says
    assert (apart and apart.zh) == far


@pytest.mark.parametrize(
    ("path", "low", "high", "zh", "en"),
    [
        ("operator-grade4/independent-cases", 194, 206, "已知 194–206 例", "194–206 cases"),
        ("operator-grade4/independent-cases", 230, None, "已知至少 230 例", "at least 230 cases"),
        ("operator-grade4/independent-cases", 0, 1, "已知至多 1 例", "at most 1 case"),
        ("operator-grade4/independent-cases", 1, 2, "已知 1–2 例", "1–2 cases"),
        ("operator-grade4/title", "1.5", 3, "已知 1 年 6 个月 – 3 年", "1 year 6 months – 3 years"),
        ("operator/title", 2, 4, "已知至少主治医师", "at least"),
        ("training-base/mentors", 2, 4, "已知 2–4 名", "2–4 staff"),
    ],
)
def test_what_is_partly_known_is_worded_as_a_range(path, low, high, zh, en):
    known = Interval(Decimal(low), None if high is None else Decimal(high))
    says = found(LEAVES[f"{NASAL}/{path}"], None, known)
    assert says.zh == zh
    assert en.lower() in says.en.lower()


def test_anything_from_zero_up_is_no_evidence():
    leaf = LEAVES[f"{NASAL}/operator-grade4/independent-cases"]
    assert found(leaf, None, Interval(Decimal(0), None)).zh == "无资料"

"""Every figure in a run of official words.

Arabic and Chinese numerals count alike; a Chinese numeral is a figure only before a unit or
counter (三年, 两名), because elsewhere it is a word (一般, 十二指肠). Not figures: grades (三级,
三级甲等), ordinals (第三方), set phrases (一次性, 每一例), and codes glued to Latin letters
(WS507—2016, CO2). A reference to an annex (附件1) is one: its unit is 附件.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from zhunru.numbering import CHINESE_NUMERAL, chinese_to_int, fold_width

ANNEX = "附件"
PERCENT = "%"

# 长者在前，先取最长的单位。 · Longest first, so that 个工作日 wins over 个.
_UNITS = (
    "个工作日", "平方米", "个小时", "个月", "例次", "学时", "课时", "导联", "小时", "分钟",
    "周岁", "孕周", "年", "月", "周", "日", "天", "例", "名", "人", "张", "次", "间", "台", "项",
    "岁", "个", "家", "所", "种", "级", "倍", "份", "米", "度",
)  # fmt: skip
_LATIN_UNITS = r"m²|㎡|m2|cm|mm|mA|kV|KV|Gy|kg|mg|ml|mL|°|℃|‰|[hHgmL](?![A-Za-z])"
_UNIT = re.compile("|".join([PERCENT, _LATIN_UNITS, *_UNITS]))

_CODE = re.compile(r"[A-Za-z]+\d+(?:[-—–]\d{4})?")
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)([百千万]?)")
_CHINESE_PERCENT = re.compile(rf"百分之({CHINESE_NUMERAL})")
_CHINESE = re.compile(rf"(半|{CHINESE_NUMERAL})(?=({'|'.join(u for u in _UNITS if u != '级')}))")
_RANGE = re.compile(r"[-—–~～至]\d")
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10000}

# 不是数目：序数（第三方），“一”的泛指（同一例、每一例），固定说法。
# Not counts: ordinals, 一 in the sense of “each” or “the same”, set phrases.
_ONE_IN_WORDS_AFTER = tuple("同任统单唯每逐某另之")
_SET_PHRASES = re.compile("一次性|一年一度|一人一档")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number.

    Attributes:
        value: as printed: 5% is 5 with unit %.
        text: the numeral as printed, without its unit.
        start: where the numeral begins in the text it was found in.
        unit: the unit or counter after it, % for per cent, 附件 for an annex, or empty.
    """

    value: Decimal
    text: str
    start: int
    unit: str

    @property
    def end(self) -> int:
        """The offset just after the numeral."""
        return self.start + len(self.text)

    @property
    def is_annex(self) -> bool:
        """Whether it numbers an annex."""
        return self.unit == ANNEX

    def __str__(self) -> str:
        return f"{self.unit}{self.text}" if self.is_annex else f"{self.text}{self.unit}"


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text in the order in which they are printed."""
    folded = fold_width(text)
    codes = [found.span() for found in _CODE.finditer(folded)]
    figures = [*_arabic_figures(folded), *_chinese_figures(folded)]
    return tuple(
        Figure(figure.value, text[figure.start : figure.end], figure.start, figure.unit)
        for figure in sorted(figures, key=lambda f: f.start)
        if not any(start <= figure.start < end for start, end in codes)
    )


def _unit_at(text: str, position: int) -> str:
    found = _UNIT.match(text, position)
    return found[0] if found else ""


def _arabic_figures(text: str) -> list[Figure]:
    figures = []
    for found in _ARABIC.finditer(text):
        unit = _unit_at(text, found.end())
        if not unit and _RANGE.match(text, found.end()):
            # 区间：5-10年，前一数的单位随后一数。 · In a range the first takes the second's unit.
            upper = _ARABIC.match(text, found.end() + 1)
            unit = _unit_at(text, upper.end()) if upper else ""
        if text[: found.start()].endswith(ANNEX):
            unit = ANNEX
        if unit == "级":
            continue
        value = Decimal(found[1].replace(",", "")) * _SCALES[found[2]]
        figures.append(Figure(value, found[0], found.start(), unit))
    return figures


def _chinese_figures(text: str) -> list[Figure]:
    figures = [
        Figure(Decimal(chinese_to_int(found[1])), found[0], found.start(), PERCENT)
        for found in _CHINESE_PERCENT.finditer(text)
    ]
    phrases = [found.span() for found in _SET_PHRASES.finditer(text)]
    for found in _CHINESE.finditer(text):
        before = text[: found.start()][-1:]
        in_phrase = any(start <= found.start() < end for start, end in phrases)
        one_in_words = found[1] == "一" and before in _ONE_IN_WORDS_AFTER
        if before == "第" or before.isdigit() or one_in_words or in_phrase:
            continue
        value = Decimal("0.5") if found[1] == "半" else Decimal(chinese_to_int(found[1]))
        figures.append(Figure(value, found[1], found.start(), _unit_at(text, found.end())))
    return figures

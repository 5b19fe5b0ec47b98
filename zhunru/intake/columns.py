"""一列的读法：按表的定义把单元格变成值。 How the cells of a column become typed values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from rapidfuzz import process

from zhunru.errors import Bilingual
from zhunru.intake.cells import CellError, read_boolean, read_integer, read_number, read_text
from zhunru.intake.dates import read_date, read_days
from zhunru.tables import Field, Type
from zhunru.vocabulary import Vocabulary, normalised

_FEW: Final = 12
"""消息里最多列出几个允许的值。 How many allowed values a message lists."""
_ALIKE: Final = 50
"""像到几成（百分）才问“是否”。 How alike, in per cent, a word must be to be suggested."""

READERS: Final[Mapping[Type, Callable[[object], object]]] = MappingProxyType(
    {
        "string": read_text,
        "integer": read_integer,
        "number": read_number,
        "date": read_date,
        "boolean": read_boolean,
    }
)
"""类型 → 读法。 How each type of a field is read."""


class Column:
    """文件里的一列。 A column of a file.

    Attributes:
        index: 第几列，从 0 起 where it stands, from 0.
        header: 文件自己的表头 how the file calls it.
        field: 它是哪一列 which field of the table it is.
    """

    def __init__(self, index: int, header: str, field: Field, vocabulary: Vocabulary) -> None:
        self.index, self.header, self.field = index, header, field
        self._vocabulary = vocabulary
        # 表里同样的话反复出现，每句只读一次；编号各不相同，不记。
        # Most columns repeat few words, each read once; identifiers all differ and are not kept.
        repeats = field.type != "string" or field.concepts or field.enum
        self._known: dict[Hashable, object] | None = {} if repeats else None

    def read(self, cell: object) -> object:
        """读一个单元格。 Read a cell.

        Args:
            cell: 文件里的值 the value in the file.

        Returns:
            有类型的值；空单元格为 None；只到月或年的日期为 `Days`；读不出的为 `CellError`
            the typed value: None when empty, `Days` for a month or year alone where the field
            accepts one, and the `CellError` itself where the cell cannot be read.
        """
        if self._known is None:
            return self._read(cell)
        # 1、1.0 与 TRUE 在字典里是同一个键。 1, 1.0 and TRUE are one key to a dictionary.
        key = (cell.__class__, cell)
        if key not in self._known:
            self._known[key] = self._read(cell)
        return self._known[key]

    def _read(self, cell: object) -> object:
        try:
            return self._value(cell)
        except CellError as error:
            return error

    def _value(self, cell: object) -> object:
        field = self.field
        text = read_text(cell)
        if text is None or text in field.missing:
            if field.required:
                raise CellError("required", Bilingual("留空", "is empty"), required(field))
            return None
        if field.concepts:
            return self._concept(text)
        if field.enum:
            return _enumerated(field, text)
        if field.type == "string":
            return text
        if field.partial and (days := read_days(cell)):
            return days.first if days.is_exact else days
        value = READERS[field.type](cell)
        least = field.minimum
        if least is not None and isinstance(value, int | Decimal) and value < least:
            raise _too_small(field, least, value)
        return value

    def _concept(self, text: str) -> str:
        schemes = self.field.concepts
        for scheme in schemes:
            if notation := self._vocabulary.resolve(scheme, text):
                return notation
        allowed = [label for scheme in schemes for label in self._vocabulary.allowed(scheme)]
        finding = Bilingual("不在概念表中", "is not in the concept scheme")
        raise CellError("unknown-concept", finding, one_of(allowed, text))


def _enumerated(field: Field, text: str) -> str:
    words = {normalised(value): value for value in field.enum}
    words |= {normalised(word): value for word, value in field.synonyms.items()}
    if (value := words.get(normalised(text))) is not None:
        return value
    finding = Bilingual("不是允许的值", "is not an allowed value")
    raise CellError("unknown-value", finding, one_of(field.enum, text))


def _too_small(field: Field, minimum: int, value: int | Decimal) -> CellError:
    finding = Bilingual("太小", "is too small")
    if value < 0:
        finding = Bilingual("是负数", "is negative")
    zh, en = ("整数", "an integer") if field.type == "integer" else ("数", "a number")
    expected = Bilingual(f"不小于 {minimum} 的{zh}", f"{en} of at least {minimum}")
    return CellError("below-minimum", finding, expected)


def required(field: Field) -> Bilingual:
    """说出必填的列该填什么。 Say what a required field should hold."""
    zh, en = field.description.rstrip("。"), field.description_en.rstrip(".")
    return Bilingual(f"必填：{zh}", f"a value: {en}")


def one_of(
    allowed: Sequence[str], text: str, spellings: Mapping[str, str] | None = None
) -> Bilingual:
    """列出允许的值并指出最像的一个，过长则截短。 Word the allowed values and the nearest one.

    Args:
        allowed: 允许的值 the values.
        text: 文件里写的 what the file has.
        spellings: 其他写法 → 值；缺省即各值本身 other spellings, by default the values themselves.
    """
    words = {normalised(w): v for w, v in (spellings or {a: a for a in allowed}).items()}
    near = process.extractOne(normalised(text), words.keys(), score_cutoff=_ALIKE)
    listed, more = "、".join(allowed[:_FEW]), len(allowed) - _FEW
    zh = f"{listed} 之一" if more <= 0 else f"{listed} 等 {len(allowed)} 个值之一"
    en = f"one of {listed}" if more <= 0 else f"one of {len(allowed)} values: {listed} …"
    if near:
        word = words[near[0]]
        zh, en = f"{zh}（是否“{word}”？）", f"{en} (did you mean {word}?)"
    return Bilingual(zh, en)

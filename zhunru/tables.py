"""医院数据表的定义。 The tables that a hospital fills in.

Each table is declared once, as a Frictionless Table Schema descriptor in `tables/*.json`
(https://specs.frictionlessdata.io/table-schema/). Readers, templates, forms and documentation all
go by it. Besides the standard keys a descriptor has

* `aliases`, `descriptionEn`, `example` of tables and fields;
* `concept` of a field: the concept scheme, or schemes, whose concepts are its values;
* `synonyms` of a field with an `enum`: other spellings of its values;
* `partialDate` of a date: a month or a year alone counts as its `first` or its `last` day;
* `datatypeOf` of a number: the field whose measure tells whether it may have decimals;
* `pseudonym` of a field that identifies a person or a case: the word that stands for its values;
* `anyRequired`: fields of which at least one must be filled in;
* `period`: the two date fields of which the first must not be later than the second;
* `foreignKeysOneOf`: a reference that may point into any of several tables.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, cast

Type = Literal["string", "integer", "number", "date", "boolean"]
Edge = Literal["first", "last"]

_FOLDER: Final = Path(__file__).resolve().parent / "tables"

ORDER: Final = (
    "institutions",
    "staff",
    "titles",
    "experience",
    "cases",
    "case_log",
    "trainings",
    "conditions",
    "programmes",
    "credentials",
    "own_catalogue",
)
"""填表的次序：被引用的表在前。 The order of filling in: a table precedes those that cite it."""

EXAMPLE_MARK: Final = "【示例】"
"""模板示例行的记号，这样的行不读。 Marks the example row of a template, which is not read."""


@dataclass(frozen=True, slots=True)
class Field:
    """一列。 One column.

    Attributes:
        name: 英文名 English name, the key in `Row.values`.
        title: 中文表头 Chinese header.
        aliases: 其他可识别的表头 other headers that are recognised.
        type: 类型 type of the values.
        description: 说明 what to fill in, in Chinese.
        description_en: the same in English.
        example: 示例 an example value as a person would type it.
        concepts: 概念表代号 schemes whose concepts are the values; empty for plain values.
        required: 不得留空 whether the value must be given.
        unique: 不可重复 whether a value may occur once only.
        minimum: 下限（含） least value allowed.
        enum: 允许的值 closed list of values that are not concepts.
        synonyms: 其他写法 → 允许的值 other spellings of values of `enum`.
        missing: 视同留空的写法 spellings that mean an empty cell.
        partial: 只到月或年的日期按哪一日计；不接受则为 None
            the day that a month or year alone counts as; None where it is not accepted.
        pseudonym: 化名所用的词；不涉及个人则为空 the word of its pseudonyms; empty if none.
        datatype_of: 由哪一列的指标决定可否有小数；不由指标决定则为空
            the field whose measure tells whether it may have decimals; empty if none does.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    type: Type
    description: str
    description_en: str
    example: str
    concepts: tuple[str, ...]
    required: bool
    unique: bool
    minimum: int | None
    enum: tuple[str, ...]
    synonyms: Mapping[str, str]
    missing: tuple[str, ...]
    partial: Edge | None
    pseudonym: str
    datatype_of: str

    @property
    def headers(self) -> tuple[str, ...]:
        """所有可识别的表头。 Every header that is recognised."""
        return (self.title, self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Reference:
    """引用：一列的值须见于目标之一。 A value of the field must occur in one of the targets."""

    field: str
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """一张表。 One table.

    Attributes:
        name: 英文名 English name.
        title: 中文表名，也是文件名与工作表名 Chinese name, of the file and of the sheet.
        aliases: 其他可识别的表名 other names that are recognised.
        description: 说明 what the rows are, in Chinese.
        description_en: the same in English.
        fields: 各列 the columns in order.
        primary_key: 主键 fields whose values together occur once only; may be empty.
        references: 引用 references into other tables.
        period: 起止两列 names of the start and end field, if there are any.
        any_required: 至少填一个的各列 fields of which one must be filled in; may be empty.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    description: str
    description_en: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    period: tuple[str, str] | None
    any_required: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """所有可识别的表名。 Every name that is recognised."""
        return (self.title, self.name, *self.aliases)

    def field(self, name: str) -> Field:
        """按英文名取一列。 Return a field by its English name.

        Raises:
            KeyError: the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@cache
def load_tables() -> Mapping[str, Table]:
    """读出全部表的定义。 Return every table by its English name, in the order of filling in.

    Raises:
        FileNotFoundError: a descriptor is missing, so the installation is incomplete.
    """
    descriptors = (_descriptor(name) for name in ORDER)
    return MappingProxyType({d["name"]: _table(d) for d in descriptors})


def _descriptor(name: str) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def _table(descriptor: Mapping[str, Any]) -> Table:
    period = descriptor.get("period")
    return Table(
        name=descriptor["name"],
        title=descriptor["title"],
        aliases=tuple(descriptor["aliases"]),
        description=descriptor["description"],
        description_en=descriptor["descriptionEn"],
        fields=tuple(_field(f) for f in descriptor["fields"]),
        primary_key=tuple(descriptor.get("primaryKey", ())),
        references=_references(descriptor),
        period=(period[0], period[1]) if period else None,
        any_required=tuple(descriptor.get("anyRequired", ())),
    )


def _field(descriptor: Mapping[str, Any]) -> Field:
    constraints = descriptor.get("constraints", {})
    concept = descriptor.get("concept", ())
    return Field(
        name=descriptor["name"],
        title=descriptor["title"],
        aliases=tuple(descriptor["aliases"]),
        type=descriptor["type"],
        description=descriptor["description"],
        description_en=descriptor["descriptionEn"],
        example=descriptor.get("example", ""),
        concepts=(concept,) if isinstance(concept, str) else tuple(concept),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        minimum=constraints.get("minimum"),
        enum=tuple(constraints.get("enum", ())),
        synonyms=dict(descriptor.get("synonyms", {})),
        missing=tuple(m for m in descriptor.get("missingValues", ()) if m),
        partial=descriptor.get("partialDate"),
        pseudonym=descriptor.get("pseudonym", ""),
        datatype_of=descriptor.get("datatypeOf", ""),
    )


def _references(descriptor: Mapping[str, Any]) -> tuple[Reference, ...]:
    single = [
        Reference(key["fields"][0], (_target(key["reference"]),))
        for key in descriptor.get("foreignKeys", ())
    ]
    one_of = [
        Reference(key["fields"][0], tuple(_target(r) for r in key["references"]))
        for key in descriptor.get("foreignKeysOneOf", ())
    ]
    return (*single, *one_of)


def _target(reference: Mapping[str, Any]) -> tuple[str, str]:
    return reference["resource"], reference["fields"][0]

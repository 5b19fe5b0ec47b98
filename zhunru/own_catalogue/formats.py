"""把本机构目录的比较写成表、CSV 与 JSON。 Lay out what is found about a hospital's catalogue."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhunru.csv_text import csv_text
from zhunru.own_catalogue.findings import CatalogueFinding, FindingKind, Reference

_STYLES: Final = {
    FindingKind.LOWER: "red",
    FindingKind.INCONSISTENT: "red",
    FindingKind.HIGHER: "yellow",
    FindingKind.DISPUTED: "yellow",
}
_MATCHES: Final = {
    "itself": "对应条目",
    "exactMatch": "同一手术",
    "closeMatch": "相近手术",
    "candidate": "候选",
}
_MOST_SHOWN: Final = 50
"""终端里每类最多列几项。 How many findings of a kind the terminal shows."""

_COLUMNS: Final = (
    "种类",
    "机构编号",
    "科室",
    "手术名称",
    "本机构级别",
    "文件",
    "行",
    "关系",
    "目录条目",
    "参考级别",
    "技术",
    "规范",
    "目录位置",
    "手术代号",
)


def render(found: Sequence[CatalogueFinding], console: Console) -> None:
    """Print the findings, the gravest first; entries that the hospital lacks are only counted.

    Args:
        found: The findings.
        console: Where to print.
    """
    by_kind: dict[FindingKind, list[CatalogueFinding]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    for kind in FindingKind:
        if by_kind[kind] and kind is not FindingKind.ABSENT:
            console.print(_table(kind, by_kind[kind]))
    counts = Counter(one.kind for one in found)
    console.print(
        " · ".join(f"{kind.label.zh} {kind.label.en} {counts[kind]}" for kind in FindingKind)
    )


def _table(kind: FindingKind, found: Sequence[CatalogueFinding]) -> Table:
    style = _STYLES.get(kind, "bold")
    table = Table(
        title=f"[{style}]{kind.label.zh} {kind.label.en}[/] {len(found)}", title_justify="left"
    )
    for column in ("科室 Department", "手术名称 Operation", "级别 Grade", "参考 Reference"):
        table.add_column(column, overflow="fold")
    for one in found[:_MOST_SHOWN]:
        table.add_row(
            escape("\n".join(row.department or "—" for row in one.rows)),
            escape("\n".join(dict.fromkeys(row.name for row in one.rows))),
            "\n".join(row.grade.label.zh if row.grade else "—" for row in one.rows),
            escape("\n".join(map(_in_words, one.references))) or "—",
        )
    if len(found) > _MOST_SHOWN:
        table.caption = f"另有 {len(found) - _MOST_SHOWN} 项 more, see --format csv"
    return table


def _in_words(reference: Reference) -> str:
    entry = reference.procedure
    document = f"{entry.technique.label.zh}（{entry.regulation.issued.year}）{reference.place}"
    return f"{_MATCHES[reference.match]}：{entry.name} {entry.grade.label.zh}；{document}"


def to_csv(found: Sequence[CatalogueFinding]) -> str:
    """Write the findings as CSV, a row for each row of the hospital and each reference.

    Args:
        found: The findings.

    Returns:
        The text.
    """
    return csv_text(_COLUMNS, [cells for one in found for cells in _lines(one)])


def _lines(one: CatalogueFinding) -> list[list[str | int | None]]:
    own: list[list[str | int | None]] = [
        [
            row.department,
            row.name,
            row.grade.label.zh if row.grade else "",
            row.row.file,
            row.row.line,
        ]
        for row in one.rows
    ] or [["", "", "", "", None]]
    references: list[list[str | int | None]] = [
        list(_reference(reference).values()) for reference in one.references
    ] or [[""] * 7]
    return [
        [one.kind.label.zh, one.institution, *row, *reference]
        for row in own
        for reference in references
    ]


def _reference(reference: Reference) -> dict[str, str]:
    entry = reference.procedure
    return {
        "match": _MATCHES[reference.match],
        "entry": entry.name,
        "grade": entry.grade.label.zh,
        "technique": entry.technique.label.zh,
        "regulation": entry.regulation.label.zh,
        "place": reference.place,
        "code": entry.notation,
    }


def to_json(found: Sequence[CatalogueFinding]) -> str:
    """Write the findings as JSON.

    Args:
        found: The findings.

    Returns:
        The text, Chinese as it is.
    """
    return json.dumps([_object(one) for one in found], ensure_ascii=False, indent=2) + "\n"


def _object(one: CatalogueFinding) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "label": one.kind.label.zh,
        "institution": one.institution,
        "rows": [
            {
                "file": row.row.file,
                "line": row.row.line,
                "department": row.department,
                "procedure": row.name,
                "grade": row.grade.notation if row.grade else None,
            }
            for row in one.rows
        ],
        "references": [
            {**_reference(reference), "match": reference.match} for reference in one.references
        ],
    }


FORMATS: Final[dict[str, Callable[[Sequence[CatalogueFinding]], str]]] = {
    "csv": to_csv,
    "json": to_json,
}

"""把后果写成表、CSV 与 JSON。 Lay effects out as a table, as CSV and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhunru.csv_text import Cell, csv_text
from zhunru.namespaces import local_path
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import Effect, Tally, WhatIf

#: The columns of a tally, after the name of the group.
FIGURES: Final = ("校验数", "现符合", "改后符合", "新增", "失去")

#: The columns of the list of those who gain or lose.
ROW_COLUMNS: Final = (
    "得失",
    "表中编号",
    "编号",
    "名称",
    "机构",
    "标准",
    "专科技术",
    "医院等级",
    "地区",
    "现判定",
    "改后判定",
)

_LONGEST_BAR: Final = 10


def figures(tally: Tally) -> tuple[int, ...]:
    """Return the numbers of a tally, in the order of `FIGURES`."""
    return tally.checked, tally.met_before, tally.met_after, tally.gained, tally.lost


def render(found: WhatIf, dimension: Dimension, console: Console) -> None:
    """Print the effects: what is changed, a tally per group with bars, who gains and who loses.

    Args:
        found: The effects.
        dimension: By what to tally.
        console: Where to print.
    """
    for setting in found.settings:
        words = setting.words
        console.print(f"[bold]{escape(words.zh)}[/]\n[dim]{escape(words.en)}[/]")
    tallies = found.by(dimension)
    table = Table(title=f"截至 As of {found.as_of.isoformat()}", title_justify="left")
    table.add_column(f"{dimension.zh} {dimension.en}", overflow="fold")
    for heading in FIGURES:
        table.add_column(heading, justify="right")
    table.add_column("失去 lose · 新增 gain")
    most = max((max(one.gained, one.lost) for one in tallies), default=0)
    for one in (*tallies, found.total):
        bar = "" if one.group == found.total.group else _bar(one, most)
        table.add_row(escape(one.group.zh), *map(str, figures(one)), bar)
    console.print(table)
    for heading, style, rows in (
        ("新增 gain", "green", [row for row in found.rows if row.gains]),
        ("失去 lose", "red", [row for row in found.rows if row.loses]),
    ):
        if rows:
            console.print(f"[{style}]{heading}[/]：{'、'.join(escape(_who(row)) for row in rows)}")


def to_csv(found: WhatIf, dimension: Dimension) -> str:
    """Write a tally as CSV, a row per group.

    Args:
        found: The effects.
        dimension: By what to tally.

    Returns:
        The text.
    """
    rows: list[tuple[Cell, ...]] = [(one.group.zh, *figures(one)) for one in found.by(dimension)]
    return csv_text((dimension.zh, *FIGURES), rows)


def rows_to_csv(found: WhatIf) -> str:
    """Write who gains and who loses as CSV, a row per programme or credential.

    Args:
        found: The effects.

    Returns:
        The text; those whose verdict stays the same are left out.
    """
    rows: list[tuple[Cell, ...]] = [_listed(row) for row in found.rows if row.gains or row.loses]
    return csv_text(ROW_COLUMNS, rows)


def to_json(found: WhatIf, dimension: Dimension) -> str:
    """Write the effects as JSON: the changes, the tally and a row per programme or credential.

    Args:
        found: The effects.
        dimension: By what to tally.

    Returns:
        The text, Chinese as it is.
    """
    document = {
        "asOf": found.as_of.isoformat(),
        "settings": [
            {"requirement": one.requirement.iri, **one.words._asdict()} for one in found.settings
        ],
        "by": dimension.value,
        "tallies": [_tally(one) for one in found.by(dimension)],
        "total": _tally(found.total),
        "rows": [_effect(row) for row in found.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final = {"csv": to_csv, "json": to_json}


def _listed(row: Effect) -> tuple[Cell, ...]:
    return (
        FIGURES[-2] if row.gains else FIGURES[-1],
        row.row,
        row.bearer,
        row.name,
        row.institution,
        row.criterion.label.zh,
        row.criterion.technique.label.zh,
        row.level.zh,
        row.region.zh,
        row.before.value,
        row.after.value,
    )


def _who(row: Effect) -> str:
    return f"{row.row} {row.name}（{row.criterion.label.zh}）"


def _bar(tally: Tally, most: int) -> str:
    lost, gained = (_blocks(one, most) for one in (tally.lost, tally.gained))
    return f"[red]{lost:>{_LONGEST_BAR}}[/]│[green]{gained}[/]"


def _blocks(number: int, most: int) -> str:
    # 有就至少一格。 Whatever is there is seen.
    return "█" * max(1, round(number * _LONGEST_BAR / most)) if number else ""


def _tally(tally: Tally) -> dict[str, Any]:
    names = ("checked", "metBefore", "metAfter", "gained", "lost")
    return {
        "group": asdict(tally.group),
        **dict(zip(names, figures(tally), strict=True)),
    }


def _effect(row: Effect) -> dict[str, Any]:
    return {
        "row": row.row,
        "bearer": row.bearer,
        "name": row.name,
        "institution": row.institution,
        "criterion": local_path(row.criterion.iri),
        "technique": row.criterion.technique.notation,
        "level": asdict(row.level),
        "region": asdict(row.region),
        "before": {"zh": row.before.value, "en": row.before.en},
        "after": {"zh": row.after.value, "en": row.after.en},
    }

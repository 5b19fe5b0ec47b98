"""把候选条目与匹配质量印到终端。 Print candidates, and how good the matching is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhunru.matching.candidates import SUGGESTED_SCORE, Candidate
from zhunru.matching.catalogue import Procedure
from zhunru.matching.mapping import ProcedureChoice
from zhunru.matching.quality import Quality

_MOST_SHOWN: Final = 200
"""终端里最多列几个名称。 How many names the terminal shows."""


def render(
    proposed: Mapping[str, Sequence[Candidate]],
    known: Mapping[str, ProcedureChoice],
    taken: Mapping[str, Procedure],
    console: Console,
) -> None:
    """Print names with their candidates, and how many are settled.

    Args:
        proposed: The candidates by name.
        known: What people decided.
        taken: The entries that count for names.
        console: Where to print.
    """
    table = Table(title="手术名称与目录条目 Names and catalogue entries", title_justify="left")
    for column in ("手术名称 Name", "目录条目 Entry", "技术 Technique", "级别", "分数", "差别"):
        table.add_column(column, overflow="fold")
    for name, found in list(proposed.items())[:_MOST_SHOWN]:
        table.add_row(escape(name), *_cells(name, found, known.get(name), taken.get(name)))
    if len(proposed) > _MOST_SHOWN:
        table.caption = f"另有 {len(proposed) - _MOST_SHOWN} 个名称 more; --out 写全 writes all"
    console.print(table)
    likely = sum(bool(found) and found[0].score >= SUGGESTED_SCORE for found in proposed.values())
    none = sum(not found for found in proposed.values())
    console.print(
        f"名称 names {len(proposed)} · 采用 taken {len(taken)} · "
        f"{SUGGESTED_SCORE:.0f} 分以上 from that score {likely} · 无候选 without candidate {none}"
    )


def _cells(
    name: str,
    found: Sequence[Candidate],
    choice: ProcedureChoice | None,
    taken: Procedure | None,
) -> list[str]:
    if choice and choice.none:
        return ["[dim]确认不在目录 none[/]", "", "", "", ""]
    if taken:
        scored = {one.procedure.iri: one for one in found}.get(taken.iri)
        score = f"{scored.score:.0f}" if scored else ""
        reason = scored.reason if scored else ""
        return [f"[green]{escape(taken.name)}[/]", *_where(taken), score, escape(reason)]
    if not found:
        return ["—", "", "", "", ""]
    best = found[0]
    return [
        escape(best.procedure.name),
        *_where(best.procedure),
        f"{best.score:.0f}",
        escape(best.reason),
    ]


def _where(entry: Procedure) -> list[str]:
    return [entry.technique.label.zh, entry.grade.label.zh]


def render_quality(measured: Mapping[str, Quality], accept_above: float, console: Console) -> None:
    """Print how good the matching is.

    Args:
        measured: What was measured, by the use of the names.
        accept_above: The score from which on candidates were accepted.
        console: Where to print.
    """
    table = Table(
        title=f"匹配质量 Quality，{accept_above:g} 分以上采用 accepted from", title_justify="left"
    )
    for column in ("用途 Use", "名称 Names", "在目录 Listed", "采用 Accepted"):
        table.add_column(column, justify="right" if "用途" not in column else "left")
    for column in ("准确率 Precision", "召回率 Recall", "前五召回率 Recall@5"):
        table.add_column(column, justify="right")
    for use, one in measured.items():
        table.add_row(
            escape(use),
            *map(str, (one.names, one.meaning, one.accepted)),
            *(f"{share:.3f}" for share in (one.precision, one.recall, one.near_recall)),
        )
    console.print(table)

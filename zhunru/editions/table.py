"""把两版之间的变化写成表。 Lay the changes between editions out, for files and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from rdflib import Literal, URIRef
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from zhunru.answer_table import NOTHING
from zhunru.ask import Answer, Term
from zhunru.comparing.figure_words import joined
from zhunru.editions.conditions import Condition, ConditionChange, ConditionGroup
from zhunru.editions.diff import EditionDiff
from zhunru.editions.entries import Entry, EntryChange, EntryGroup, printed_order
from zhunru.editions.kinds import CuratedChange, Kind
from zhunru.requirements import Concept, Label
from zhunru.wording import clause_numbers

#: The columns of a file. Several kinds, grades or IRIs in one cell are set apart by spaces.
COLUMNS: Final = (
    "part",
    "kind",
    "label",
    "before",
    "after",
    "before_text",
    "after_text",
    "before_grade",
    "after_grade",
    "before_clause",
    "after_clause",
    "figures",
    "differences",
    "disagreement",
    "curated",
    "change",
    "reason",
)

#: Titles are not broken above narrow tables.
_NARROWEST: Final = 60


class _Change(Protocol):
    """What changes of entries and of conditions have in common."""

    @property
    def kinds(self) -> tuple[Concept, ...]: ...

    @property
    def curated(self) -> CuratedChange | None: ...

    @property
    def disagreement(self) -> Label | None: ...


def to_answer(found: EditionDiff) -> Answer:
    """Turn the changes into rows, for the writers of `zhunru/answer_formats.py`.

    Args:
        found: The changes.

    Returns:
        A row for every change, of the columns in `COLUMNS`: entries, then conditions.
    """
    cells = [*map(_entry_cells, found.entries), *map(_condition_cells, found.conditions)]
    rows = tuple(tuple(one.get(name) for name in COLUMNS) for one in cells)
    return Answer("select", COLUMNS, rows)


def render(found: EditionDiff, console: Console) -> None:
    """Print the changes, Chinese first.

    Args:
        found: The changes.
        console: Where to print them.
    """
    console.print(f"[bold]{escape(found.old.label.zh)} → {escape(found.new.label.zh)}[/bold]")
    console.print("\n[bold]目录条目 Catalogue entries[/bold]")
    for group in found.entry_groups:
        console.print(_entry_table(group))
    if found.unaccounted:
        console.print(_unaccounted(found.unaccounted))
    console.print("\n[bold]条件 Conditions[/bold]")
    years = (str(found.old.issued.year), str(found.new.issued.year))
    judged = any(change.curated for change in found.conditions)
    if not judged:
        console.print(
            "（没有编者的判断，只按承担者与指标比较 compared by bearer and measure only）"
        )
    for conditions in found.condition_groups:
        console.print(_condition_table(conditions, years, judged=judged))
    for change in found.disagreements:
        assert change.disagreement is not None
        name = change.curated.label.zh if change.curated else ""
        console.print(
            f"[red]不一致 disagreement[/red] {escape(f'{name}：{change.disagreement.zh}')}"
        )


def _entry_table(group: EntryGroup) -> Table:
    moved = [joined(one) for one in (group.before, group.after) if one]
    grades = " → ".join(dict.fromkeys(one.zh for one in moved))
    count = f"{len(group.changes)} 项 entries"
    table = _table(f"{_kinds(group.kinds)}：{grades}，{count}", "编号 position", "条目 entry")
    reasons = not _unchanged(group.kinds) and any(change.curated for change in group.changes)
    if reasons:
        table.add_column("理由 reason", overflow="fold", ratio=2)
    for change in group.changes:
        sides = [side for side in (change.before, change.after) if side]
        names = dict.fromkeys(map(_entry_names, sides))
        cells = [" → ".join(map(_positions, sides)), "\n→ ".join(names)]
        reason = change.curated.reason.zh if change.curated else NOTHING
        table.add_row(*map(Text, [*cells, reason] if reasons else cells))
    return table


def _entry_names(entries: Iterable[Entry]) -> str:
    """Name entries in a row."""
    return "；".join(entry.name for entry in entries)


def _positions(entries: Iterable[Entry]) -> str:
    return "、".join(entry.position for entry in entries) or NOTHING


def _unaccounted(entries: Iterable[Entry]) -> Table:
    table = _table(
        "编者没有说明的条目 entries that no curated change mentions", "级别 grade", "条目 entry"
    )
    for entry in entries:
        table.add_row(Text(entry.grade.label.zh), Text(f"{entry.position} {entry.name}"))
    return table


def _condition_table(group: ConditionGroup, years: tuple[str, str], *, judged: bool) -> Table:
    count = f"{len(group.changes)} 处 changes"
    table = _table(f"{_kinds(group.kinds)}，{count}", "条件 condition", "旧版与新版 both editions")
    unchanged = _unchanged(group.kinds)
    for change in group.changes:
        name = [change.label.zh, *_figures(change)]
        if judged and change.curated is None:
            name.append("（未经编者判断 not judged）")
        # 不变的只列一边。 What did not change is shown once.
        sides = [(years[1], change.after)] if unchanged else [
            (years[0], change.before), (years[1], change.after)
        ]  # fmt: skip
        lines = [_side(year, side) for year, side in sides if side]
        if change.curated and not unchanged:
            lines.append(f"理由：{change.curated.reason.zh}")
        if change.disagreement:
            lines.append(f"不一致 disagreement：{change.disagreement.zh}")
        table.add_row(Text("\n".join(name)), Text("\n".join(lines)))
    return table


def _figures(change: ConditionChange) -> list[str]:
    """Say what the figures say, and in what else the conditions differ."""
    if change.outcome is None:
        return []
    others = "、".join(one.label.zh for one in change.differences)
    return [
        f"数字 figures：{change.outcome.label.zh}",
        *([f"（不同：{others}）"] if others else []),
    ]


def _side(year: str, conditions: Sequence[Condition]) -> str:
    return f"{year}：{'；'.join(one.words.zh for one in conditions)}（{_clauses(conditions)}）"


def _clauses(conditions: Iterable[Condition]) -> str:
    clauses = {clause for condition in conditions for clause in condition.clauses}
    return clause_numbers(sorted(clauses, key=lambda one: printed_order(one.iri))) or NOTHING


def _table(title: str, first: str, second: str) -> Table:
    table = Table(title=Text(title), title_justify="left", min_width=_NARROWEST)
    table.add_column(first, overflow="fold", ratio=1)
    table.add_column(second, overflow="fold", ratio=3)
    return table


def _unchanged(kinds: Iterable[Concept]) -> bool:
    return any(kind.notation == Kind.UNCHANGED for kind in kinds)


def _kinds(kinds: Sequence[Concept]) -> str:
    if not kinds:
        return "有别 different"
    names = joined(kinds)
    return f"{names.zh} {names.en}"


def _entry_cells(change: EntryChange) -> dict[str, Term | None]:
    names = _entry_names(change.after or change.before)
    label = change.curated.label.zh if change.curated else names
    return {
        **_common(change),
        **_grades(change),
        "part": Literal("entry"),
        "label": Literal(label, lang="zh"),
        "before": _joined(entry.iri for entry in change.before),
        "after": _joined(entry.iri for entry in change.after),
        "before_text": _text(_entry_names(change.before)),
        "after_text": _text(_entry_names(change.after)),
    }


def _grades(change: EntryChange) -> dict[str, Term | None]:
    return {
        f"{name}_grade": _joined(dict.fromkeys(entry.grade.notation for entry in side))
        for name, side in (("before", change.before), ("after", change.after))
    }


def _condition_cells(change: ConditionChange) -> dict[str, Term | None]:
    cells = {
        **_common(change),
        "part": Literal("condition"),
        "label": Literal(change.label.zh, lang="zh"),
        "figures": Literal(change.outcome.value) if change.outcome else None,
        "differences": _text("、".join(one.label.zh for one in change.differences)),
    }
    for name, side in (("before", change.before), ("after", change.after)):
        cells[name] = _joined(one.iri for one in side)
        cells[f"{name}_text"] = _text("；".join(one.words.zh for one in side))
        cells[f"{name}_clause"] = _text(_clauses(side)) if side else None
    return cells


def _common(change: _Change) -> dict[str, Term | None]:
    curated = change.curated
    return {
        "kind": _joined(kind.notation for kind in change.kinds),
        "curated": Literal(curated is not None),
        "change": URIRef(curated.iri) if curated else None,
        "reason": _text(curated.reason.zh) if curated else None,
        "disagreement": _text(change.disagreement.zh) if change.disagreement else None,
    }


def _joined(texts: Iterable[str]) -> Term | None:
    text = " ".join(texts)
    return Literal(text) if text else None


def _text(chinese: str) -> Term | None:
    return Literal(chinese, lang="zh") if chinese else None

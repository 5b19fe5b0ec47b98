"""把一名医师的符合情况写成表、CSV 与 JSON。 Lay out how a physician stands to criteria."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhunru.csv_text import csv_text
from zhunru.eligible import Eligibility, Standing
from zhunru.errors import Bilingual
from zhunru.namespaces import local_path
from zhunru.next_steps.step import Means
from zhunru.verdicts import Verdict
from zhunru.wording import clause_numbers, sentence

_STYLES: Final = {Standing.MEETS: "green", Standing.NEARLY: "yellow", Standing.NOT: "red"}

#: 列名即可的两类。 What is only listed by name in the terminal.
_LISTED: Final = (Means.RECORDS, Means.ATTESTATION)

_COLUMNS: Final = (
    "工号",
    "技术",
    "级别",
    "角色",
    "标准",
    "情况",
    "判定",
    "未满足项数",
    "下一步",
    "自何日起符合",
    "标准代号",
)


def render(found: Sequence[Eligibility], console: Console) -> None:
    """Print how a person stands to criteria, those met first.

    Args:
        found: The eligibilities, in their order.
        console: Where to print.
    """
    table = Table(title=_title(found), title_justify="left")
    for column in ("情况 Standing", "技术 Technique", "标准 Criterion", "下一步 Next step"):
        table.add_column(column, overflow="fold")
    for one in found:
        style, criterion = _STYLES[one.standing], one.criterion
        table.add_row(
            f"[{style}]{one.standing.value}[/]",
            f"{criterion.technique.label.zh}\n{_grades(one).zh}",
            f"{criterion.label.zh}\n[dim]{criterion.role.label.zh} · {one.result.verdict.value}[/]",
            escape(_why(one)),
        )
    console.print(table)
    counts = Counter(one.standing for one in found)
    console.print(
        " · ".join(f"[{_STYLES[one]}]{one.value} {one.en}[/] {counts[one]}" for one in Standing)
    )


def to_csv(found: Sequence[Eligibility]) -> str:
    """Write eligibilities as CSV, a row per criterion.

    Args:
        found: The eligibilities.

    Returns:
        The text.
    """
    return csv_text(_COLUMNS, map(_row, found))


def to_json(found: Sequence[Eligibility]) -> str:
    """Write eligibilities as JSON, with every step.

    Args:
        found: The eligibilities.

    Returns:
        The text, Chinese as it is.
    """
    return json.dumps([_object(one) for one in found], ensure_ascii=False, indent=2) + "\n"


FORMATS: Final = {"csv": to_csv, "json": to_json}


def _title(found: Sequence[Eligibility]) -> str:
    names = {escape(f"{one.result.dossier.bearer} {one.result.dossier.name}") for one in found}
    return f"{'、'.join(sorted(names))}：可从事的技术与级别 Techniques and grades"


def _grades(one: Eligibility) -> Bilingual:
    labels = [grade.label for grade in one.criterion.grades]
    if not labels:
        return Bilingual("不分级别", "every grade")
    return Bilingual("、".join(label.zh for label in labels), ", ".join(x.en for x in labels))


def _why(one: Eligibility) -> str:
    """The steps, a line each; records and attestations, of which there may be many, by name."""
    lines = [
        f"{step.words.zh} · {clause_numbers(step.leaf.clauses)}"
        for step in one.plan.steps
        if step.means not in _LISTED
    ]
    for means in _LISTED:
        names = [step.leaf.label.zh for step in one.plan.steps if step.means is means]
        if names:
            lines.append(f"{means.value}：{'；'.join(names)}")
    return "\n".join(lines)


def _row(one: Eligibility) -> tuple[str | int | None, ...]:
    criterion, day = one.criterion, one.plan.meets_from
    return (
        one.result.dossier.bearer,
        criterion.technique.label.zh,
        _grades(one).zh,
        criterion.role.label.zh,
        criterion.label.zh,
        one.standing.value,
        one.result.verdict.value,
        len(one.plan.steps),
        one.plan.words.zh,
        day.isoformat() if day else None,
        local_path(criterion.iri),
    )


def _object(one: Eligibility) -> dict[str, Any]:
    criterion, day = one.criterion, one.plan.meets_from
    return {
        "staff": one.result.dossier.bearer,
        "name": one.result.dossier.name,
        "criterion": {"iri": criterion.iri, **_both(criterion.label.zh, criterion.label.en)},
        "technique": criterion.technique.notation,
        "grades": [grade.notation for grade in criterion.grades],
        "role": criterion.role.notation,
        "standing": _both(one.standing.value, one.standing.en),
        "verdict": _both(one.result.verdict.value, one.result.verdict.en),
        "meetsFrom": day.isoformat() if day else None,
        "steps": [
            {
                "requirement": step.leaf.iri,
                "required": _both(sentence(step.leaf).zh, sentence(step.leaf).en),
                "clauses": [clause.number for clause in step.leaf.clauses],
                "means": _both(step.means.value, step.means.en),
                "words": _both(step.words.zh, step.words.en),
                "meetsFrom": step.meets_from.isoformat() if step.meets_from else None,
            }
            for step in one.plan.steps
        ],
        "advice": [
            _both(finding.required.zh, finding.required.en)
            for finding in one.result.findings
            if finding.verdict is Verdict.NOT_MET and finding.requirement.force != "mandatory"
        ],
    }


def _both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}

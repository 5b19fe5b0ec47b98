"""Reports for tests: that of the example hospital, and small ones with awkward contents."""

import random
from dataclasses import replace
from decimal import Decimal
from functools import cache

from dossier_making import dossier, full, step, typed

from zhunru.errors import Bilingual, Problem
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.reading import criteria
from zhunru.report import Report
from zhunru.requirements import ValueType
from zhunru.validation import validate_dossiers

NASTY = "<script>alert(1)</script>"
FORMULA = "=HYPERLINK(1)"


@cache
def example_report() -> Report:
    return validate_paths([example_hospital()], EXAMPLE_AS_OF)


def problem(file="人员.csv", row=7, column="姓名", value=FORMULA):
    finding = Bilingual(f"不能读 {NASTY}", f"cannot be read {NASTY}")
    return Problem("unreadable", file, row, column, value, finding, Bilingual("名字", "a name"))


@cache
def nasty_report() -> Report:
    """Names that are markup or formulas, rows set aside, remarks, and a row of a workbook."""
    first, second = list(criteria().values())[:2]
    people = [
        replace(full(first, "a"), name=NASTY, bearer=FORMULA),
        replace(dossier(second, {}, "b"), name="@SUM(1)\x0b", bearer="[bold]1[/]"),
    ]
    report = validate_dossiers(people, EXAMPLE_AS_OF)
    results = tuple(
        replace(one, row=f"+{line}", file="医院 1.xlsx［授权］", line=line)
        for line, one in enumerate(report.results, start=2)
    )
    whole_file = problem("附件.xls", None, None, None)
    return replace(
        report, results=results, set_aside=(problem(), whole_file), remarks=(problem(row=None),)
    )


@cache
def random_report(seed: int = 7) -> Report:
    """A dossier of every other criterion, its values absent, false, at a limit or beside it."""
    chance = random.Random(seed)

    def value(leaf):
        if leaf.value_type is ValueType.BOOLEAN:
            return chance.random() < 0.6
        edges = [edge for edge in vars(leaf.bounds).values() if edge is not None]
        near = chance.choice(edges) + chance.choice([-1, 0, 0, 1]) * step(leaf)
        return typed(leaf, max(Decimal(0), near))

    def values(criterion):
        given = (leaf for leaf in criterion.leaves() if chance.random() < 0.8)
        return {leaf.evidence_key: value(leaf) for leaf in given}

    chosen = list(criteria().values())[::2]
    dossiers = [dossier(one, values(one), f"random{n}") for n, one in enumerate(chosen)]
    return validate_dossiers(dossiers, EXAMPLE_AS_OF)

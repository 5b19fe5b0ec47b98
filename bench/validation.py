"""校验的速度，与同样条件的手写判断同场比较。 Validation, against the same conditions by hand.

Checks copies of ready-made dossiers of one criterion with pySHACL, and with a plain Python loop
over the same thresholds: the floor that any engine could hope for. Run it with `make bench`.
"""

from __future__ import annotations

import platform
import time
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from zhunru.criterion import Criterion
from zhunru.dossiers import Dossier, Value
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital, validate_paths
from zhunru.pyshacl_engine import leaf_outcomes
from zhunru.reading import criteria
from zhunru.requirements import ValueType
from zhunru.verdicts import Verdict

SIZES = (100, 1000)


def dossiers(criterion: Criterion, number: int) -> list[Dossier]:
    """Make dossiers that meet a criterion, a quarter of them one short everywhere.

    Args:
        criterion: The criterion.
        number: How many.

    Returns:
        The dossiers.
    """
    made = []
    for index in range(number):
        short = 1 if index % 4 == 0 else 0
        values: dict[str, Value] = {}
        for leaf in criterion.leaves():
            if leaf.value_type is ValueType.BOOLEAN:
                values[leaf.evidence_key] = not short
            else:
                edge = (leaf.bounds.minimum or leaf.bounds.maximum or Decimal(0)) - short
                values[leaf.evidence_key] = (
                    edge if leaf.value_type is ValueType.DECIMAL else int(edge)
                )
        made.append(Dossier(f"urn:bench:{index}", "b", "b", "b", criterion, values))
    return made


def by_hand(made: list[Dossier]) -> dict[str, dict[str, Verdict]]:
    """Check the same leaves in a plain loop."""
    found: dict[str, dict[str, Verdict]] = {}
    for one in made:
        verdicts = {}
        for leaf in one.criterion.leaves():
            value = one.values[leaf.evidence_key]
            met = value if isinstance(value, bool) else leaf.bounds.admit(Decimal(value))
            verdicts[leaf.iri] = Verdict.MET if met else Verdict.NOT_MET
        found[one.iri] = verdicts
    return found


def main() -> None:
    """Run the comparison and print it."""
    console = Console()
    console.print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    criterion = max(criteria().values(), key=lambda one: len(one.leaves()))
    table = Table("卷宗 dossiers", "pySHACL /s", "手写 by hand /s", "倍数 ratio")
    for size in SIZES:
        made = dossiers(criterion, size)
        begun = time.perf_counter()
        ours = leaf_outcomes(made)
        middle = time.perf_counter()
        plain = by_hand(made)
        ended = time.perf_counter()
        if ours != plain:
            raise SystemExit("两种判断不一致 The two disagree")
        engine, floor = size / (middle - begun), size / (ended - middle)
        table.add_row(str(size), f"{engine:.0f}", f"{floor:.0f}", f"{floor / engine:.0f}")
    console.print(f"{criterion.label.zh}：{len(criterion.leaves())} leaves")
    console.print(table)
    begun = time.perf_counter()
    results = len(validate_paths([example_hospital()], EXAMPLE_AS_OF).results)
    spent = time.perf_counter() - begun
    console.print(f"示例医院 example hospital: {results} results in {spent:.2f} s")


if __name__ == "__main__":
    main()

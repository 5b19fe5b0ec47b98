"""读入一批医院的表格，供反复改门槛。 Read the tables of a population, to move thresholds on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from zhunru.errors import Bilingual
from zhunru.inputs import Reading
from zhunru.jobs import Tell, silent
from zhunru.whatif.effects import Population

_STEPS: Final = 2


def read_population(paths: Sequence[Path], as_of: date, tell: Tell = silent) -> Population:
    """Read a population and gather the evidence about everybody.

    Args:
        paths: A folder of tables, tables, or a workbook.
        as_of: The day as of which evidence is counted.
        tell: Told how far it is.

    Returns:
        The population; it can be pickled.

    Raises:
        InputError: With every problem of the input; if no row asks for anything.
    """
    tell(0, _STEPS, Bilingual("正在读取表格", "reading the tables"))
    population = Population(Reading().records(paths, as_of), as_of)
    tell(1, _STEPS, Bilingual("正在汇总证据", "gathering evidence"))
    population.gather()
    return population

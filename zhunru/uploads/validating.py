"""校验交上来的表格。 Validate what was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhunru.errors import Bilingual
from zhunru.inputs import Reading, validate_paths
from zhunru.intake.read_as import ReadAs
from zhunru.jobs.request import Tell
from zhunru.matching.mapping import ProcedureChoice
from zhunru.report import Report


@dataclass(frozen=True)
class Settled:
    """What people settled before tables are validated.

    Attributes:
        as_of: The day as of which evidence is counted.
        read_as: What sheets and columns are.
        names: What they decided about operation names.
        accept_above: From which score on names are matched without them; None for never.
    """

    as_of: date
    read_as: ReadAs = field(default_factory=ReadAs)
    names: Mapping[str, ProcedureChoice] = field(default_factory=dict)
    accept_above: float | None = None


def validate_upload(files: Sequence[Path], settled: Settled, *, tell: Tell) -> Report:
    """Validate tables, or ready-made evidence.

    Args:
        files: The files.
        settled: What people settled.
        tell: Told how many dossiers are done.

    Returns:
        The report.

    Raises:
        InputError: With every problem of the input.
    """
    tell(0, 0, _READING)
    done = 0

    def progress(total: int, more: int) -> None:
        nonlocal done
        done += more
        tell(done, total, _CHECKING)

    reading = Reading(
        mapping=settled.names, accept_above=settled.accept_above, read_as=settled.read_as
    )
    return validate_paths(list(files), settled.as_of, progress, reading)


_READING = Bilingual("正在读取表格", "reading the tables")
_CHECKING = Bilingual("正在校验", "validating")

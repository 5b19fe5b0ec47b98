"""截至日早于规范印发之年的，提请注意。 Remarks on as-of dates before a regulation's year.

The first edition is applied to earlier days as well, for want of an older one; whoever reads the
results should know that nobody was bound by it then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhunru.criterion import Regulation
from zhunru.errors import Bilingual, Problem


def not_yet_in_force(regulations: Iterable[Regulation], day: date) -> tuple[Problem, ...]:
    """Remark upon regulations that were issued in a later year.

    Args:
        regulations: Those that were applied.
        day: The as-of date.

    Returns:
        A remark per regulation, in order of first appearance.
    """
    early = {one.iri: one for one in regulations if day.year < one.issued.year}
    return tuple(_remark(one, day) for one in early.values())


def _remark(regulation: Regulation, day: date) -> Problem:
    year = regulation.issued.year
    finding = Bilingual(
        f"{year} 年印发，截至日 {day.isoformat()} 该规定尚未施行",
        f"was issued in {year} and not in force on the as-of date, {day.isoformat()}",
    )
    expected = Bilingual(f"{year} 年或以后的截至日期", f"an as-of date in {year} or later")
    return Problem("not-yet-in-force", regulation.label.zh, None, None, None, finding, expected)

"""下一步的数据类。 What a next step is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhunru.errors import Bilingual
from zhunru.requirements import Leaf


class Means(StrEnum):
    """What a step takes; the values are shown to users."""

    RECORDS = "补充资料"
    ATTESTATION = "请人认定"
    TIME = "等待"
    DEED = "须去做到"
    NEVER = "不能改变"

    @property
    def en(self) -> str:
        """The means in English."""
        return _ENGLISH[self]


_ENGLISH = {
    Means.RECORDS: "supply records",
    Means.ATTESTATION: "have attested",
    Means.TIME: "wait",
    Means.DEED: "to be done",
    Means.NEVER: "cannot change",
}


@dataclass(frozen=True)
class Step:
    """The next step for a leaf that is open.

    Attributes:
        leaf: The requirement.
        means: What it takes.
        words: The step in words, with figures and dates.
        shortfall: How much is missing, as a share of what is asked; 1 where all of it is.
        meets_from: The first day from which it is met, where time alone suffices.
    """

    leaf: Leaf
    means: Means
    words: Bilingual
    shortfall: Decimal = Decimal(1)
    meets_from: date | None = None

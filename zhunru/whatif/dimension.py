"""按什么汇总。 By what effects are tallied."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """By what effects are tallied, as `--by` takes it."""

    SPECIALTY = "specialty"
    LEVEL = "hospital-level"
    REGION = "region"

    @property
    def zh(self) -> str:
        """The dimension in Chinese."""
        names = {"specialty": "专科技术", "hospital-level": "医院等级", "region": "地区"}
        return names[self.value]

    @property
    def en(self) -> str:
        """The dimension in English."""
        return self.value.replace("-", " ")

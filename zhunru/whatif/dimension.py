"""按什么汇总。 By what effects are tallied."""

from __future__ import annotations

from enum import StrEnum

from zhunru.requirements import Label


class Dimension(StrEnum):
    """By what effects are tallied, as `--by` takes it."""

    SPECIALTY = "specialty"
    LEVEL = "hospital-level"
    REGION = "region"

    @property
    def label(self) -> Label:
        """The dimension in words."""
        return {
            "specialty": Label("专科技术", "specialty"),
            "hospital-level": Label("医院等级", "hospital level"),
            "region": Label("地区", "region"),
        }[self.value]

"""报告各分类的名称；命令行也用，所以不引别的模块。 Names of the sections; imports nothing slow."""

from enum import StrEnum


class SectionName(StrEnum):
    """The sections of a report, in the order in which they are shown."""

    PEOPLE = "people"
    INSTITUTIONS = "institutions"
    TECHNIQUES = "techniques"
    TRAINING = "training"

"""交上来的表格：先看读成了什么，人说了算，再校验。 Tables handed in: looked at, settled, validated.

Both are the work of jobs (`zhunru.jobs`): what strangers hand in is read in a process of its own.
"""

from zhunru.uploads.survey import (
    NamedOperation,
    Survey,
    SurveyedColumn,
    SurveyedSheet,
    survey_upload,
)
from zhunru.uploads.validating import Settled, validate_upload

__all__ = [
    "NamedOperation",
    "Settled",
    "Survey",
    "SurveyedColumn",
    "SurveyedSheet",
    "survey_upload",
    "validate_upload",
]

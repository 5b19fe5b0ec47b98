"""核对一步：读成了什么，定下不认识的，再校验。 The step of checking: settle, then validate."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from app_parts.job_registry import jobs
from app_parts.language import half, said
from app_parts.problem_table import show_problems, show_unread
from app_parts.styling import plain
from app_parts.uploads import contents
from app_parts.validate_columns import settle_columns
from app_parts.validate_memory import remember_columns, remembered_choices
from app_parts.validate_names import settle_names
from zhunru.errors import UserError
from zhunru.intake.read_as import ReadAs
from zhunru.jobs import Job
from zhunru.uploads import Settled, Survey, survey_upload, validate_upload

_MAPPING: Final = "validate.mapping"


def check(job: Job, survey: Survey) -> Job | None:
    """Show what was handed in and let people settle it; return the job that was started.

    Args:
        job: The job that looked at the files.
        survey: What it found.
    """
    st.header(said("三、核对", "3. Check what was read"), anchor=False)
    st.caption(f"{said('统计截至', 'As of')} {survey.as_of.isoformat()}")
    if survey.problems:
        show_problems(survey.problems)
    show_unread(survey.remarks)
    if survey.evidence:
        names = plain("、".join(survey.evidence))
        st.info(f"{names}：已是算好的证据，不必对应列名，可以直接校验。", icon=":material/info:")
    read_as = settle_columns(survey)
    accept_above = None
    if survey.names or survey.decided:
        st.subheader(said("手术名称", "Operation names"), anchor=False)
        accept_above = settle_names(survey)
    again = _mapping_handed_in(job) if survey.names else []
    changed = read_as != survey.read_as
    if changed:
        st.caption(
            "上面的对应有的是按名称猜的，请逐列看对；"
            "“按所选再看一遍”，就知道列齐不齐、手术名称对上没有，然后再校验。"
        )
    with st.container(horizontal=True):
        start = st.button(
            said("开始校验", "Validate"),
            type="primary",
            icon=":material/fact_check:",
            disabled=not (survey.sheets or survey.evidence),
        )
        look = st.button(
            said("按所选再看一遍", "Look again"), disabled=not changed, icon=":material/refresh:"
        )
    remember_columns(survey, read_as)
    files = _files(job)
    try:
        if start:
            settled = Settled(survey.as_of, read_as, remembered_choices(), accept_above)
            return jobs().start(job.title, validate_upload, (settled,), files)
        if look or again:
            return _look_again(job, survey, read_as, again)
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
    return None


def _look_again(
    job: Job, survey: Survey, read_as: ReadAs, more: list[tuple[str, bytes | Path]]
) -> Job:
    files = [*_files(job), *more]
    return jobs().start(job.title, survey_upload, (survey.as_of, read_as), files)


def _files(job: Job) -> list[tuple[str, bytes | Path]]:
    return [(path.name, path) for path in job.files]


def _mapping_handed_in(job: Job) -> list[tuple[str, bytes | Path]]:
    """Take a mapping of names that people reviewed."""
    with st.expander(
        said("交回审过的手术名称对照表", "Hand back a reviewed mapping of names"),
        icon=":material/rule:",
    ):
        uploads = st.file_uploader(
            said("对照表（CSV、Excel）", "The mapping (CSV, Excel)"),
            type=["csv", "xlsx"],
            accept_multiple_files=True,
            key=f"{_MAPPING}.{job.token}",
        )
        taken = st.button(said("采用", "Use it"), disabled=not uploads)
    return [*contents(uploads)] if taken else []

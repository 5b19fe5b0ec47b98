"""校验：上传表格，看缺什么、差多少。 Upload tables and see what is missing, and by how much."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.job_registry import jobs
from app_parts.job_view import follow
from app_parts.language import half, said
from app_parts.problem_table import show_problems
from app_parts.report_view import show_report
from app_parts.styling import plain
from app_parts.url_state import PageUrl
from app_parts.validate_check import check
from app_parts.validate_hand_in import day_in_url, hand_in, prepare
from app_parts.validate_memory import forget_choices
from zhunru.errors import InputError, UserError
from zhunru.jobs import Job, State
from zhunru.jobs.limits import KEEP_SECONDS
from zhunru.report import Report
from zhunru.uploads import Survey

_JOB: Final = "validate.job"
_TOKENS: Final = "validate.tokens"
url = PageUrl("validate")


def current() -> Job | None:
    """Return the job of the URL, or the last one of this session."""
    if url.changed and url.get("job"):
        st.session_state[_JOB] = url.get("job")
    token = st.session_state.get(_JOB)
    job = jobs().get(token)
    if token and job is None:
        st.session_state.pop(_JOB)
        st.warning(
            "这份数据已经删除：有人点了删除，或者太久没有人看，或者程序重启过。请再交一次。",
            icon=":material/delete_sweep:",
        )
    return job


def turn_to(job: Job) -> None:
    """Show another job from now on."""
    st.session_state[_JOB] = job.token
    st.session_state.setdefault(_TOKENS, set()).add(job.token)
    url.keep({"job": job.token})
    st.rerun()


def privacy(job: Job | None) -> None:
    """Say what happens to the data, and let the user delete them."""
    minutes = KEEP_SECONDS // 60
    with st.container(key="validate-privacy"):
        st.caption(
            "数据只在运行本程序的这台机器上，只为这次使用保留："
            f"离开后 {minutes} 分钟无人查看即删除，程序停止时也删除。"
            "只有凭这一页的网址才能看到，别的用户看不到。"
        )
        asked = job is not None and st.button(
            said("删除我的数据，重新开始", "Delete my data and start over"),
            icon=":material/delete:",
        )
    if job is not None and asked:
        forget_choices()
        leave(job)


def leave(job: Job) -> None:
    """Delete what was handed in, and go back to where tables are handed in."""
    for token in {*st.session_state.pop(_TOKENS, ()), job.token}:
        jobs().forget(token)
    st.session_state.pop(_JOB, None)
    url.keep({})
    st.rerun()


def offer_another_try(job: Job) -> None:
    """Let the user hand in tables that were mended; what was said of columns is remembered."""
    if st.button(said("改好了，重新上传", "Upload mended tables"), icon=":material/upload_file:"):
        leave(job)


def show(job: Job) -> dict[str, str | None]:
    """Show how a job stands or what came of it; return what goes into the URL."""
    if not job.state.is_over:
        st.write(f"**{plain(job.title)}**")
        follow(job)
    elif job.state is State.CANCELLED:
        st.info("已经取消，交上的数据已经删除。", icon=":material/cancel:")
    else:
        try:
            return show_outcome(job, job.result())
        except InputError as error:
            st.write(f"**{plain(job.title)}**")
            show_problems(error.problems)
            offer_another_try(job)
        except UserError as error:
            st.error(plain(half(str(error))), icon=":material/error:")
    return {}


def show_outcome(job: Job, outcome: object) -> dict[str, str | None]:
    """Show what was read, or the report."""
    if isinstance(outcome, Survey):
        st.write(f"**{plain(job.title)}**")
        started = check(job, outcome)
        if started:
            turn_to(started)
        if outcome.problems:
            offer_another_try(job)
    elif isinstance(outcome, Report):
        return show_report(outcome, job.title, job.files, url)
    return {}


st.title(said("校验", "Validate"), anchor=False)
st.write("看本院的机构、项目和人员是否符合规范：缺什么、差多少、依据哪一条。")
job = current()
if job is None:
    prepare()
    started = hand_in(url)
    if started:
        turn_to(started)
    privacy(None)
    url.keep({"as_of": day_in_url()})
else:
    privacy(job)
    url.keep({"job": job.token, **show(job)})

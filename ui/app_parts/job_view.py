"""一项工作的进度，可以取消。 The progress of a job, with a button to cancel it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app_parts.job_registry import jobs
from app_parts.language import said
from app_parts.styling import plain
from zhunru.jobs import Job

_EVERY: Final = 1.0
"""隔几秒看一次。 Seconds between two looks."""


def follow(job: Job) -> None:
    """Show how far a job is, until it is over; then the page runs again.

    Args:
        job: A job that is not over; nothing asks about those that are.
    """
    _look(job.token)


@st.fragment(run_every=_EVERY)
def _look(token: str) -> None:
    job = jobs().get(token)
    if job is None or job.state.is_over:
        st.rerun()
    told = job.progress
    count = f" {told.done} / {told.total}" if told.total else ""
    st.progress(told.share, text=f"{plain(said(*told.words))}……{count}")
    st.caption("可以离开这一页，也可以刷新：工作照常进行，凭网址回来就能看到。")
    if st.button(said("取消", "Cancel"), key=f"job.cancel.{token}", icon=":material/cancel:"):
        job.cancel()
        st.rerun()

"""模拟页的人群：示例医院，或自己的表格。 The population: the example hospital, or own tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from app_parts.job_registry import jobs
from app_parts.job_view import follow
from app_parts.language import half, said
from app_parts.problem_table import show_problems
from app_parts.styling import plain
from app_parts.uploads import contents
from app_parts.url_state import PageUrl
from zhunru.errors import InputError, UserError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.intake import READABLE
from zhunru.jobs import Job, State
from zhunru.jobs.limits import KEEP_SECONDS
from zhunru.whatif.effects import Population
from zhunru.whatif.reading import read_population

EXAMPLE: Final = "example"
OWN: Final = "own"
_SOURCE: Final = "whatif.population"
_JOB: Final = "whatif.job"
_AS_OF: Final = "whatif.as_of"
_ROUND: Final = "whatif.round"
_EXAMPLE_DATA: Final = "data/example"
_OWN_DATA: Final = "本院表格"
_ENDINGS: Final = sorted(ending.lstrip(".") for ending in READABLE)


@dataclass(frozen=True)
class Chosen:
    """A population, how a command line names its tables, and its parameters of the URL."""

    population: Population | None
    data: str
    in_url: dict[str, str | None]


def choose_population(url: PageUrl) -> Chosen:
    """Let the user choose whom thresholds are moved on."""
    url.seed(_SOURCE, "population", (EXAMPLE, OWN))
    if url.changed and url.get("job"):
        st.session_state[_SOURCE], st.session_state[_JOB] = OWN, url.get("job")
    names = {EXAMPLE: said("示例医院（虚构）", "Example hospital"), OWN: said("自己的表格", "Own")}
    if st.session_state.get(_SOURCE) not in names:
        st.session_state[_SOURCE] = EXAMPLE
    source = st.segmented_control(
        said("人群", "Population"),
        list(names),
        format_func=lambda one: names[one],
        key=_SOURCE,
        required=True,
    )
    if source == EXAMPLE:
        with st.spinner(said("正在读取示例医院……", "Reading the example hospital…")):
            return Chosen(example_population(), _EXAMPLE_DATA, {})
    return _own()


@st.cache_resource(show_spinner=False)
def example_population() -> Population:
    """Return the people of the example hospital, read once per server."""
    return read_population([example_hospital()], EXAMPLE_AS_OF)


def _own() -> Chosen:
    job = _job()
    in_url: dict[str, str | None] = {"population": OWN}
    if job is None:
        job = _hand_in()
        if job is None:
            return Chosen(None, _OWN_DATA, in_url)
    in_url["job"] = job.token
    if not job.state.is_over:
        st.write(f"**{plain(job.title)}**")
        follow(job)
        return Chosen(None, _OWN_DATA, in_url)
    population = _population(job)
    title = plain(job.title)
    st.caption(
        f"{title}。数据只为这次使用保留，离开后 {KEEP_SECONDS // 60} 分钟无人查看即删除；"
        "只有凭这一页的网址才能看到。"
    )
    st.button(
        said("删除，换一批表格", "Delete and start over"),
        on_click=_forget,
        args=(job.token,),
        icon=":material/delete:",
    )
    return Chosen(population, _OWN_DATA, in_url)


def _job() -> Job | None:
    token = st.session_state.get(_JOB)
    job = jobs().get(token)
    if token and job is None:
        st.session_state.pop(_JOB)
        st.warning(
            "这批数据已经删除：有人点了删除，或者太久没有人看，或者程序重启过。请再交一次。",
            icon=":material/delete_sweep:",
        )
    return job


def _hand_in() -> Job | None:
    """Take tables and a day, and start to read them."""
    number = st.session_state.setdefault(_ROUND, 0)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    uploads = left.file_uploader(
        said("表格（CSV、Excel、Parquet 或压缩包）", "Tables"),
        type=_ENDINGS,
        accept_multiple_files=True,
        key=f"whatif.files.{number}",
    )
    as_of = right.date_input(
        said("统计截至", "As of"), key=_AS_OF, format="YYYY-MM-DD", value=date.today()
    )
    start = st.button(
        said("读取", "Read"), type="primary", disabled=not uploads, icon=":material/upload:"
    )
    st.caption("表格与“校验”页相同，模板也在那里。数据只为这次使用保留，用完即删。")
    if not start:
        return None
    files = contents(uploads)
    title = "、".join(name for name, _ in files)
    try:
        job = jobs().start(title, read_population, (as_of,), files)
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
        return None
    st.session_state[_JOB] = job.token
    st.session_state[_ROUND] = number + 1
    return job


def _population(job: Job) -> Population | None:
    """Return what was read; tell what is wrong with the tables."""
    if job.state is State.CANCELLED:
        st.info("已经取消，交上的数据已经删除。", icon=":material/cancel:")
        return None
    try:
        found = job.result()
    except InputError as error:
        show_problems(error.problems)
        st.caption("这里只认模板的表名与列名；“校验”页可以对应自家的列名，也有模板可下载。")
        return None
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
        return None
    return found if isinstance(found, Population) else None


def _forget(token: str) -> None:
    jobs().forget(token)
    st.session_state.pop(_JOB, None)

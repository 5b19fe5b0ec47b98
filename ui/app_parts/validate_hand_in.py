"""准备与交上表格。 Prepare tables and hand them in."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from app_parts.job_registry import jobs
from app_parts.language import half, said
from app_parts.styling import plain
from app_parts.uploads import contents, example_files, template_workbook
from app_parts.url_state import PageUrl
from zhunru.errors import UserError
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.intake import READABLE
from zhunru.intake.read_as import ReadAs
from zhunru.jobs import Job
from zhunru.rdf_evidence import FORMATS
from zhunru.tables import load_tables
from zhunru.template import WORKBOOK_NAME
from zhunru.uploads import Settled, survey_upload, validate_upload

_ENDINGS: Final = sorted(ending.lstrip(".") for ending in {*READABLE, *FORMATS})
_AS_OF: Final = "validate.as_of"
_FILES: Final = "validate.files"
#: The day that was chosen last: a widget that is not shown forgets it.
_DAY: Final = "validate.day"


def prepare() -> None:
    """Offer the template and say what goes into which table."""
    st.header(said("一、准备表格", "1. Prepare tables"), anchor=False)
    st.write(
        "下载模板，每张表填一页；没有的资料留空，不要填零。已有本院导出的表也可直接用，"
        "列名不同的，交上之后再对应。"
    )
    st.download_button(
        said("下载空白模板（Excel）", "Download the template (Excel)"),
        data=template_workbook,
        file_name=WORKBOOK_NAME,
        on_click="ignore",
        icon=":material/download:",
    )
    with st.expander(said("各表填什么", "What goes into which table")):
        tables = load_tables().values()
        st.table(
            {
                said("表", "Table"): [said(one.title, one.name) for one in tables],
                said("内容", "Content"): [
                    said(one.description, one.description_en) for one in tables
                ],
                said("列", "Columns"): [
                    "、".join(
                        f"{said(field.title, field.name)}{'*' if field.required else ''}"
                        for field in one.fields
                    )
                    for one in tables
                ],
            }
        )
        st.caption("带 * 的列必填。")


def hand_in(url: PageUrl) -> Job | None:
    """Take files and a date, or the example hospital; return the job that was started."""
    st.header(said("二、交上表格", "2. Hand them in"), anchor=False)
    uploads = st.file_uploader(
        said(
            "表格（CSV、Excel、Parquet，或装着它们的压缩包），或 RDF 证据（Turtle）",
            "Tables (CSV, Excel, Parquet, or archives of them), or evidence in RDF (Turtle)",
        ),
        type=_ENDINGS,
        accept_multiple_files=True,
        key=_FILES,
    )
    as_of = _day(url)
    with st.container(horizontal=True):
        start = st.button(
            said("上传并核对", "Upload and check"),
            type="primary",
            disabled=not uploads,
            icon=":material/upload_file:",
        )
        example = st.button(
            said("使用示例医院", "Use the example hospital"), icon=":material/local_hospital:"
        )
    try:
        if start:
            files = contents(uploads)
            title = "、".join(name for name, _ in files)
            return jobs().start(title, survey_upload, (as_of, ReadAs()), files)
        if example:
            title = said("示例医院（虚构）", "The example hospital (invented)")
            return jobs().start(title, validate_upload, (Settled(EXAMPLE_AS_OF),), example_files())
    except UserError as error:
        st.error(plain(half(str(error))), icon=":material/error:")
    return None


def _day(url: PageUrl) -> date:
    """Ask for the day as of which is counted: `as_of` in the URL."""
    given = url.get("as_of") if url.changed else None
    if given:
        try:
            st.session_state[_AS_OF] = date.fromisoformat(given)
        except ValueError:
            st.session_state.pop(_AS_OF, None)
    st.session_state.setdefault(_AS_OF, st.session_state.get(_DAY, date.today()))
    st.date_input(said("统计截至", "As of"), format="YYYY-MM-DD", key=_AS_OF)
    chosen = st.session_state[_AS_OF]
    if isinstance(chosen, date):
        st.session_state[_DAY] = chosen
    return chosen if isinstance(chosen, date) else date.today()


def day_in_url() -> str | None:
    """Return the day for the URL; None for today."""
    chosen = st.session_state.get(_AS_OF)
    return chosen.isoformat() if isinstance(chosen, date) and chosen != date.today() else None

"""校验：上传表格，看缺什么、差多少。 Upload tables and see what is missing, and by how much."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from app_parts.problem_table import show_problems
from app_parts.report_view import show_report
from app_parts.styling import plain
from app_parts.uploads import Checked, template_workbook, validate_files, validate_uploads
from zhunru.errors import InputError
from zhunru.inputs import EXAMPLE_AS_OF, example_hospital
from zhunru.intake import READABLE
from zhunru.rdf_evidence import FORMATS
from zhunru.tables import load_tables
from zhunru.template import WORKBOOK_NAME

ENDINGS = sorted(ending.lstrip(".") for ending in {*READABLE, *FORMATS})
OUTCOME, ROUND = "validate.outcome", "validate.round"
Check = Callable[[Callable[[int, int], None]], Checked]


def prepare() -> None:
    """Offer the template and say what goes into which table."""
    st.subheader("一、准备表格", anchor=False)
    st.write(
        "下载模板，每张表填一页；没有的资料留空，不要填零。已有本院导出的表，列名相同即可直接用。"
    )
    st.download_button(
        "下载空白模板（Excel）",
        data=template_workbook,
        file_name=WORKBOOK_NAME,
        on_click="ignore",
        icon=":material/download:",
    )
    with st.expander("各表填什么"):
        st.table(
            {
                "表": [table.title for table in load_tables().values()],
                "内容": [table.description for table in load_tables().values()],
                "列": [
                    "、".join(
                        f"{field.title}{'*' if field.required else ''}" for field in table.fields
                    )
                    for table in load_tables().values()
                ],
            }
        )
        st.caption("带 * 的列必填。")


def hand_in() -> None:
    """Take files and a date, or the example hospital, and validate."""
    st.subheader("二、交上表格", anchor=False)
    number = st.session_state.setdefault(ROUND, 0)
    uploads = st.file_uploader(
        "表格（CSV、Excel、Parquet，或装着它们的压缩包），或 RDF 证据（Turtle）",
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"validate.files.{number}",
    )
    as_of = st.date_input("统计截至", value=date.today(), format="YYYY-MM-DD", key="validate.as_of")
    st.caption(
        "文件只在本机的临时文件夹里停留到校验完，随即删除；报告和写回判定用的表格只留在这个页面里，"
        "关掉或刷新就没有了。"
    )
    with st.container(horizontal=True):
        start = st.button(
            "开始校验", type="primary", disabled=not uploads, icon=":material/fact_check:"
        )
        example = st.button("使用示例医院", icon=":material/local_hospital:")
    if start and isinstance(as_of, date):
        names = "、".join(dict.fromkeys(upload.name for upload in uploads))
        check(names, lambda progress: validate_uploads(uploads, as_of, progress))
        # 换一个空的上传框，旧文件不会再交一次。 A fresh uploader: nothing is handed in twice.
        st.session_state[ROUND] = number + 1
        st.rerun()
    if example:
        check("示例医院（虚构）", validate_example)


def validate_example(progress: Callable[[int, int], None]) -> Checked:
    """Validate the invented hospital as of its own date."""
    return validate_files([example_hospital()], EXAMPLE_AS_OF, progress)


def check(source: str, run: Check) -> None:
    """Validate and keep the outcome: a report, or the problems of the input."""
    bar = st.progress(0.0, text="正在读取表格……")
    done = 0

    def progress(total: int, more: int) -> None:
        nonlocal done
        done += more
        bar.progress(min(done / max(total, 1), 1.0), text=f"已校验 {done} / {total}")

    try:
        st.session_state[OUTCOME] = source, run(progress)
    except InputError as error:
        st.session_state[OUTCOME] = source, error
    bar.empty()


def outcome() -> None:
    """Show the last outcome, or what will be here."""
    st.subheader("三、看结果", anchor=False)
    if OUTCOME not in st.session_state:
        st.info(
            "交上表格后，这里逐人逐项列出判定、差距和依据。想先看看是什么样，点“使用示例医院”。",
            icon=":material/info:",
        )
        return
    source, result = st.session_state[OUTCOME]
    if isinstance(result, InputError):
        st.write(f"**{plain(source)}**")
        show_problems(result.problems)
    else:
        show_report(result, source)


st.title("校验", anchor=False)
st.write("看本院的机构、项目和人员是否符合规范：缺什么、差多少、依据哪一条。")
prepare()
hand_in()
outcome()

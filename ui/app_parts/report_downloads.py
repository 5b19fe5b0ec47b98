"""以各种形式下载报告，另有证据宽表。 Download a report in every form, and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from app_parts.language import said
from app_parts.uploads import sources
from zhunru.report import Report
from zhunru.reports.formats import WRITERS
from zhunru.wide_evidence import wide_evidence

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: 名称、扩展名、媒体类型。 Names, ending and media type.
_FORMS: Final = (
    ("网页（可打印）", "Web page (printable)", ".html", "text/html"),
    (" Excel（判定写在本院表格旁）", "Excel (verdicts beside your tables)", ".xlsx", _XLSX),
    (" CSV", "CSV", ".csv", "text/csv"),
    (" JSON", "JSON", ".json", "application/json"),
    (" SARIF", "SARIF", ".sarif", "application/json"),
    (" Turtle", "Turtle", ".ttl", "text/turtle"),
)


def offer_downloads(report: Report, files: Sequence[Path]) -> None:
    """Offer the report in every form; each is written when it is asked for.

    Args:
        report: The report.
        files: What was validated; Excel gives it back with the verdicts beside its cells.
    """
    with st.container(horizontal=True):
        for zh, en, ending, mime in _FORMS:
            st.download_button(
                said(f"下载{zh}", f"Download {en}"),
                data=partial(_written, report, files, ending),
                file_name=f"准入校验报告-{report.as_of.isoformat()}{ending}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
            )
        st.download_button(
            said("下载证据宽表（Excel）", "Download the evidence (Excel)"),
            data=partial(_evidence, report),
            file_name=f"准入证据-{report.as_of.isoformat()}.xlsx",
            mime=_XLSX,
            on_click="ignore",
            icon=":material/download:",
            help="每人每项标准一行、每项证据一列；改过之后可以再交上来校验。",
        )


def _written(report: Report, files: Sequence[Path], ending: str) -> bytes:
    return WRITERS[ending](report, sources(files) if ending == ".xlsx" else ())


def _evidence(report: Report) -> bytes:
    return wide_evidence((one.dossier for one in report.results), ".xlsx")

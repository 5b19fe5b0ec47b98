"""数据的版本、来源与许可。 The version of the data, its sources and its licence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_parts.documents import documents
from app_parts.language import named, said
from app_parts.styling import facts
from zhunru.data_version import data_version
from zhunru.describing import void
from zhunru.exporting.turtle import to_turtle
from zhunru.graph import load_graph
from zhunru.namespaces import HOME


def show_provenance() -> None:
    """Tell the version, how much there is, under which licence, and from which documents."""
    facts(
        (
            (said("数据版本", "Data version"), data_version()),
            (said("三元组", "Triples"), f"{len(load_graph()):,}"),
            (said("许可", "Licence"), "数据 CC BY 4.0，程序 Apache 2.0"),
            (said("IRI 的开头", "Namespace"), HOME),
        )
    )
    st.caption(
        "数据版本由发行号与全部规则文件的摘要组成：规则改动一个字，版本就变。"
        "规则逐条据下列规范的官方文本整理，每项要求注明条款并引原文要语；不收录全文。"
        "w3id 的开头尚未注册，暂不能在网上解析。"
    )
    st.dataframe(
        pd.DataFrame(
            {
                said("规范", "Document"): [one.title for one in documents().values()],
                said("技术", "Technique"): [
                    named(one.technique.label) for one in documents().values()
                ],
                said("年份与效力", "Year and force"): [one.status for one in documents().values()],
            }
        ),
        hide_index=True,
        width="stretch",
        alt=said("收录的规范", "Documents"),
    )
    st.download_button(
        said("下载数据集描述（VoID）", "Download the description (VoID)"),
        data=lambda: to_turtle(void()),
        file_name="zhunru-void.ttl",
        mime="text/turtle",
        on_click="ignore",
        icon=":material/download:",
    )

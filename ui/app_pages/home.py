"""首页：这里有什么，能做什么。 What is here, and what one can do with it."""

import streamlit as st

from app_parts.documents import documents
from app_parts.documents_board import show_documents
from app_parts.first_reading import wait_for_graph
from app_parts.graph_words import count
from app_parts.language import said
from app_parts.pages import HOME, PAGES
from app_parts.requirement_counts import count_requirements
from zhunru.queries import saved_queries

st.title("准入：医疗技术准入规定知识图谱", anchor=False)
st.write(
    "把国家公布的医疗技术临床应用管理规范逐条变成数据：谁、在哪里、凭什么条件，可以开展哪项手术。"
)
wait_for_graph()
FIGURES = (
    ("规范", len(documents())),
    ("分级目录中的手术", count("Procedure")),
    ("准入要求", count_requirements()),
    ("跨规范重叠", count("Overlap")),
    ("现成的问题", len(saved_queries())),
)
for column, (name, number) in zip(st.columns(len(FIGURES)), FIGURES, strict=True):
    column.metric(name, number)

doors = [page for page in PAGES if page is not HOME]
for column, page in zip(st.columns(len(doors)), doors, strict=True):
    with column.container(border=True, height="stretch"):
        st.page_link(page.path, label=f"**{said(page.zh, page.en)}**", icon=page.icon)
        st.write(page.purpose)

st.subheader("已收入的规范", anchor=False)
show_documents()
st.caption(
    "“现行”指所收入的规范中没有代替它的版本；数字为目录中各级手术的项数。"
    "界面只在本机运行，不联网。结论供参考，以规范原文和主管部门的解释为准。"
)

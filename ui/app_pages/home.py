"""首页：这里有什么，能做什么。 What is here, and what one can do with it."""

import streamlit as st

from app_parts.documents import documents
from app_parts.documents_board import show_documents
from app_parts.first_reading import wait_for_graph
from app_parts.graph_words import count
from app_parts.pages import BROWSE, QUERY, VALIDATE
from app_parts.requirement_counts import count_requirements
from zhunru.queries import saved_queries

DOORS = (
    (BROWSE, "浏览", ":material/menu_book:", "一项手术归哪一级，谁须符合什么，依据哪一条。"),
    (QUERY, "查询", ":material/manage_search:", "挑一个现成的问题，填好条件就有答案；也可自己写。"),
    (VALIDATE, "校验", ":material/fact_check:", "上传本院的表格，看缺什么、差多少、依据哪一条。"),
)

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

for column, (page, name, icon, words) in zip(st.columns(len(DOORS)), DOORS, strict=True):
    with column.container(border=True, height="stretch"):
        st.page_link(page, label=f"**{name}**", icon=icon)
        st.write(words)

st.subheader("已收入的规范", anchor=False)
show_documents()
st.caption(
    "“现行”指所收入的规范中没有代替它的版本；数字为目录中各级手术的项数。"
    "界面只在本机运行，不联网。结论供参考，以规范原文和主管部门的解释为准。"
)

"""首页：有什么，怎么找，最近改了什么。 What is here, a search over it, and what changed last."""

import streamlit as st

from app_parts.documents_board import show_documents
from app_parts.first_reading import wait_for_graph
from app_parts.home_figures import show_figures
from app_parts.language import said
from app_parts.latest_changes_view import show_latest_changes
from app_parts.pages import HOME, PAGES
from app_parts.search_box import ask
from app_parts.url_state import PageUrl

_DOORS_IN_A_ROW = 4

url = PageUrl("home")


def show_doors() -> None:
    """Lead to every other page."""
    doors = [page for page in PAGES if page is not HOME]
    for start in range(0, len(doors), _DOORS_IN_A_ROW):
        row = doors[start : start + _DOORS_IN_A_ROW]
        for column, page in zip(st.columns(_DOORS_IN_A_ROW), row, strict=False):
            with column.container(border=True, height="stretch", gap=None, key=f"door-{page.url}"):
                st.page_link(page.path, label=f"**{said(page.zh, page.en)}**", icon=page.icon)
                st.caption(page.purpose)


st.title(
    said("准入：医疗技术准入规定知识图谱", "Zhunru: medical-technology access rules"), anchor=False
)
st.write(
    "把国家公布的医疗技术临床应用管理规范逐条变成数据：谁、在哪里、凭什么条件，可以开展哪项手术。"
)
words, kind = ask(url), None
if words:
    # 有人检索才读检索用的索引。 The index of the search is not read before somebody searches.
    from app_parts.search_results import show_results

    # 改了字就不再限于一类。 Other words are searched in every kind again.
    kind = show_results(words, url.get("kind") if words == url.get("q") else None)
else:
    wait_for_graph()
    show_figures()
    show_doors()
    show_latest_changes()
    st.header(said("已收入的规范", "The regulations"), anchor=False)
    show_documents()
    st.caption(
        "“现行”指所收入的规范中没有代替它的版本；数字为目录中各级手术的项数。"
        "界面只在本机运行，不联网。结论供参考，以规范原文和主管部门的解释为准。"
    )
url.keep({"q": words, "kind": kind})

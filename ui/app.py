"""准入的界面：只搭导航。 The app: builds the navigation and nothing else."""

from pathlib import Path

import streamlit as st

from app_parts.chinese import speak_chinese
from app_parts.pages import BROWSE, HOME, QUERY, VALIDATE
from app_parts.styling import apply_style

# 图标用自己的文件：Material 图标作网页图标时，浏览器会去外网取。
# An icon of our own: as a favicon, a Material icon would be fetched from the net.
MARK = Path(__file__).parent / "app_parts" / "mark.svg"

st.set_page_config(page_title="准入", page_icon=MARK, layout="wide")
st.logo(MARK, size="large")
page = st.navigation(
    [
        st.Page(HOME, title="首页", icon=":material/home:", default=True),
        st.Page(BROWSE, title="浏览", icon=":material/menu_book:", url_path="browse"),
        st.Page(QUERY, title="查询", icon=":material/manage_search:", url_path="query"),
        st.Page(VALIDATE, title="校验", icon=":material/fact_check:", url_path="validate"),
    ]
)
apply_style()
speak_chinese()
page.run()

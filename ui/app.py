"""准入的界面：只搭导航。 The app: builds the navigation and nothing else."""

from pathlib import Path

import streamlit as st

from app_parts.chinese import speak
from app_parts.language import choose_language, language, said
from app_parts.pages import HOME, PAGES
from app_parts.styling import apply_style
from app_parts.warming import warm_up

# 图标用自己的文件：Material 图标作网页图标时，浏览器会去外网取。
# An icon of our own: as a favicon, a Material icon would be fetched from the net.
MARK = Path(__file__).parent / "app_parts" / "mark.svg"

st.set_page_config(page_title="准入", page_icon=MARK, layout="wide")
st.logo(MARK, size="large")
choose_language()
page = st.navigation(
    [
        st.Page(
            one.path,
            title=said(one.zh, one.en),
            icon=one.icon,
            url_path=one.url,
            default=one is HOME,
        )
        for one in PAGES
    ]
)
apply_style()
speak(language())
page.run()
warm_up()

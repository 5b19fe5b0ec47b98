"""导出与接口：下载全部或一部分，让别的系统来问。 Downloads, and how other systems can ask."""

import streamlit as st

from app_parts.export_downloads import choose_content, show_downloads
from app_parts.export_provenance import show_provenance
from app_parts.export_snippets import show_endpoint, show_snippets
from app_parts.language import said
from app_parts.url_state import PageUrl

url = PageUrl("export")

st.title(said("导出与接口", "Export and interfaces"), anchor=False)
st.write("下载全部数据，或只取几项技术；也可以让别的系统通过 SPARQL 端点或 Python 来取。")

st.header(said("下载", "Downloads"), anchor=False)
content = choose_content(url)
show_downloads(content)

st.header(said("SPARQL 端点", "SPARQL endpoint"), anchor=False)
show_endpoint()

st.header(said("程序", "Programs"), anchor=False)
chosen = show_snippets(url)

st.header(said("数据从哪里来", "Provenance"), anchor=False)
show_provenance()
url.keep({**content.in_url, **chosen})

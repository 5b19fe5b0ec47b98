"""文档网站：由本体、图谱与保存的查询写出的页面。

The documentation site: pages written from the ontology, the graph and the saved queries. MkDocs
builds it (`mkdocs.yml`, `make site`); `hook.py` hands it the pages that are not in `docs/`.
"""

"""浏览：专科 → 技术 → 版本 → 级别 → 手术 → 要求。 Browse from specialty to requirement."""

import streamlit as st

from app_parts.bearer_view import show_bearers
from app_parts.browse_pickers import Picked, pick
from app_parts.catalogue import Procedure
from app_parts.catalogue_table import pick_procedure
from app_parts.clause_view import show_clause
from app_parts.document_view import (
    lines_left,
    show_document,
    show_lines,
    show_relatives,
    tell_what_is_not_listed,
    warn_if_replaced,
)
from app_parts.first_reading import wait_for_graph
from app_parts.language import said
from app_parts.procedure_view import show_procedure
from app_parts.url_state import PageUrl

LINK = "link to the browse page"

url = PageUrl("browse")


def show_catalogue(picked: Picked) -> Procedure | None:
    """Show the catalogue that is left, and return the procedure chosen in it."""
    document = picked.document
    if document and not document.catalogues:
        st.info(
            "这部规范没有手术目录，不分级别：下面的要求对全部操作都一样。",
            icon=":material/info:",
        )
        return None
    chosen = pick_procedure(picked.listed(), url)
    if picked.words and document and not picked.listed():
        elsewhere = len(picked.listed(everywhere=True))
        if elsewhere:
            st.caption(f"在全部技术、全部级别中有 {elsewhere} 项，可把“技术”改为“全部技术”。")
    show_lines(lines_left(picked.document, picked.grade, picked.words))
    return chosen


def as_linked(url: PageUrl, shown: dict[str, str | None]) -> dict[str, str | None]:
    """Return a short link as it is, as long as the page shows what it led to.

    Were it written in full, the back button would lead to the short link, and forward again.
    """
    given: dict[str, str | None] = dict(url.items())
    if url.changed and given.items() <= shown.items():
        st.session_state[LINK] = (shown, given)
    meant, link = st.session_state.get(LINK, ({}, {}))
    return link if shown == meant else shown


st.title(said("浏览", "Browse"), anchor=False)
st.write("选定专科、技术与级别，再点一项手术，看机构和人员各须符合什么、依据哪一条。")
wait_for_graph()
picked = pick(url)
if picked.document:
    warn_if_replaced(picked.document)
clause = show_clause(picked.document, url.get("clause")) if picked.document else None
chosen = show_catalogue(picked)
document = chosen.document if chosen else picked.document
bearer = None
if chosen:
    show_procedure(chosen)
elif document:
    show_document(document, picked.grade)
if document:
    show_relatives(document)
    grade = chosen.grade.notation if chosen else picked.grade
    bearer = show_bearers(document, grade, url)
else:
    tell_what_is_not_listed()
    st.info("点表中一行，或选定技术，这里就列出准入要求。", icon=":material/touch_app:")
shown = {"procedure": chosen.key if chosen else None, "bearer": bearer, "clause": clause}
url.keep(as_linked(url, {**picked.in_url, **shown}))

"""浏览：技术 → 级别 → 手术 → 要求。 Browse from technique to requirement."""

import streamlit as st

from app_parts.bearers import bearers
from app_parts.browse_view import show_bearer, show_procedure, show_technique
from app_parts.catalogue import Procedure, grades, procedures, techniques
from app_parts.catalogue_table import pick_procedure
from app_parts.url_state import PageUrl

url = PageUrl("browse")


def pickers() -> tuple[str | None, str | None, str]:
    """Let the user narrow the catalogues: technique, grade, words."""
    by_notation, levels = techniques(), grades()
    url.seed("browse.technique", "technique", by_notation)
    url.seed("browse.grade", "grade", levels)
    url.seed("browse.words", "words")
    linked = procedures().get(url.get("procedure") or "")
    if url.changed and linked and not url.get("technique"):
        # 只给了手术的链接：目录停在它所在的一级。 A link to a procedure alone opens its catalogue.
        st.session_state["browse.technique"] = linked.technique.notation
        st.session_state["browse.grade"] = linked.grade.notation
    left, middle, right = st.columns([3, 2, 4])
    technique = left.selectbox(
        "技术",
        [None, *by_notation],
        format_func=lambda one: by_notation[one].concept.label.zh if one else "全部技术",
        key="browse.technique",
    )
    grade = middle.selectbox(
        "级别",
        [None, *levels],
        format_func=lambda one: levels[one].label.zh if one else "全部级别",
        key="browse.grade",
    )
    words = right.text_input(
        "查找手术", placeholder="名称、别名或所在节，如 甲状腺", key="browse.words"
    )
    return technique, grade, words.strip()


def listed(technique: str | None, grade: str | None, words: str) -> list[Procedure]:
    """Return the procedures that the pickers leave."""
    return [
        one
        for one in procedures().values()
        if technique in (None, one.technique.notation)
        and grade in (None, one.grade.notation)
        and one.mentions(words)
    ]


def show_bearers(technique: str, grade: str) -> str | None:
    """Show what binds whom, and return the key of the bearer chosen."""
    found = bearers(technique, grade)
    st.subheader("谁须符合什么", anchor=False)
    url.seed("browse.bearer", "bearer", found)
    if st.session_state.get("browse.bearer") not in found:
        st.session_state["browse.bearer"] = next(iter(found))
    key = st.pills(
        "承担者",
        list(found),
        format_func=lambda one: found[one].name,
        key="browse.bearer",
        required=True,
        label_visibility="collapsed",
    )
    if key is not None:
        show_bearer(found[key])
    return key


st.title("浏览", anchor=False)
st.write("选定技术与级别，再点一项手术，看机构和人员各须符合什么、依据哪一条。")
technique, grade, words = pickers()
chosen = pick_procedure(listed(technique, grade, words), url)

bearer = None
if chosen:
    show_procedure(chosen)
    bearer = show_bearers(chosen.technique.notation, chosen.grade.notation)
elif technique:
    show_technique(techniques()[technique])
if not chosen and technique and grade:
    bearer = show_bearers(technique, grade)
elif not chosen:
    st.info("点表中一行，或选定技术与级别，这里就列出准入要求。", icon=":material/touch_app:")
url.keep(
    {
        "technique": technique,
        "grade": grade,
        "words": words,
        "procedure": chosen.key if chosen else None,
        "bearer": bearer,
    }
)

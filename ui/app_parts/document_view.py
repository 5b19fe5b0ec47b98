"""一部规范的各块：效力、范围、编者注，目录里不是手术的行。 The parts of a document's view."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_parts.catalogue import grade_counts
from app_parts.catalogue_lines import Line
from app_parts.documents import Document, documents, techniques
from app_parts.pages import BROWSE
from app_parts.styling import chip, facts, html


def warn_if_replaced(document: Document) -> None:
    """Say that an edition was replaced, and lead to the one that replaced it."""
    if document.successor is None:
        return
    later = documents()[document.successor]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            f"**这是旧版，已由《{later.title}》代替。** 下面的目录与要求只供对照。",
            icon=":material/history:",
        )
        st.page_link(
            BROWSE.path,
            label="看现行版",
            icon=":material/arrow_forward:",
            query_params={"technique": later.technique.notation},
        )


def show_document(document: Document) -> None:
    """Show what a document is, what it covers and what it leaves to others."""
    st.subheader(document.technique.label.zh, anchor=False)
    facts(
        [
            ("规范", document.title),
            ("效力", document.status),
            ("范围", " ".join(filter(None, (document.definition, *document.scope)))),
            ("移交", "；".join(document.handovers)),
            ("目录", "；".join(one.label for one in document.catalogues) or "没有，不分级别"),
            ("编者注", " ".join((*document.notes, *_catalogue_notes(document)))),
        ]
    )


def show_relatives(document: Document) -> None:
    """Lead to the rules of the broader technique, which bind as well, and of the narrower ones."""
    if document.family:
        above = techniques()[document.family.notation][0]
        _link(above, f"也须符合：{above.title}")
    below = [
        one
        for one in documents().values()
        if one.in_force and one.family and one.family.notation == document.technique.notation
    ]
    if below:
        with st.expander(f"各专科另有规范（{len(below)} 部）"):
            for one in below:
                _link(one, one.title)


def tell_what_is_not_listed() -> None:
    """Say what the list of all procedures leaves out: rules without catalogue, old editions."""
    bare = [one for one in documents().values() if one.in_force and not one.catalogues]
    names = "、".join(one.technique.label.zh for one in bare)
    st.caption(f"没有手术目录的技术不在表中，请在“技术”中选：{names}。")
    old = [one for one in documents().values() if not one.in_force]
    if old:
        number = sum(sum(grade_counts(one.key).values()) for one in old)
        titles = "、".join(f"《{one.title}》" for one in old)
        st.caption(f"已被代替的旧版 {titles}（{number} 项）也不在表中，选定技术后可换版本。")


def lines_left(document: Document | None, grade: str | None, words: str) -> list[Line]:
    """Return the lines of the catalogues in question; of all in force only those with the words."""
    given = [document] if document else [one for one in documents().values() if one.in_force]
    return [
        line
        for one in given
        for catalogue in one.catalogues
        for line in catalogue.lines
        if grade in (None, catalogue.grade.notation)
        and (document is not None or bool(words))
        and line.mentions(words)
    ]


def show_lines(lines: Iterable[Line]) -> None:
    """Show the lines of a catalogue that are no procedures, with links to where they point."""
    for line in lines:
        quotes = "".join(f'<span class="zr-quote">{html(quote)}</span> ' for quote in line.quotes)
        note = f'<p class="zr-note">编者注：{html(line.note)}</p>' if line.note else ""
        st.html(
            '<div class="zr"><div class="zr-card line"><div class="zr-row">'
            f'<div class="zr-says">{chip(line.kind, "way")}{html(line.text)}</div>'
            f'<div class="zr-source">{html(line.position)} {quotes}</div></div>{note}</div></div>'
        )
        for target in line.targets:
            st.page_link(
                BROWSE.path,
                label=f"去看 {target.name}",
                icon=":material/arrow_forward:",
                query_params={
                    "technique": target.technique,
                    "edition": target.edition,
                    "grade": target.grade,
                },
            )


def _link(document: Document, name: str) -> None:
    st.page_link(
        BROWSE.path,
        label=name,
        icon=":material/menu_book:",
        query_params={"technique": document.technique.notation},
    )


def _catalogue_notes(document: Document) -> Iterable[str]:
    return dict.fromkeys(one.note for one in document.catalogues if one.note)

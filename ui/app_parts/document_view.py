"""一部规范的各块：效力、范围、编者注，目录里不是手术的行。 The parts of a document's view."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_parts.catalogue import grade_counts
from app_parts.catalogue_lines import Line
from app_parts.documents import Document, documents, techniques
from app_parts.language import named, said
from app_parts.pages import BROWSE
from app_parts.styling import chip, facts, html
from app_parts.who_may_view import show_who_may


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
            label=said("看现行版", "The edition in force"),
            icon=":material/arrow_forward:",
            query_params={"technique": later.technique.notation},
        )


def show_document(document: Document, grade: str | None) -> None:
    """Show what a document is, what it covers and what it leaves to others.

    Args:
        document: The document.
        grade: The notation of the grade for which to tell who may do what; None for every grade.
    """
    st.header(named(document.technique.label), anchor=False)
    show_who_may(document, grade)
    notes = " ".join((*document.notes, *_catalogue_notes(document)))
    listed = "；".join(one.label for one in document.catalogues)
    facts(
        [
            (said("规范", "Regulation"), document.title),
            (said("效力", "Status"), document.status),
            (said("范围", "Scope"), " ".join(filter(None, (document.definition, *document.scope)))),
            (said("移交", "Handed over"), "；".join(document.handovers)),
            (said("目录", "Catalogues"), listed or said("没有，不分级别", "none, not graded")),
            (said("编者注", "Curator's note"), notes),
        ]
    )


def show_relatives(document: Document) -> None:
    """Lead to the rules of the broader technique, which bind as well, and of the narrower ones."""
    if document.family:
        above = techniques()[document.family.notation][0]
        _link(above, said("也须符合：", "Binds as well: ") + above.title)
    below = [
        one
        for one in documents().values()
        if one.in_force and one.family and one.family.notation == document.technique.notation
    ]
    if below:
        with st.expander(
            said(f"各专科另有规范（{len(below)} 部）", f"Rules of each specialty ({len(below)})")
        ):
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
                label=said("去看 ", "Go to ") + target.name,
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

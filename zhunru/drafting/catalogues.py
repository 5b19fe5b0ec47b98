"""目录的 Turtle：节与条目照印，分面留给人判读。

The catalogues of a draft as Turtle: sections and entries as printed, facets left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhunru.drafting.marks import ENGLISH, MARK
from zhunru.drafting.terms import Terms
from zhunru.drafting.turtle import literal
from zhunru.numbering import path_text
from zhunru.printed_catalogue import Catalogue, Entry, Section

_POINTS_ELSEWHERE: Final = re.compile("参照|参见")
_FACETS: Final = "zr:bodySite、zr:lesion、zr:action、zr:access"


def catalogue_blocks(
    catalogue: Catalogue, regulation: str, technique: str, terms: Terms
) -> Iterator[str]:
    """Yield the catalogue, its sections and its entries, in printed order.

    Args:
        catalogue: the catalogue.
        regulation: the local name of the regulation.
        technique: the notation of the technique.
        terms: the concepts that there are.
    """
    grade = f"grade{catalogue.grade}"
    # 没有印附件编号的，也须写一个。 An annex number must be given even where none is printed.
    annex = catalogue.annex or "附件"
    check = (
        "" if catalogue.annex else f";\n    # {MARK} 附件编号：原文未印。 The annex number.\n    "
    )
    yield f"## {annex}：{catalogue.title}"
    yield "\n".join(
        [
            f"catalogue:{grade} a zr:Catalogue ;",
            f"    skos:prefLabel {literal(catalogue.title)} , {literal(ENGLISH, 'en')} ;",
            f"    zr:grade grade:{catalogue.grade} ; zr:technique technique:{technique} ;",
            f'    eli:is_part_of regulation:{regulation} ; eli:number "{annex}" {check}.',
        ]
    )
    for note in catalogue.notes:
        yield f"# {MARK} 目录的注，看是否另成规则（zr:ResidualRule）：{note[:40]}"
    written: set[tuple[int, ...]] = set()
    for item in _in_order(catalogue):
        if isinstance(item, Section):
            yield _section(catalogue.grade, item)
        elif item.path in written:
            # 编号重复，IRI 也会重复；留待人处理。 A repeated number would repeat the IRI.
            yield f"# {MARK} {item.position} 编号重复，未写入：{item.name}"
        else:
            yield _procedure(catalogue.grade, item, terms)
            written.add(item.path)


def _in_order(catalogue: Catalogue) -> list[Section | Entry]:
    """Return sections and entries as printed; a section precedes the entry that shares its path."""
    items: list[Section | Entry] = [*catalogue.sections, *catalogue.entries]
    return sorted(items, key=lambda item: (item.path, isinstance(item, Entry)))


def _section(grade: int, section: Section) -> str:
    above = f"skos:broader section{grade}:{path_text(section.parent)}" if section.parent else ""
    return "\n".join(
        [
            f"section{grade}:{path_text(section.path)} a zr:Section ;",
            f"    skos:prefLabel {literal(section.name)} , {literal(ENGLISH, 'en')} ;",
            f"    eli:number {_text(section.position)} ; skos:inScheme catalogue:grade{grade} ;",
            f"    {above or f'skos:topConceptOf catalogue:grade{grade}'} .",
        ]
    )


def _procedure(grade: int, entry: Entry, terms: Terms) -> str:
    section = f"zr:section section{grade}:{path_text(entry.section)} ; " if entry.section else ""
    seen = terms.facets_in(entry.name)
    hint = f"；名称中有 the name has {'、'.join(seen)}" if seen else ""
    lines = [
        f"procedure{grade}:{path_text(entry.path)} a zr:Procedure ;",
        f"    skos:prefLabel {literal(entry.name)} , {literal(ENGLISH, 'en')} ;",
        f"    zr:grade grade:{grade} ; skos:inScheme catalogue:grade{grade} ;",
        f"    {section}zr:position {_text(entry.position)} ;",
        f"    # {MARK} 分面 facets：{_FACETS}{hint}",
    ]
    if _POINTS_ELSEWHERE.search(entry.name):
        lines.append(f"    # {MARK} 若只指向另一目录，改为 zr:CatalogueReference。")
    return "\n".join([*lines, "    ."])


def _text(position: str) -> str:
    """Return a printed position: a plain string."""
    return literal(position).removesuffix("@zh")

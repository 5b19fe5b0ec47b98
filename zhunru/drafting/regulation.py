"""由粘贴的规范文本起草 Turtle。 Draft the Turtle of a regulation from its pasted text.

The text is read by the parser behind `zhunru verify`, so the draft has the clauses, entries and
figures that the verifier will look for. What words say plainly becomes a requirement; everything
else is listed as not encoded, for the verifier to name. Every place that a person must fill or
check bears the mark of `zhunru/drafting/marks.py`. See `docs/add-a-regulation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from rdflib import Graph
from rdflib.namespace import SKOS, XSD

from zhunru.drafting.bearers import Bearers
from zhunru.drafting.catalogues import catalogue_blocks
from zhunru.drafting.clauses import ClauseReader
from zhunru.drafting.marks import ENGLISH, MARK
from zhunru.drafting.plan import CriterionPlan, plan
from zhunru.drafting.rules import LEFT_OUT, RuleWriter
from zhunru.drafting.terms import Terms
from zhunru.drafting.turtle import literal, quotes
from zhunru.drafting.words import Segment, is_cited, segments
from zhunru.errors import UserError
from zhunru.figures import find_figures
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ID, ZR
from zhunru.numbering import fold_width
from zhunru.official_text import Clause, OfficialText, read_official_text

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR_AT_END: Final = re.compile(r"-(\d{4})$")
_TITLE_TAIL: Final = re.compile(
    r"(临床应用)?(质量)?(管理|控制)?(规范|规定|办法|细则|制度|标准|规程|准则|指南|通知)$"
)
_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_YEAR: Final = re.compile(r"(\d{4})年")
_DEFINES: Final = re.compile("所称|是指")
_LONGEST_HEADING: Final = 20
_VOCABULARIES: Final = {
    "zr": str(ZR), "cv": str(CV), "eli": str(ELI), "skos": str(SKOS), "xsd": str(XSD),
}  # fmt: skip
_OWN_KINDS: Final = ("clause", "criterion", "dossier", "catalogue", "not-encoded")
_CONCEPT_KINDS: Final = (
    "regulation", "technique", "grade", "role", "title", "case-role", "case-kind", "measure",
    "unit", "force", "specialty", "facility", "equipment", "practice", "judgement", "certificate",
    "practice-scope", "hospital-level", "body-site", "lesion", "action", "access",
)  # fmt: skip


def draft_name(name: str) -> str:
    """Return the local name of a regulation if it can stand in an IRI.

    Raises:
        UserError: it cannot.
    """
    if not _NAME.fullmatch(name):
        raise UserError(
            f"“{name}”不能用作规范代号：应为小写字母、数字与连字符，如 nasal-endoscopy-2019；"
            "用 --name 另给一个。"
            f" {name!r} cannot name a regulation: use lower-case letters, digits and hyphens,"
            " such as nasal-endoscopy-2019; give one by --name."
        )
    return name


def read_pasted_text(file: Path) -> OfficialText:
    """Read the text of a regulation as a person saved it.

    Raises:
        UserError: the file is missing, empty, not UTF-8, or has no clause.
    """
    if not file.is_file():
        raise UserError(
            f"找不到文件“{file}”；应为存有规范全文的文本文件。"
            f" No such file: {file}; give a text file with the whole regulation."
        )
    try:
        text = read_official_text(file)
    except UnicodeDecodeError as error:
        raise UserError(
            f"“{file}”不是 UTF-8 文本，请另存为 UTF-8 后再试。"
            f" {file} is not UTF-8 text; save it as UTF-8 and try again."
        ) from error
    return _with_clauses(text, str(file))


def _with_clauses(text: OfficialText, source: str) -> OfficialText:
    if not text.clauses and not text.preamble and not text.title:
        raise UserError(
            f"“{source}”是空的；应粘贴规范全文。 {source} is empty; paste the whole regulation."
        )
    if not text.clauses:
        raise UserError(
            f"“{source}”里没有找到条款；每条应另起一行，以“一、”“（一）”“1.”或“第一条”开头。"
            f" No clause found in {source}; each must begin a line with 一、, （一）, 1. or 第一条."
        )
    return text


def draft_regulation(text: OfficialText | Path, name: str = "", graph: Graph | None = None) -> str:
    """Draft the Turtle of a regulation.

    Args:
        text: the parsed text, or the file that holds it.
        name: the local name of the regulation; the name of the file unless given.
        graph: where the concepts are; the shipped knowledge graph unless given.

    Returns:
        The text of the Turtle file; deterministic, with a mark wherever a person is needed.

    Raises:
        UserError: the name or the text cannot be used.
    """
    if isinstance(text, Path):
        name = draft_name(name or text.stem)
        text = read_pasted_text(text)
    else:
        name = draft_name(name)
        _with_clauses(text, name)
    terms = Terms(load_graph() if graph is None else graph)
    return "\n\n".join(_Draft(text, name, terms).blocks()) + "\n"


class _Draft:
    """The parts of one draft."""

    def __init__(self, text: OfficialText, name: str, terms: Terms) -> None:
        self._text = text
        self._name = name
        self._terms = terms
        self._notation = _YEAR_AT_END.sub("", name)
        self._technique = _TITLE_TAIL.sub("", text.title) or text.title or name
        self._catalogues = {
            c.annex: f"catalogue:grade{c.grade}" for c in text.catalogues if c.annex
        }
        reader = ClauseReader(
            Bearers(text, terms),
            terms,
            self._technique,
            self._notation,
            frozenset(self._catalogues),
        )
        self._plans = plan(reader.read(clause) for clause in text.clauses)

    def blocks(self) -> Iterator[str]:
        """Yield the blocks of the file, laid out like those of data/regulations/."""
        yield self._head()
        yield self._prefixes(self._plans)
        yield "## 规范与技术 · Regulation and technique"
        yield self._regulation()
        yield self._technique_block()
        yield "## 条款 · Clauses"
        yield "\n".join(self._clauses())
        writer = RuleWriter(self._terms, self._technique, self._notation)
        yield from writer.blocks(self._plans)
        if preamble := list(self._preamble()):
            yield "## 前言中有意不编码的 · Deliberately not encoded in the preamble"
            yield from preamble
        for catalogue in self._text.catalogues:
            yield from catalogue_blocks(catalogue, self._name, self._notation, self._terms)

    @property
    def _title(self) -> str:
        edition = f"（{self._text.edition}）" if self._text.edition else ""
        return f"{self._text.title}{edition}" or self._name

    def _head(self) -> str:
        return "\n".join(
            [
                f"# {self._title}",
                "# 由 zhunru new-regulation 起草。 Drafted by zhunru new-regulation.",
                f"# {MARK} 逐处审阅，最后删去本行。 Mend every mark; delete this line last.",
                *(f"# {MARK} 原文编号之误 slip：{slip}" for slip in self._text.slips),
            ]
        )

    def _prefixes(self, plans: list[CriterionPlan]) -> str:
        own = {kind: f"{ID}{kind}/{self._name}/" for kind in _OWN_KINDS}
        requirement = f"{ID}requirement/{self._name}/"
        bearers = {p.bearer.prefix: f"{requirement}{p.bearer.local}/" for p in plans}
        concepts = {kind: f"{ID}{kind}/" for kind in _CONCEPT_KINDS}
        lists = {
            f"{kind}{c.grade}": f"{ID}{kind}/{self._name}/grade{c.grade}/"
            for kind in ("section", "procedure")
            for c in self._text.catalogues
        }
        prefixes = _VOCABULARIES | own | bearers | concepts | lists
        return "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes.items())

    def _regulation(self) -> str:
        title, english = literal(self._title), literal(ENGLISH, "en")
        known = self._date()
        when = f"{known} ; " if known else ""
        note = "日期与效力待核；印本只见年份的，“印发之日前”计至该年最后一日。"
        note = note if known else "原文没有日期：补 eli:date_document。"
        return "\n".join(
            [
                f"regulation:{self._name} a zr:Regulation ;",
                f"    eli:title {title} , {english} ;",
                f"    skos:prefLabel {title} , {english} ;",
                f"    {when}eli:in_force true ;",
                f"    zr:curationNote {literal(f'{MARK}：{note}')} ;",
                f"    zr:governs technique:{self._notation} .",
            ]
        )

    def _date(self) -> str:
        """Return the printed date or year, or the year in the name; empty where there is none."""
        printed = fold_width(self._text.edition) or fold_width(self._text.title)
        if found := _DAY.search(printed):
            try:
                day = date(*(int(part) for part in found.groups()))
            except ValueError:
                pass
            else:
                return f'eli:date_document "{day.isoformat()}"^^xsd:date'
        year = _YEAR.search(printed) or _YEAR_AT_END.search(self._name)
        return f'eli:date_document "{year[1]}"^^xsd:gYear' if year else ""

    def _technique_block(self) -> str:
        if self._terms.knows_technique(self._notation, self._name):
            return f"# {MARK} 图谱里已有 technique:{self._notation}，此处沿用；不是同一项就改名。"
        lines = [
            f"technique:{self._notation} a zr:Technique ;",
            f"    skos:prefLabel {literal(self._technique)} , {literal(ENGLISH, 'en')} ;",
            f'    skos:notation "{self._notation}" ;',
            f"    # {MARK} zr:specialty、skos:broader；一句自拟的 skos:definition（中英文）",
        ]
        if defined := self._definition():
            clause, segment = defined
            lines.append(
                f"    cv:isDerivedFrom clause:{clause.iri_path} ; {quotes([segment.short])} ;"
            )
        return "\n".join([*lines, "    ."])

    def _definition(self) -> tuple[Clause, Segment] | None:
        """Return the clause that says what the technique is, and the words that do."""
        for clause in self._text.preamble:
            for segment in segments(clause.text):
                if _DEFINES.search(segment.text) and self._technique in clause.text:
                    return clause, segment
        return None

    def _clauses(self) -> Iterator[str]:
        printed = {clause.iri_path: clause for clause in reversed(self._text.all_clauses)}
        for path in dict.fromkeys(clause.iri_path for clause in self._text.all_clauses):
            clause = printed[path]
            cited = " , ".join(self._annexes(path))
            heading = clause.text.rstrip("。：:")
            is_short = clause.is_heading and len(heading) <= _LONGEST_HEADING
            parts = [f"eli:is_part_of regulation:{self._name}"]
            parts += [f"eli:cites {cited}"] if cited else []
            parts += [f"skos:prefLabel {literal(heading)}"] if is_short else []
            number = literal(clause.number).removesuffix("@zh")
            yield (
                f"clause:{path} a eli:LegalResourceSubdivision ; eli:number {number} ;\n"
                f"    {' ; '.join(parts)} ."
            )

    def _annexes(self, path: str) -> dict[str, None]:
        """Return the catalogues whose annex numbers a clause prints."""
        figures = [
            figure
            for clause in self._text.all_clauses
            if clause.iri_path == path
            for figure in find_figures(clause.text)
        ]
        return {
            name: None
            for annex, name in self._catalogues.items()
            if any(is_cited(figure, {annex}) for figure in figures)
        }

    def _preamble(self) -> Iterator[str]:
        defined = self._definition()
        knows = self._terms.knows_technique(self._notation, self._name)
        for clause in self._text.preamble:
            parts = segments(clause.text)
            figures = [
                segment.quote((figure,))[0]
                for segment in parts
                for figure in segment.figures
                if not is_cited(figure, self._catalogues.keys())
            ]
            if defined and clause is defined[0] and not knows and not figures:
                continue
            words = figures or [segment.short for segment in parts[:1]]
            quoted = f" {quotes(dict.fromkeys(words))} ;" if words else ""
            yield (
                f"not-encoded:{clause.iri_path} a zr:NotEncoded ;\n"
                f"    cv:isDerivedFrom clause:{clause.iri_path} ;{quoted}\n"
                f"    zr:reason {literal(LEFT_OUT)} ."
            )

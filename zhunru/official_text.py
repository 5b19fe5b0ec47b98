"""An official text as a tree: preamble, clauses, annexes and catalogues.

``parse`` takes a text with one clause a line, or one pasted from a PDF (see ``unwrapping``).
Numbers out of sequence stay as printed and are reported in ``OfficialText.slips``.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from zhunru.numbering import Outline, PrintedPath, fold_width, path_text
from zhunru.printed_catalogue import Catalogue, read_annexes
from zhunru.unwrapping import Kind, LogicalLine, logical_lines

_TITLE_END = re.compile(r"(规范|规定|办法|细则|制度|标准|规程|准则|指南|通知)$")
_EDITION = re.compile(r"\((\d{4}年[^()]*)\)$")
_DOCUMENT_NUMBER = re.compile(r"\D{2,20}〔\d{4}〕\d+号")
_ANNEX_PREFIX = re.compile(r"附件\d*")
_BEGINS_A_SENTENCE = re.compile(r"(具?有|具备|设有|设置|配备|配有|须|符合|经过?|取得|能够)")
_DEMANDS = re.compile(r"应当|应有|必须|不得|不少于|至少|以上")


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause, article, or paragraph of the preamble.

    Attributes:
        path: (2, 1, 2, 1) for 二（一）2（1）; (11,) for 第十一条; (0, n) for preamble paragraph n.
        number: the position as printed.
        text: its own words, without numbering.
        full_text: its own words and those of its descendants, numbered, one clause a line.
        parent: the path of the clause above, None at the top.
        children: the paths of the clauses directly below, in printed order.
    """

    path: PrintedPath
    number: str
    text: str
    full_text: str
    parent: PrintedPath | None = None
    children: tuple[PrintedPath, ...] = ()

    @property
    def iri_path(self) -> str:
        """The end of the clause's IRI."""
        return path_text(self.path)

    @property
    def is_heading(self) -> bool:
        """Whether it only heads the clauses below: a title, or a lead-in that ends in a colon."""
        if not self.children:
            return False
        words = fold_width(self.text)
        body = words.rstrip("。:;")
        if "。" in body or ",且" in body:
            return False
        if words.endswith(":"):
            return True
        return not ("," in body or _BEGINS_A_SENTENCE.match(body) or _DEMANDS.search(body))


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A regulation as printed.

    Attributes:
        title: without edition and annex number.
        edition: such as 2019年版; empty when none is printed.
        preamble: its paragraphs, as clauses with path (0, n).
        clauses: every numbered clause, in printed order.
        divisions: headings of chapters above articles (第一章 …); they are not clauses.
        annexes: the names in the list of annexes.
        catalogues: by grade, in printed order.
        slips: what is out of sequence in the numbering.
    """

    title: str
    edition: str
    preamble: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    divisions: tuple[str, ...]
    annexes: tuple[str, ...]
    catalogues: tuple[Catalogue, ...]
    slips: tuple[str, ...]

    @property
    def all_clauses(self) -> tuple[Clause, ...]:
        """Preamble paragraphs and clauses."""
        return self.preamble + self.clauses

    def clause(self, iri_path: str) -> Clause | None:
        """Return the first clause with this path (“2.1.2.1”), or None."""
        return next((c for c in self.all_clauses if c.iri_path == iri_path), None)


def read_official_text(file: Path) -> OfficialText:
    """Read and parse a UTF-8 text file, with or without a byte order mark.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    return parse(file.read_text(encoding="utf-8-sig"))


def parse(text: str) -> OfficialText:
    """Parse an official text."""
    lines = logical_lines(text)
    start = next((i for i, line in enumerate(lines) if line.kind is not Kind.PLAIN), len(lines))
    end = next(
        (
            i
            for i, line in enumerate(lines)
            if line.kind in (Kind.ANNEX_LIST, Kind.ANNEX_LABEL, Kind.CATALOGUE)
        ),
        len(lines),
    )
    title, edition, paragraphs = _front_matter([line.text for line in lines[:start]])
    clauses, divisions, slips = _clauses(lines[start:end])
    annexes, catalogues, catalogue_slips = read_annexes(lines[end:])
    return OfficialText(
        title=title,
        edition=edition,
        preamble=tuple(
            Clause((0, n), f"前言第{n}段", words, words) for n, words in enumerate(paragraphs, 1)
        ),
        clauses=clauses,
        divisions=divisions,
        annexes=annexes,
        catalogues=catalogues,
        slips=slips + catalogue_slips,
    )


def _front_matter(lines: list[str]) -> tuple[str, str, list[str]]:
    """Return title, edition, and the paragraphs of the preamble."""
    rest = list(lines)
    title = edition = ""
    for taken in range(min(4, len(rest))):
        title = _ANNEX_PREFIX.sub("", title + rest[taken], count=1)
        if found := _EDITION.search(fold_width(title)):
            edition, title = found[1], title[: found.start()]
        if _TITLE_END.search(title):
            rest = rest[taken + 1 :]
            break
    else:
        title, rest = (rest[0], rest[1:]) if rest else ("", [])
    while rest:
        folded = fold_width(rest[0])
        if (found := _EDITION.fullmatch(folded)) and not edition:
            edition = found[1]
        elif not _DOCUMENT_NUMBER.fullmatch(folded):
            break
        rest = rest[1:]
    return title, edition, rest


@dataclass(slots=True)
class _OpenClause:
    """A clause while its descendants are still being read."""

    path: PrintedPath
    number: str
    printed: str
    text: str
    parent: "_OpenClause | None"
    children: list["_OpenClause"] = field(default_factory=list)

    def full_text(self) -> str:
        own = f"{self.printed}{self.text}"
        return "\n".join([own, *(child.full_text() for child in self.children)])

    def close(self) -> Clause:
        parent = self.parent.path if self.parent else None
        children = tuple(child.path for child in self.children)
        return Clause(self.path, self.number, self.text, self.full_text(), parent, children)


def _clauses(
    lines: list[LogicalLine],
) -> tuple[tuple[Clause, ...], tuple[str, ...], tuple[str, ...]]:
    """Return clauses, divisions and slips of the body of a text."""
    outline = Outline()
    clauses: list[_OpenClause] = []
    divisions: list[str] = []
    slips: list[str] = []
    for line in lines:
        if line.marker is None:
            divisions.append(line.text)
            continue
        path, number, slip = outline.enter(line.marker)
        if slip:
            slips.append(str(slip))
        # 自后往前找最近的上级：编号重复时，下级属于后一个。
        # The nearest one above, so that children of a repeated number join the later one.
        parent = next((c for c in reversed(clauses) if c.path == path[:-1]), None)
        clause = _OpenClause(path, number, line.marker.printed, line.text, parent)
        if parent:
            parent.children.append(clause)
        clauses.append(clause)
    return tuple(c.close() for c in clauses), tuple(divisions), tuple(slips)

"""The catalogues at the end of a regulation: procedures by grade, under headings.

A numbered line with something below it is a section; any other is an entry. An unnumbered line
below a section is its sole entry and shares the section's path and printed position.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from zhunru.numbering import Outline, PrintedPath, chinese_to_int, fold_width
from zhunru.unwrapping import Kind, LogicalLine

_NUMBERED_ANNEX = re.compile(r"(\d+)[.、]")
_GRADE = re.compile(r"([一二三四])级手术")
_HEADING_ENDS = "诊疗技术"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside a catalogue."""

    path: PrintedPath
    position: str
    name: str

    @property
    def parent(self) -> PrintedPath | None:
        """The path of the section above, None at the top."""
        return self.path[:-1] or None


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure in a catalogue.

    An unnumbered sole entry under a section has the section's path and position.
    """

    path: PrintedPath
    position: str
    name: str
    section: PrintedPath | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue of one grade.

    Attributes:
        grade: 1 to 4.
        title: its heading.
        annex: its number among the annexes, such as 附件1; empty when none is printed.
        sections: headings, in printed order.
        entries: procedures, in printed order.
        notes: remarks printed below the list.
    """

    grade: int
    title: str
    annex: str
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def read_annexes(
    lines: list[LogicalLine],
) -> tuple[tuple[str, ...], tuple[Catalogue, ...], tuple[str, ...]]:
    """Return the list of annexes, the catalogues, and the slips inside them."""
    starts = [i for i, line in enumerate(lines) if line.kind is Kind.CATALOGUE]
    names = _annex_list(lines[: starts[0] if starts else len(lines)])
    labels = {fold_width(name): f"附件{n}" for n, name in names if n}
    catalogues: list[Catalogue] = []
    slips: list[str] = []
    for start, end in pairwise([*starts, len(lines)]):
        above = lines[start - 1] if start else None
        printed = above.text if above and above.kind is Kind.ANNEX_LABEL else ""
        annex = labels.get(fold_width(lines[start].text), fold_width(printed))
        reading = _CatalogueReading(lines[start + 1 : end])
        catalogues.append(reading.catalogue(lines[start].text, annex))
        slips += [f"{lines[start].text} {slip}" for slip in reading.slips]
    return tuple(name for _, name in names), tuple(catalogues), tuple(slips)


def _annex_list(lines: list[LogicalLine]) -> list[tuple[int, str]]:
    """Return number (0 when there is none) and name of each annex in the list."""
    names: list[tuple[int, str]] = []
    for line in lines:
        if line.kind is Kind.ANNEX_LIST:
            name = line.text[3:]
            found = _NUMBERED_ANNEX.match(fold_width(name))
            if name:
                names.append((int(found[1]), name[found.end() :]) if found else (0, name))
        elif line.marker:
            names.append((line.marker.number, line.text))
    return names


@dataclass(slots=True)
class _Item:
    """A numbered line of a catalogue: a section if anything stands below it."""

    path: PrintedPath
    position: str
    name: str
    has_children: bool = False


class _CatalogueReading:
    """Sorts the lines of one catalogue into sections and entries."""

    def __init__(self, lines: list[LogicalLine]) -> None:
        self.slips: list[str] = []
        self._items: list[_Item] = []
        self._notes: list[str] = []
        self._outline = Outline()
        for line in lines:
            if line.marker:
                self._number(line)
            elif line.kind is Kind.NOTE:
                self._notes.append(line.text)
            elif line.kind is Kind.PLAIN:
                self._unnumbered(line)

    def _number(self, line: LogicalLine) -> None:
        assert line.marker is not None
        path, position, slip = self._outline.enter(line.marker)
        if slip:
            self.slips.append(str(slip))
        for item in self._items:
            item.has_children |= item.path == path[:-1]
        self._items.append(_Item(path, position, line.text))

    def _unnumbered(self, line: LogicalLine) -> None:
        above = self._items[-1] if self._items else _Item((), "", "")
        if not above.path or above.path == self._sole_entry_path():
            slip = f"{above.position}：无编号的行 · a line without number: {line.text}"
            self.slips.append(slip)
        above.has_children = True
        self._items.append(_Item(above.path, above.position, line.text))

    def _sole_entry_path(self) -> PrintedPath | None:
        """Return the path of the last item if it is itself an unnumbered entry."""
        if len(self._items) < 2 or self._items[-1].path != self._items[-2].path:
            return None
        return self._items[-1].path

    def _check_headings(self) -> None:
        """Report a heading that nothing stands below (五、小肠镜诊疗技术 / 六、小肠镜检查术).

        It has siblings, all of them sections, and its name ends as theirs do.
        """
        for item in self._items:
            siblings = [i for i in self._items if i.path[:-1] == item.path[:-1]]
            names = [i.name for i in siblings if i.has_children]
            if item.has_children or not names or not item.name.endswith(_HEADING_ENDS):
                continue
            if all(name.rstrip("。：:").endswith(_HEADING_ENDS) for name in names):
                slip = f"{item.position}：疑为没有条目的节名 · perhaps a heading without entries"
                self.slips.append(f"{slip}: {item.name}")

    def catalogue(self, title: str, annex: str) -> Catalogue:
        grade = _GRADE.search(title)
        self._check_headings()
        sections, entries = [], []
        for item in self._items:
            name = item.name.rstrip("。：:")
            if item.has_children:
                sections.append(Section(item.path, item.position, name))
                continue
            above = [s.path for s in sections if s.path in (item.path, item.path[:-1])]
            entries.append(Entry(item.path, item.position, name, above[-1] if above else None))
        return Catalogue(
            grade=chinese_to_int(grade[1]) if grade else 0,
            title=title,
            annex=annex,
            sections=tuple(sections),
            entries=tuple(entries),
            notes=tuple(self._notes),
        )

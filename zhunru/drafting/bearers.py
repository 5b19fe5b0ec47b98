"""一条约束谁。 Whom a clause binds, as far as its words and the headings above it tell.

A clause names its bearer before its verb (开展本技术的医师应当…); one that does not inherits it
from the lead-in or heading above. What is found names a criterion of the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhunru.drafting.terms import Terms
from zhunru.drafting.words import grades_in
from zhunru.numbering import fold_width
from zhunru.official_text import Clause, OfficialText

_SUBJECT: Final = re.compile(r"([^,。;:]*?)(?:应当|必须|须)")
# 句首的小标题：“其他人员。应当……”。 A caption before the first sentence.
_CAPTION: Final = re.compile(r"(?!具?有|具备|设|配|应|须|符合|经|取得|能)([^,。;:]{1,30})。(?=.)")
_ON_TOP: Final = re.compile("还应|还须|基础上|情况下")
_INDEPENDENT: Final = "独立"

# 准入标准的名称、承担者与认出它的词；同一处结尾的词以先列者为准。
# Name of the criterion, role, and the words that tell; of words that end together the first wins.
_BEARERS: Final = (
    ("mentor", "mentor", "指导医师|指导教师|指导老师"),
    ("training-base-duties", "training-base", "培训工作"),
    ("training-base", "training-base", "培训基地"),
    ("trainee", "trainee", "医师培训|拟从事[^,。]*医师|受训医师|培训管理|^培训"),
    ("other-staff", "other-staff", "其他[^,。]*人员|护士|护理人员|技师|物理师"),
    ("operator", "operator", "医师|人员"),
    ("technical-management", "institution", "技术管理|其他管理"),
    ("institution", "institution", "医疗机构|医院"),
)
# 上级已说得更具体的，从上级。 Where what stands above is more specific, it prevails.
_MORE_SPECIFIC: Final = {
    "institution": ("technical-management", "training-base", "training-base-duties"),
    "operator": ("trainee",),
}
_DECIDES: Final = re.compile("医师[^,。]{0,4}决定")
INDEPENDENT_ROLE: Final = "independent-operator"
DECISION_MAKER: Final = "decision-maker"
DEFAULT: Final = "institution"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A bearer: one criterion of the draft.

    Attributes:
        base: the name of the criterion without grades, such as operator.
        role: the notation of its role.
        ranks: the grades it is about; none for all.
        is_person: whether a person bears it.
        on_top: whether it is required on top of the same criterion without grades.
    """

    base: str
    role: str
    ranks: tuple[int, ...]
    is_person: bool
    on_top: bool = False

    @property
    def local(self) -> str:
        """The local name of the criterion: operator-grade4."""
        return self.base + (f"-grade{'-'.join(map(str, self.ranks))}" if self.ranks else "")

    @property
    def prefix(self) -> str:
        """The prefix of its requirements in Turtle: operator4."""
        return self.base + "".join(map(str, self.ranks))


class Bearers:
    """Finds the bearer of each clause of one text."""

    def __init__(self, text: OfficialText, terms: Terms) -> None:
        self._text = text
        self._terms = terms

    def lineage(self, clause: Clause) -> Iterator[Clause]:
        """Yield a clause and the clauses above it, upwards."""
        yield clause
        while clause.parent:
            above = next((c for c in self._text.clauses if c.path == clause.parent), None)
            if above is None:
                return
            yield above
            clause = above

    def of(self, clause: Clause) -> Bearer:
        """Return the bearer of a clause; the institution where nothing tells."""
        lineage = list(self.lineage(clause))
        named = [name for one in lineage if (name := _named(_opening(one)))] or [DEFAULT]
        better = _MORE_SPECIFIC.get(named[0], ())
        base = next((name for name in named if name in better), named[0])
        graded = (one for one in lineage if grades_in(_opening(one), self._terms.grades))
        return self._bearer(base, next(graded, clause))

    def who_decides(self, bearer: Bearer, words: str) -> Bearer:
        """Return the decision-maker where words ask for the decision of a physician."""
        if not _DECIDES.search(words):
            return bearer
        ranks = grades_in(words, self._terms.grades)
        return Bearer(DECISION_MAKER, DECISION_MAKER, ranks, is_person=True)

    def _bearer(self, base: str, clause: Clause) -> Bearer:
        opening, words = _opening(clause), fold_width(clause.text)
        role = next((role for name, role, _ in _BEARERS if name == base), base)
        if base == "operator" and _INDEPENDENT in opening:
            role = INDEPENDENT_ROLE
        ranks = grades_in(opening, self._terms.grades)
        on_top = bool(ranks and _ON_TOP.search(words))
        return Bearer(base, role, ranks, self._terms.is_person(role), on_top)


def _opening(clause: Clause) -> str:
    """Return the words that may name the bearer: a heading, a caption, what precedes the verb."""
    words = fold_width(clause.text)
    if clause.is_heading:
        return words
    found = _SUBJECT.match(words)
    if found and found[1]:
        return found[1]
    # 有下级的引语：“培训基地由……认定，且具备下列条件：”。 A lead-in to the clauses below it.
    return caption(words) or (re.split("[,。;:]", words)[0] if clause.children else "")


def caption(words: str) -> str:
    """Return the caption before the first sentence of a clause, empty if there is none."""
    found = _CAPTION.match(words)
    return found[1] if found else ""


def _named(opening: str) -> str | None:
    """Return the bearer named last: the head of a Chinese phrase stands at its end."""
    ends = [
        (max(found.end() for found in re.finditer(words, opening)), -order, base)
        for order, (base, _, words) in enumerate(_BEARERS)
        if re.search(words, opening)
    ]
    return max(ends)[2] if ends else None

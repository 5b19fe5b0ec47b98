"""What the verifier reports: failures by kind, coverage per document, and the whole report."""

from dataclasses import dataclass
from enum import Enum


class FailureKind(Enum):
    """A way in which the graph and an official text can disagree: Chinese and English name."""

    CLAUSE_MISSING = ("图谱缺条款", "clause missing from the graph")
    CLAUSE_EXTRA = ("图谱多出条款", "clause not in the text")
    CLAUSE_NUMBER = ("条款编号不符", "clause number differs")
    CLAUSE_UNCITED = ("条款无人引用", "clause cited by nothing")
    REQUIREMENT_WITHOUT_CLAUSE = ("要求未注明条款", "requirement without clause")
    REQUIREMENT_WITHOUT_QUOTE = ("要求无引文", "requirement without quote")
    QUOTE_NOT_FOUND = ("引文不在所引条款", "quote not in the cited clause")
    QUOTE_TOO_LONG = ("引文过长", "quote too long")
    REASON_MISSING = ("不编码而无理由", "not encoded, without a reason")
    FIGURE_UNCARRIED = ("数字无人承载", "figure carried by nothing")
    QUOTED_FIGURE_UNCARRIED = (
        "引文有数字而要求未承载",
        "quoted figure not carried by its requirement",
    )
    NUMBER_NOT_PRINTED = ("数值不见于引文", "number not printed in the quotes")
    CATALOGUE_MISSING = ("图谱缺目录", "catalogue missing from the graph")
    CATALOGUE_EXTRA = ("图谱多出目录", "catalogue not in the text")
    CATALOGUE_NUMBER = ("目录附件号不符", "annex number of the catalogue differs")
    SECTION_MISSING = ("目录缺节", "section missing from the graph")
    SECTION_EXTRA = ("目录多出节", "section not in the text")
    SECTION_DIFFERS = ("目录节不符", "section differs")
    ENTRY_MISSING = ("目录缺条目", "entry missing from the graph")
    ENTRY_EXTRA = ("目录多出条目", "entry not in the text")
    ENTRY_NAME = ("条目名称不符", "name of the entry differs")
    ENTRY_GRADE = ("条目级别不符", "grade of the entry differs")
    ENTRY_POSITION = ("条目位置不符", "position of the entry differs")
    ENTRY_SECTION = ("条目所在节不符", "section of the entry differs")
    ENTRY_CATALOGUE = ("条目所在目录不符", "catalogue of the entry differs")

    @property
    def chinese(self) -> str:
        """The Chinese name."""
        return self.value[0]

    @property
    def english(self) -> str:
        """The English name."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Failure:
    """One disagreement.

    Attributes:
        kind: what sort it is.
        place: the printed position of the clause or entry, or the short name of the node.
        detail: what is wrong, in Chinese.
        detail_en: the same in English.
    """

    kind: FailureKind
    place: str
    detail: str
    detail_en: str

    def __str__(self) -> str:
        return f"{self.kind.chinese} {self.place}：{self.detail}"


@dataclass(frozen=True, slots=True)
class NotEncodedItem:
    """A passage that is deliberately left out."""

    clause: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class GradeCoverage:
    """Entries of the catalogue of one grade: printed, and found in the graph as printed."""

    grade: int
    printed: int
    found: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts for one document.

    Attributes:
        clauses: clauses in the text, preamble paragraphs included.
        clauses_encoded: cited by a requirement or another node.
        clauses_headings: uncited because they only head other clauses.
        clauses_not_encoded: listed as deliberately not encoded.
        quotes: quotes in the graph.
        quotes_found: those that occur in a clause that their node cites.
        figures: figures printed in the clauses.
        figures_carried: carried by a requirement or, for 附件n, by the cited catalogue.
        figures_not_encoded: deliberately not encoded.
        entries: by grade.
        requirements: requirements that are not groups.
        groups: groups of requirements.
    """

    clauses: int = 0
    clauses_encoded: int = 0
    clauses_headings: int = 0
    clauses_not_encoded: int = 0
    quotes: int = 0
    quotes_found: int = 0
    figures: int = 0
    figures_carried: int = 0
    figures_not_encoded: int = 0
    entries: tuple[GradeCoverage, ...] = ()
    requirements: int = 0
    groups: int = 0

    @property
    def clauses_missing(self) -> int:
        """Clauses neither encoded nor headings nor listed as not encoded."""
        accounted = self.clauses_encoded + self.clauses_headings + self.clauses_not_encoded
        return self.clauses - accounted

    @property
    def figures_missing(self) -> int:
        """Figures neither carried nor listed as not encoded."""
        return self.figures - self.figures_carried - self.figures_not_encoded


class Status(Enum):
    """Whether a document could be verified: Chinese and English name."""

    VERIFIED = ("已核对", "verified")
    NOT_ENCODED = ("未编码", "not encoded")
    NO_TEXT = ("无原文", "no text")

    @property
    def chinese(self) -> str:
        """The Chinese name."""
        return self.value[0]

    @property
    def english(self) -> str:
        """The English name."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """The outcome for one document.

    Attributes:
        name: the local name, such as nasal-endoscopy-2019.
        title: the printed or encoded title.
        status: whether it was verified.
        coverage: counts; all zero unless verified.
        failures: every disagreement.
        not_encoded: passages deliberately left out.
        slips: numbering slips of the official text, for information.
    """

    name: str
    title: str
    status: Status
    coverage: Coverage = Coverage()
    failures: tuple[Failure, ...] = ()
    not_encoded: tuple[NotEncodedItem, ...] = ()
    slips: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no disagreement was found."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The outcome for all documents, by name."""

    documents: tuple[DocumentReport, ...]

    @property
    def verified(self) -> tuple[DocumentReport, ...]:
        """The documents whose text and encoding were both at hand."""
        return tuple(d for d in self.documents if d.status is Status.VERIFIED)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every disagreement in every document."""
        return tuple(failure for document in self.documents for failure in document.failures)

    @property
    def ok(self) -> bool:
        """Whether at least one document was verified and none disagrees with the graph."""
        return bool(self.verified) and not self.failures

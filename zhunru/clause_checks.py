"""Clauses, quotes and figures: the graph against the words of a regulation."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib.term import Node

from zhunru.encoded_rules import (
    CarriedNumber,
    EncodedClause,
    EncodedRegulation,
    Statement,
    place_of,
)
from zhunru.figures import Figure, find_figures
from zhunru.numbering import fold_width
from zhunru.official_text import Clause, OfficialText
from zhunru.verification import Coverage, Failure, FailureKind, NotEncodedItem

QUOTE_LIMIT = 60
Span = tuple[int, int]


def condense(text: str) -> str:
    """Return the text without white space and with full-width forms folded, for comparison."""
    return "".join(fold_width(text).split())


def spans_of(quote: str, text: str) -> list[Span]:
    """Return where a quote occurs in a text, white space and character width apart."""
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    condensed, wanted = condense(text), condense(quote)
    spans = []
    start = condensed.find(wanted) if wanted else -1
    while start >= 0:
        spans.append((offsets[start], offsets[start + len(wanted) - 1] + 1))
        start = condensed.find(wanted, start + 1)
    return spans


def words_of_clauses(
    encoding: Mapping[str, EncodedRegulation], texts: Mapping[str, OfficialText]
) -> dict[Node, str]:
    """Return the own words of each clause node whose document is at hand, empty if not printed."""
    words = {}
    for name, text in texts.items():
        printed = _by_path(text)
        for clause in encoding[name].clauses if name in encoding else ():
            same_number = printed.get(clause.path, [])
            words[clause.iri] = "\n".join(c.text for c in same_number)
    return words


def _by_path(text: OfficialText) -> dict[str, list[Clause]]:
    """Return the clauses by path; a number that is printed twice has two."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for clause in text.all_clauses:
        clauses[clause.iri_path].append(clause)
    return clauses


@dataclass(slots=True)
class ClauseChecks:
    """Compares the clauses, quotes and figures of one document.

    Attributes:
        regulation: what the graph says.
        text: what is printed.
        words: the own words of every clause node at hand, of this and other documents.
        failures: what was found.
        not_encoded: passages deliberately left out.
    """

    regulation: EncodedRegulation
    text: OfficialText
    words: Mapping[Node, str]
    failures: list[Failure] = field(default_factory=list)
    not_encoded: list[NotEncodedItem] = field(default_factory=list)
    _citing: dict[Node, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    _nodes: dict[str, EncodedClause] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for statement in self.regulation.statements:
            for clause in statement.clauses:
                self._citing[clause].append(statement)
        self._nodes = {clause.path: clause for clause in self.regulation.clauses}

    def run(self) -> Coverage:
        """Make every check and return the counts."""
        clauses = self._check_clauses()
        quotes, found = self._check_quotes()
        figures = [self._check_figures(c) for c in self.text.all_clauses]
        own = [s for s in self.regulation.statements if self._is_own(s)]
        for statement in own:
            self._check_statement(statement)
        return Coverage(
            clauses=len(self.text.all_clauses),
            clauses_encoded=clauses["encoded"],
            clauses_headings=clauses["heading"],
            clauses_not_encoded=clauses["not encoded"],
            quotes=quotes,
            quotes_found=found,
            figures=sum(sum(f.values()) for f in figures),
            figures_carried=sum(f["carried"] for f in figures),
            figures_not_encoded=sum(f["not encoded"] for f in figures),
            requirements=sum(s.is_leaf for s in own),
            groups=sum(s.is_group for s in own),
        )

    def _fail(self, kind: FailureKind, place: str, detail: str, detail_en: str) -> None:
        self.failures.append(Failure(kind, place, detail, detail_en))

    def _is_own(self, statement: Statement) -> bool:
        """Tell whether this document is the first one that the statement rests on."""
        places = [place_of(node) for node in statement.clauses or {statement.iri}]
        documents = sorted(place.document for place in places if place)
        return bool(documents) and documents[0] == self.regulation.name

    def _number(self, node: Node) -> str:
        place = place_of(node)
        clause = self.text.clause(place.path) if place else None
        return clause.number if clause else str(node).rpartition("/")[2]

    def _check_clauses(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        printed = _by_path(self.text)
        for path, clause in printed.items():
            counts[self._check_clause(clause[0])] += len(clause)
            if path not in self._nodes:
                self._fail(
                    FailureKind.CLAUSE_MISSING,
                    clause[0].number,
                    f"应有 clause/{self.regulation.name}/{path}：{clause[0].text[:20]}",
                    f"expected clause/{self.regulation.name}/{path}",
                )
        for node in self.regulation.clauses:
            if node.path not in printed:
                number = "、".join(node.numbers) or node.path
                self._fail(
                    FailureKind.CLAUSE_EXTRA,
                    number,
                    f"原文没有条款 {node.path}",
                    f"the text has no clause {node.path}",
                )
        return counts

    def _check_clause(self, clause: Clause) -> str:
        """Check number and citation of a clause; return how it is accounted for."""
        node = self._nodes.get(clause.iri_path)
        if node is None:
            return "missing"
        if node.numbers != (clause.number,):
            encoded = "、".join(node.numbers) or "无"
            self._fail(
                FailureKind.CLAUSE_NUMBER,
                clause.number,
                f"图谱写作 {encoded}",
                f"the graph says {encoded}",
            )
        citing = self._citing[node.iri]
        if any(not s.is_not_encoded for s in citing):
            return "encoded"
        if citing:
            return "not encoded"
        if clause.is_heading:
            return "heading"
        self._fail(
            FailureKind.CLAUSE_UNCITED,
            clause.number,
            f"没有要求出自本条：{clause.text[:24]}",
            "no requirement rests on it and it is not listed as not encoded",
        )
        return "missing"

    def _check_quotes(self) -> tuple[int, int]:
        quotes = found = 0
        for statement in filter(self._is_own, self.regulation.statements):
            for quote in statement.quotes:
                quotes += 1
                found += self._check_quote(statement, quote)
        return quotes, found

    def _check_quote(self, statement: Statement, quote: str) -> bool:
        if len(condense(quote)) > QUOTE_LIMIT:
            self._fail(
                FailureKind.QUOTE_TOO_LONG,
                statement.name,
                f"{len(condense(quote))} 字，至多 {QUOTE_LIMIT} 字：{quote}",
                f"more than {QUOTE_LIMIT} characters",
            )
        if any(spans_of(quote, self.words.get(c, "")) for c in statement.clauses):
            return True
        # 引文可能在另一部没有原文的规范里，无从核对。
        # The quote may be from another regulation whose text is not at hand.
        if any(c not in self.words and not self._is_ours(c) for c in statement.clauses):
            return True
        cited = "、".join(sorted(map(self._number, statement.clauses)))
        nearest = self._nearest_clause(statement, quote)
        hint = f"；见于 {nearest}" if nearest else "；全文未见"
        hint_en = f"; it occurs in {nearest}" if nearest else "; it occurs nowhere"
        self._fail(
            FailureKind.QUOTE_NOT_FOUND,
            statement.name,
            f"“{quote}”不在 {cited or '（未注明条款）'}{hint}",
            f"not in {cited or '(no clause)'}{hint_en}",
        )
        return False

    def _is_ours(self, clause: Node) -> bool:
        place = place_of(clause)
        return place is not None and place.document == self.regulation.name

    def _nearest_clause(self, statement: Statement, quote: str) -> str:
        """Return the number of the clause nearest to the cited ones that has the quote, or ''."""
        clauses = self.text.all_clauses
        cited = {place.path for node in statement.clauses if (place := place_of(node))}
        at = [i for i, clause in enumerate(clauses) if clause.iri_path in cited] or [0]
        having = [i for i, clause in enumerate(clauses) if spans_of(quote, clause.text)]
        if not having:
            return ""
        return clauses[min(having, key=lambda i: min(abs(i - c) for c in at))].number

    def _check_statement(self, statement: Statement) -> None:
        """Check that a requirement has clause and quote, and prints the numbers it carries."""
        if statement.is_not_encoded:
            self._check_not_encoded(statement)
            return
        if statement.is_leaf and not statement.clauses:
            self._fail(
                FailureKind.REQUIREMENT_WITHOUT_CLAUSE,
                statement.name,
                "缺 cv:isDerivedFrom",
                "cv:isDerivedFrom is missing",
            )
        if statement.is_leaf and not statement.quotes:
            self._fail(
                FailureKind.REQUIREMENT_WITHOUT_QUOTE,
                statement.name,
                "缺 zr:quote",
                "zr:quote is missing",
            )
        if statement.is_leaf:
            self._check_quoted_figures(statement)
        self._check_carried_numbers(statement)

    def _check_carried_numbers(self, statement: Statement) -> None:
        """Check that each number carried is printed in a quote."""
        printed = self._figures_in_quotes(statement)
        shown = "、".join(dict.fromkeys(map(str, printed))) or "无"
        for number in statement.carried:
            if number.is_said_in_words or any(number.is_printed_as(f) for f in printed):
                continue
            self._fail(
                FailureKind.NUMBER_NOT_PRINTED,
                statement.name,
                f"{number.name} {number.lexical} 不见于引文（引文中的数字：{shown}）",
                f"{number.name} {number.lexical}; the quotes print: {shown}",
            )

    def _check_quoted_figures(self, statement: Statement) -> None:
        """Check that a requirement carries each figure that it quotes.

        A figure counts as carried if *some* node carries it; without this check a requirement
        could lose its 近5年 unnoticed, because its neighbour still has it.
        """
        left_out = [
            (figure.value, figure.unit)
            for clause in statement.clauses
            for citing in self._citing[clause]
            if citing.is_not_encoded
            for quote in citing.quotes
            for figure in find_figures(quote)
        ]
        for figure in (f for quote in statement.quotes for f in find_figures(quote)):
            accounted = figure.is_annex or (figure.value, figure.unit) in left_out
            if not accounted and not _carries(statement.carried, figure):
                self._fail(
                    FailureKind.QUOTED_FIGURE_UNCARRIED,
                    statement.name,
                    f"引文中的 {figure} 没有对应的数值",
                    f"{figure} is quoted, and no property carries it",
                )

    def _figures_in_quotes(self, statement: Statement) -> list[Figure]:
        """Return the figures inside the quotes, with the units that follow them in the clause."""
        inside = [f for quote in statement.quotes for f in find_figures(quote)]
        for clause in statement.clauses:
            text = self.words.get(clause, "")
            quoted = _quoted_spans(statement, text)
            inside += [f for f in find_figures(text) if _covers(quoted, f)]
        return inside

    def _check_not_encoded(self, statement: Statement) -> None:
        if not statement.reason:
            self._fail(
                FailureKind.REASON_MISSING, statement.name, "缺 zr:reason", "zr:reason is missing"
            )
        clauses = "、".join(sorted(map(self._number, statement.clauses)))
        for quote in statement.quotes or ("",):
            self.not_encoded.append(NotEncodedItem(clauses, quote, statement.reason))

    def _check_figures(self, clause: Clause) -> dict[str, int]:
        counts = {"carried": 0, "not encoded": 0, "missing": 0}
        node = self._nodes.get(clause.iri_path)
        for figure in find_figures(clause.text):
            account = self._account_for(figure, clause, node) if node else "missing"
            counts[account] += 1
            if account == "missing" and node:
                around = clause.text[max(0, figure.start - 10) : figure.end + 6]
                self._fail(
                    FailureKind.FIGURE_UNCARRIED,
                    clause.number,
                    f"{figure}（…{around}…）",
                    f"{figure} is neither carried nor listed as not encoded",
                )
        return counts

    def _account_for(self, figure: Figure, clause: Clause, node: EncodedClause) -> str:
        """Return how a figure is accounted for: carried, not encoded, or missing."""
        if figure.is_annex and f"附件{fold_width(figure.text)}" in node.annexes:
            return "carried"
        account = "missing"
        for statement in self._citing[node.iri]:
            if not _covers(_quoted_spans(statement, clause.text), figure):
                continue
            if _carries(statement.carried, figure):
                return "carried"
            if statement.is_not_encoded:
                account = "not encoded"
        return account


def _quoted_spans(statement: Statement, text: str) -> list[Span]:
    """Return where the quotes of a statement occur in a text."""
    return [span for quote in statement.quotes for span in spans_of(quote, text)]


def _covers(spans: list[Span], figure: Figure) -> bool:
    return any(start <= figure.start and figure.end <= end for start, end in spans)


def _carries(carried: tuple[CarriedNumber, ...], figure: Figure) -> bool:
    return any(number.is_printed_as(figure) for number in carried)

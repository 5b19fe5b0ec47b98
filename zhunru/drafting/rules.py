"""标准与要求的 Turtle。 Criteria and requirements of a draft, as Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from zhunru.drafting.clauses import ClauseDraft, OpenFigure, alternative_words
from zhunru.drafting.guesses import EVERY_YEAR, force_of, lexical, period_of
from zhunru.drafting.marks import BLANK, ENGLISH, MARK
from zhunru.drafting.plan import CriterionPlan, NamedLeaf
from zhunru.drafting.terms import Terms
from zhunru.drafting.turtle import clause_names, in_both, literal, quotes
from zhunru.drafting.words import MINIMUM, Segment, bound_of, is_period
from zhunru.encoded_rules import CarriedNumber
from zhunru.official_text import Clause
from zhunru.requirements import Label

# 读的时候要留意的词，读法见 docs/add-a-regulation.md。 Words to mind while reading.
_TO_MIND: Final = ("其中", "或者", "之一", "原则上", "可以", "免于", "视为", "认定为", "参照", "等")
_NOTE: Final = f"{MARK}：程序所猜，请核对指标、承担者、限定与约束力。"
LEFT_OUT: Final = f"{MARK}：尚未编码。编成要求后删去本项；确实没有条件的，把理由写在这里。"


class RuleWriter:
    """Writes the criteria of one draft."""

    def __init__(self, terms: Terms, technique: str, notation: str) -> None:
        self._terms = terms
        self._technique = technique
        self._notation = notation
        self._drafted: set[str] = set()
        self._left_out: set[str] = set()

    def blocks(self, plans: list[CriterionPlan]) -> Iterator[str]:
        """Yield the blocks of every criterion: heading, criterion, and clause by clause."""
        self._drafted = {plan.bearer.local for plan in plans if plan.leaves}
        for plan in plans:
            clauses = [block for draft in plan.clauses for block in self._clause(plan, draft)]
            if not clauses:  # 只有标题 nothing but headings
                continue
            name = self._criterion_label(plan)
            yield f"## {name.zh} · {plan.bearer.local}"
            yield self._criterion(plan, name)
            yield from self._groups(plan)
            yield from clauses

    def _criterion_label(self, plan: CriterionPlan) -> Label:
        role = _BEARER_LABELS.get(plan.bearer.base, self._terms.label("role", plan.bearer.role))
        grades = self._grades(f"grade:{self._terms.grades[rank]}" for rank in plan.bearer.ranks)
        which = f"{grades.zh}" if grades.zh else ""
        english = ", ".join(part for part in (role.en, grades.en) if part)
        return Label(f"{which}{self._technique}的{role.zh}", f"{english} ({ENGLISH})")

    def _criterion(self, plan: CriterionPlan, name: Label) -> str:
        bearer = plan.bearer
        members = [named.local for named in plan.plain]
        members += ["course-or-alternative"] if plan.groups else []
        sources = plan.sources or [draft.clause for draft in plan.clauses[:1]]
        lines = [f"criterion:{bearer.local} a zr:Criterion ;", f"    {in_both(name)} ;"]
        lines.append(f"    zr:role role:{bearer.role} ; zr:technique technique:{self._notation} ;")
        if bearer.ranks:
            grades = " , ".join(f"grade:{self._terms.grades[rank]}" for rank in bearer.ranks)
            lines.append(f"    zr:grade {grades} ;")
        if bearer.on_top and bearer.base in self._drafted:
            lines.append(f"    zr:extends criterion:{bearer.base} ;")
        names = " , ".join(f"{bearer.prefix}:{member}" for member in members)
        lines += [
            f"    zr:dossierClass dossier:{bearer.local} ;",
            f"    cv:isDerivedFrom {clause_names(sources)} ;",
            f"    cv:hasRequirement {names or BLANK} .",
        ]
        return "\n".join(lines) if members else _commented(lines, "还没有要求；补上后去掉注释：")

    def _groups(self, plan: CriterionPlan) -> Iterator[str]:
        """Yield the alternatives: the course, or a waiver, or training overseas."""
        if not plan.groups:
            return
        members = [group.local for group in plan.groups]
        if plan.course:
            members.insert(0, "course")
        first = [(plan.course or plan.leaves)[0].clause, *(group.clause for group in plan.groups)]
        yield self._group(plan, "course-or-alternative", "zr:AnyOf", members, _unique(first))
        if plan.course:
            sources = _unique(named.clause for named in plan.course)
            locals_ = [named.local for named in plan.course]
            yield self._group(plan, "course", "zr:AllOf", locals_, sources)
        for group in plan.groups:
            locals_ = [named.local for named in plan.leaves if named.group == group.local]
            yield self._group(plan, group.local, group.kind, locals_, [group.clause])

    def _group(
        self, plan: CriterionPlan, local: str, kind: str, members: list[str], sources: list[Clause]
    ) -> str:
        prefix = plan.bearer.prefix
        before_issue = any(re.search("(印发|实施)(之日)?前", c.text) for c in sources)
        as_of_issue = "zr:asOfIssue true ; " if kind == "zr:Waiver" and before_issue else ""
        names = " , ".join(f"{prefix}:{member}" for member in members)
        words = alternative_words(sources[0]) if kind in ("zr:Waiver", "zr:Equivalence") else ()
        quoted = f" ; {quotes(words)}" if words else ""
        return "\n".join(
            [
                f"{prefix}:{local} a {kind} ;",
                f"    {in_both(_GROUP_LABELS[kind])} ;",
                f"    {as_of_issue}cv:hasRequirement {names} ;",
                f"    cv:isDerivedFrom {clause_names(sources)}{quoted} ;",
                f"    zr:curationNote {literal(_GROUP_NOTE)} ;",
                "    zr:force force:mandatory .",
            ]
        )

    def _clause(self, plan: CriterionPlan, draft: ClauseDraft) -> Iterator[str]:
        """Yield what was drafted from a clause, and what is left to a person."""
        named = plan.of_clause(draft)
        is_own = draft.bearer.local == plan.bearer.local
        is_left = is_own and (draft.open_figures or draft.unread or not draft.clause.is_heading)
        if not (named or is_left):
            return
        to_mind = [word for word in _TO_MIND if word in draft.clause.text]
        reminder = f"；留意 mind {'、'.join(to_mind)}" if to_mind else ""
        yield f"# {draft.clause.number} · clause:{draft.clause.iri_path}{reminder}"
        yield from (self._leaf(plan, one) for one in named)
        if is_own:
            yield from self._left_to_a_person(plan, draft)

    def _leaf(self, plan: CriterionPlan, named: NamedLeaf) -> str:
        leaf, guess = named.leaf, named.leaf.guess
        parts = [f"zr:measure measure:{guess.measure}"] if guess.measure else []
        parts += [f"zr:meets criterion:{guess.meets}"] if guess.meets else []
        parts += [f"zr:atLeastTitle title:{guess.title}"] if guess.title else []
        parts += _joined(leaf.qualifiers)
        parts += [_number(number) for number in leaf.numbers]
        parts += [f"zr:unit unit:{guess.unit}"] if guess.unit else []
        return "\n".join(
            [
                f"{plan.bearer.prefix}:{named.local} a {guess.kind} ;",
                f"    {in_both(self._label(named))} ;",
                f"    {' ; '.join(parts)} ;",
                f"    cv:isDerivedFrom {clause_names([named.clause])} ; {quotes(leaf.quotes)} ;",
                f"    zr:curationNote {literal(_NOTE)} ;",
                f"    zr:force force:{leaf.force} .",
            ]
        )

    def _label(self, named: NamedLeaf) -> Label:
        guess = named.leaf.guess
        title = self._terms.label("title", guess.title) if guess.title else Label("", "")
        if guess.kind == "zr:TitleRequirement" and guess.number:
            return Label(f"{title.zh}任职年限", f"Years as {title.en.lower()}")
        if guess.kind == "zr:TitleRequirement":
            return Label(f"{title.zh}及以上职称", f"Title of {title.en.lower()} or above")
        if guess.kind == "zr:Staffing":
            which = Label(f"（{title.zh}及以上）", f", {title.en.lower()} or above")
            which = which if guess.title else Label("", "")
            return Label(f"符合标准的人员{which.zh}", f"Staff who meet the criterion{which.en}")
        measure = self._terms.label("measure", guess.measure)
        details = self._details(named.leaf.qualifiers)
        zh = f"（{details.zh}）" if details.zh else ""
        en = f"{measure.en} ({details.en})" if details.en else measure.en
        # 名称里不写数字。 Labels carry no figures.
        return Label(f"{measure.zh}{zh}", ENGLISH if re.search(r"\d", measure.en) else en)

    def _details(self, qualifiers: tuple[tuple[str, str], ...]) -> Label:
        """Name the qualifiers that tell requirements of the same measure apart."""
        named = [
            self._terms.label(*value.split(":"))
            for property_, value in qualifiers
            if property_ in ("zr:caseRole", "zr:caseKind")
        ]
        grades = self._grades(v for property_, v in qualifiers if property_ == "zr:ofGrade")
        named += [grades] if grades.zh else []
        return Label("、".join(n.zh for n in named), "; ".join(n.en.lower() for n in named))

    def _grades(self, values: Iterable[str]) -> Label:
        labels = [self._terms.label(*value.split(":")) for value in values]
        chinese = "、".join(label.zh.removesuffix("手术") for label in labels)
        return Label(chinese, ", ".join(label.en.lower() for label in labels))

    def _left_to_a_person(self, plan: CriterionPlan, draft: ClauseDraft) -> Iterator[str]:
        prefix, clause = plan.bearer.prefix, draft.clause
        if draft.open_figures:
            yield self._not_encoded(
                clause, [o.segment.quote((o.figure,))[0] for o in draft.open_figures]
            )
        elif not draft.leaves and not clause.is_heading:
            words = [one.short for one in _first(draft.unread)]
            yield self._not_encoded(clause, words or list(alternative_words(clause)))
        for opened in (one for one in draft.open_figures if not one.figure.is_annex):
            yield _figure_stub(prefix, clause, opened, self._terms)
        for sentence in draft.unread:
            yield _sentence_stub(prefix, clause, sentence)

    def _not_encoded(self, clause: Clause, words: list[str]) -> str:
        """Return a passage listed as not encoded, so that the verifier names it."""
        local, number = clause.iri_path, 1
        while local in self._left_out:  # 同号的两条 two clauses of the same number
            number += 1
            local = f"{clause.iri_path}-{number}"
        self._left_out.add(local)
        quoted = f" {quotes(dict.fromkeys(words))} ;" if words else ""
        return (
            f"not-encoded:{local} a zr:NotEncoded ;\n"
            f"    cv:isDerivedFrom {clause_names([clause])} ;{quoted}\n"
            f"    zr:reason {literal(LEFT_OUT)} ."
        )


# 不以承担者为名的标准。 Criteria that are not named after their bearers.
_BEARER_LABELS: Final = {
    "technical-management": Label("技术管理", "Technical management"),
    "training-base-duties": Label("培训工作", "Training duties"),
}
_GROUP_NOTE: Final = f"{MARK}：程序所归，请核对这些条件替代什么、不替代什么。"
_GROUP_LABELS: Final = {
    "zr:AnyOf": Label("系统培训或其替代", "Systematic training or an alternative"),
    "zr:AllOf": Label("系统培训", "Systematic training"),
    "zr:Waiver": Label("免于培训", "Waiver of training"),
    "zr:Equivalence": Label("视为达到培训要求", "Training deemed equivalent"),
}


def _first(sentences: tuple[tuple[Segment, ...], ...]) -> tuple[Segment, ...]:
    return sentences[0][:1] if sentences else ()


def _unique(clauses: Iterable[Clause]) -> list[Clause]:
    return list({clause.iri_path: clause for clause in clauses}.values())


def _joined(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    """Join the values of one property: zr:ofGrade grade:3 , grade:4."""
    values: dict[str, list[str]] = {}
    for property_, value in pairs:
        values.setdefault(property_, []).append(value)
    return [f"{property_} {' , '.join(found)}" for property_, found in values.items()]


def _number(number: CarriedNumber) -> str:
    value = number.lexical
    return (
        f"{number.name} {value}"
        if number.value is not None
        else f'{number.name} "{value}"^^xsd:duration'
    )


def _figure_stub(prefix: str, clause: Clause, opened: OpenFigure, terms: Terms) -> str:
    figure, segment = opened.figure, opened.segment
    unit = terms.unit(figure.unit) or BLANK
    window = period_of("zr:window", figure) if is_period(segment, figure) else None
    bound = bound_of(segment, figure) or MINIMUM
    carried = _number(window) if window else f"{bound} {lexical(figure.value)}"
    carried += f" ; {_number(EVERY_YEAR)}" if segment.is_yearly else ""
    kind, what = "zr:Threshold", f"zr:measure measure:{BLANK}"
    if unit == "person":
        kind, what = "zr:Staffing", f"zr:meets criterion:{BLANK}"
    lines = [
        f"{prefix}:{BLANK} a {kind} ;",
        f"    skos:prefLabel {literal(BLANK)} , {literal(BLANK, 'en')} ;",
        f"    {what} ; {carried} ; zr:unit unit:{unit} ;",
        f"    cv:isDerivedFrom {clause_names([clause])} ; {quotes(segment.quote((figure,)))} ;",
        f"    zr:force force:{force_of(segment)} .",
    ]
    return _commented(lines, f"数字 {figure}：选类和指标，补全后去掉注释：")


def _sentence_stub(prefix: str, clause: Clause, sentence: tuple[Segment, ...]) -> str:
    words = quotes(segment.short for segment in sentence)
    lines = [
        f"{prefix}:{BLANK} a zr:Possession ;",
        f"    skos:prefLabel {literal(BLANK)} , {literal(BLANK, 'en')} ; zr:possesses {BLANK} ;",
        f"    cv:isDerivedFrom {clause_names([clause])} ; {words} ;",
        "    zr:force force:mandatory .",
    ]
    return _commented(lines, "有要求就补全、去掉注释（一事一项），没有就删去：")


def _commented(lines: list[str], what: str) -> str:
    return "\n".join([f"# {MARK} {what}", *(f"#   {line}" for line in lines)])

import re
from dataclasses import replace
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from dossier_making import dossier, full
from report_making import FORMULA, NASTY, example_report, nasty_report

from zhunru.data_version import data_version
from zhunru.errors import Bilingual
from zhunru.inputs import EXAMPLE_AS_OF
from zhunru.reading import criteria
from zhunru.report import Report
from zhunru.reports.html_report import to_html
from zhunru.requirements import AnyOf, Leaf
from zhunru.validation import validate_dossiers

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A page's tags, headings, addresses, identifiers and words; tags must be balanced."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.ids, self.words = [], [], [], []
        self.headings, self.tables, self.open = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        self.addresses += [given[name] for name in ("src", "href") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if re.fullmatch(r"h\d", tag):
            self.headings.append([int(tag[1]), ""])
        if tag == "table":
            self.tables.append([])
        elif self.tables:
            self.tables[-1].append((tag, given))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if self.open and re.fullmatch(r"h\d", self.open[-1]):
            self.headings[-1][1] += data

    @cached_property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))


@pytest.fixture(scope="module")
def shown():
    return Page(to_html(example_report()))


def test_it_stands_alone(shown):
    text = to_html(example_report())
    assert all(address.startswith("#") for address in shown.addresses)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in shown.tags}
    assert "url(" not in text
    assert "@import" not in text


def test_every_link_leads_somewhere(shown):
    assert len(shown.ids) == len(set(shown.ids))
    assert {address.removeprefix("#") for address in shown.addresses} <= set(shown.ids)


def test_it_can_be_read_aloud(shown):
    assert ("html", {"lang": "zh-CN"}) in shown.tags
    levels = [level for level, _ in shown.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in shown.tables:
        heads = [given for tag, given in table if tag == "th"]
        assert heads
        assert all(given["scope"] in ("col", "row") for given in heads)
        assert "caption" in [tag for tag, _ in table]


def test_it_is_for_light_dark_and_paper():
    text = to_html(example_report())
    for rule in ("prefers-color-scheme: dark", "@media print", "break-before: page", "@page"):
        assert rule in text


def test_it_begins_with_date_version_totals_contents_and_summary(shown):
    assert "截至日期：2026-01-01" in shown.text
    assert f"数据版本：{data_version()}" in shown.text
    titles = [title.strip() for level, title in shown.headings if level == 2]
    assert titles[:2] == ["目录", "汇总"]
    summary = [title.strip() for level, title in shown.headings if level == 3][:4]
    assert summary == ["人员", "机构", "技术", "培训"]


def test_every_bearer_has_a_page_and_stands_in_the_contents(shown):
    bearers = {
        (one.dossier.criterion.role_is_person, one.dossier.bearer)
        for one in example_report().results
    }
    articles = [given for tag, given in shown.tags if tag == "article"]
    assert len(articles) == len(bearers)
    assert all(given["class"] == "bearer" for given in articles)
    linked = shown.addresses[: shown.addresses.index("#reading")]
    assert {f"#{given['aria-labelledby']}" for given in articles} <= set(linked)


def test_every_requirement_is_told_with_clause_and_quote(shown):
    for result in example_report().results:
        for top in result.findings:
            for _, finding in top.flat():
                assert finding.required.zh in shown.text
                assert all(f"“{quote}”" in shown.text for quote in finding.requirement.quotes)
                assert finding.clauses in shown.text
    rows = sum(1 for one in example_report().results for top in one.findings for _ in top.flat())
    in_findings = sum(
        1 for table in shown.tables for tag, given in table if given.get("class", "")[:1] == "d"
    )
    assert in_findings == rows
    assert "还差 1 例" in shown.text


def test_parts_are_indented_below_their_group(shown):
    depths = {given["class"] for tag, given in shown.tags if tag == "th" and "class" in given}
    assert {"d0", "d1"} <= depths


def test_what_people_type_is_escaped():
    page = Page(to_html(nasty_report()))
    assert "script" not in {tag for tag, _ in page.tags}
    for words in (NASTY, FORMULA, "未采用的行", "备注", "第 2 行"):
        assert words in page.text


def test_the_next_step_is_told():
    criterion = next(iter(criteria().values()))
    report = validate_dossiers([dossier(criterion, {})], EXAMPLE_AS_OF)
    (result,) = report.results
    first, *rest = result.findings
    step = Bilingual("再做 <b>这件事</b>", "do this")
    told = replace(result, findings=(replace(first, next_step=step), *rest))
    assert step.zh in Page(to_html(replace(report, results=(told,)))).text


def test_nothing_is_asked_for_where_another_alternative_is_met():
    criterion = next(one for one in criteria().values() if alternative(one))
    chosen = alternative(criterion)
    report = validate_dossiers([full(criterion)], EXAMPLE_AS_OF)
    (finding,) = [one for one in report.results[0].findings if one.requirement == chosen]
    assert not finding.is_open
    assert [one for _, one in finding.flat() if one.is_open]
    assert 'class="help"' not in to_html(report)


def alternative(criterion):
    """A choice between leaves, at the top, of which a full dossier needs one only."""
    return next(
        (
            requirement
            for requirement in criterion.all_requirements
            if isinstance(requirement, AnyOf)
            and all(isinstance(member, Leaf) for member in requirement.members)
        ),
        None,
    )


def test_an_empty_report_is_a_page():
    page = Page(to_html(Report(EXAMPLE_AS_OF, ())))
    assert "没有这类校验" in page.text
    assert {address.removeprefix("#") for address in page.addresses} <= set(page.ids)

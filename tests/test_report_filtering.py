"""从报告里挑出要看的。 Choosing from a report what is to be looked at."""

import pytest
from report_making import example_report

from zhunru.report import WORST_FIRST
from zhunru.reports.filtering import ReportFilter, bearer_code, bearers_of, techniques_of
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import section_of, sections
from zhunru.verdicts import Verdict


@pytest.fixture(scope="module")
def report():
    return example_report()


def results(report, **chosen):
    return [report.results[place] for place in ReportFilter(**chosen).chosen(report)]


def test_nothing_chosen_gives_everything_worst_first(report):
    places = ReportFilter().chosen(report)
    assert sorted(places) == list(range(len(report.results)))
    ranks = [(WORST_FIRST.index(report.results[place].verdict), place) for place in places]
    assert ranks == sorted(ranks)


def test_verdicts_are_alternatives(report):
    wanted = frozenset({Verdict.NOT_MET, Verdict.MISSING})
    found = results(report, verdicts=wanted)
    assert {one.verdict for one in found} == wanted
    assert len(found) == sum(report.counts()[verdict] for verdict in wanted)


@pytest.mark.parametrize("name", list(SectionName))
def test_sections_are_those_of_the_report(report, name):
    size = next(one.size for one in sections(report) if one.name is name)
    found = results(report, section=name)
    assert len(found) == size
    assert name is SectionName.TECHNIQUES or all(section_of(one) is name for one in found)


def test_bearers_and_techniques_share_out_the_results(report):
    by_bearer = [results(report, bearer=code) for code in bearers_of(report)]
    assert sum(map(len, by_bearer)) == len(report.results)
    by_technique = [results(report, technique=one) for one in techniques_of(report)]
    assert sum(map(len, by_technique)) == len(report.results)
    assert results(report, bearer="person:nobody") == []


def test_a_person_and_an_institution_of_one_number_are_two(report):
    kinds = {code.split(":", 1)[0] for code in bearers_of(report)}
    assert kinds == {"person", "institution"}


def test_all_words_must_occur_wherever_they_stand(report):
    one = report.results[0]
    finding = one.findings[0]
    for text in (one.dossier.name, one.dossier.criterion.label.zh, finding.requirement.label.zh):
        assert one in results(report, words=text)
    both = f"{one.dossier.bearer.lower()} {finding.clauses}"
    assert one in results(report, words=both)
    assert results(report, words=f"{one.dossier.name} 没有这样的词") == []
    assert len(results(report, words="  ")) == len(report.results)


def test_what_is_chosen_narrows_together(report):
    one = next(one for one in report.results if one.verdict is Verdict.NOT_MET)
    found = results(report, verdicts=frozenset({Verdict.NOT_MET}), bearer=bearer_code(one))
    assert one in found
    assert all(other.dossier.bearer == one.dossier.bearer for other in found)

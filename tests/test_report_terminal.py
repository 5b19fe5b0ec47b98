import io

from report_making import NASTY, example_report, nasty_report
from rich.console import Console

from zhunru.report import WORST_FIRST
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import sections
from zhunru.reports.terminal import render
from zhunru.verdicts import Verdict


def shown(report, group_by=None):
    console = Console(file=io.StringIO(), width=160)
    render(report, console, group_by)
    return console.file.getvalue()


def test_counts_come_first_section_by_section():
    text = shown(example_report())
    places = [text.index(f"{one.title.zh} {one.title.en}") for one in sections(example_report())]
    assert places == sorted(places)
    assert places[-1] < text.index("还差 1 例")
    assert text.rstrip().endswith(f"As of 2026-01-01, {len(example_report().results)} checks.")


def test_the_details_of_a_section_are_worst_first():
    text = shown(example_report(), SectionName.PEOPLE)
    details = [line for line in text.splitlines() if " · " in line and line.startswith("A")]
    order = [next(v for v in Verdict if line.endswith(f" {v.value}")) for line in details]
    ranks = [WORST_FIRST.index(verdict) for verdict in order]
    assert ranks == sorted(ranks)
    assert Verdict.MET not in order


def test_every_open_result_is_shown_once():
    text = shown(example_report())
    for result in example_report().results:
        heading = f"{result.row} {result.dossier.name} · {result.dossier.criterion.label.zh}"
        told = sum(line.startswith(f"{heading} ") for line in text.splitlines())
        assert told == (result.verdict is not Verdict.MET)


def test_one_section_only():
    text = shown(example_report(), SectionName.TECHNIQUES)
    assert "技术 Techniques" in text
    assert "机构 Institutions" not in text
    assert "还差 1 例" in text


def test_what_people_type_is_no_markup():
    text = shown(nasty_report())
    assert NASTY in text
    assert "[bold]1[/]" in text
    assert "Rows set aside 2" in text
    assert "附件.xls" in text


def test_a_long_list_of_open_results_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("zhunru.reports.terminal._MOST", 2)
    text = shown(example_report(), SectionName.PEOPLE)
    details = [line for line in text.splitlines() if " · " in line and line.startswith("A")]
    people = next(one for one in sections(example_report()) if one.name is SectionName.PEOPLE)
    unmet = {
        result.row
        for member in people.members
        for result in member.results
        if result.verdict is not Verdict.MET
    }
    assert len(details) == 2
    assert f"另有 {len(unmet) - 2} 项" in text

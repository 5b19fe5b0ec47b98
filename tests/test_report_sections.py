from collections import Counter
from dataclasses import replace
from itertools import pairwise

from report_making import example_report

from zhunru.graph import load_graph
from zhunru.namespaces import ID
from zhunru.report import WORST_FIRST, Report, worst_first
from zhunru.reports.section_names import SectionName
from zhunru.reports.sections import TRAINING_ROLES, bearers, sections


def by_name(report):
    return {section.name: section for section in sections(report)}


def test_people_institutions_and_training_hold_every_result_once():
    found = by_name(example_report())
    assert list(found) == list(SectionName)
    parts = [SectionName.PEOPLE, SectionName.INSTITUTIONS, SectionName.TRAINING]
    held = Counter(id(r) for part in parts for m in found[part].members for r in m.results)
    assert held == Counter(id(result) for result in example_report().results)


def test_techniques_sum_up_all_of_them():
    techniques = by_name(example_report())[SectionName.TECHNIQUES]
    assert techniques.counts() == example_report().counts()
    labels = {one.dossier.criterion.technique.label.zh for one in example_report().results}
    assert {member.name.zh for member in techniques.members} == labels


def test_training_is_about_trainees_mentors_and_bases():
    training = by_name(example_report())[SectionName.TRAINING]
    roles = {r.dossier.criterion.role.notation for m in training.members for r in m.results}
    assert roles == TRAINING_ROLES
    known = {str(s).removeprefix(f"{ID}role/") for s in load_graph().subjects() if "/role/" in s}
    assert known >= TRAINING_ROLES


def test_the_worst_members_come_first():
    for section in sections(example_report()):
        counts = [tuple(member.counts().values())[:-1] for member in section.members]
        assert counts == sorted(counts, reverse=True)


def test_a_person_and_an_institution_of_one_number_are_two_bearers():
    report = example_report()
    person = next(one for one in report.results if one.dossier.criterion.role_is_person)
    place = next(one for one in report.results if not one.dossier.criterion.role_is_person)
    same = [replace(r, dossier=replace(r.dossier, bearer="1")) for r in (person, place)]
    people, institutions = bearers(Report(report.as_of, tuple(same)))
    assert people.members[0].key != institutions.members[0].key
    assert (people.size, institutions.size) == (1, 1)


def test_an_empty_report_has_empty_sections():
    found = sections(Report(example_report().as_of, ()))
    assert [section.size for section in found] == [0, 0, 0, 0]
    assert all(set(section.counts().values()) == {0} for section in found)


def test_worst_first_keeps_equals_in_order():
    ordered = worst_first(example_report().results)
    ranks = [WORST_FIRST.index(one.verdict) for one in ordered]
    assert ranks == sorted(ranks)
    places = {id(one): place for place, one in enumerate(example_report().results)}
    for first, second in pairwise(ordered):
        assert first.verdict != second.verdict or places[id(first)] < places[id(second)]

"""A hospital's own graded catalogue against the reference catalogues."""

from datetime import date

import pytest

from zhunru.matching import SUGGESTED_SCORE, ProcedureChoice
from zhunru.matching.cited import cited_procedure
from zhunru.own_catalogue import FindingKind, compare_catalogue
from zhunru.own_catalogue.formats import to_csv, to_json
from zhunru.records import Row

TODAY = date(2026, 1, 1)


def row(procedure, grade, department=None, technique=None, institution="H01", line=2):
    values = {
        "institution": institution,
        "department": department,
        "code": None,
        "procedure": procedure,
        "grade": grade,
        "technique": technique,
    }
    return Row("own_catalogue", "本机构目录.csv", line, values)


def findings(*rows, choices=None, as_of=TODAY, above=SUGGESTED_SCORE):
    """What is found, without the entries that the hospital does not list."""
    found = compare_catalogue(rows, choices or {}, as_of, above)
    return [one for one in found if one.kind is not FindingKind.ABSENT]


def kinds(*rows, **given):
    return [one.kind for one in findings(*rows, **given)]


@pytest.mark.parametrize(
    ("grade", "kind"),
    [
        ("2", [FindingKind.LOWER]),
        ("3", []),
        ("4", [FindingKind.HIGHER]),
        (None, [FindingKind.UNGRADED]),
    ],
)
def test_the_grade_against_the_reference(grade, kind):
    assert kinds(row("腹腔镜胆囊切除术", grade)) == kind


def test_a_finding_says_where_the_reference_is_printed():
    (found,) = findings(row("腹腔镜胆囊切除术", "2", "普通外科"))
    (reference,) = found.references
    assert reference.procedure.notation == "general-surgery-endoscopy-2019/grade3/1.3.1"
    assert reference.place == "附件2 一（三）1"
    assert reference.procedure.regulation.issued.year == 2019
    assert found.rows[0].department == "普通外科"


def test_an_operation_of_two_regulations_gives_both():
    (found,) = findings(row("腔镜甲状腺全切除术", "3", "普通外科"))
    assert found.kind is FindingKind.LOWER
    assert [(one.procedure.notation, one.match) for one in found.references][:2] == [
        ("general-surgery-endoscopy-2019/grade4/2.2", "itself"),
        ("pharyngolaryngeal-endoscopy-2019/grade4/13.3", "exactMatch"),
    ]


def test_regulations_that_disagree_are_told():
    (found,) = findings(row("胆道支架植入术", "3"), row("腹腔镜脾切除术", "4"))
    assert found.kind is FindingKind.DISPUTED
    assert found.rows[0].name == "胆道支架植入术"
    assert [
        (one.procedure.technique.notation, one.procedure.grade.notation, one.match)
        for one in found.references
    ] == [
        ("comprehensive-intervention", "3", "itself"),
        ("digestive-endoscopy", "4", "closeMatch"),
    ]


def test_the_edition_in_force_decides():
    listed = row("输卵管再通术", "2")
    assert kinds(listed, as_of=date(2018, 1, 1)) == []
    (found,) = findings(listed)
    assert found.kind is FindingKind.LOWER
    assert found.references[0].procedure.regulation.issued.year == 2019


def test_what_the_reference_does_not_list():
    assert kinds(row("扁桃体切除术", "2"), row("开腹胆囊切除术", "2")) == [
        FindingKind.UNLISTED,
        FindingKind.UNLISTED,
    ]


def test_without_leave_nothing_is_taken_that_nobody_confirmed():
    (found,) = findings(row("腹腔镜胆囊切除术", "1"), above=None)
    assert found.kind is FindingKind.UNCONFIRMED
    assert found.references[0].match == "candidate"
    assert found.references[0].procedure.notation == "general-surgery-endoscopy-2019/grade3/1.3.1"


def test_what_people_confirmed_is_used():
    entry = cited_procedure("general-surgery-endoscopy-2019/grade3/1.3.1").iri
    choices = {"胆切": ProcedureChoice("胆切", (entry,)), "镜检": ProcedureChoice("镜检", (), True)}
    assert kinds(row("胆切", "2"), row("镜检", "1"), choices=choices, above=None) == [
        FindingKind.LOWER,
        FindingKind.UNLISTED,
    ]


def test_equal_candidates_wait_for_a_person():
    (found,) = findings(row("腹腔镜盆腔淋巴结清扫术", "4"))
    assert found.kind is FindingKind.UNCONFIRMED
    assert {one.procedure.technique.notation for one in found.references} == {
        "gynecologic-endoscopy",
        "urologic-endoscopy",
    }
    assert kinds(row("腹腔镜盆腔淋巴结清扫术", "4", "妇科")) == []


def test_departments_that_grade_differently():
    found = findings(
        row("腹腔镜胆囊切除术", "3", "普通外科", line=2),
        row("LC", "4", "肝胆外科", line=3),
        row("扁桃体切除术", "2", "耳鼻咽喉科", line=4),
        row("扁桃体 切除术", "1", "口腔科", line=5),
    )
    inconsistent = [one for one in found if one.kind is FindingKind.INCONSISTENT]
    assert [[listed.row.line for listed in one.rows] for one in inconsistent] == [[2, 3], [4, 5]]
    assert [bool(one.references) for one in inconsistent] == [True, False]


def test_the_same_grade_twice_is_no_finding():
    assert kinds(row("LC", "3", "普通外科"), row("LC", "3", "肝胆外科")) == []


def test_institutions_are_compared_apart():
    found = findings(row("LC", "3", "甲"), row("LC", "2", "乙", institution="H02"))
    assert [(one.institution, one.kind) for one in found] == [("H02", FindingKind.LOWER)]


def test_entries_that_the_hospital_does_not_list():
    found = compare_catalogue([row("腹腔镜胆囊切除术", "3")], {}, TODAY, SUGGESTED_SCORE)
    assert {one.kind for one in found} == {FindingKind.ABSENT}
    entries = [one.references[0].procedure for one in found]
    assert {one.technique.notation for one in entries} == {"general-surgery-endoscopy"}
    assert "腹腔镜脾切除术" in {one.name for one in entries}
    assert "腹腔镜胆囊切除术" not in {one.name for one in entries}
    assert all(one.rows == () for one in found)


def test_the_gravest_comes_first():
    found = kinds(row("扁桃体切除术", "2"), row("LC", "4"), row("腹腔镜脾切除术", "3"))
    assert found == [FindingKind.LOWER, FindingKind.HIGHER, FindingKind.UNLISTED]


def test_no_rows_no_findings():
    assert compare_catalogue([], {}, TODAY) == ()


def test_written_as_csv_and_json():
    found = findings(row("腔镜甲状腺全切除术", "3", "普通外科"), row("=扁桃体切除术", "2"))
    lines = to_csv(found).splitlines()
    assert len(lines[0].split(",")) == 14
    assert (
        "低于参考级别,H01,普通外科,腔镜甲状腺全切除术,三级手术,本机构目录.csv,2,对应条目"
        in lines[1]
    )
    assert "'=扁桃体切除术" in lines[-1]
    assert '"match": "exactMatch"' in to_json(found)

"""化名之后，任何一处都不再有姓名、工号、病例号。 No name and no number is left anywhere."""

import pytest
from record_making import records, row

from zhunru.errors import UserError
from zhunru.intake import read_records
from zhunru.pseudonyms import pseudonym_of, pseudonymised

NAMES = ("张甲某", "李乙某", "K7701", "K7702", "ZY900001", "K7799")


def rows_of_two_people():
    return records(
        row("institutions", institution="H01", name="示例医院"),
        row("staff", staff="K7702", name="张甲某", institution="H01"),
        row("staff", line=3, staff="K7701", institution="H01"),
        row("titles", staff="K7701", title="chief"),
        row("cases", bearer="K7702", measure="cases", count=3),
        row("cases", line=3, bearer="H01", measure="beds", count=30),
        row("case_log", case="ZY900001", staff="K7701", institution="H01"),
        row("case_log", line=3, case="ZY900001", staff="K7702", institution="H01"),
        row("credentials", credential="A1", staff="K7702", technique="nasal-endoscopy"),
        row("programmes", programme="P1", institution="H01", technique="nasal-endoscopy"),
    )


def test_numbers_follow_the_order_of_first_appearance_in_all_tables():
    hidden = pseudonymised(rows_of_two_people())
    assert [(r.values["staff"], r.values["name"]) for r in hidden["staff"]] == [
        ("人员-0001", "人员-0001"),
        ("人员-0002", None),
    ]
    assert [r.values["staff"] for r in hidden["titles"]] == ["人员-0002"]
    assert [r.values["bearer"] for r in hidden["cases"]] == ["人员-0001", "H01"]
    assert [(r.values["case"], r.values["staff"]) for r in hidden["case_log"]] == [
        ("病例-0001", "人员-0002"),
        ("病例-0001", "人员-0001"),
    ]
    assert hidden["credentials"][0].values["staff"] == "人员-0001"
    assert hidden["programmes"][0].values["institution"] == "H01"


def test_everything_else_stays():
    plain, hidden = rows_of_two_people(), pseudonymised(rows_of_two_people())
    for name, rows in plain.tables.items():
        for before, after in zip(rows, hidden[name], strict=True):
            assert (before.file, before.line) == (after.file, after.line)
            changed = {k for k in before.values if before.values[k] != after.values[k]}
            assert changed <= {"staff", "name", "bearer", "case"}


def test_pseudonyms_are_stable():
    assert pseudonymised(rows_of_two_people()) == pseudonymised(rows_of_two_people())


def test_rows_set_aside_and_remarks_quote_nobody(tmp_path, vocabulary):
    files = {
        "机构.csv": "机构编号,机构名称\nH01,示例医院\n",
        "人员.csv": (
            "工号,姓名,机构编号,人员类别,从事临床工作起始日期\n"
            "K7701,张甲某,H01,张甲某,\nK7702,李乙某,H01,医师,2010-05\n"
        ),
        "职称.csv": "工号,职称\nK7701,主任医师\nK7799,主任医师\nK7702,李乙某\n",
        "例数.csv": "对象编号,指标,数量\nK7702,诊疗操作例数,3\nK7702,诊疗操作例数,3,李乙某\n",
        "病例.csv": "病例号,手术日期,工号\nZY900001,2021-01-01,K7702\nZY900001,昨天,K7702\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plain = read_records([tmp_path], vocabulary)
    assert {p.kind for p in plain.set_aside} == {
        *("unknown-value", "target-set-aside", "no-target", "unknown-concept"),
        *("too-many-cells", "not-a-date"),
    }
    assert all(name in repr(plain) for name in NAMES)
    hidden = pseudonymised(plain)
    assert not [name for name in NAMES if name in repr(hidden)]
    assert [p.row for p in hidden.set_aside] == [p.row for p in plain.set_aside]
    assert ("staff", "H01") in hidden.incomplete
    assert len(hidden.incomplete) == len(plain.incomplete)


def test_the_pseudonym_of_one_person_is_that_of_the_tables():
    plain = rows_of_two_people()
    hidden = pseudonymised(plain)
    for before, after in zip(plain["staff"], hidden["staff"], strict=True):
        assert pseudonym_of(before.values["staff"], plain) == after.values["staff"]
    with pytest.raises(UserError) as caught:
        pseudonym_of("K7799", plain)
    assert "K77" not in str(caught.value)

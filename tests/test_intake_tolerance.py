"""读不出的行搁置，其余照读；谁的结论也不因此变好。 What cannot be read is set aside openly."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_hospital import CASES_HEADER, SMALL, STAFF_HEADER, cases

from zhunru.errors import InputError
from zhunru.intake import read_records

GOOD = "D001,诊疗操作例数,,鼻科内镜诊疗技术,三级,独立完成,2021-01-01,2021-12-31,30"
TITLES = "工号,职称,取得日期\n"


def aside(records):
    return [(p.file, p.row, p.kind) for p in records.set_aside]


@pytest.fixture
def read(hospital, vocabulary):
    return lambda changes=None: read_records([hospital(changes)], vocabulary)


def test_a_sound_hospital_loses_nothing(read):
    records = read()
    assert (records.set_aside, records.remarks, records.incomplete) == ((), (), frozenset())


def test_only_the_unreadable_row_is_set_aside(read):
    bad = "D001,诊疗操作例数,,鼻科内镜诊疗技术,四级,独立完成,2021-01-01,2021-12-31,很多"
    records = read(cases(f"{GOOD}\n{bad}\nD002{GOOD[4:]}"))
    assert [(row.line, row.values["bearer"]) for row in records["cases"]] == [
        (2, "D001"),
        (4, "D002"),
    ]
    (problem,) = records.set_aside
    assert (problem.file, problem.row, problem.column) == ("例数.csv", 3, "数量")
    assert "值“很多”，不是数字" in problem.chinese
    assert records.incomplete == {("cases", "D001")}


def test_every_bad_cell_of_a_row_is_told(read):
    records = read(cases("D001,诊疗操作例数,,鼻科,五级,独立完成,,,-1\n" + GOOD))
    assert [p.column for p in records.set_aside] == ["技术", "级别", "数量"]
    assert len(records["cases"]) == 1


def test_a_lost_row_without_a_readable_bearer_is_nobodys(read):
    records = read(cases(f",诊疗操作例数,,,,,,,3\n{GOOD}"))
    assert aside(records) == [("例数.csv", 2, "required")]
    assert records.incomplete == frozenset()


def test_what_refers_to_a_set_aside_person_goes_along_with_the_person(read):
    people = f"{STAFF_HEADER}\nD001,,H01,,药师,,,\nD002,,H01,,医师,,,\n"
    changes = {
        "人员.csv": people,
        "职称.csv": f"{TITLES}D001,主治医师,2010-01-01\nD002,主治医师,2010-01-01\n",
    }
    records = read(changes)
    assert aside(records) == [
        ("人员.csv", 2, "unknown-value"),
        ("例数.csv", 2, "target-set-aside"),
        ("职称.csv", 2, "target-set-aside"),
    ]
    assert "所指的“人员.csv”第 2 行已搁置" in records.set_aside[1].chinese
    assert [row.values["staff"] for row in records["staff"]] == ["D002"]
    assert [row.values["bearer"] for row in records["cases"]] == ["H01"]
    assert records.incomplete == {
        *{("staff", "D001"), ("staff", "H01"), ("cases", "D001"), ("titles", "D001")}
    }


def test_an_unknown_person_costs_only_the_rows_about_them(read):
    records = read(cases(f"X9{GOOD[4:]}\n{GOOD}"))
    assert aside(records) == [("例数.csv", 2, "no-target")]
    assert records.incomplete == {("cases", "X9")}


def test_of_equal_rows_one_stays(read):
    title = "D001,主治医师,2010-01-01\n"
    records = read({"职称.csv": TITLES + title + title})
    assert len(records["titles"]) == 1
    assert aside(records) == [("职称.csv", 3, "duplicate-key")]
    assert records.incomplete == frozenset()


def test_of_rows_that_contradict_each_other_none_stays(read):
    titles = TITLES + "D001,副主任医师,2010-01-01\nD001,副主任医师,2024-01-01\n"
    records = read({"职称.csv": titles})
    assert records["titles"] == ()
    assert aside(records) == [("职称.csv", 2, "duplicate-key"), ("职称.csv", 3, "duplicate-key")]
    assert "与“职称.csv”第 3 行重复而内容不同" in records.set_aside[0].chinese
    assert records.incomplete == {("titles", "D001")}


def test_one_contradiction_among_equal_rows_spoils_them_all(read):
    titles = TITLES + "D001,副主任医师,2010-01-01\n" * 2 + "D001,副主任医师,2024-01-01\n"
    assert read({"职称.csv": titles})["titles"] == ()


def test_a_repeated_export_is_counted_once_and_what_it_tells_is_a_least(read):
    records = read(cases(f"{GOOD}\n{GOOD}"))
    assert [row.values["count"] for row in records["cases"]] == [30]
    (problem,) = records.set_aside
    assert "与“例数.csv”第 2 行完全相同，没有计入" in problem.chinese
    assert records.incomplete == {("cases", "D001")}


def test_rows_that_differ_in_a_cell_are_no_repetition(read):
    assert len(read(cases(f"{GOOD}\n{GOOD[:-2]}31"))["cases"]) == 2


@pytest.mark.parametrize(
    ("first", "second", "overlapping"),
    [
        ("2021-01-01,2021-12-31", "2021-12-31,2022-12-30", True),
        ("2021-01-01,2021-12-31", "2022-01-01,2022-12-31", False),
        ("2021-01-01,", "2024-01-01,2024-12-31", True),
        (",2021-12-31", "2021-06-01,2021-06-30", True),
        (",2021-12-31", "2022-01-01,", False),
        (",", ",", True),
    ],
)
def test_overlapping_periods_are_remarked_upon(read, first, second, overlapping):
    def line(period, number):
        return f"D001,诊疗操作例数,,鼻科内镜诊疗技术,三级,独立完成,{period},{number}"

    records = read(cases(f"{line(first, 30)}\n{line(second, 31)}"))
    assert len(records["cases"]) == 2
    assert records.incomplete == frozenset()
    assert [p.kind for p in records.remarks] == ["overlapping-periods"] * overlapping
    if overlapping:
        (remark,) = records.remarks
        assert {remark.row, *(n for n in (2, 3) if f"第 {n} 行" in remark.finding.zh)} == {2, 3}


def test_a_long_period_overlaps_more_than_the_next_row(read):
    periods = ["2015-01-01,2020-12-31", "2016-01-01,2016-12-31", "2018-01-01,2018-12-31"]
    lines = [f"D001,诊疗操作例数,,,,独立完成,{period},{n}" for n, period in enumerate(periods)]
    assert [p.row for p in read(cases("\n".join(lines))).remarks] == [3, 4]


def test_figures_of_other_things_do_not_overlap(read):
    assert read(cases(f"{GOOD}\n{GOOD.replace('三级', '四级')}")).remarks == ()


def test_stocks_of_several_years_do_not_overlap(read):
    beds = "H01,开放床位数,鼻科,,,,2021-01-01,2025-12-31,24\nH01,开放床位数,鼻科,,,,2025-01-01,,30"
    assert read(cases(beds)).remarks == ()


def test_nothing_but_flaws_is_an_error(hospital, vocabulary):
    institutions = "机构编号,机构名称,医院等级\nH01,示例医院,三甲等级\n"
    with pytest.raises(InputError) as caught:
        read_records([hospital({"机构.csv": institutions})], vocabulary)
    # 只说错在哪一行，不说被它连累的行。 Only the row to mend, not those that suffer from it.
    assert [(p.file, p.kind) for p in caught.value.problems] == [("机构.csv", "unknown-concept")]


def test_trouble_with_a_table_is_an_error_that_tells_of_the_rows_too(hospital, vocabulary):
    changes = cases("D001,诊疗操作例数,,,五级,,,,3") | {"职称.csv": "工号,取得日期\nD001,2010\n"}
    with pytest.raises(InputError) as caught:
        read_records([hospital(changes)], vocabulary)
    assert [p.kind for p in caught.value.problems] == ["unknown-concept", "missing-column"]


def test_strict_reading_takes_all_or_nothing(hospital, vocabulary):
    path = hospital(cases(f"{GOOD}\nD001,诊疗操作例数,,,五级,,,,3"))
    assert len(read_records([path], vocabulary)["cases"]) == 1
    with pytest.raises(InputError):
        read_records([path], vocabulary, strict=True)


def test_columns_that_matter_to_nobody_are_passed_over(read):
    header = f"序号,{CASES_HEADER},身份证号,备注"
    records = read({"例数.csv": f"{header}\n1,{GOOD},110101199001011234,随便写\n"})
    assert len(records["cases"]) == 1
    assert (records.set_aside, records.remarks) == ((), ())
    assert "110101199001011234" not in repr(records)


def test_other_unknown_columns_are_told(hospital, vocabulary):
    path = hospital({"例数.csv": f"{CASES_HEADER},麻醉医师\n{GOOD},甲\n"})
    records = read_records([path], vocabulary)
    assert len(records["cases"]) == 1
    assert [(p.column, p.kind) for p in records.remarks] == [("麻醉医师", "unknown-column")]
    with pytest.raises(InputError, match="“麻醉医师”列：列名不认识，没有读取"):
        read_records([path], vocabulary, strict=True)


@pytest.mark.parametrize("misspelt", ["截至日期", "截止日", "结束日", "截止时期"])
def test_a_header_that_may_be_misspelt_is_an_error(hospital, vocabulary, misspelt):
    # 丢了截止日期，经历就成了至今。 Without its end an experience would last to this day.
    text = f"对象编号,专科,起始日期,{misspelt}\nD001,鼻科,2010-01-01,2012-12-31\n"
    with pytest.raises(InputError, match=f"“{misspelt}”列：列名不认识.*截止日期"):
        read_records([hospital({"专科经历.csv": text})], vocabulary)


CASE_LOG = "病例号,手术日期,机构编号,工号,角色,手术名称,技术,级别,严重并发症,死亡\n"


def test_single_cases(read):
    lines = [
        "C1,2021-06-15,H01,D001,独立完成,鼻内镜下鼻窦开放术,,四级,否,否",
        "C1,2021-06-15,H01,D002,参与完成,鼻内镜下鼻窦开放术,,四级,否,否",
        "C1,2021-06-15,H01,D001,独立完成,鼻内镜下鼻窦开放术,,四级,否,否",
        "C2,2021-06,H01,D001,独立完成,鼻内镜下鼻窦开放术,,四级,否,否",
        "C3,2021-06-16,,,独立完成,鼻内镜下鼻窦开放术,,四级,否,否",
        "C4,2021-06-16,H01,,,,,,,",
    ]
    records = read({"病例.csv": CASE_LOG + "\n".join(lines)})
    assert [row.values["case"] for row in records["case_log"]] == ["C1", "C1", "C4"]
    assert aside(records) == [
        ("病例.csv", 4, "repeated-row"),
        ("病例.csv", 5, "not-a-date"),
        ("病例.csv", 6, "required"),
    ]
    assert records.set_aside[2].column == "机构编号、工号"
    assert records.incomplete == {("case_log", "D001"), ("case_log", "H01")}


def test_dates_of_months_take_the_careful_day(read):
    changes = {
        "人员.csv": SMALL["人员.csv"].replace("2005-08-01", "2005年8月"),
        "职称.csv": f"{TITLES}D001,主治医师,2010\nD002,主治医师,2011-02\n",
        "专科经历.csv": "对象编号,专科,起始日期,截止日期\nD001,鼻科,2010/2,2019.12\n",
        "例数.csv": f"{CASES_HEADER}\n{GOOD}\n".replace("2021-01-01,2021-12-31", "2021-01,2021"),
    }
    records = read(changes)

    def days(table, *names):
        return [str(row.values[name]) for row in records[table] for name in names]

    assert days("staff", "clinical_since")[0] == "2005-08-31"
    assert days("titles", "since") == ["2010-12-31", "2011-02-28"]
    assert days("experience", "start", "end") == ["2010-02-28", "2019-12-01"]
    assert days("cases", "start", "end") == ["2021-01-01", "2021-12-31"]
    told = {(p.file, p.column): p for p in records.remarks}
    assert len(told) == len(records.remarks) == 6
    remark = told["职称.csv", "取得日期"]
    assert (remark.row, remark.value) == (2, "2010")
    assert "2 个日期只到月份或年份，按最后一日计" in remark.chinese
    assert records.set_aside == ()


def test_begun_and_ended_within_a_month_is_a_day_at_least(read):
    header = "对象编号,专科,起始日期,截止日期\n"
    records = read({"专科经历.csv": f"{header}D001,鼻科,2020年3月,2020年3月\n"})
    (row,) = records["experience"]
    assert str(row.values["start"]) == str(row.values["end"]) == "2020-03-31"


def test_months_in_the_wrong_order_are_a_flaw(read):
    header = "对象编号,专科,起始日期,截止日期\n"
    records = read({"专科经历.csv": f"{header}D001,鼻科,2020年4月,2020年3月\n"})
    assert aside(records) == [("专科经历.csv", 2, "end-before-start")]


def test_titles_above_the_header_are_passed_over(read):
    title = "示例医院手术例数统计表\n填报科室,医务处,,填报日期,2026-01-01\n"
    records = read({"例数.csv": f"{title}\n{CASES_HEADER}\n{GOOD}\n"})
    assert [(row.line, row.values["count"]) for row in records["cases"]] == [(5, 30)]


def test_a_header_far_below_is_not_looked_for(hospital, vocabulary):
    changes = {"例数.csv": "说明\n" * 5 + f"{CASES_HEADER}\n{GOOD}\n"}
    with pytest.raises(InputError, match="不是表头"):
        read_records([hospital(changes)], vocabulary)


def test_a_table_of_very_many_columns(hospital, vocabulary):
    changes = {"例数.csv": ",".join(f"列{n}" for n in range(200_000))}
    with pytest.raises(InputError, match="有 200000 列，应为不超过 500 列"):
        read_records([hospital(changes)], vocabulary)


CELLS = st.one_of(
    st.sampled_from(
        ["D001", "H01", "诊疗操作例数", "三级", "2021", "2021年2月30日", "-1", "９９例"]
    ),
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)


@given(st.lists(st.lists(CELLS, max_size=11), max_size=6))
def test_whatever_the_cells_hold_rows_are_read_or_set_aside(vocabulary, tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("乱")
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    with (folder / "例数.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        records = read_records([folder], vocabulary)
    except InputError as error:
        # 只有控制字符会使整个文件不成其为表。 Only control characters spoil the file as a whole.
        assert [p.kind for p in error.problems] == ["not-a-table"]
        return
    lines = [row.line for row in records["cases"]]
    told = {problem.row for problem in records.set_aside}
    assert set(lines) & {2, 3} == {2, 3} - told
    assert not told & set(lines)
    for problem in (*records.set_aside, *records.remarks):
        assert problem.chinese
        assert problem.english

"""一个很小的医院，供读表的测试改坏。 A very small hospital, for tests of the intake to spoil."""

import pytest

from zhunru.errors import InputError
from zhunru.intake import read_records
from zhunru.resources import folder

EXAMPLE = folder("data") / "example"

SMALL = {
    "机构.csv": "机构编号,机构名称,医院等级,地区\nH01,示例医院,三级甲等,\n",
    "人员.csv": (
        "工号,姓名,机构编号,科室,人员类别,执业范围,本机构执业,从事临床工作起始日期\n"
        "D001,,H01,鼻科,医师,耳鼻咽喉科专业,是,2005-08-01\n"
        "D002,,H01,鼻科,医师,,,\n"
    ),
    "例数.csv": (
        "对象编号,指标,专科,技术,级别,角色,起始日期,截止日期,数量\n"
        "D001,诊疗操作例数,,鼻科内镜诊疗技术,三级,独立完成,2021-01-01,2021-12-31,30\n"
        "H01,开放床位数,鼻科,,,,,,24\n"
    ),
}
STAFF_HEADER = SMALL["人员.csv"].splitlines()[0]
CASES_HEADER = SMALL["例数.csv"].splitlines()[0]


def cases(line):
    return {"例数.csv": f"{CASES_HEADER}\n{line}\n"}


def staff(line):
    return {"人员.csv": f"{STAFF_HEADER}\n{line}\n", "例数.csv": None}


def problems_of(path, vocabulary):
    with pytest.raises(InputError) as caught:
        read_records([path], vocabulary, strict=True)
    assert caught.value.problems
    return caught.value.problems


def plain(records):
    return {name: [(r.line, r.values) for r in rows] for name, rows in records.tables.items()}

"""校验页上走的几步，不经浏览器。 Steps on the validate page, without a browser."""

from app_parts.job_registry import jobs
from zhunru.inputs import EXAMPLE_AS_OF

LONG = 120.0


SMALL = {
    "机构.csv": "机构编号,机构名称\nH1,甲院\n",
    "人员.csv": "工号,姓名,机构编号\nD1,张三,H1\n",
    "职称.csv": "工号,职称,取得日期\nD1,副主任医师,2015-01-01\n",
    "授权.csv": "授权编号,工号,技术,级别,角色\nA1,D1,鼻科内镜诊疗技术,四级,术者\n",
    "病例.csv": (
        "病例号,手术日期,机构编号,工号,角色,手术名称,技术,级别\n"
        "C1,2025-01-02,H1,D1,独立完成,鼻内镜下鼻中隔矫正术,,\n"
        "C2,2025-01-03,H1,D1,独立完成,不明所以之术,,\n"
    ),
}


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def parameter(app, name):
    """A parameter of the URL; AppTest gives what the page set as text, else a list."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def token(app):
    return parameter(app, "job")


def finished(app):
    """Wait until the job of the page is over, and look again."""
    assert jobs().get(token(app)).wait(LONG)
    app.run()
    assert not app.exception
    return app


def handed_in(open_page, *files):
    """Hand files in and wait until they were looked at."""
    app = open_page("validate", as_of=EXAMPLE_AS_OF.isoformat())
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    return finished(press(app, "上传并核对"))


def validated(open_page, *files):
    return finished(press(handed_in(open_page, *files), "开始校验"))


def encoded(tables):
    return [(name, text.encode()) for name, text in sorted(tables.items())]

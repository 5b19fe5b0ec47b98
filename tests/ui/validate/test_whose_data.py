"""数据归谁，何时删除。 Whose the data are, and when they are deleted."""

import pytest
from page_words import texts
from validate_steps import handed_in, press, token

from app_parts.job_registry import jobs
from zhunru.jobs import Job, State
from zhunru.jobs.limits import KEEP_SECONDS


def test_the_page_says_for_how_long_data_are_kept(open_page):
    said = texts(open_page("validate").caption)
    assert f"{KEEP_SECONDS // 60} 分钟" in said
    assert "这台机器" in said


def test_data_are_deleted_on_request(open_page):
    app = handed_in(open_page, ("机构.csv", "机构编号,机构名称\nH1,甲\n".encode()))
    first = token(app)
    files = jobs().get(first).files
    assert all(path.exists() for path in files)
    press(app, "删除我的数据，重新开始")
    assert jobs().get(first) is None
    assert not any(path.exists() for path in files)
    assert "job" not in app.query_params
    assert app.file_uploader


def test_a_link_to_deleted_data_says_so(open_page):
    app = open_page("validate", job="no-such-token")
    assert "已经删除" in texts(app.warning)
    assert app.file_uploader


def test_a_session_comes_back_to_its_job(open_page, example_token):
    app = open_page("validate", job=example_token)
    app.switch_page("app_pages/home.py").run()
    app.query_params.clear()
    app.switch_page("app_pages/validate.py").run()
    assert token(app) == example_token


def test_another_session_starts_empty(open_page, example_token):
    open_page("validate", job=example_token)
    app = open_page("validate")
    assert "job" not in app.query_params
    assert not app.dataframe


def test_a_cancelled_job_is_told(open_page, monkeypatch):
    monkeypatch.setattr(Job, "run", lambda job, ended: None)
    app = press(open_page("validate"), "使用示例医院")
    assert not jobs().get(token(app)).state.is_over
    app = press(app, "取消")
    assert jobs().get(token(app)).state is State.CANCELLED
    assert "已经取消" in texts(app.info)


@pytest.mark.parametrize("day", ["2019-02-30", "x", ""])
def test_a_day_that_is_none_is_passed_over(open_page, day):
    assert open_page("validate", as_of=day).date_input(key="validate.as_of").value

"""校验页测试的夹具。 Fixtures for the tests of the validate page."""

import pytest
from validate_steps import LONG, SMALL

from app_parts.job_registry import jobs
from app_parts.uploads import example_files
from zhunru.inputs import EXAMPLE_AS_OF, validate_paths
from zhunru.jobs import Job, State, silent, worker
from zhunru.uploads import Settled, validate_upload


@pytest.fixture(autouse=True)
def done_here(monkeypatch):
    """Do the work of jobs here, where caches are warm; `test_jobs` is about processes."""

    def run(job, ended):
        job._outcome = worker._done(job._folder, silent)
        job._state = State.FAILED if job._outcome.error else State.DONE
        job._over.set()

    monkeypatch.setattr(Job, "run", run)


@pytest.fixture(scope="session")
def expected():
    return validate_paths([path for _, path in example_files()], EXAMPLE_AS_OF)


@pytest.fixture
def small():
    """The report of the small hospital."""

    def validate(folder):
        for name, text in SMALL.items():
            (folder / name).write_text(text, "utf-8")
        return validate_paths([folder], EXAMPLE_AS_OF)

    return validate


@pytest.fixture(scope="session")
def example_token():
    """A job that validated the example hospital, in a process of its own."""
    job = jobs().start("示例", validate_upload, (Settled(EXAMPLE_AS_OF),), example_files())
    assert job.wait(LONG)
    return job.token


@pytest.fixture
def example(open_page, example_token):
    """Open the report of the example hospital, with more in the URL."""
    return lambda **more: open_page("validate", job=example_token, **more)

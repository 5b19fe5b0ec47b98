"""工作：在自己的进程里做，凭令牌取得，用完即删。 Jobs in processes of their own."""

import signal
import stat
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from job_making import (
    PROBLEM,
    be_killed,
    break_down,
    devour_memory,
    read,
    refuse,
    refuse_otherwise,
    stay,
)

from zhunru.errors import InputError, UserError
from zhunru.jobs import Jobs, State
from zhunru.jobs.job import file_name
from zhunru.jobs.limits import KEEP_SECONDS, MAX_RUNNING, MAX_WAITING, MEMORY_BYTES

LONG = 60.0


@pytest.fixture
def clock():
    """A clock that stands until it is moved."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def jobs(tmp_path, clock):
    found = Jobs(tmp_path, clock)
    yield found
    found.close()
    assert not list(tmp_path.iterdir()), "nothing is left"


def finished(job):
    assert job.wait(LONG)
    return job


def running(job, jobs):
    """Wait until a job that stays has told of itself."""
    told = Event()
    while not job.progress.done and not job.state.is_over:
        told.wait(0.02)
    return job


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_job_gets_files_and_arguments_and_gives_back_a_value(jobs, tmp_path):
    job = finished(jobs.start("数", read, (1, "二"), [("甲.csv", b"a"), ("甲.csv", b"b")]))
    assert job.state is State.DONE
    assert job.result() == (["甲.csv", "甲.csv"], [b"a", b"b"], (1, "二"))
    assert job.title == "数"
    assert (job.progress.done, job.progress.total, job.progress.words.zh) == (1, 2, "正在数")
    assert job.progress.share == 0.5
    folders = [path for path in tmp_path.rglob("*") if path.is_dir() and path.parent == tmp_path]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in folders)
    assert not list(tmp_path.rglob("request.pickle")), "what was asked is deleted once read"


def test_a_job_is_had_by_its_token_only(jobs):
    one, other = jobs.start("一", read), jobs.start("二", read)
    assert one.token != other.token and len(one.token) >= 40
    assert jobs.get(one.token) is one
    for wrong in (None, "", one.token[:-1], one.token + "x", "../" + one.token):
        assert jobs.get(wrong) is None


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/x.csv", "..\\..\\x.csv", "x.csv\0"])
def test_no_name_leads_out_of_the_folder(name):
    assert file_name(name) == "x.csv"


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/.."])
def test_a_file_without_name_gets_one(name):
    assert file_name(name) == "upload"


def test_a_long_or_broken_name_keeps_its_ending(tmp_path):
    for name in ("长" * 5000 + ".csv", "\ud800" * 300 + ".csv"):
        path = tmp_path / file_name(name)
        path.write_bytes(b"")
        assert path.suffix == ".csv"


def test_problems_of_the_input_come_back_whole(jobs):
    job = finished(jobs.start("坏", refuse))
    assert job.state is State.FAILED
    with pytest.raises(InputError) as error:
        job.result()
    assert error.value.problems == (PROBLEM,)


def test_other_refusals_come_back_in_their_words(jobs):
    with pytest.raises(UserError, match=r"^不行$"):
        finished(jobs.start("坏", refuse_otherwise)).result()


def test_a_fault_of_the_program_is_told_without_details(jobs):
    with pytest.raises(UserError, match="程序出了错") as error:
        finished(jobs.start("坏", break_down)).result()
    assert "secret" not in str(error.value)


def test_a_worker_that_dies_is_told_in_words(jobs):
    job = finished(jobs.start("死", be_killed))
    assert job.state is State.FAILED
    with pytest.raises(UserError, match=r"工作进程中途停止.*内存"):
        job.result()


def test_memory_has_a_limit(jobs):
    with pytest.raises(UserError, match="内存不够"):
        finished(jobs.start("大", devour_memory, (MEMORY_BYTES,))).result()


def test_what_is_not_importable_is_refused_at_once(jobs, tmp_path):
    with pytest.raises(ValueError, match="not importable"):
        jobs.start("内", lambda files, *, tell: None)
    (server,) = tmp_path.iterdir()
    assert not [path for path in server.iterdir() if path.is_dir()]


def test_a_job_can_be_cancelled_with_all_its_processes(jobs, tmp_path):
    job = running(jobs.start("久", stay, (), [("甲.csv", b"a")]), jobs)
    child, process = job.progress.done, int(job.progress.words.zh)
    assert job.state is State.RUNNING
    assert is_alive(process)
    with pytest.raises(UserError, match="还没有做完"):
        job.result()
    job.cancel()
    assert finished(job).state is State.CANCELLED
    assert not is_alive(process) and not is_alive(child)
    assert not list(tmp_path.rglob("甲.csv"))
    with pytest.raises(UserError, match="已经取消"):
        job.result()
    assert jobs.get(job.token) is job, "the page can still say so"


def test_some_run_and_the_others_wait_for_their_turn(jobs):
    first = [running(jobs.start("先", stay), jobs) for _ in range(MAX_RUNNING)]
    second, third = jobs.start("后", read), jobs.start("再后", read)
    assert [one.state for one in (second, third)] == [State.WAITING] * 2
    assert "排队" in second.progress.words.zh
    second.cancel()
    assert finished(second).state is State.CANCELLED
    first[0].cancel()
    assert finished(third).state is State.DONE
    assert first[1].state is State.RUNNING


def test_too_many_that_wait_are_refused(jobs):
    for _ in range(MAX_RUNNING):
        jobs.start("先", stay)
    for _ in range(MAX_WAITING):
        jobs.start("后", read)
    with pytest.raises(UserError, match="排队的太多"):
        jobs.start("多", read)


def test_what_is_forgotten_is_deleted(jobs, tmp_path):
    job = finished(jobs.start("数", read, (), [("甲.csv", b"a")]))
    assert list(tmp_path.rglob("甲.csv"))
    jobs.forget(job.token)
    assert jobs.get(job.token) is None
    assert not list(tmp_path.rglob("甲.csv"))
    assert not list(tmp_path.rglob("outcome.pickle"))
    jobs.forget(job.token)
    jobs.forget(None)


def test_what_nobody_looks_at_is_deleted_even_while_it_runs(jobs, clock, tmp_path):
    done = finished(jobs.start("数", read, (), [("甲.csv", b"a")]))
    stays = running(jobs.start("久", stay), jobs)
    clock.now = KEEP_SECONDS
    jobs.sweep()
    assert jobs.get(done.token) is done
    clock.now = 2 * KEEP_SECONDS
    jobs.sweep()
    assert jobs.get(done.token) is done, "a look keeps it"
    assert jobs.get(stays.token) is None
    assert not is_alive(int(stays.progress.words.zh))
    clock.now = 3 * KEEP_SECONDS + 1
    jobs.sweep()
    assert jobs.get(done.token) is None
    assert not list(tmp_path.rglob("甲.csv"))


SERVER = """
import signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
from job_making import stay
from zhunru.jobs import Jobs
job = Jobs(Path({place!r})).start("久", stay, (), [("甲.csv", b"a")])
while not job.progress.done: pass
print(job.progress.words.zh, flush=True)
signal.pause()
"""


@pytest.fixture
def server(tmp_path):
    """A server with a job that stays, and the number of its worker."""
    program = SERVER.format(tests=str(Path(__file__).parent), place=str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        yield process, int(process.stdout.readline())


def gone(worker):
    waited = Event()
    while is_alive(worker):
        waited.wait(0.02)
    return True


def test_a_server_that_is_stopped_cleans_up(server, tmp_path):
    process, worker = server
    process.terminate()
    assert process.wait(LONG) == 0
    assert not list(tmp_path.iterdir())
    assert gone(worker)


def test_what_a_killed_server_left_is_removed_by_the_next(server, tmp_path):
    process, worker = server
    other = Jobs(tmp_path)
    assert list(tmp_path.rglob("甲.csv")), "a living server keeps its own"
    other.close()
    process.send_signal(signal.SIGKILL)
    process.wait(LONG)
    assert gone(worker)
    assert list(tmp_path.rglob("甲.csv"))
    Jobs(tmp_path).close()
    assert not list(tmp_path.iterdir())

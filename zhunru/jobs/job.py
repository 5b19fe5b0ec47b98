"""一项工作，由服务器这边看。 A job, as the server sees it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from threading import Event, Lock, Thread
from typing import Final, NamedTuple

from zhunru.errors import Bilingual, UserError
from zhunru.jobs.request import REQUEST, Outcome, Request, read_outcome, write_pickle

_TOKEN_BYTES: Final = 32
_LONGEST_NAME: Final = 60
"""文件名的字数上限：系统只许 255 字节。 Characters of a file name; systems allow 255 bytes."""
_ENDING: Final = 16


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (State.WAITING, State.RUNNING)


class Progress(NamedTuple):
    """How far a job is: how much of how much, and what it is doing; a total of 0 is unknown."""

    done: int
    total: int
    words: Bilingual

    @property
    def share(self) -> float:
        """The share that is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


_WAITS: Final = Progress(0, 0, Bilingual("前面还有别的工作，正在排队", "waiting for other jobs"))
_STARTS: Final = Progress(0, 0, Bilingual("正在准备", "starting"))


class Job:
    """一项工作。 A job.

    Attributes:
        token: What finds it again; nobody can guess it.
        title: What it is about, in the user's words.
        begun: When it was asked for, local time with its zone.
        files: The files that it was given, in its folder; gone once it is forgotten.
    """

    def __init__(
        self,
        title: str,
        folder: Path,
        function: Callable[..., object],
        arguments: Sequence[object],
        files: Sequence[tuple[str, bytes | Path]],
    ) -> None:
        self.token = secrets.token_urlsafe(_TOKEN_BYTES)
        self.title = title
        self.begun = datetime.now().astimezone()
        self.files = tuple(_stored(folder, files))
        write_pickle(folder / REQUEST, Request.of(function, [self.files, *arguments]))
        self._folder = folder
        self._state = State.WAITING
        self._progress = _WAITS
        self._outcome: Outcome | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._over = Event()

    @property
    def state(self) -> State:
        """How it stands."""
        return self._state

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def result(self) -> object:
        """Return what the function returned.

        Raises:
            InputError: With every problem of the input, if the function raised it.
            UserError: If it failed otherwise, was cancelled, or is not over yet.
        """
        if self._state is State.CANCELLED:
            raise UserError("已经取消。 It was cancelled.")
        if self._outcome is None:
            raise UserError("还没有做完。 It is not done yet.")
        return self._outcome.get()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over; tell whether it is."""
        return self._over.wait(seconds)

    def cancel(self) -> None:
        """Stop it, and delete what it was given; nothing happens if it is over."""
        with self._lock:
            if self._state.is_over:
                return
            self._state = State.CANCELLED
            process = self._process
        if process is None:
            self._over.set()
        else:
            _kill(process)
        self.delete()

    def delete(self) -> None:
        """Delete the files and the outcome of a job that is over."""
        self._outcome = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, ended: Callable[[], None]) -> None:
        """Start the process.

        Args:
            ended: Called from another thread when the process has ended.
        """
        with self._lock:
            if self._state is not State.WAITING:
                return
            self._state, self._progress = State.RUNNING, _STARTS
            self._process = _started(self._folder)
        Thread(target=self._follow, args=(self._process, ended), daemon=True).start()

    def _follow(self, process: subprocess.Popen[bytes], ended: Callable[[], None]) -> None:
        """Listen to the process until it ends, and keep its outcome."""
        with process:
            for line in process.stdout or ():
                # 被杀时最后一行可能不全。 The last line of a killed process may be cut short.
                with suppress(ValueError):
                    done, total, zh, en = json.loads(line)
                    self._progress = Progress(done, total, Bilingual(zh, en))
        outcome = read_outcome(self._folder) or Outcome(error=UserError(_died(process)))
        with self._lock:
            if self._state is State.RUNNING:
                self._outcome = outcome
                self._state = State.FAILED if outcome.error else State.DONE
        self._over.set()
        ended()


def _stored(folder: Path, files: Sequence[tuple[str, bytes | Path]]) -> list[Path]:
    """Write files, each into a folder of its own: names do not collide, and messages keep them."""
    paths = []
    for number, (name, content) in enumerate(files):
        path = folder / "files" / str(number) / file_name(name)
        path.parent.mkdir(parents=True)
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
        paths.append(path)
    return paths


def file_name(given: str) -> str:
    """Return the last part of a name, not too long: no name may lead out of the folder."""
    sound = given.encode("utf-8", errors="replace").decode()
    name = sound.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    if name in ("", ".", ".."):
        return "upload"
    path = PurePosixPath(name)
    return name if len(name) <= _LONGEST_NAME else path.stem[:_LONGEST_NAME] + path.suffix[:_ENDING]


def _started(folder: Path) -> subprocess.Popen[bytes]:
    # 工作进程与服务器在同样的地方找模块；-P：不在当前目录找，那里可能有别人的文件。
    # Modules are looked for where the server finds them, never in the working directory (-P).
    places = os.pathsep.join(place for place in sys.path if place)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "zhunru.jobs.worker", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": places},
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _died(process: subprocess.Popen[bytes]) -> str:
    return (
        f"工作进程中途停止（代码 {process.returncode}），可能是内存不够，或被系统终止。"
        "请把数据分成几份再试。"
        f" The worker ended early (code {process.returncode}), perhaps for want of memory:"
        " split the data and try again."
    )

"""服务器的各项工作。 The jobs of a server."""

from __future__ import annotations

import atexit
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, RLock, Thread

from zhunru.errors import UserError
from zhunru.jobs.folders import ServerFolder
from zhunru.jobs.job import Job, State
from zhunru.jobs.limits import KEEP_SECONDS, MAX_RUNNING, MAX_WAITING, SWEEP_SECONDS


@dataclass
class _Kept:
    job: Job
    looked_at: float


class Jobs:
    """各项工作，凭令牌才能取得。 The jobs, to be had by their tokens only.

    All methods may be called from any thread.
    """

    def __init__(
        self, place: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin without jobs; folders that dead servers left are removed.

        Args:
            place: Where the folders of jobs are made; that of temporary files unless given.
            clock: Tells the time in seconds.
        """
        self._folder = ServerFolder(place)
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = RLock()
        self._closed = Event()
        # 服务器结束时（Ctrl-C、SIGTERM 亦然）清理。 Cleans up when the server ends, however gently.
        atexit.register(self.close)
        Thread(target=self._sweep_on, daemon=True).start()

    def start(
        self,
        title: str,
        function: Callable[..., object],
        arguments: Sequence[object] = (),
        files: Sequence[tuple[str, bytes | Path]] = (),
    ) -> Job:
        """Start a job, or let it wait for its turn.

        Args:
            title: What it is about, in the user's words.
            function: A function of a module, called as `function(paths, *arguments, tell=…)` in
                another process; `paths` are those of the files, `tell` a `Tell`.
            arguments: Can be pickled.
            files: Names and contents of files, or where they lie, copied to a private folder.

        Returns:
            The job.

        Raises:
            UserError: If too many jobs wait.
            ValueError: If the function cannot be imported by its name.
        """
        with self._lock:
            if sum(one.job.state is State.WAITING for one in self._kept.values()) >= MAX_WAITING:
                raise UserError("排队的太多，请稍后再试。 Too many jobs wait: try again later.")
        folder = self._folder.make()
        try:
            job = Job(title, folder, function, arguments, files)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with self._lock:
            self._kept[job.token] = _Kept(job, self._clock())
        self._run_next()
        return job

    def get(self, token: str | None) -> Job | None:
        """Return the job of a token; None if there is none, or it was forgotten."""
        with self._lock:
            kept = self._kept.get(token or "")
            if kept is None:
                return None
            kept.looked_at = self._clock()
            return kept.job

    def forget(self, token: str | None) -> None:
        """Stop a job if it still runs, and delete all that it was given and has made."""
        with self._lock:
            kept = self._kept.pop(token or "", None)
        if kept is not None:
            kept.job.cancel()
            kept.job.delete()

    def sweep(self) -> None:
        """Forget the jobs that nobody has looked at for `KEEP_SECONDS`."""
        with self._lock:
            oldest = self._clock() - KEEP_SECONDS
            left = [token for token, one in self._kept.items() if one.looked_at < oldest]
        for token in left:
            self.forget(token)

    def close(self) -> None:
        """Forget all jobs, and remove the folder."""
        self._closed.set()
        atexit.unregister(self.close)
        for token in list(self._kept):
            self.forget(token)
        self._folder.remove()

    def _sweep_on(self) -> None:
        while not self._closed.wait(SWEEP_SECONDS):
            self.sweep()

    def _run_next(self) -> None:
        with self._lock:
            if self._closed.is_set():
                return
            jobs = [one.job for one in self._kept.values()]
            free = MAX_RUNNING - sum(job.state is State.RUNNING for job in jobs)
            waiting = [job for job in jobs if job.state is State.WAITING]
            for job in waiting[: max(free, 0)]:
                job.run(self._run_next)

"""网关这边的育成进程与工作进程。 The nursery and its workers, as the gateway sees them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from typing import Final

from zhunru.serving.frames import LENGTHS, Job, Reply
from zhunru.serving.worker import Allowance

_LOWER_PRIORITY: Final = 5
_BUFFER: Final = 2**20


class DiedError(Exception):
    """A worker, or the nursery, is gone.

    Attributes:
        signal: The number of the signal that ended a worker; 0 if none did.
    """

    def __init__(self, ended_by: int = 0) -> None:
        super().__init__(ended_by)
        self.signal = ended_by


class Worker:
    """A worker process."""

    def __init__(
        self,
        pid: int,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        ended: asyncio.Future[int],
    ) -> None:
        self.pid = pid
        self._reader, self._writer = streams
        self._ended = ended

    async def answer(self, job: Job) -> Reply:
        """Have a job answered.

        Args:
            job: The job.

        Returns:
            The reply.

        Raises:
            DiedError: If the worker ends over it.
        """
        try:
            self._writer.write(job.encoded())
            await self._writer.drain()
            header, body = LENGTHS.unpack(await self._reader.readexactly(LENGTHS.size))
            head = await self._reader.readexactly(header)
            return Reply.decoded(head, await self._reader.readexactly(body))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise DiedError(await asyncio.shield(self._ended)) from error

    def yield_to_others(self) -> None:
        """Let other processes have most of the time, but never all of it."""
        with suppress(ProcessLookupError):
            if not self._ended.done():
                os.setpriority(os.PRIO_PROCESS, self.pid, _LOWER_PRIORITY)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._writer.close()
        with suppress(ProcessLookupError):
            if not self._ended.done():
                os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """The process that holds the graph, from which workers are forked."""

    def __init__(self, dataset: bytes, allowance: Allowance) -> None:
        self._dataset = dataset
        self._allowance = allowance
        self._births: deque[asyncio.Future[int]] = deque()
        self._endings: dict[int, asyncio.Future[int]] = {}

    async def start(self) -> None:
        """Start the process and wait until it holds the graph.

        Raises:
            DiedError: If it ends before that.
        """
        self._control, theirs = socket.socketpair()
        descriptor = theirs.fileno()
        values = json.dumps(self._allowance.values())
        # 自成会话：终端的 Ctrl-C 只到网关，由它收尾。
        # A session of its own: Ctrl-C in a terminal reaches the gateway only.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "zhunru.serving.nursery", str(descriptor), values],
            stdin=subprocess.PIPE,
            pass_fds=(descriptor,),
            start_new_session=True,
        )
        theirs.close()
        self._told, self._control_writer = await asyncio.open_connection(sock=self._control)
        await asyncio.to_thread(self._feed)
        if await self._told.readline() != b"ready\n":
            self.stop()
            raise DiedError
        self.gone = asyncio.create_task(self._listen())

    async def fork(self) -> Worker:
        """Fork a worker.

        Returns:
            The worker, ready for its first job.

        Raises:
            DiedError: If the nursery is gone.
        """
        if self.gone.done():
            raise DiedError
        ours, theirs = socket.socketpair()
        birth = asyncio.get_running_loop().create_future()
        self._births.append(birth)
        with theirs:
            socket.send_fds(self._control, [b"+"], [theirs.fileno()])
        streams = await asyncio.open_connection(sock=ours, limit=_BUFFER)
        try:
            pid = await birth
        except asyncio.CancelledError:
            # 无人要的工作进程见对方挂断，自行结束。 A worker that nobody wants ends at the hang-up.
            streams[1].close()
            raise
        return Worker(pid, streams, self._endings[pid])

    def stop(self) -> None:
        """End the process and with it all workers."""
        self._control_writer.close()
        self._process.kill()
        self._process.wait()

    def _feed(self) -> None:
        assert self._process.stdin is not None
        with self._process.stdin as stdin:
            stdin.write(self._dataset)

    async def _listen(self) -> None:
        """Take in what the nursery tells until it is gone."""
        while line := await self._told.readline():
            word, *numbers = line.split()
            if word == b"born":
                pid = int(numbers[0])
                self._endings[pid] = asyncio.get_running_loop().create_future()
                birth = self._births.popleft()
                if not birth.cancelled():
                    birth.set_result(pid)
            else:
                pid, ended_by = map(int, numbers)
                self._endings.pop(pid).set_result(ended_by)
        while self._births:
            birth = self._births.popleft()
            if not birth.cancelled():
                birth.set_exception(DiedError())
        while self._endings:
            self._endings.popitem()[1].set_result(signal.SIGKILL)
